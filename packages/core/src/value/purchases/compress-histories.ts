import type { PurchaseHistories } from "./purchase-histories.js";

/** Equal histories taken together, in order of frequency, age and recency: the same for any order of the customers. */
export interface CompressedHistories {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** How many customers have this history. */
  readonly customers: Float64Array;
  /** For each customer of the input, the row here. */
  readonly rowOf: Int32Array;
  /** The distinct values of each column in ascending order, and the place of each row's value among them. */
  readonly distinct: { readonly frequency: Distinct; readonly recency: Distinct; readonly age: Distinct };
}
export interface Distinct {
  readonly values: Float64Array;
  readonly at: Int32Array;
}

/** Takes equal histories together; a million customers have some hundred thousand, which is what fits and predictions then cost. */
export function compressHistories(histories: PurchaseHistories): CompressedHistories {
  const columns = [histories.frequency, histories.age, histories.recency].map(distinctOf) as [Distinct, Distinct, Distinct];
  const order = [columns[2], columns[1], columns[0]].reduce(
    sortedBy,
    Int32Array.from({ length: histories.frequency.length }, (_, index) => index),
  );
  const rowOf = new Int32Array(order.length);
  const first = new Int32Array(order.length);
  const counts = new Float64Array(order.length);
  let rows = 0;
  for (let index = 0; index < order.length; index += 1) {
    const customer = order[index] as number;
    const before = order[index - 1];
    if (before === undefined || columns.some(({ at }) => at[before] !== at[customer])) first[rows++] = customer;
    rowOf[customer] = rows - 1;
    counts[rows - 1] = (counts[rows - 1] as number) + (histories.customers?.[customer] ?? 1);
  }
  const [frequency, age, recency] = columns.map(({ values, at }) => ({
    values,
    at: first.subarray(0, rows).map((customer) => at[customer] as number),
  })) as [Distinct, Distinct, Distinct];
  return {
    frequency: valuesOf(frequency),
    recency: valuesOf(recency),
    age: valuesOf(age),
    customers: counts.slice(0, rows),
    rowOf,
    distinct: { frequency, recency, age },
  };
}

const valuesOf = ({ values, at }: Distinct): Float64Array => Float64Array.from(at, (index) => values[index] as number);

/** Whole numbers, and times that are whole in days or weeks of days, are found in a table; others by sorting. */
function distinctOf(column: ArrayLike<number>): Distinct {
  const largest = 1 << 16;
  for (const perUnit of [1, 7]) {
    const places = new Int32Array(column.length);
    const seen = new Uint8Array(largest);
    let isWhole = true;
    for (let index = 0; index < column.length && isWhole; index += 1) {
      const value = column[index] as number;
      const place = Math.round(value * perUnit);
      isWhole = place < largest && place / perUnit === value;
      places[index] = place;
      if (isWhole) seen[place] = 1;
    }
    if (isWhole) return numbered(places, { seen, perUnit });
  }
  const values = Float64Array.from(new Set(Array.from(column))).sort();
  const places = new Map(Array.from(values, (value, index) => [value, index]));
  return { values, at: Int32Array.from({ length: column.length }, (_, index) => places.get(column[index] as number) as number) };
}

function numbered(places: Int32Array, { seen, perUnit }: { readonly seen: Uint8Array; readonly perUnit: number }): Distinct {
  const numbers = new Int32Array(seen.length);
  const values: number[] = [];
  for (let place = 0; place < seen.length; place += 1) {
    if (seen[place] === 0) continue;
    numbers[place] = values.length;
    values.push(place / perUnit);
  }
  for (let index = 0; index < places.length; index += 1) places[index] = numbers[places[index] as number] as number;
  return { values: Float64Array.from(values), at: places };
}

/** The same customers in ascending order of one more column; equal ones keep their order. */
function sortedBy(order: Int32Array, { values, at }: Distinct): Int32Array {
  const starts = new Int32Array(values.length + 1);
  for (let index = 0; index < at.length; index += 1) {
    const after = (at[index] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let index = 1; index < starts.length; index += 1) starts[index] = (starts[index] as number) + (starts[index - 1] as number);
  const sorted = new Int32Array(order.length);
  for (let index = 0; index < order.length; index += 1) {
    const customer = order[index] as number;
    const place = at[customer] as number;
    sorted[starts[place] as number] = customer;
    starts[place] = (starts[place] as number) + 1;
  }
  return sorted;
}
