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
  const columns: Columns = {
    frequency: distinctOf(histories.frequency),
    age: distinctOf(histories.age),
    recency: distinctOf(histories.recency),
  };
  const { rowOf, first } = numberedRows(columns);
  const customers = new Float64Array(first.length);
  for (let customer = 0; customer < rowOf.length; customer += 1) {
    const row = rowOf[customer] as number;
    customers[row] = (customers[row] as number) + (histories.customers?.[customer] ?? 1);
  }
  const ofRows = ({ values, at }: Distinct): Distinct => ({ values, at: first.map((customer) => at[customer] as number) });
  const distinct = { frequency: ofRows(columns.frequency), recency: ofRows(columns.recency), age: ofRows(columns.age) };
  const { frequency, recency, age } = distinct;
  return { frequency: valuesOf(frequency), recency: valuesOf(recency), age: valuesOf(age), customers, rowOf, distinct };
}

interface Columns {
  readonly frequency: Distinct;
  readonly age: Distinct;
  readonly recency: Distinct;
}
interface Rows {
  readonly rowOf: Int32Array;
  /** A customer of each row. */
  readonly first: Int32Array;
}

/** A table of all that can occur is looked through from end to end, so it must not be much longer than the customers. */
const cellsPerCustomer = 16;

const numberedRows = (columns: Columns): Rows => {
  const cells = columns.frequency.values.length * columns.age.values.length * columns.recency.values.length;
  return cells <= cellsPerCustomer * columns.age.at.length ? byTable(columns, cells) : bySorting(columns);
};

function byTable({ frequency, age, recency }: Columns, cells: number): Rows {
  const rowOf = new Int32Array(age.at.length);
  const customerAt = new Int32Array(cells).fill(-1);
  const [ages, recencies] = [age.values.length, recency.values.length];
  for (let customer = rowOf.length - 1; customer >= 0; customer -= 1) {
    const cell = ((frequency.at[customer] as number) * ages + (age.at[customer] as number)) * recencies + (recency.at[customer] as number);
    rowOf[customer] = cell;
    customerAt[cell] = customer;
  }
  const first = customerAt.filter((customer) => customer >= 0);
  // from here on the table gives the row of a cell
  for (let row = 0, cell = 0; cell < cells; cell += 1) if ((customerAt[cell] as number) >= 0) customerAt[cell] = row++;
  for (let customer = 0; customer < rowOf.length; customer += 1) rowOf[customer] = customerAt[rowOf[customer] as number] as number;
  return { rowOf, first };
}

function bySorting({ frequency, age, recency }: Columns): Rows {
  const all = new Int32Array(age.at.length).map((_, customer) => customer);
  const order = [recency, age, frequency].reduce(sortedBy, all);
  const rowOf = new Int32Array(order.length);
  const first = new Int32Array(order.length);
  let rows = 0;
  for (let index = 0; index < order.length; index += 1) {
    const customer = order[index] as number;
    const before = order[index - 1];
    const isNew =
      before === undefined ||
      recency.at[before] !== recency.at[customer] ||
      age.at[before] !== age.at[customer] ||
      frequency.at[before] !== frequency.at[customer];
    if (isNew) first[rows++] = customer;
    rowOf[customer] = rows - 1;
  }
  return { rowOf, first: first.slice(0, rows) };
}

function valuesOf({ values, at }: Distinct): Float64Array {
  const column = new Float64Array(at.length);
  for (let row = 0; row < at.length; row += 1) column[row] = values[at[row] as number] as number;
  return column;
}

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
