import type { Conventions } from "./conventions.js";
import { amountParts, type Decimal, decimalOf, roundedTo, times } from "./read-amount.js";
import { readDay } from "./read-day.js";
import {
  amountMissing,
  amountTooLarge,
  amountUnreadable,
  customerMissing,
  customerTooLong,
  dayDoesNotExist,
  dayInFuture,
  dayIsNumber,
  dayMissing,
  dayTurned,
  dayUnreadable,
  type Fault,
  longestId,
} from "./reasons.js";
import type { Problem, Row, Source } from "./rows.js";

/** A row that counts. */
export interface Transaction {
  readonly customerId: string;
  /** Whole days since 1970-01-01. */
  readonly day: number;
  /** 0 where no amount was asked for. */
  readonly amountMinor: number;
  readonly isExact: boolean;
  /** The amount is above 0 because two that are multiplied are below. */
  readonly isTurned: boolean;
}
export interface Reading {
  readonly columns: Source["columns"];
  readonly conventions: Conventions;
  /** Digits behind the decimal sign that the currency has. */
  readonly digits: number;
  /** The last day on which anything can have happened. */
  readonly lastDay: number;
}

/** What programs write where there is nothing. */
const nothing = /^(?:nan|null|none|n\/a|#n\/a|nat|\\n|-)?$/i;

/** What a row says, or why it cannot be used. */
export function readRow(row: Row, reading: Reading): Transaction | Problem {
  if (row.problem !== undefined) return { column: "", ...row.problem };
  const { customer, date, amount } = reading.columns;
  const customerId = row.customer.trim();
  if (nothing.test(customerId)) return { column: customer, ...customerMissing };
  if (customerId.length > longestId) return { column: customer, ...customerTooLong };
  const day = dayOf(row.date, reading.conventions.monthFirst);
  if (typeof day !== "number") return { column: date, ...day };
  if (day > reading.lastDay) return { column: date, ...dayInFuture };
  const paid = amountOf(row.amounts, reading);
  return "reason" in paid ? { column: amount ?? "", ...paid } : { customerId, day, ...paid };
}

function dayOf(cell: string, monthFirst: boolean): number | Fault {
  if (nothing.test(cell.trim())) return dayMissing;
  const read = readDay(cell);
  if ("day" in read) return read.day;
  if ("exists" in read && read.exists) return /^\d+(?:[.,]\d+)?$/.test(cell.trim()) ? dayIsNumber : dayUnreadable;
  if ("exists" in read) return dayDoesNotExist;
  return (monthFirst ? read.monthFirst : read.dayFirst) ?? dayTurned;
}

function amountOf(
  cells: readonly string[],
  { conventions, digits }: Reading,
): Pick<Transaction, "amountMinor" | "isExact" | "isTurned"> | Fault {
  let product: Decimal = { units: cells.length === 0 ? 0n : 1n, decimals: 0 };
  let below = 0;
  for (const cell of cells) {
    if (nothing.test(cell.trim())) return amountMissing;
    const parts = amountParts(cell);
    const value = parts && decimalOf(parts, conventions.decimalSign);
    if (value === undefined) return amountUnreadable;
    if (value.units < 0n) below += 1;
    product = times(product, value);
  }
  const { units, isExact } = roundedTo(digits, product);
  const amountMinor = Number(units);
  return Number.isSafeInteger(amountMinor) ? { amountMinor, isExact, isTurned: below > 1 && amountMinor > 0 } : amountTooLarge;
}
