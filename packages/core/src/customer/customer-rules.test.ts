import { describe, expect, it } from "vitest";
import { makeResidentId, makeUnifiedSocialCreditCode } from "../documents/index.js";
import { check } from "../lifecycle/check.js";
import { customerIsBorn, identifiersAreSound } from "./customer-rules.js";

const now = "2026-03-02T08:00:00.000Z";
const kept = { id: "x", version: 1, state: "active", since: now, createdAt: now, updatedAt: now, identifiers: [] };
const refusals = (fields: object) =>
  check([customerIsBorn, identifiersAreSound], { now, today: "2026-03-02", record: { ...kept, ...fields } }).map(({ code, details }) => ({
    code,
    ...details,
  }));

describe("customerIsBorn", () => {
  it("refuses a day of birth in the future", () => {
    expect(refusals({})).toEqual([]);
    expect(refusals({ birthOn: "2026-03-02" })).toEqual([]);
    expect(refusals({ birthOn: "2026-03-03" })).toEqual([{ code: "kehu/born-in-future", birthOn: "2026-03-03" }]);
  });
});

describe("identifiersAreSound", () => {
  const residentId = makeResidentId({ area: "110105", birthOn: "1949-12-31", sequence: 2 });
  const creditCode = makeUnifiedSocialCreditCode({ area: "110105", organisation: "123456789" });
  const with_ = (...identifiers: readonly (readonly [kind: string, value: string])[]) =>
    refusals({ identifiers: identifiers.map(([kind, value]) => ({ kind, value, source: "form" })) });
  const wrong = (text: string): string => `${text.slice(0, -1)}${text.endsWith("1") ? "2" : "1"}`;

  it("lets numbers through that exist, as they were written", () => {
    expect(
      with_(["residentId", residentId], ["residentId", ` ${residentId.toLowerCase()} `], ["unifiedSocialCreditCode", creditCode]),
    ).toEqual([]);
  });
  it("refuses one whose check character does not fit, and names its place", () => {
    expect(with_(["residentId", residentId], ["residentId", wrong(residentId)])).toEqual([
      { code: "kehu/resident-id-unsound", position: 2 },
    ]);
    expect(with_(["unifiedSocialCreditCode", wrong(creditCode)])).toEqual([{ code: "kehu/credit-code-unsound", position: 1 }]);
  });
  it("leaves alone what nobody can prove", () => {
    expect(with_(["passport", "E1"], ["externalId", wrong(residentId)], ["taxNumber", "?"])).toEqual([]);
  });
});
