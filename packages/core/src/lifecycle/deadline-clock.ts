import type { Within } from "../define/deadline.js";
import type { Duration, Instant } from "../define/id.js";
import type { Calendar } from "../define/moment.js";
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
 * When a deadline ends, its pauses counted on its own clock: what is off-hours in a pause counts nothing.
 *
 * @returns undefined while a pause is open
 */
export function deadlineAt(within: Within, startedAt: Instant, pauses: readonly Pause[], calendar: Calendar): Instant | undefined {
  if ("at" in within) return endInstant(within.at, calendar);
  const working = within.working === true || within.hours !== undefined;
  const from = within.from ?? startedAt;
  let due = working ? calendar.workingAfter(from.length === 10 ? calendar.endOf(from) : from, within.length, within.hours) : calendar.after(from, within.length);
  for (const pause of pauses) {
    if (pause.until === undefined) return undefined;
    if (pause.from >= due) continue;
    due = working ? calendar.workingAfter(due, milliseconds(calendar.workingBetween(pause.from, pause.until, within.hours)), within.hours) : plus(due, between(pause.from, pause.until));
  }
  return due;
}

/** The instants at which a deadline warns, in order, each so long before its end. */
export function warningsAt(dueAt: Instant, warn: readonly Duration[], calendar: Calendar): readonly Instant[] {
  return warn.map((length) => calendar.after(dueAt, `-${length}`)).sort();
}

/** What becomes of a deadline when its record enters a state: it starts, pauses, goes on, or is met. */
export function moveDeadline(
  clock: DeadlineClock | undefined,
  move: { readonly state: string; readonly at: Instant; readonly runsIn: readonly string[]; readonly pausesIn: readonly string[]; readonly reason?: string },
): DeadlineClock | undefined {
  const runs = move.runsIn.includes(move.state);
  if (clock === undefined) return runs ? { startedAt: move.at, pauses: [], status: "running" } : undefined;
  if (clock.status === "missed" || clock.status === "withdrawn") return clock;
  const { dueAt: _, ...rest } = clock;
  if (runs) return { ...rest, pauses: clock.pauses.map((pause) => (pause.until === undefined ? { ...pause, until: move.at < pause.from ? pause.from : move.at } : pause)), status: "running" };
  const pause = { from: move.at, ...(move.reason !== undefined && { reason: move.reason }) };
  const open = clock.status === "running" ? [...clock.pauses, pause] : clock.pauses;
  if (move.pausesIn.includes(move.state)) return { ...rest, pauses: open, status: "paused" };
  return { ...clock, status: "met" };
}

const between = (from: Instant, until: Instant): number => Date.parse(until) - Date.parse(from);
const plus = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
const milliseconds = (ms: number): Duration => `PT${(ms / 1000).toFixed(3)}S`;
