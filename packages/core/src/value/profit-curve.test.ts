import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profitCurve } from "./profit-curve.js";

const options = { asOf: "2026-06-30", currency: "CNY" };
const of = (...profits: number[]) => profits.map((profitMinor, index) => ({ customerId: `c${index}`, profitMinor }));

describe("profitCurve", () => {
  it("rises to its peak and slides down to the total", () => {
    const curve = profitCurve(of(600, -300, 100, -100, 200), options);
    expect(curve.cumulativeMinor).toEqual([600, 800, 900, 800, 500]);
    expect(curve.peak).toEqual({ customers: 3, ofCustomers: 0.6, profitMinor: 900, shareOfTotal: 1.8 });
    expect(curve.breakEven).toEqual({ customers: 1, ofCustomers: 0.2 });
    expect(curve.bestFifth).toMatchObject({ profitMinor: 600, shareOfTotal: 1.2 });
    expect(curve.worstFifth).toMatchObject({ profitMinor: -300, shareOfTotal: -0.6 });
  });
  it("gives no share where there is nothing to divide by", () => {
    expect(profitCurve(of(100, -100), options).peak.shareOfTotal).toBeNull();
    expect(profitCurve(of(100, -100), options).breakEven).toBeNull();
    const peak = { customers: 0, ofCustomers: null, profitMinor: 0, shareOfTotal: null };
    expect(profitCurve([], options)).toMatchObject({ totalMinor: 0, peak, breakEven: null });
  });
  it("refuses fractions of a minor unit", () => {
    expect(() => profitCurve(of(1.5), options)).toThrow(expect.objectContaining({ code: "core/profit-not-whole" }));
  });
  it.each([
    ["gains", [2 ** 53 - 1, 1]],
    ["losses", [1 - 2 ** 53, -1]],
    // the total is near zero, and so is each point
    ["the worst fifth", [2 ** 53 - 1, ...Array(8).fill(0), -(2 ** 52), -(2 ** 52), -1]],
  ])("refuses %s that cannot be counted exactly", (_, profits) => {
    expect(() => profitCurve(of(...profits), options)).toThrow(
      expect.objectContaining({ code: "core/amount-too-large", details: { currency: "CNY" } }),
    );
  });
  it("counts up to the last amount that is exact", () => {
    expect(profitCurve(of(2 ** 53 - 2, 1, -5), options)).toMatchObject({ totalMinor: 2 ** 53 - 6, peak: { profitMinor: 2 ** 53 - 1 } });
  });
  it("loses nothing and does not depend on the order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), fc.integer(), (profits, seed) => {
        const customers = of(...profits);
        const shuffled = [...customers].sort((a, b) => ((a.profitMinor * 31 + seed) % 7) - ((b.profitMinor * 31 + seed) % 7));
        const curve = profitCurve(customers, options);
        expect(profitCurve(shuffled, options)).toEqual(curve);
        expect(curve.totalMinor).toBe(profits.reduce((a, b) => a + b, 0));
        if (curve.breakEven) expect(curve.cumulativeMinor[curve.breakEven.customers - 1]).toBeGreaterThanOrEqual(curve.totalMinor);
        expect(Math.max(0, ...curve.cumulativeMinor)).toBe(curve.peak.profitMinor);
      }),
    );
  });
});
