import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky, inverseDiagonal, solve } from "./symmetric-matrix.js";

describe("cholesky", () => {
  it("says that a matrix is not positive definite", () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBeUndefined();
  });
});

describe("solve", () => {
  it("finds the vector that the matrix turns into the right side", () => {
    const entry = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 9, maxLength: 9 }), fc.array(entry, { minLength: 3, maxLength: 3 }), (root, right) => {
        const at = (row: number, column: number): number =>
          [0, 1, 2].reduce((sum, k) => sum + (root[row * 3 + k] as number) * (root[column * 3 + k] as number), row === column ? 1 : 0);
        const matrix = Float64Array.from({ length: 9 }, (_, index) => at(Math.floor(index / 3), index % 3));
        const lower = cholesky(matrix, 3) as Float64Array;
        const solution = solve(lower, Float64Array.from(right));
        for (const row of [0, 1, 2])
          expect([0, 1, 2].reduce((sum, k) => sum + at(row, k) * (solution[k] as number), 0)).toBeCloseTo(right[row] as number, 9);
      }),
    );
  });
});

describe("inverseDiagonal", () => {
  it("is that of the inverse", () => {
    const lower = cholesky(Float64Array.of(2, 1, 1, 2), 2) as Float64Array;
    expect([...inverseDiagonal(lower, 2)]).toEqual([expect.closeTo(2 / 3, 14), expect.closeTo(2 / 3, 14)]);
  });
});
