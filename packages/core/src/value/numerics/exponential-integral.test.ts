import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaledExponentialIntegral } from "./exponential-integral.js";

describe("scaledExponentialIntegral", () => {
  it("has the tabulated values of E1", () => {
    expect(scaledExponentialIntegral(1, 0.5) * Math.exp(-0.5)).toBeCloseTo(0.559_773_594_776_16, 13);
    expect(scaledExponentialIntegral(1, 2) * Math.exp(-2)).toBeCloseTo(0.048_900_510_708_061, 13);
  });
  it("follows the recurrence between orders, on both sides of 1 and across", () => {
    const order = fc.double({ min: 0.05, max: 300, noNaN: true });
    const rate = fc.double({ min: 1e-4, max: 20, noNaN: true });
    fc.assert(
      fc.property(order, rate, (n, z) => {
        const product = n * scaledExponentialIntegral(n + 1, z) + z * scaledExponentialIntegral(n, z);
        expect(Math.abs(product - 1)).toBeLessThan(1e-12);
      }),
    );
  });
});
