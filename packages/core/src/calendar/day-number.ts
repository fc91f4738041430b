import { fillBlanks, type Phrase } from "../define/refusal.js";
import { KehuError } from "../error.js";

/** Days since 1970-01-01: the number in which this folder counts days. Sunday is 0 in {@link weekdayOf}. */
export type DayNumber = number;

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/** 0001-01-01 and 9999-12-31. */
const [firstDay, lastDay] = [-719_162, 2_932_896];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** Day number of a day of the proleptic Gregorian calendar that is known to exist. */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  const before = year - 1;
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  const inYear = (daysBeforeMonth[month - 1] ?? 0) + leapDay + day - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + inYear - 719_162;
}

/** @see Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days */
export function civil(day: DayNumber): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/** The weekday, 0 for Sunday to 6 for Saturday. */
export const weekdayOf = (day: DayNumber): number => (((day + 4) % 7) + 7) % 7;

/** The number written in `count` decimal digits from `at`; NaN where there is anything else. */
export function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The day that `text` begins with, `YYYY-MM-DD`; undefined where no such day exists. */
export function leadingDay(text: string): DayNumber | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (text[4] !== "-" || text[7] !== "-" || !(year >= 1) || !(month >= 1 && month <= 12)) return undefined;
  return day >= 1 && day <= daysInMonth(year, month) ? dayNumber(year, month, day) : undefined;
}

/** @throws KehuError `core/date-invalid` */
export function parseDay(text: string, where: string | Phrase): DayNumber {
  const day = typeof text === "string" && text.length === 10 ? leadingDay(text) : undefined;
  if (day !== undefined) return day;
  const place = typeof where === "string" ? where : fillBlanks(where.phrase, where.values);
  throw new KehuError(
    "core/date-invalid",
    `${place} is not a day that exists. Write a calendar date as YYYY-MM-DD, from 0001-01-01 to 9999-12-31.`,
    {
      details: { place: where },
    },
  );
}

/** @throws KehuError `core/calendar-range` more than a margin of days outside the years 1 to 9999 */
export function requireDay(day: DayNumber, margin: number): void {
  if (day >= firstDay - margin && day <= lastDay + margin) return;
  throw new KehuError("core/calendar-range", "The result lies outside the years 1 to 9999. Use a shorter length.");
}

/** @throws KehuError `core/calendar-range` outside the years 1 to 9999 */
export function formatDay(day: DayNumber): string {
  requireDay(day, 0);
  const { year, month, day: dayOfMonth } = civil(day);
  return `${year < 1000 ? String(year).padStart(4, "0") : year}-${month < 10 ? "0" : ""}${month}-${dayOfMonth < 10 ? "0" : ""}${dayOfMonth}`;
}

/** Month terms end on the corresponding day or the month's last. @see PRC Civil Code, Article 202 */
export function addMonths(day: DayNumber, months: number): DayNumber {
  if (months === 0) return day;
  const from = civil(day);
  const total = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return dayNumber(year, month, Math.min(from.day, daysInMonth(year, month)));
}
