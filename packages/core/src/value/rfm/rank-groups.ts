import { refused } from "../../error.js";
import { binsUnusable, valueNotFinite } from "./rfm-problems.js";

/**
 * Ranks values and cuts the ranks into so many groups of equal size, 1 for the lowest: what NTILE of SQL gives for `order by value, row`.
 * Of equal values the earlier row ranks lower; where the groups cannot be equal, the first ones have one more.
 *
 * @param bins - 2 to 100
 * @throws KehuError `core/bins-unusable`, `core/value-not-finite`
 */
export function rankGroups(values: Float64Array | Int32Array, bins: number): Uint8Array {
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= 100)) throw refused(binsUnusable({ bins }));
  const groups = new Uint8Array(values.length);
  const cuts = cutsOf(values, bins);
  const ties = new Int32Array(cuts.values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    let group = 1;
    // a value at a cut belongs below it as long as there is room
    for (let cut = 0; cut < cuts.values.length && value >= (cuts.values[cut] as number); cut += 1) {
      if (value > (cuts.values[cut] as number)) group += 1;
      else if ((ties[cut] as number) < (cuts.room[cut] as number)) ties[cut] = (ties[cut] as number) + 1;
      else group += 1;
    }
    groups[row] = group;
  }
  return groups;
}

interface Cuts {
  /** The lowest value above each cut. */
  readonly values: Float64Array;
  /** How many rows of that value belong below the cut. */
  readonly room: Int32Array;
}

function cutsOf(values: Float64Array | Int32Array, bins: number): Cuts {
  const size = Math.floor(values.length / bins);
  const larger = values.length % bins;
  const ranks = Array.from({ length: bins - 1 }, (_, cut) => (cut + 1) * size + Math.min(cut + 1, larger)).filter(
    (rank) => rank < values.length,
  );
  const found = ranked(values, ranks);
  return {
    values: Float64Array.from(found, ({ value }) => value),
    room: Int32Array.from(found, ({ below }, cut) => (ranks[cut] as number) - below),
  };
}

const buckets = 1 << 16;

/** The values at these ranks of the ascending order, without sorting more than the buckets that they fall into. */
function ranked(
  values: Float64Array | Int32Array,
  ranks: readonly number[],
): readonly { readonly value: number; readonly below: number }[] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (!(Math.abs(value) < Number.POSITIVE_INFINITY)) throw refused(valueNotFinite({ position: row + 1, value }));
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const scale = highest > lowest ? (buckets - 1) / (highest - lowest) : 0;
  const counts = new Int32Array(buckets);
  for (let row = 0; row < values.length; row += 1) {
    const bucket = ((values[row] as number) - lowest) * scale;
    counts[bucket | 0] = (counts[bucket | 0] as number) + 1;
  }
  let bucket = 0;
  let below = 0;
  const wanted = new Map<number, { readonly below: number; rows: Float64Array }>();
  const places = ranks.map((rank) => {
    while (rank >= below + (counts[bucket] as number)) below += counts[bucket++] as number;
    wanted.set(bucket, { below, rows: new Float64Array(counts[bucket] as number) });
    return { rank, bucket };
  });
  gather(values, { lowest, scale, wanted });
  return places.map(({ rank, bucket: at }) => {
    const { below: before, rows } = wanted.get(at) as { below: number; rows: Float64Array };
    const value = rows[rank - before] as number;
    return { value, below: before + firstOf(rows, value) };
  });
}

function gather(
  values: Float64Array | Int32Array,
  at: { readonly lowest: number; readonly scale: number; readonly wanted: ReadonlyMap<number, { readonly rows: Float64Array }> },
): void {
  const slots = new Int8Array(buckets).fill(-1);
  const columns = [...at.wanted.values()].map(({ rows }) => rows);
  for (const [slot, bucket] of [...at.wanted.keys()].entries()) slots[bucket] = slot;
  const filled = new Int32Array(columns.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    const slot = slots[((value - at.lowest) * at.scale) | 0] as number;
    if (slot < 0) continue;
    (columns[slot] as Float64Array)[filled[slot] as number] = value;
    filled[slot] = (filled[slot] as number) + 1;
  }
  for (const rows of columns) rows.sort();
}

/** Where a value begins in ascending rows that have it. */
function firstOf(rows: Float64Array, value: number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
