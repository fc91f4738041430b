import { Temporal } from "temporal-polyfill";
import { KehuError } from "../error.js";
import { civil, type DayNumber, requireDay } from "./day-number.js";
import { dayMilliseconds } from "./instant.js";

/** The days of one time zone, as epoch milliseconds. */
export interface TimeZone {
  /** The first instant of a day; a day that the zone skipped begins where the next one does. */
  startOf(day: DayNumber): number;
  dayOf(milliseconds: number): DayNumber;
  /** The same time on the clock on another day; where that day skips it, later by the gap. */
  moveToDay(milliseconds: number, day: DayNumber): number;
  /** The instant at which the clock shows so many minutes after midnight; 1,440 is the end of the day. */
  clock(day: DayNumber, minutes: number): number;
}

const chunkBits = 9;
const chunkDays = 1 << chunkBits;

function plainDate(number: DayNumber): Temporal.PlainDate {
  const { year, month, day } = civil(number);
  return new Temporal.PlainDate(year, month, day);
}

/** Where no transition falls into the chunk, one look-up serves 512 days; else every day is asked for. */
function chunkStarts(timeZone: string, first: DayNumber): Float64Array {
  const starts = new Float64Array(chunkDays);
  const begin = plainDate(first).toZonedDateTime(timeZone);
  // The polyfill looks three years ahead, so "none" holds for the chunk and no longer.
  const next = begin.getTimeZoneTransition("next");
  const offset = first * dayMilliseconds - begin.epochMilliseconds;
  const constant = next === null || next.epochMilliseconds > (first + chunkDays + 1) * dayMilliseconds;
  for (let index = 0; index < chunkDays; index += 1) {
    const day = first + index;
    starts[index] = constant ? day * dayMilliseconds - offset : plainDate(day).toZonedDateTime(timeZone).epochMilliseconds;
  }
  return starts;
}

/** @throws KehuError `core/time-zone-unknown` */
export function openTimeZone(timeZone: string): TimeZone {
  const chunks = new Map<number, Float64Array>();
  requireTimeZone(timeZone);

  const startOf = (day: DayNumber): number => {
    requireDay(day, 2);
    const chunk = day >> chunkBits;
    let starts = chunks.get(chunk);
    if (starts === undefined) {
      starts = chunkStarts(timeZone, chunk << chunkBits);
      chunks.set(chunk, starts);
    }
    return starts[day & (chunkDays - 1)] ?? Number.NaN;
  };
  const dayOf = (milliseconds: number): DayNumber => {
    const day = Math.floor(milliseconds / dayMilliseconds);
    return startOf(day + 1) <= milliseconds ? day + 1 : startOf(day) <= milliseconds ? day : day - 1;
  };
  const isOrdinary = (day: DayNumber): boolean => startOf(day + 1) - startOf(day) === dayMilliseconds;
  const moveToDay = (milliseconds: number, day: DayNumber): number => {
    const from = dayOf(milliseconds);
    if (isOrdinary(from) && isOrdinary(day)) return startOf(day) + milliseconds - startOf(from);
    const time = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone).toPlainTime();
    return plainDate(day).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
  };
  const clock = (day: DayNumber, minutes: number): number => {
    if (minutes === 1440) return startOf(day + 1);
    if (minutes === 0 || isOrdinary(day)) return startOf(day) + minutes * 60_000;
    const plainTime = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
    return plainDate(day).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  };
  return { startOf, dayOf, moveToDay, clock };
}

function requireTimeZone(timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new KehuError("core/time-zone-unknown", `"${String(timeZone)}" is not a time zone. Use an IANA name such as Asia/Shanghai.`, {
      details: { timeZone },
      cause,
    });
  }
}
