import { describe, expect, it } from "vitest";
import { createCalendar } from "../calendar/index.js";
import { check } from "../lifecycle/check.js";
import { circumstances } from "../lifecycle/circumstances.js";
import { decide } from "../lifecycle/decide.js";
import { dueAt } from "../lifecycle/due.js";
import { type Relationship, relationshipIsSound, relationshipLifecycle } from "./relationship.js";

const now = "2026-03-02T02:00:00.000Z";
const at = circumstances({
  now,
  calendar: createCalendar({ timeZone: "Asia/Shanghai" }),
  actor: { id: "li", tenant: "t1", roles: [] },
  jurisdiction: "CN",
});
const employed: Relationship = {
  id: "r1",
  version: 1,
  state: "current",
  since: now,
  createdAt: now,
  updatedAt: now,
  customerId: "c1",
  relatedId: "c2",
  kind: "employer",
  startsOn: "2020-01-01",
};
const end = (endsOn: string) => decide(relationshipLifecycle.end, { ...at, record: employed, input: { endsOn } });

describe("relationshipIsSound", () => {
  const codes = (change: Partial<Relationship>) =>
    check([relationshipIsSound], { record: { ...employed, ...change }, now }).map(({ code }) => code);
  it("refuses a customer related to itself, and an end before the beginning", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ relatedId: "c1" })).toEqual(["kehu/related-to-itself"]);
    expect(codes({ endsOn: "2020-01-01" })).toEqual([]);
    expect(codes({ endsOn: "2019-12-31" })).toEqual(["kehu/relationship-ends-before-it-starts"]);
  });
});

describe("relationshipLifecycle", () => {
  it("ends with the end of its last day, entered late", () => {
    expect(end("2026-02-28")).toMatchObject({
      ok: true,
      record: { state: "ended", endsOn: "2026-02-28", since: "2026-02-28T15:59:59.999Z" },
    });
  });
  it("goes on until its last day is over, and ends by itself", () => {
    for (const endsOn of ["2026-03-02", "2027-12-31"])
      expect(end(endsOn)).toMatchObject({ ok: true, record: { state: "current", endsOn, since: now } });
    const decision = end("2026-03-02");
    expect(decision.ok && dueAt(relationshipLifecycle.endByItself, { ...at, record: decision.record, needs: {} })).toBe(
      "2026-03-02T15:59:59.999Z",
    );
  });
});
