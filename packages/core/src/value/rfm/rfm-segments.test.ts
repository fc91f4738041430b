import { describe, expect, it } from "vitest";
import { rfmSegments, segmentsOf } from "./rfm-segments.js";

const scores = (bins: number, pairs: readonly (readonly [number, number])[]) => ({
  bins,
  recency: Uint8Array.from(pairs, ([recency]) => recency),
  frequency: Uint8Array.from(pairs, ([, frequency]) => frequency),
  monetary: Uint8Array.from(pairs, () => 1),
});
const all = [1, 2, 3, 4, 5].flatMap((recency) => [1, 2, 3, 4, 5].map((frequency) => [recency, frequency] as const));

describe("segmentsOf", () => {
  it("has one segment for every pair of scores", () => {
    const lies = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
    for (const [recency, frequency] of all)
      expect(rfmSegments.filter((each) => lies(recency, each.recency) && lies(frequency, each.frequency))).toHaveLength(1);
    expect(segmentsOf(scores(5, all))).not.toContain(undefined);
  });
  it("names the corners", () => {
    const names = segmentsOf(
      scores(5, [
        [5, 5],
        [5, 1],
        [1, 5],
        [1, 1],
      ]),
    ).map((segment) => segment?.name);
    expect(names).toEqual(["champions", "newCustomers", "cannotLose", "hibernating"]);
  });
  it("reads other scales in fifths", () => {
    expect(
      segmentsOf(
        scores(10, [
          [9, 8],
          [1, 2],
        ]),
      ).map((segment) => segment?.name),
    ).toEqual(["champions", "hibernating"]);
    expect(
      segmentsOf(
        scores(2, [
          [2, 2],
          [1, 1],
        ]),
      ).map((segment) => segment?.name),
    ).toEqual(["champions", "needAttention"]);
  });
  it("takes another table, which need not be complete", () => {
    const table = [{ name: "recent", recency: [4, 5], frequency: [1, 5] }] as const;
    expect(
      segmentsOf(
        scores(5, [
          [5, 1],
          [1, 1],
        ]),
        table,
      ),
    ).toEqual([table[0], undefined]);
  });
});
