import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import { hypergeometricRest, lnHypergeometric } from "./hypergeometric.js";

describe("lnHypergeometric", () => {
  it("knows the cases that have another name", () => {
    expect(lnHypergeometric({ a: 1, b: 1, c: 2 }, 0.5)).toBeCloseTo(Math.log(2 * Math.LN2), 14);
    expect(lnHypergeometric({ a: 3.5, b: 2, c: 2 }, 0.75)).toBeCloseTo(3.5 * Math.log(4), 13);
    expect(lnHypergeometric({ a: 5, b: 3, c: 2 }, 0)).toBe(0);
  });
  it("is not a number outside its range", () => {
    expect([-0.1, 1, 2, Number.NaN].map((z) => lnHypergeometric({ a: 1, b: 1, c: 2 }, z))).toEqual(Array(4).fill(Number.NaN));
    expect(lnHypergeometric({ a: 1, b: 1, c: 0 }, 0.5)).toBeNaN();
  });
});

describe("hypergeometricRest", () => {
  it("is a logarithm where b is 0 and c is a", () => {
    expect(hypergeometricRest({ a: 2, b: 0, c: 2 }, 0.5)).toBeCloseTo(Math.LN2 / 0.5, 14);
  });
});

/** a, b, c, z, ln 2F1 to 40 digits, and two columns that are not read here. */
type Golden = readonly [a: number, b: number, c: number, z: number, ln: number, value: number | null, other: number];

describe.skipIf(!sharedData())("lnHypergeometric on the 432 reference values", () => {
  it("agrees to 1e-12 of the function, and to the last digits where its logarithm is beyond 1000", () => {
    const goldens = JSON.parse(readFileSync(`${sharedData()}/hyp2f1-golden/hyp2f1_mpmath.json`, "utf8")) as readonly Golden[];
    expect(goldens).toHaveLength(432);
    const worst = Math.max(...goldens.map(([a, b, c, z, ln]) => Math.abs(Math.expm1(lnHypergeometric({ a, b, c }, z) - ln))));
    expect(worst).toBeLessThan(1e-12);
  });
});
