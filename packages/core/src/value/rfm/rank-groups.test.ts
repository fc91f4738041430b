import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankGroups } from "./rank-groups.js";

/** The definition: sort by value and row, then cut. */
function ntile(values: readonly number[], bins: number): readonly number[] {
  const order = values.map((_, row) => row).sort((one, other) => (values[one] as number) - (values[other] as number) || one - other);
  const groups: number[] = [];
  let from = 0;
  for (let group = 1; group <= bins; group += 1) {
    const size = Math.floor(values.length / bins) + (group <= values.length % bins ? 1 : 0);
    for (const row of order.slice(from, from + size)) groups[row] = group;
    from += size;
  }
  return groups;
}

describe("rankGroups", () => {
  it("gives the earlier of equal values the lower group, and the first groups one more", () => {
    expect([...rankGroups(Float64Array.of(7, 7, 7, 7, 7, 7, 7), 3)]).toEqual([1, 1, 1, 2, 2, 3, 3]);
    expect([...rankGroups(Int32Array.of(3, 1, 2), 5)]).toEqual([3, 1, 2]);
    expect([...rankGroups(new Float64Array(), 5)]).toEqual([]);
  });
  it("is NTILE", () => {
    const few = fc.integer({ min: -3, max: 3 });
    const many = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    fc.assert(
      fc.property(fc.array(fc.oneof(few, many)), fc.integer({ min: 2, max: 11 }), (values, bins) => {
        expect([...rankGroups(Float64Array.from(values), bins)]).toEqual(ntile(values, bins));
      }),
    );
  });
  it("refuses what has no rank", () => {
    for (const bins of [1, 2.5, 101])
      expect(() => rankGroups(Float64Array.of(1), bins)).toThrow(expect.objectContaining({ code: "core/bins-unusable" }));
    expect(() => rankGroups(Float64Array.of(1, Number.NaN), 5)).toThrow(expect.objectContaining({ code: "core/value-not-finite" }));
  });
});
