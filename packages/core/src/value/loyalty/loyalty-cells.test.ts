import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LoyaltyCuts, type LoyaltyProfile, loyaltyCells, loyaltyMovements } from "./loyalty-cells.js";

const cuts: LoyaltyCuts = {
  behaviour: [0.5],
  attitude: [0.6],
  actions: [
    ["leave", "invite"],
    ["bind", "thank"],
  ],
};
const of = (repeatShare?: number, satisfaction?: number, customerId = "a"): LoyaltyProfile => ({
  customerId,
  behaviour: repeatShare === undefined ? {} : { repeatShare },
  attitude: satisfaction === undefined ? {} : { satisfaction },
});

describe("loyaltyCells", () => {
  it("has true, latent, spurious and no loyalty where each axis is cut once", () => {
    const actions = loyaltyCells([of(0.5, 0.6), of(0.49, 0.6), of(0.5, 0.59), of(0, 0)], cuts).map(({ action }) => action);
    expect(actions).toEqual(["thank", "invite", "bind", "leave"]);
  });
  it("has more degrees where there are more cuts", () => {
    const three = { behaviour: [0.3, 0.7], attitude: [0.2, 0.4, 0.8] };
    expect(loyaltyCells([of(0.7, 0.5)], three)).toEqual([
      { customerId: "a", behaviour: 0.7, attitude: 0.5, cell: { behaviour: 2, attitude: 2 } },
    ]);
  });
  it("takes the mean of what is known, and says nothing of whom nothing is known", () => {
    const [known, silent] = loyaltyCells(
      [{ customerId: "a", behaviour: { repeatShare: 0.2, tenure: 1, breadth: 0.6 }, attitude: { recommendation: 0.9 } }, of(0.9)],
      cuts,
    );
    expect(known).toMatchObject({ behaviour: expect.closeTo(0.6, 12), attitude: 0.9, action: "thank" });
    expect(silent).toEqual({ customerId: "a", behaviour: 0.9, attitude: null, cell: null });
  });
  it("never falls where a figure rises", () => {
    const figure = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(figure, figure, figure, (one, other, satisfaction) => {
        const [low, high] = loyaltyCells([of(Math.min(one, other), satisfaction), of(Math.max(one, other), satisfaction)], cuts);
        expect(high?.cell?.behaviour).toBeGreaterThanOrEqual(low?.cell?.behaviour as number);
        expect(high?.cell?.attitude).toBe(low?.cell?.attitude);
      }),
    );
  });
  it.each([
    [[of(1.2, 0.5)], cuts],
    [[of(Number.NaN, 0.5)], cuts],
    [[], { ...cuts, behaviour: [] }],
    [[], { ...cuts, attitude: [0.6, 0.5] }],
    [[], { ...cuts, actions: [["leave", "invite"]] }],
  ] as const)("refuses what cannot be told", (profiles, given) => {
    expect(() => loyaltyCells(profiles, given)).toThrow(expect.objectContaining({ code: "core/loyalty-unusable" }));
  });
});

describe("loyaltyMovements", () => {
  it("names who changed the cell", () => {
    const before = loyaltyCells([of(0.9, 0.9, "a"), of(0.9, 0.9, "b"), of(0.9, undefined, "c")], cuts);
    const after = loyaltyCells([of(0.9, 0.1, "a"), of(0.8, 0.9, "b"), of(0.9, 0.9, "c"), of(0.1, 0.1, "d")], cuts);
    expect(loyaltyMovements(before, after)).toEqual([
      { customerId: "a", from: { behaviour: 1, attitude: 1 }, to: { behaviour: 1, attitude: 0 } },
    ]);
  });
});
