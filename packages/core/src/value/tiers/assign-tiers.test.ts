import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignTiers, type Tier, tierMovements } from "./assign-tiers.js";

const tiers: readonly Tier[] = [
  { name: "base", enterAt: Number.NEGATIVE_INFINITY, leaveBelow: Number.NEGATIVE_INFINITY },
  { name: "silver", enterAt: 1000, leaveBelow: 800 },
  { name: "gold", enterAt: 5000, leaveBelow: 4000 },
];
const of = (value: number, tier?: string) => assignTiers([{ customerId: "a", value, ...(tier === undefined ? {} : { tier }) }], tiers)[0];

describe("assignTiers", () => {
  it("lifts at one bound and drops at a lower one", () => {
    expect(of(999)).toEqual({ customerId: "a", tier: "base", movement: "new" });
    expect(of(1000, "base")).toMatchObject({ tier: "silver", movement: "up" });
    expect(of(800, "silver")).toMatchObject({ tier: "silver", movement: "same" });
    expect(of(799, "silver")).toMatchObject({ tier: "base", movement: "down" });
    expect(of(3999, "gold")).toMatchObject({ tier: "silver", movement: "down" });
    expect(of(900, "gold")).toMatchObject({ tier: "silver", movement: "down" });
  });
  it("is stable: a second look changes nothing, and more value never means a lower tier", () => {
    const name = fc.constantFrom("base", "silver", "gold");
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 9000 }), fc.nat(3000), name, (value, more, tier) => {
        const first = of(value, tier)?.tier as string;
        expect(of(value, first)).toMatchObject({ tier: first, movement: "same" });
        const rung = (each: string | undefined): number => tiers.findIndex((one) => one.name === each);
        expect(rung(of(value + more, tier)?.tier)).toBeGreaterThanOrEqual(rung(first));
      }),
    );
  });
  it.each([
    [[]],
    [[tiers[1], tiers[1]]],
    [[tiers[2], tiers[1]]],
    [[{ name: "a", enterAt: 1, leaveBelow: 2 }]],
    [[{ name: "a", enterAt: 2, leaveBelow: 1 }]],
    [[{ name: "a", enterAt: Number.NaN, leaveBelow: 1 }]],
  ])("refuses tiers that are no ladder", (ladder) => {
    expect(() => assignTiers([{ customerId: "a", value: 0 }], ladder as readonly Tier[])).toThrow(
      expect.objectContaining({ code: "core/tiers-unusable" }),
    );
  });
  it("refuses a tier that is gone", () => {
    expect(() => of(1, "platinum")).toThrow(expect.objectContaining({ code: "core/tier-unknown" }));
  });
});

describe("tierMovements", () => {
  it("counts everybody once, those who came and went too", () => {
    const at = (customerId: string, tier: string) => ({ customerId, tier });
    const before = [at("a", "base"), at("b", "base"), at("c", "gold")];
    expect(tierMovements(before, [at("b", "silver"), at("a", "base"), at("d", "base")])).toEqual([
      { from: "base", to: "base", customers: 1 },
      { from: "base", to: "silver", customers: 1 },
      { from: "gold", to: null, customers: 1 },
      { from: null, to: "base", customers: 1 },
    ]);
  });
});
