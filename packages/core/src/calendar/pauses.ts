import type { CalendarDate, Duration, Instant } from "../define/id.js";
import type { Calendar } from "../define/moment.js";
import type { Pause } from "../lifecycle/deadline-clock.js";
import { exactDuration } from "./duration.js";
import { formatInstant, parseInstant } from "./instant.js";

export interface PausedClock {
  /** A date starts at its end. */
  readonly start: CalendarDate | Instant;
  /** With a name: working time of that team (a name without hours of its own gives the calendar's). Absent: calendar time. */
  readonly hours?: string;
  /** In any order; where they overlap, the time counts once. */
  readonly pauses: readonly Pause[];
}

/** Milliseconds on one clock. */
interface Clock {
  between(from: number, until: number): number;
  after(start: number, length: number): number;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * Milliseconds that a clock ran until an instant, pauses left out. Off-hours inside a pause count nothing.
 *
 * @returns 0 where `until` is before the start
 */
export function elapsed(calendar: Calendar, options: PausedClock & { readonly until: Instant }): number {
  const clock = clockOf(calendar, options.hours);
  const start = startOf(calendar, options.start);
  const until = Math.max(start, parseInstant(options.until, "elapsed: until"));
  const stood = merged(options.pauses, start, until).map((pause) => clock.between(pause.from, pause.until));
  return clock.between(start, until) - stood.reduce((sum, length) => sum + length, 0);
}

/**
 * When a length is over: its end without pauses, moved on by what the pauses before it took on the same clock.
 *
 * @param options.length - calendar time, or working time where `hours` is named
 * @returns undefined while a pause without end stands before it
 */
export function dueAfterPauses(calendar: Calendar, options: PausedClock & { readonly length: Duration }): Instant | undefined {
  const { hours, length, pauses } = options;
  const clock = clockOf(calendar, hours);
  let at = startOf(calendar, options.start);
  const due = parseInstant(
    hours === undefined ? calendar.after(options.start, length) : calendar.workingAfter(formatInstant(at), length, hours),
    "due",
  );
  let left = clock.between(at, due);
  if (left <= 0) return formatInstant(due);
  let end = due;
  for (const pause of merged(pauses, at, Number.POSITIVE_INFINITY)) {
    const ran = clock.between(at, Math.min(pause.from, end));
    if (ran >= left) break;
    if (pause.until === Number.POSITIVE_INFINITY) return undefined;
    left -= ran;
    at = pause.until;
    end = clock.after(at, left);
  }
  return formatInstant(end);
}

const startOf = (calendar: Calendar, start: CalendarDate | Instant): number =>
  parseInstant(typeof start === "string" && start.length === 10 ? calendar.endOf(start) : start, "start");

function clockOf(calendar: Calendar, hours: string | undefined): Clock {
  if (hours === undefined) return { between: (from, until) => until - from, after: (start, length) => start + length };
  return {
    between: (from, until) => calendar.workingBetween(formatInstant(from), formatInstant(until), hours),
    after: (start, length) => parseInstant(calendar.workingAfter(formatInstant(start), exactDuration(length), hours), "due"),
  };
}

/** Pauses cut to a span, in order and without overlap. */
function merged(pauses: readonly Pause[], start: number, end: number): readonly Span[] {
  const spans = pauses
    .map(({ from, until }) => ({
      from: Math.max(start, parseInstant(from, "pauses: from")),
      until: Math.min(end, until === undefined ? Number.POSITIVE_INFINITY : parseInstant(until, "pauses: until")),
    }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.from <= last.until) result[result.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
    else result.push(span);
  }
  return result;
}
