import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ActivityProfile, dormantCustomers } from "./dormant-customers.js";

const reasons = (profile: Omit<ActivityProfile, "customerId">) =>
  dormantCustomers([{ customerId: "a", ...profile }], { largeAssetsMinor: 1_000_000 })[0]?.reasons ?? [];

describe("dormantCustomers", () => {
  it("believes the model", () => {
    expect(reasons({ probabilityAlive: 0.49 })).toEqual([{ reason: "probablyGone", figure: 0.49, bound: 0.5 }]);
    expect(reasons({ probabilityAlive: 0.5 })).toEqual([]);
  });
  it("finds large accounts that hardly trade, not small ones", () => {
    expect(reasons({ assetsMinor: 1_000_000, turnoverMinor: 9_999 })).toEqual([{ reason: "assetsAtRest", figure: 0.009999, bound: 0.01 }]);
    expect(reasons({ assetsMinor: 1_000_000, turnoverMinor: 10_000 })).toEqual([]);
    expect(reasons({ assetsMinor: 999_999, turnoverMinor: 0 })).toEqual([]);
    expect(reasons({ assetsMinor: 1_000_000 })).toEqual([]);
  });
  it("measures silence by the customer's own rhythm", () => {
    expect(reasons({ silenceDays: 22, gapsDays: [7, 90, 6] })).toEqual([{ reason: "outOfRhythm", figure: 22, bound: 21 }]);
    expect(reasons({ silenceDays: 21, gapsDays: [7, 90, 6] })).toEqual([]);
    expect(reasons({ silenceDays: 400, gapsDays: [7, 6] })).toEqual([]);
    expect(reasons({ silenceDays: 400 })).toEqual([]);
    expect(reasons({ silenceDays: 22, usualGap: { days: 7, of: 3 } })).toEqual([{ reason: "outOfRhythm", figure: 22, bound: 21 }]);
    expect(reasons({ silenceDays: 22, usualGap: { days: 7, of: 2 } })).toEqual([]);
    const few = dormantCustomers([{ customerId: "a", silenceDays: 22, usualGap: { days: 7, of: 2 } }], { fewestGaps: 2 });
    expect(few).toMatchObject([{ reasons: [{ bound: 21 }] }]);
  });
  it("says nothing of whom nothing is known, and puts the most reasons first", () => {
    const gone = { customerId: "b", probabilityAlive: 0.1 };
    const both = { customerId: "c", probabilityAlive: 0.1, silenceDays: 99, gapsDays: [1, 1, 1] };
    expect(dormantCustomers([{ customerId: "a" }, gone, both]).map(({ customerId }) => customerId)).toEqual(["c", "b"]);
  });
  it.each([
    { gaps: -1 },
    { gaps: Number.POSITIVE_INFINITY },
    { aliveBelow: Number.NaN },
    { aliveBelow: 1.1 },
    { largeAssetsMinor: Number.NaN },
    { turnoverBelow: Number.POSITIVE_INFINITY },
    { fewestGaps: "3" as never },
  ])("refuses the bound %j", (bounds) => {
    const [name = ""] = Object.keys(bounds);
    for (const customers of [[], [{ customerId: "a" }]])
      expect(() => dormantCustomers(customers, bounds)).toThrow(
        expect.objectContaining({ code: "core/dormancy-unusable", message: expect.stringContaining(`the bound ${name} is`) }),
      );
  });
  it("takes a bound that nothing passes", () => {
    expect(
      dormantCustomers([{ customerId: "a", assetsMinor: 9, turnoverMinor: 0 }], { largeAssetsMinor: Number.POSITIVE_INFINITY }),
    ).toEqual([]);
  });
  it.each([
    { probabilityAlive: Number.NaN },
    { probabilityAlive: null as never },
    { probabilityAlive: 1.5 },
    { assetsMinor: Number.NaN },
    { turnoverMinor: Number.NaN },
    { silenceDays: Number.NaN },
    { gapsDays: [7, Number.NaN, 6] },
    { gapsDays: [7, -1, 6] },
    { usualGap: { days: Number.NaN, of: 3 } },
    { usualGap: { days: 7, of: Number.NaN } },
  ])("refuses what is not known of a customer as %j", (profile) => {
    const [name = ""] = Object.keys(profile);
    expect(() => reasons(profile)).toThrow(
      expect.objectContaining({
        code: "core/dormancy-unusable",
        message: expect.stringMatching(new RegExp(`: ${name}.* of customer a is`)),
      }),
    );
  });
  it("finds no fewer where a bound is stricter", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), fc.double({ min: 0, max: 0.5, noNaN: true }), (chances, more) => {
        const customers = chances.map((probabilityAlive, index) => ({ customerId: `c${index}`, probabilityAlive }));
        const found = (aliveBelow: number): number => dormantCustomers(customers, { aliveBelow }).length;
        expect(found(0.4 + more)).toBeGreaterThanOrEqual(found(0.4));
      }),
    );
  });
});
