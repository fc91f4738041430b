import { fillBlanks, type Phrase, phrase } from "../define/refusal.js";
import { KehuError } from "../error.js";
import { digits, weekdayOf } from "./day-number.js";
import { type DayKind, dayKind } from "./holidays.js";

/** From and until by the clock on the wall, `09:00` to `24:00`; until is later than from, so a night is written as two intervals. */
export interface WorkingInterval {
  readonly from: string;
  readonly until: string;
}

/** The hours of an ordinary week. A day that is not named has `workday` on Monday to Friday, and nothing on a weekend. */
export interface WeeklyHours {
  /** Monday to Friday, and every make-up workday (调休). */
  readonly workday: readonly WorkingInterval[];
  readonly monday?: readonly WorkingInterval[];
  readonly tuesday?: readonly WorkingInterval[];
  readonly wednesday?: readonly WorkingInterval[];
  readonly thursday?: readonly WorkingInterval[];
  readonly friday?: readonly WorkingInterval[];
  readonly saturday?: readonly WorkingInterval[];
  readonly sunday?: readonly WorkingInterval[];
  /** Public holidays; absent: closed. */
  readonly holiday?: readonly WorkingInterval[];
}

/** When a team works; `always` is around the clock, holidays included. */
export type WorkingHours = "always" | WeeklyHours;

/** Eight hours on workdays, the standard of the PRC Labour Law, Article 36. */
export const standardHours: WeeklyHours = {
  workday: [
    { from: "09:00", until: "12:00" },
    { from: "13:00", until: "18:00" },
  ],
};

/** Minutes after midnight, in order and without overlap. */
export type Minutes = readonly (readonly [from: number, until: number])[];
export type HoursOfDay = (day: number, kind: DayKind) => Minutes;

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const named = ["workday", "holiday", ...weekdays] as const;

/**
 * @param name - of the team, for the error
 * @throws KehuError `core/working-hours-invalid`
 */
export function readWorkingHours(hours: WeeklyHours, name: string): HoursOfDay {
  const unknown = Object.keys(hours).find((key) => !(named as readonly string[]).includes(key));
  if (unknown !== undefined) throw invalid(name, phrase('"{day}" is no day; use {days}', { day: unknown, days: named.join(", ") }));
  const days = Object.fromEntries(named.map((day) => [day, hours[day] && readIntervals(hours[day], `${name}, ${day}`)]));
  const workday = days["workday"] ?? [];
  if (workday.length === 0 && weekdays.every((day) => !days[day]?.length)) throw invalid(name, phrase("no day has hours"));
  const week = weekdays.map((day, index) => days[day] ?? (index % 6 === 0 ? [] : workday));
  return (day, kind) => {
    if (kind === dayKind.holiday) return days["holiday"] ?? [];
    return kind === dayKind.makeUp ? workday : (week[weekdayOf(day)] ?? []);
  };
}

function readIntervals(intervals: readonly WorkingInterval[], name: string): Minutes {
  const read = intervals.map(({ from, until }) => [minutesOf(from, name), minutesOf(until, name)] as const).sort(([a], [b]) => a - b);
  for (const [index, [from, until]] of read.entries()) {
    if (until <= from) throw invalid(name, phrase("an interval ends before it begins; write a night as two, until 24:00 and from 00:00"));
    if (from < (read[index - 1]?.[1] ?? 0)) throw invalid(name, phrase("two intervals overlap"));
  }
  return read;
}

function minutesOf(text: string, name: string): number {
  const hour = digits(text, 0, 2);
  const minute = digits(text, 3, 2);
  const total = hour * 60 + minute;
  if (text.length === 5 && text[2] === ":" && minute < 60 && total <= 1440) return total;
  throw invalid(name, phrase("a time is not written as 00:00 to 24:00"));
}

function invalid(name: string, why: Phrase): KehuError {
  const problem = fillBlanks(why.phrase, why.values);
  return new KehuError("core/working-hours-invalid", `The working hours of ${name} cannot be used: ${problem}.`, {
    details: { name, problem: why },
  });
}
