import { describe, expect, it } from "vitest";
import { negativeBinomial, negativeBinomialAtLeast } from "./negative-binomial.js";

describe("negativeBinomial", () => {
  it("is geometric at shape 1", () => {
    expect(negativeBinomial(1, 3, 0.25)).toBeCloseTo(0.75 * 0.25 ** 3, 15);
    expect([negativeBinomial(2, 0, 0), negativeBinomial(2, 1, 0)]).toEqual([1, 0]);
  });
});

describe("negativeBinomialAtLeast", () => {
  it("keeps its digits where next to nothing is left", () => {
    expect(negativeBinomialAtLeast(1, 40, 0.25) / 0.25 ** 40).toBeCloseTo(1, 12);
    expect(negativeBinomialAtLeast(1, 2, 0.9)).toBeCloseTo(0.81, 14);
    expect(negativeBinomialAtLeast(0.5, 0, 0.9)).toBe(1);
  });
});
