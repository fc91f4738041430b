import type { RfmScores } from "./score-rfm.js";

/** A rectangle of recency and frequency scores, in fifths of the scale, with what to do about its customers. */
export interface RfmSegment {
  readonly name: string;
  readonly recency: readonly [from: number, to: number];
  readonly frequency: readonly [from: number, to: number];
}

/** Every pair of scores lies in one segment. The borders are custom of the trade, not a finding: a vendor may pass a table of its own. */
export const rfmSegments: readonly RfmSegment[] = [
  { name: "champions", recency: [5, 5], frequency: [4, 5] },
  { name: "loyal", recency: [3, 4], frequency: [4, 5] },
  { name: "potentialLoyalists", recency: [4, 5], frequency: [2, 3] },
  { name: "newCustomers", recency: [5, 5], frequency: [1, 1] },
  { name: "promising", recency: [4, 4], frequency: [1, 1] },
  { name: "needAttention", recency: [3, 3], frequency: [3, 3] },
  { name: "aboutToSleep", recency: [3, 3], frequency: [1, 2] },
  { name: "cannotLose", recency: [1, 2], frequency: [5, 5] },
  { name: "atRisk", recency: [1, 2], frequency: [3, 4] },
  { name: "hibernating", recency: [1, 2], frequency: [1, 2] },
];

/** The segment of each customer, the first of the table that fits; undefined where none does. Scores of other scales are read in fifths, rounded up. */
export function segmentsOf(scores: RfmScores, segments: readonly RfmSegment[] = rfmSegments): readonly (RfmSegment | undefined)[] {
  const fifth = (score: number): number => Math.ceil((5 * score) / scores.bins);
  const lies = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
  const table = Array.from({ length: 36 }, (_, index) =>
    segments.find(({ recency, frequency }) => lies(Math.floor(index / 6), recency) && lies(index % 6, frequency)),
  );
  return Array.from(scores.recency, (recency, row) => table[6 * fifth(recency) + fifth(scores.frequency[row] as number)]);
}
