import { exactDuration, parseLength } from "../calendar/duration.js";
import type { Within } from "../define/deadline.js";
import type { Duration, Instant } from "../define/id.js";
import { type Calendar, latest } from "../define/moment.js";
import { endInstant } from "./due.js";

/** A time in which a deadline did not run, and why. */
export interface Pause {
  readonly from: Instant;
  readonly until?: Instant;
  readonly reason?: string;
}
/** A deadline as it stands: when it began, its pauses, and when it ends (empty while it is paused). */
export interface DeadlineClock {
  readonly startedAt: Instant;
  readonly pauses: readonly Pause[];
  readonly dueAt?: Instant;
  readonly status: "running" | "paused" | "met" | "missed" | "withdrawn";
}

/**
 * When a deadline ends, its pauses counted on its own clock: what is off-hours in a pause counts nothing, nor does what lies before
 * the start or in two pauses at once. An end that is an instant stays where it is.
 *
 * @param pauses - in any order
 * @returns undefined while a pause is open
 */
export function deadlineAt(within: Within, startedAt: Instant, pauses: readonly Pause[], calendar: Calendar): Instant | undefined {
  if ("at" in within) {
    const end = endInstant(within.at, calendar);
    return pauses.some((pause) => pause.until === undefined && pause.from < end) ? undefined : end;
  }
  const clock = workingClock(within, calendar);
  const from = within.from ?? startedAt;
  const start = endInstant(from, calendar);
  let due = clock === undefined ? calendar.after(from, within.length) : calendar.workingAfter(start, within.length, within.hours);
  for (const { from: begin, until } of merged(pauses, start)) {
    if (begin >= due) break;
    if (until === undefined) return undefined;
    due =
      clock === undefined ? plus(due, between(begin, until)) : calendar.workingAfter(due, exactDuration(clock(begin, until)), within.hours);
  }
  return due;
}

type WorkingClock = (from: Instant, until: Instant) => number;
/** Working time between two instants; undefined for a deadline on calendar time. */
function workingClock(within: Within, calendar: Calendar): WorkingClock | undefined {
  if ("at" in within || (within.working !== true && within.hours === undefined)) return undefined;
  return (from, until) => calendar.workingBetween(from, until, within.hours);
}

/** Pauses from the start on, in order and without overlap. */
function merged(pauses: readonly Pause[], start: Instant): readonly Pause[] {
  const result: Pause[] = [];
  for (const { from, until } of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    const begin = latest(from, start, last?.until) ?? from;
    const open = last !== undefined && last.until === undefined;
    if (!open && (until === undefined || begin < until)) result.push({ from: begin, ...(until !== undefined && { until }) });
  }
  return result;
}

/**
 * The instants at which a deadline warns, in order, each so long before its end on its own clock.
 *
 * @param within - what the deadline said; without it calendar time is meant
 */
export function warningsAt(dueAt: Instant, warn: readonly Duration[], calendar: Calendar, within?: Within): readonly Instant[] {
  const clock = within && workingClock(within, calendar);
  return warn
    .map((length) => (clock === undefined ? calendar.after(dueAt, `-${length}`) : workingBefore(dueAt, length, { calendar, clock })))
    .sort();
}

/** Working days are stepped back day by day, at the same time of the day; hours and less on the working clock. */
function workingBefore(
  dueAt: Instant,
  warn: Duration,
  { calendar, clock }: { readonly calendar: Calendar; readonly clock: WorkingClock },
): Instant {
  const { days, milliseconds } = parseLength(warn, "A warning");
  const day = calendar.dayOf(dueAt);
  const end = days === 0 ? dueAt : calendar.after(dueAt, `-P${between(calendar.addWorkdays(day, -days), day) / dayMs}D`);
  if (milliseconds === 0) return end;
  const enough = (early: Instant): boolean => clock(early, end) >= milliseconds;
  let [early, late] = [plus(end, -milliseconds), end];
  for (let step = milliseconds; !enough(early); step *= 2) early = plus(early, -step);
  while (between(early, late) > 1) {
    const middle = plus(early, Math.floor(between(early, late) / 2));
    if (enough(middle)) early = middle;
    else late = middle;
  }
  return early;
}

/**
 * What becomes of a deadline when its record enters a state: it starts, pauses, goes on, or is met; without a state the record was
 * retracted. A deadline that was met stands still until the record comes back.
 */
export function moveDeadline(
  clock: DeadlineClock | undefined,
  move: {
    readonly state?: string;
    readonly at: Instant;
    readonly runsIn: readonly string[];
    readonly pausesIn: readonly string[];
    readonly reason?: string;
  },
): DeadlineClock | undefined {
  const { state, at, runsIn, pausesIn, reason } = move;
  const runs = state !== undefined && runsIn.includes(state);
  if (clock === undefined) return runs ? { startedAt: at, pauses: [], status: "running" } : undefined;
  if (clock.status === "missed" || clock.status === "withdrawn") return clock;
  if (state === undefined) return { ...clock, status: "withdrawn" };
  const { dueAt, ...rest } = clock;
  if (runs)
    return {
      ...rest,
      pauses: clock.pauses.map((pause) => ({ ...pause, until: pause.until ?? latest(at, pause.from) ?? at })),
      status: "running",
    };
  const stands = clock.status === "running" ? [...clock.pauses, { from: at, ...(reason !== undefined && { reason }) }] : clock.pauses;
  if (pausesIn.includes(state)) return { ...rest, pauses: stands, status: "paused" };
  return { ...rest, ...(dueAt !== undefined && { dueAt }), pauses: stands, status: "met" };
}

/** A deadline as it stands at an instant: one that runs is missed from its end on. */
export function deadlineStanding(clock: DeadlineClock, now: Instant): DeadlineClock {
  return clock.status === "running" && clock.dueAt !== undefined && clock.dueAt <= now ? { ...clock, status: "missed" } : clock;
}

const dayMs = 86_400_000;
const between = (from: Instant, until: Instant): number => Date.parse(until) - Date.parse(from);
const plus = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
