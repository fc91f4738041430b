import { civil, parseDay } from "../../calendar/day-number.js";
import type { CalendarDate } from "../../define/id.js";
import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { periodUnusable } from "./survival-problems.js";

export interface CustomerActivity {
  readonly customerId: string;
  readonly on: CalendarDate;
}
/** Customers who began in the same period, and how many of them were active in each one since. */
export interface RetentionCohort {
  /** The first month of the period, `YYYY-MM`. */
  readonly period: string;
  readonly customers: number;
  /** Customers active in the period of the beginning, the next and so on; only periods that are over, so that the rows form a triangle. */
  readonly active: readonly number[];
  /** The same as a share of the cohort. */
  readonly retention: readonly number[];
}

/**
 * How many of those who began together are still active, period after period: who is active again after a pause counts again.
 *
 * @param options.periodMonths - 1, 3, 6 or 12, counted from January
 * @param options.asOf - activity after it is left out; a period counts when this day is its last or later
 * @throws KehuError `core/period-unusable`, `core/date-invalid`
 */
export function retentionTriangle(
  activity: readonly CustomerActivity[],
  options: { readonly periodMonths: 1 | 3 | 6 | 12; readonly asOf: CalendarDate },
): readonly RetentionCohort[] {
  const { periodMonths, asOf } = options;
  if (![1, 3, 6, 12].includes(periodMonths)) throw refused(periodUnusable({ months: periodMonths }));
  const end = parseDay(asOf, phrase("The end of the triangle"));
  const periodAt = (day: number): number => {
    const { year, month } = civil(day);
    return Math.floor((year * 12 + month - 1) / periodMonths);
  };
  const complete = periodAt(end + 1);
  const periods = new Map<string, Set<number>>();
  for (const { customerId, on } of activity) {
    const day = parseDay(on, phrase("The day of an activity"));
    if (day > end) continue;
    const own = periods.get(customerId);
    if (own) own.add(periodAt(day));
    else periods.set(customerId, new Set([periodAt(day)]));
  }
  const cohorts = new Map<number, { customers: number; active: number[] }>();
  for (const own of periods.values()) {
    const first = Math.min(...own);
    const cohort = cohorts.get(first) ?? { customers: 0, active: Array<number>(Math.max(0, complete - first)).fill(0) };
    cohorts.set(first, cohort);
    cohort.customers += 1;
    for (const period of own) if (period < complete) cohort.active[period - first] = (cohort.active[period - first] as number) + 1;
  }
  return [...cohorts]
    .sort(([one], [other]) => one - other)
    .map(([first, { customers, active }]) => ({
      period: monthOf(first * periodMonths),
      customers,
      active,
      retention: active.map((count) => count / customers),
    }));
}

const monthOf = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
