import { refused } from "../../error.js";
import {
  ageInvalid,
  columnsDiffer,
  countInvalid,
  frequencyInvalid,
  recencyInvalid,
  repeatWithoutTime,
  timeWithoutRepeat,
} from "./purchase-problems.js";

/** What the purchase models know of customers, a column each: all that they need of any number of purchases. */
export interface PurchaseHistories {
  /** Count of repeat purchases; the first purchase does not count, and the purchases of one day are one. */
  readonly frequency: ArrayLike<number>;
  /** Time from the first to the last purchase; 0 where there is only one. */
  readonly recency: ArrayLike<number>;
  /** Time from the first purchase to the end of the observation, in the same unit. */
  readonly age: ArrayLike<number>;
  /** How many customers have this history, where equal ones were taken together; one each where it is left out. */
  readonly customers?: ArrayLike<number>;
  /** Of recency and age, where it is known: a model of another one refuses them. */
  readonly unit?: "day" | "week" | "occasion";
}

const mostRepeats = 1_000_000;

/**
 * Refuses columns that are no purchase histories, with the first customer that is wrong.
 *
 * @throws KehuError `core/columns-differ`, `core/frequency-invalid`, `core/recency-invalid`, `core/age-invalid`,
 * `core/count-invalid`, `core/repeat-without-time`, `core/time-without-repeat`
 */
export function checkHistories(histories: PurchaseHistories): void {
  const expected = histories.frequency.length;
  for (const column of ["recency", "age", "customers"] as const) {
    const length = histories[column]?.length ?? expected;
    if (length !== expected) throw refused(columnsDiffer({ column, length, expected }));
  }
  for (let index = 0; index < expected; index += 1) {
    const frequency = histories.frequency[index] as number;
    const recency = histories.recency[index] as number;
    const age = histories.age[index] as number;
    const position = index + 1;
    if (!(frequency >= 0 && frequency <= mostRepeats && Number.isInteger(frequency)))
      throw refused(frequencyInvalid({ position, value: frequency }));
    if (!(age >= 0 && age < Number.POSITIVE_INFINITY)) throw refused(ageInvalid({ position, value: age }));
    if (!(recency >= 0 && recency <= age)) throw refused(recencyInvalid({ position, value: recency, age }));
    const customers = histories.customers?.[index] ?? 1;
    if (!(customers >= 1 && Number.isSafeInteger(customers))) throw refused(countInvalid({ position, value: customers }));
    if (frequency > 0 && recency === 0) throw refused(repeatWithoutTime({ position, frequency }));
    if (frequency === 0 && recency > 0) throw refused(timeWithoutRepeat({ position, recency }));
  }
}
