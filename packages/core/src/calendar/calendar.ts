import type { CalendarDate, Duration, Instant } from "../define/id.js";
import type { Calendar } from "../define/moment.js";
import { KehuError } from "../error.js";
import { addMonths, type DayNumber, formatDay, parseDay } from "./day-number.js";
import { type Length, parseLength } from "./duration.js";
import { type Certainty, dayKind, type Holidays, type HolidayYears, openHolidays } from "./holidays.js";
import { formatInstant, parseInstant } from "./instant.js";
import { openTimeZone, type TimeZone } from "./time-zone.js";
import { readWorkingHours, standardHours, type WorkingHours } from "./working-hours.js";
import { aroundTheClock, openWorkingTime, type WorkingTime } from "./working-time.js";

/** A calendar that can also say how sure it is. */
export interface BusinessCalendar extends Calendar {
  /** Whether workdays between two days, both included, rest on official notices alone. */
  certainty(from: CalendarDate | Instant, until: CalendarDate | Instant): Certainty;
}

export interface CalendarOptions {
  /** An IANA name, `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Of every team without hours of its own; absent: {@link standardHours}. */
  readonly workingHours?: WorkingHours;
  readonly teams?: Readonly<Record<string, WorkingHours>>;
  /** ISO 3166 code. `CN`, the default, has its holidays and make-up days of 2004 to 2026; every other one has those in `holidays`. */
  readonly jurisdiction?: string;
  /** Official notices, for further years or in place of known ones. */
  readonly holidays?: HolidayYears;
  /**
   * What to do about a year without a notice: `certain`, the default, throws; `provisional` takes weekends and, in China, the
   * holidays fixed by regulation (2000 to 2099). In China the last three days of December also need the next year's notice.
   */
  readonly mode?: Certainty;
}

const farthestWorkday = 36_600;

/** What the parts of a calendar share. */
interface Ground {
  readonly zone: TimeZone;
  readonly holidays: Holidays;
  /** In the mode `certain`, throws unless every year between two days has its notice. */
  vouch(from: DayNumber, until: DayNumber): void;
}

/**
 * Makes the calendar of a tenant. Tables of days are built on first use; keep the calendar.
 *
 * @throws KehuError `core/time-zone-unknown`, `core/working-hours-invalid`, `core/holidays-invalid`
 */
export function createCalendar(options: CalendarOptions): BusinessCalendar {
  const zone = openTimeZone(options.timeZone);
  const holidays = openHolidays(options.jurisdiction ?? "CN", options.holidays ?? {});
  const vouch = options.mode === "provisional" ? () => {} : holidays.requireCertain;
  const ground: Ground = { zone, holidays, vouch };
  const dayFrom = (text: CalendarDate | Instant, place: string): DayNumber =>
    isDate(text) ? parseDay(text, place) : zone.dayOf(parseInstant(text, place));
  return {
    ...calendarTime(zone),
    ...workingTime(ground, options),
    ...workdays(ground),
    certainty: (from, until) => holidays.certainty(dayFrom(from, "calendar.certainty: from"), dayFrom(until, "calendar.certainty: until")),
  };
}

const isDate = (text: CalendarDate | Instant): boolean => typeof text === "string" && text.length === 10;

function calendarTime(zone: TimeZone): Pick<Calendar, "after" | "endOf" | "startOf" | "dayOf"> {
  return {
    after(start, length) {
      const { months, days, milliseconds } = parseLength(length, "calendar.after: length");
      if (isDate(start)) {
        const day = addMonths(parseDay(start, "calendar.after: start"), months) + days;
        return formatInstant(zone.startOf(day + 1) - 1 + milliseconds);
      }
      const at = parseInstant(start, "calendar.after: start");
      if (months === 0 && days === 0) return formatInstant(at + milliseconds);
      return formatInstant(zone.moveToDay(at, addMonths(zone.dayOf(at), months) + days) + milliseconds);
    },
    endOf: (on) => formatInstant(zone.startOf(parseDay(on, "calendar.endOf: on") + 1) - 1),
    startOf: (on) => formatInstant(zone.startOf(parseDay(on, "calendar.startOf: on"))),
    dayOf: (at) => formatDay(zone.dayOf(parseInstant(at, "calendar.dayOf: at"))),
  };
}

function workingTime({ zone, holidays, vouch }: Ground, options: CalendarOptions): Pick<Calendar, "workingAfter" | "workingBetween"> {
  const open = (hours: WorkingHours, name: string): WorkingTime =>
    hours === "always" ? aroundTheClock(zone) : openWorkingTime(zone, holidays, readWorkingHours(hours, name));
  const ordinary = open(options.workingHours ?? standardHours, "workingHours");
  const teams = new Map(Object.entries(options.teams ?? {}).map(([team, hours]) => [team, open(hours, `teams.${team}`)]));
  const clockOf = (hours: string | undefined): WorkingTime => (hours === undefined ? undefined : teams.get(hours)) ?? ordinary;
  const vouchFor = (clock: WorkingTime, from: number, until: number): void => {
    if (clock.followsHolidays) vouch(zone.dayOf(from), zone.dayOf(until));
  };
  return {
    workingAfter(start, length, hours) {
      const clock = clockOf(hours);
      const { days, milliseconds } = workingLength(length);
      const from = parseInstant(start, "calendar.workingAfter: start");
      const opening = days === 0 ? from : clock.closeOfNth(zone.dayOf(from), days);
      const end = clock.after(opening, milliseconds);
      vouchFor(clock, from, end);
      return formatInstant(end);
    },
    workingBetween(from, until, hours) {
      const clock = clockOf(hours);
      const start = parseInstant(from, "calendar.workingBetween: from");
      const end = parseInstant(until, "calendar.workingBetween: until");
      vouchFor(clock, start, end);
      return clock.between(start, end);
    },
  };
}

function workdays({ holidays, vouch }: Ground): Pick<Calendar, "isWorkday" | "addWorkdays" | "rollToWorkday"> {
  const isWorkday = (day: DayNumber): boolean => {
    const kind = holidays.kindOf(day);
    return kind === dayKind.workday || kind === dayKind.makeUp;
  };
  const nth = (start: DayNumber, days: number): DayNumber => {
    let day = start;
    for (let left = Math.abs(days); left > 0; left -= isWorkday(day) ? 1 : 0) day += Math.sign(days);
    vouch(start, day);
    return day;
  };
  return {
    isWorkday(on) {
      const day = parseDay(on, "calendar.isWorkday: on");
      vouch(day, day);
      return isWorkday(day);
    },
    addWorkdays(on, days) {
      const start = parseDay(on, "calendar.addWorkdays: on");
      if (Number.isInteger(days) && Math.abs(days) <= farthestWorkday) return formatDay(nth(start, days));
      throw new KehuError(
        "core/calendar-range",
        `calendar.addWorkdays: days is not a whole number up to ${farthestWorkday}. Pass a smaller one.`,
      );
    },
    rollToWorkday(on) {
      const start = parseDay(on, "calendar.rollToWorkday: on");
      return formatDay(nth(start, isWorkday(start) ? 0 : 1));
    },
  };
}

function workingLength(text: Duration): Length {
  const length = parseLength(text, "calendar.workingAfter: length");
  if (length.months === 0 && length.days >= 0 && length.milliseconds >= 0 && length.days <= farthestWorkday) return length;
  throw new KehuError(
    "core/working-length-invalid",
    "Working time is counted in days, hours, minutes and seconds, forwards. Write PT8H or P5D.",
    {
      details: { length: text },
    },
  );
}
