import { refused } from "../../error.js";
import { columnsDiffer } from "../purchases/purchase-problems.js";
import type { PurchaseSummary } from "../purchases/summarise-purchases.js";
import { rankGroups } from "./rank-groups.js";
import { boundsUnusable, valueNotFinite } from "./rfm-problems.js";
import type { RfmColumns } from "./sum-transactions.js";

/** Scores from 1, the least good, to `bins`. */
export interface RfmScores {
  readonly bins: number;
  readonly recency: Uint8Array;
  readonly frequency: Uint8Array;
  readonly monetary: Uint8Array;
}

/** Fixed bounds between the scores, ascending and as many for each axis: a value at a bound has the better score. */
export interface RfmBounds {
  /** Up to so many days, from the best score downwards: [30, 90] scores 30 as 3, 31 as 2 and 91 as 1. */
  readonly recencyDays: readonly number[];
  readonly frequency: readonly number[];
  readonly monetaryMinor: readonly number[];
}

/**
 * Scores by rank: each score has the same number of customers. Of equal values the earlier row has the lower score, the later bought or
 * not; where the groups cannot be equal, the lower scores have one more.
 *
 * @param options.bins - 2 to 100; 5 unless told
 * @throws KehuError `core/bins-unusable`, `core/columns-differ`, `core/value-not-finite`
 * @see Hughes (1994), Strategic Database Marketing
 */
export function rfmByRank(columns: RfmColumns, options: { readonly bins?: number } = {}): RfmScores {
  const { bins = 5 } = options;
  checkLengths(columns);
  return {
    bins,
    recency: rankGroups(
      columns.recencyDays.map((days) => -days),
      bins,
    ),
    frequency: rankGroups(columns.frequency, bins),
    monetary: rankGroups(columns.monetaryMinor, bins),
  };
}

/**
 * Scores by fixed bounds, so that a score means the same next year.
 *
 * @throws KehuError `core/bounds-unusable`, `core/columns-differ`, `core/value-not-finite`
 */
export function rfmByBounds(columns: RfmColumns, bounds: RfmBounds): RfmScores {
  checkLengths(columns);
  const bins = bounds.frequency.length + 1;
  for (const [axis, own] of Object.entries(bounds) as [keyof RfmBounds, readonly number[]][]) {
    const isAscending = own.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > (own[index - 1] as number)));
    if (!isAscending || own.length < 1 || own.length > 99 || own.length !== bins - 1) throw refused(boundsUnusable({ axis }));
  }
  for (const column of [columns.recencyDays, columns.frequency, columns.monetaryMinor]) {
    const row = column.findIndex((value: number) => !Number.isFinite(value));
    if (row >= 0) throw refused(valueNotFinite({ position: row + 1, value: column[row] as number }));
  }
  const reached = (values: Float64Array | Int32Array, own: readonly number[]): Uint8Array =>
    Uint8Array.from(values, (value) => 1 + own.filter((bound) => value >= bound).length);
  return {
    bins,
    recency: Uint8Array.from(columns.recencyDays, (days) => bins - bounds.recencyDays.filter((bound) => days > bound).length),
    frequency: reached(columns.frequency, bounds.frequency),
    monetary: reached(columns.monetaryMinor, bounds.monetaryMinor),
  };
}

/** What RFM looks at, from a summary of purchases: the first purchase counts here, and the purchases of a day are one. */
export function rfmColumns({ frequency, recency, age, spendMinor, unit }: PurchaseSummary): RfmColumns {
  const unitDays = unit === "week" ? 7 : 1;
  return {
    recencyDays: age.map((each, row) => Math.round((each - (recency[row] as number)) * unitDays)),
    frequency: frequency.map((repeats) => repeats + 1),
    monetaryMinor: spendMinor,
  };
}

function checkLengths({ recencyDays, frequency, monetaryMinor }: RfmColumns): void {
  const expected = frequency.length;
  for (const [column, { length }] of Object.entries({ recencyDays, monetaryMinor }))
    if (length !== expected) throw refused(columnsDiffer({ column, length, expected }));
}
