import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximise } from "./maximise.js";

/** Highest at `top`, like a valley turned over: -(ln(x/top))² and a bend that makes it not concave everywhere. */
const hill = (top: readonly number[]) => (point: Float64Array) => {
  const size = point.length;
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  let value = 0;
  point.forEach((x, index) => {
    const log = Math.log(x / (top[index] as number));
    value -= Math.log1p(log * log);
    const slope = (-2 * log) / (1 + log * log);
    const bend = (-2 * (1 - log * log)) / (1 + log * log) ** 2;
    gradient[index] = slope / x;
    hessian[index * (size + 1)] = (bend - slope) / (x * x);
  });
  return { value, gradient, hessian };
};

describe("maximise", () => {
  it("finds the top from far away, and its curvature", () => {
    const maximum = maximise(hill([0.2, 30]), [1, 1]);
    expect(maximum.failure).toBeUndefined();
    expect([...maximum.parameters]).toEqual([expect.closeTo(0.2, 8), expect.closeTo(30, 6)]);
    expect([...(maximum.standardErrors ?? [])]).toEqual([expect.closeTo(0.2 / Math.SQRT2, 5), expect.closeTo(30 / Math.SQRT2, 3)]);
  });
  it("finds it from anywhere", () => {
    const start = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(start, start, (one, other) => {
        const { parameters } = maximise(hill([0.2, 30]), [one, other]);
        expect(Math.abs(Math.log((parameters[0] as number) / 0.2))).toBeLessThan(1e-6);
        expect(Math.abs(Math.log((parameters[1] as number) / 30))).toBeLessThan(1e-6);
      }),
    );
  });
  it("names the parameter that runs away", () => {
    const slope = ([x = 0, y = 1]: Float64Array) => ({
      value: -1 / x - Math.log(y) ** 2,
      gradient: Float64Array.of(1 / (x * x), (-2 * Math.log(y)) / y),
      hessian: Float64Array.of(-2 / x ** 3, 0, 0, (2 * Math.log(y) - 2) / (y * y)),
    });
    expect(maximise(slope, [1, 2])).toMatchObject({ failure: 0 });
  });
  it("says where there is nothing to climb", () => {
    const nothing = () => ({ value: Number.NaN, gradient: Float64Array.of(1), hessian: Float64Array.of(Number.NaN) });
    expect(maximise(nothing, [1])).toMatchObject({ failure: -1, standardErrors: undefined });
  });
});
