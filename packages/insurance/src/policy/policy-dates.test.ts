import { check } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aPolicy, at } from "../../test/moments.js";
import type { Policy } from "./policy.js";
import { policyDatesAreSound } from "./policy-dates.js";

const codesOf = (changes: Partial<Policy>, before?: Policy) =>
  check([policyDatesAreSound], { record: aPolicy(changes), ...(before && { before }), ...at("2026-01-01") }).map(({ code }) => code);

describe("policyDatesAreSound", () => {
  it("takes a policy that was applied for before its cover, and one that was dated back", () => {
    expect(codesOf({})).toEqual([]);
    expect(codesOf({ proposedOn: "2024-02-20", receiptSignedOn: "2024-02-28" })).toEqual([]);
    expect(codesOf({ proposedOn: "2024-08-01" })).toEqual([]);
    expect(codesOf({ effectiveOn: "2026-12-31", paidToOn: "2027-12-31" })).toEqual([]);
  });

  it("refuses a proposal that is years away from its cover", () => {
    expect(codesOf({ proposedOn: "2023-02-28" })).toEqual(["insurance/proposal-too-far"]);
    expect(codesOf({ proposedOn: "2025-03-03" })).toEqual(["insurance/proposal-too-far"]);
    expect(codesOf({ effectiveOn: "2027-01-03", paidToOn: "2028-01-03" })).toEqual(["insurance/proposal-too-far"]);
  });

  it("refuses contracts of centuries", () => {
    expect(codesOf({ effectiveOn: "1905-12-31" })).toEqual(["insurance/term-too-long"]);
    expect(codesOf({ expiresOn: "2144-03-02" })).toEqual(["insurance/term-too-long"]);
    expect(codesOf({ premiumsUntilOn: "2144-03-02" })).toEqual(["insurance/term-too-long"]);
    expect(codesOf({ paidToOn: "2144-03-02" })).toEqual(["insurance/term-too-long"]);
    expect(codesOf({ effectiveOn: "1906-01-01", expiresOn: "2026-01-01", paidToOn: "2026-01-01" })).toEqual([]);
  });

  it.each(["proposedOn", "receiptSignedOn", "demandedOn", "reinstatementAppliedOn", "arrearsPaidOn", "endedOn"] as const)(
    "refuses %s in the future",
    (field) => {
      expect(codesOf({ effectiveOn: "2025-12-31", paidToOn: "2026-12-31", [field]: "2026-01-01" })).toEqual([]);
      expect(codesOf({ effectiveOn: "2025-12-31", paidToOn: "2026-12-31", [field]: "2026-01-02" })).toEqual(["insurance/date-in-future"]);
    },
  );

  it.each(["receiptSignedOn", "endedOn"] as const)("refuses %s before the proposal", (field) => {
    expect(codesOf({ proposedOn: "2024-02-20", [field]: "2024-02-19" })).toEqual(["insurance/before-proposal"]);
    expect(codesOf({ [field]: "1950-01-01" })).toEqual(["insurance/before-proposal"]);
  });

  it.each(["demandedOn", "reinstatementAppliedOn", "arrearsFromOn", "arrearsPaidOn", "suicideClauseFromOn"] as const)(
    "refuses %s before the cover",
    (field) => {
      expect(codesOf({ [field]: "2024-02-29" })).toEqual(["insurance/dates-out-of-order"]);
      expect(codesOf({ [field]: "2024-03-01" })).toEqual([]);
    },
  );

  it("refuses premiums beyond the cover, and takes the day after its last one", () => {
    expect(codesOf({ expiresOn: "2034-02-28", premiumsUntilOn: "2034-03-01" })).toEqual([]);
    expect(codesOf({ expiresOn: "2034-02-28", premiumsUntilOn: "2034-03-02" })).toEqual(["insurance/premiums-beyond-cover"]);
    expect(codesOf({ expiresOn: "2026-02-28", paidToOn: "2026-03-01" })).toEqual([]);
    expect(codesOf({ expiresOn: "2026-02-27" })).toEqual(["insurance/premiums-beyond-cover"]);
    expect(codesOf({ premiumsUntilOn: "2026-02-28" })).toEqual(["insurance/premiums-beyond-cover"]);
  });

  it("does not judge again what was taken once, so that no clock stands still over it", () => {
    const old = aPolicy({ receiptSignedOn: "1950-01-01", demandedOn: "2030-01-01", expiresOn: "2025-01-01" });
    expect(codesOf({ ...old, state: "grace" }, old)).toEqual([]);
    expect(codesOf({ ...old, endedOn: "1950-01-01" }, old)).toEqual(["insurance/before-proposal"]);
  });
});
