import { describe, expect, it } from "vitest";
import { gaussLegendre, integrate } from "./quadrature.js";

describe("gaussLegendre", () => {
  it.each([2, 16, 32])("of %i points is exact for polynomials", (count) => {
    const { points, weights } = gaussLegendre(count);
    for (let degree = 0; degree < 2 * count; degree += 1) {
      const sum = points.reduce((total, point, index) => total + (weights[index] as number) * point ** degree, 0);
      expect(sum).toBeCloseTo(1 / (degree + 1), 14);
    }
  });
});

describe("integrate", () => {
  it("gives the area under a curve", () => {
    expect(integrate(Math.exp, { from: -1, to: 3, panels: 2 })).toBeCloseTo(Math.exp(3) - Math.exp(-1), 12);
  });
});
