import { KehuError } from "../error.js";
import { civil, type DayNumber, dayNumber } from "./day-number.js";
import type { Holidays } from "./holidays.js";
import type { TimeZone } from "./time-zone.js";
import type { HoursOfDay } from "./working-hours.js";

/** The clock of one team: epoch milliseconds in, epoch milliseconds out. */
export interface WorkingTime {
  /** False around the clock, where a year without a notice is no obstacle. */
  readonly followsHolidays: boolean;
  between(from: number, until: number): number;
  /** The first instant at which `length` milliseconds of working time have passed. */
  after(start: number, length: number): number;
  /** The close of the team's nth working day after a day that is not counted. */
  closeOfNth(day: DayNumber, count: number): number;
}

/** The intervals of one calendar year, and the working time before each; `before` has one entry more. */
interface WorkingYear {
  readonly starts: Float64Array;
  readonly before: Float64Array;
}

const horizonYears = 100;

export const aroundTheClock = (zone: TimeZone): WorkingTime => ({
  followsHolidays: false,
  between: (from, until) => until - from,
  after: (start, length) => start + length,
  closeOfNth: (day, count) => zone.startOf(day + count + 1),
});

export function openWorkingTime(zone: TimeZone, holidays: Holidays, hoursOf: HoursOfDay): WorkingTime {
  const years = new Map<number, WorkingYear>();

  /** On the clock of the wall; where it jumps, an interval that another already covers is cut. */
  const intervalsOf = (day: DayNumber): readonly (readonly [number, number])[] => {
    if (zone.startOf(day) === zone.startOf(day + 1)) return [];
    let end = 0;
    return hoursOf(day, holidays.kindOf(day)).flatMap(([from, until]) => {
      const start = Math.max(zone.clock(day, from), end);
      end = Math.max(zone.clock(day, until), end);
      return start < end ? [[start, end] as const] : [];
    });
  };
  const yearOf = (year: number): WorkingYear => {
    let known = years.get(year);
    if (known === undefined) {
      const first = dayNumber(year, 1, 1);
      const days = Array.from({ length: dayNumber(year + 1, 1, 1) - first }, (_, index) => first + index);
      known = workingYear(days.flatMap(intervalsOf));
      years.set(year, known);
    }
    return known;
  };
  const yearAt = (instant: number): number => civil(zone.dayOf(instant)).year;

  return {
    followsHolidays: true,
    between(from, until) {
      const [fromYear, untilYear] = [yearAt(from), yearAt(until)];
      let whole = 0;
      for (let year = Math.min(fromYear, untilYear); year < Math.max(fromYear, untilYear); year += 1) whole += totalOf(yearOf(year));
      return (untilYear < fromYear ? -whole : whole) + workedAt(yearOf(untilYear), until) - workedAt(yearOf(fromYear), from);
    },
    after(start, length) {
      if (length === 0) return start;
      const first = yearAt(start);
      let remaining = length + workedAt(yearOf(first), start);
      for (let year = first; year <= first + horizonYears; year += 1) {
        const known = yearOf(year);
        if (remaining <= totalOf(known)) return reachedAt(known, remaining);
        remaining -= totalOf(known);
      }
      throw tooFar();
    },
    closeOfNth(day, count) {
      let left = count;
      for (let next = day + 1; next <= day + horizonYears * 366; next += 1) {
        const close = intervalsOf(next).at(-1)?.[1];
        if (close !== undefined) left -= 1;
        if (close !== undefined && left === 0) return close;
      }
      throw tooFar();
    },
  };
}

const tooFar = (): KehuError =>
  new KehuError("core/calendar-range", `The working time ends more than ${horizonYears} years after its start. Use a shorter length.`);

function workingYear(intervals: readonly (readonly [number, number])[]): WorkingYear {
  const before = new Float64Array(intervals.length + 1);
  for (const [index, [from, until]] of intervals.entries()) before[index + 1] = (before[index] ?? 0) + until - from;
  return { starts: Float64Array.from(intervals, ([from]) => from), before };
}

const totalOf = ({ before }: WorkingYear): number => before[before.length - 1] ?? 0;

/** The last index whose value is below the limit, or −1; the values rise. */
function lastBelow(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Working time of the year until an instant. */
function workedAt({ starts, before }: WorkingYear, instant: number): number {
  const index = lastBelow(starts, instant);
  if (index < 0) return 0;
  return Math.min((before[index] ?? 0) + instant - (starts[index] ?? 0), before[index + 1] ?? 0);
}

/** The first instant at which so much working time of the year has passed; more than nothing, at most all of it. */
function reachedAt({ starts, before }: WorkingYear, worked: number): number {
  const index = lastBelow(before, worked);
  return (starts[index] ?? 0) + worked - (before[index] ?? 0);
}
