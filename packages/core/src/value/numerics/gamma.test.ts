import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digamma, lnBeta, lnGamma, trigamma } from "./gamma.js";

const positive = fc.double({ min: 0.1, max: 1e5, noNaN: true });
/** Relative where the figure is large, absolute where it passes through zero. */
function close(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(tolerance);
}

describe("lnGamma", () => {
  it("is the logarithm of factorials and of the square root of pi", () => {
    close(lnGamma(1), 0, 3e-15);
    close(lnGamma(2), 0, 3e-15);
    close(lnGamma(0.5), Math.log(Math.PI) / 2, 3e-15);
    let lnFactorial = 0;
    for (let n = 1; n < 170; n += 1) {
      close(lnGamma(n), lnFactorial, 3e-15);
      lnFactorial += Math.log(n);
    }
  });
  it("grows by ln x with each step", () => {
    fc.assert(fc.property(positive, (x) => close(lnGamma(x + 1), lnGamma(x) + Math.log(x), 2e-14)));
  });
  it("is not a number at and below zero", () => {
    expect([0, -1.5, Number.NaN].map(lnGamma)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("digamma", () => {
  it("has the known values", () => {
    close(digamma(1), -0.577_215_664_901_532_9, 2e-15);
    close(digamma(0.5), -1.963_510_026_021_423_5, 3e-15);
  });
  it("grows by 1/x with each step", () => {
    fc.assert(fc.property(positive, (x) => close(digamma(x + 1), digamma(x) + 1 / x, 2e-14)));
  });
});

describe("trigamma", () => {
  it("has the known values", () => {
    close(trigamma(1), Math.PI ** 2 / 6, 3e-15);
    close(trigamma(0.5), Math.PI ** 2 / 2, 3e-15);
  });
  it("is the slope of digamma", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 100, noNaN: true }), (x) =>
        close((digamma(x * (1 + 1e-5)) - digamma(x * (1 - 1e-5))) / (2e-5 * x), trigamma(x), 1e-7),
      ),
    );
  });
});

describe("lnBeta", () => {
  it("is ln 1/12 for 2 and 3", () => close(lnBeta(2, 3), Math.log(1 / 12), 1e-14));
});
