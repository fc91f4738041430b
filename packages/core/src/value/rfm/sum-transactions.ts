import { refused } from "../../error.js";
import { transactionUnusable } from "./rfm-problems.js";

/** Transactions, a column each, in any order. */
export interface Transactions {
  /** A number from 0 for each customer. */
  readonly customer: Int32Array;
  /** Whole days from any beginning. */
  readonly day: Int32Array;
  /** Whole minor units of one currency; returns are negative. */
  readonly amountMinor: Int32Array | Float64Array;
}

/** What RFM looks at, a column each. */
export interface RfmColumns {
  /** Days since the last purchase. */
  readonly recencyDays: Float64Array | Int32Array;
  /** Count of purchases, the first one included. */
  readonly frequency: Float64Array | Int32Array;
  /** Sum spent, whole minor units. */
  readonly monetaryMinor: Float64Array;
}

/**
 * Sums transactions up for RFM: each counts, those of one day too. Customers without one have a recency of the largest whole number of 32 bits.
 *
 * @param options.customers - how many there are; they are numbered from 0
 * @param options.asOfDay - the day from which recency is counted, none later
 * @throws KehuError `core/transaction-unusable`
 */
export function sumTransactions(
  { customer, day, amountMinor }: Transactions,
  options: { readonly customers: number; readonly asOfDay: number },
): RfmColumns {
  const { customers, asOfDay } = options;
  // one record of 16 bytes for each customer, so that a transaction touches one line of the cache
  const bytes = new ArrayBuffer(16 * customers);
  const counts = new Int32Array(bytes);
  const sums = new Float64Array(bytes);
  for (let row = 0; row < customers; row += 1) counts[4 * row] = never;
  for (let index = 0; index < customer.length; index += 1) {
    const who = customer[index] as number;
    const when = day[index] as number;
    const amount = amountMinor[index] as number;
    const isWhole = (amount | 0) === amount || Number.isSafeInteger(amount);
    if (!isWhole || who < 0 || who >= customers || !(when <= asOfDay))
      throw refused(transactionUnusable({ position: index + 1, customer: who, day: when, amount }));
    const at = 4 * who;
    if (when > (counts[at] as number)) counts[at] = when;
    counts[at + 1] = (counts[at + 1] as number) + 1;
    sums[2 * who + 1] = (sums[2 * who + 1] as number) + amount;
  }
  const recencyDays = new Int32Array(customers);
  const frequency = new Int32Array(customers);
  const monetaryMinor = new Float64Array(customers);
  for (let row = 0; row < customers; row += 1) {
    const last = counts[4 * row] as number;
    recencyDays[row] = last === never ? longest : asOfDay - last;
    frequency[row] = counts[4 * row + 1] as number;
    monetaryMinor[row] = sums[2 * row + 1] as number;
  }
  return { recencyDays, frequency, monetaryMinor };
}

const never = -0x80000000;
const longest = 0x7fffffff;
