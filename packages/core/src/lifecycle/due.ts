import type { CalendarDate, Instant } from "../define/id.js";
import type { AnyTransition } from "../define/lifecycle.js";
import type { Calendar, Clockwork, Timeless } from "../define/moment.js";
import type { Kept } from "../define/record.js";
import { defineRefusal, type Phrase, phrase } from "../define/refusal.js";
import { KehuError, refused } from "../error.js";

export const dueInvalid = defineRefusal(
  "core/due-invalid",
  "The due function of {transition} {problem}; let it give a date that exists, an instant or undefined.",
);

/** A date is over at its end. */
export const endInstant = (time: CalendarDate | Instant, calendar: Calendar): Instant => (time.length === 10 ? calendar.endOf(time) : time);

const skewMs = 5 * 60_000;
/** Later than now, by more than the clocks of two machines may differ: five minutes. */
export const isAhead = (at: Instant, now: Instant): boolean => Date.parse(at) > Date.parse(now) + skewMs;

/**
 * When a transition happens by itself; undefined where it does not, or not from this state.
 *
 * @throws KehuError `core/due-invalid` where its function throws or gives what is no time, and what the calendar and the parameters throw
 */
export function dueAt(transition: AnyTransition, moment: Clockwork<Kept<string, string>, unknown>): Instant | undefined {
  if (!transition.due || !transition.from.includes(moment.record.state)) return undefined;
  try {
    const due: unknown = transition.due(moment);
    if (due === undefined) return undefined;
    if (typeof due !== "string")
      throw invalid(transition, due === null ? phrase("gives null") : phrase("gives a value of the type {type}", { type: typeof due }));
    return canonicalInstant.test(due) && exists(due) ? due : endOf(due, transition, moment.calendar);
  } catch (cause) {
    throw named(transition, cause);
  }
}

const canonicalInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const exists = (instant: string): boolean => !Number.isNaN(Date.parse(instant)) && new Date(Date.parse(instant)).toISOString() === instant;

/** A date is over at its end; an instant is brought into the one written form, for instants are compared as text. */
function endOf(due: string, transition: AnyTransition, calendar: Calendar): Instant {
  try {
    return due.length === 10 ? calendar.endOf(due) : calendar.after(due, "PT0S");
  } catch (cause) {
    // what looks like a time tells nothing of a person
    throw invalid(
      transition,
      /^[\dTZ:.+-]{1,40}$/.test(due) ? phrase("gives {due}, which is no time", { due }) : phrase("gives a text that is no time"),
      cause,
    );
  }
}

const invalid = (transition: AnyTransition, problem: Phrase, cause?: unknown): KehuError =>
  refused(dueInvalid({ transition: transition.name, problem }), { cause });

/** What is thrown inside keeps its code where it has one, and says where it was thrown. */
function named(transition: AnyTransition, cause: unknown): KehuError {
  if (!(cause instanceof KehuError))
    return invalid(transition, phrase("throws {error}", { error: cause instanceof Error ? cause.name : typeof cause }), cause);
  if (cause.code === dueInvalid.code) return cause;
  const { code, message, retryable, details } = cause;
  return new KehuError(code, `In the due function of ${transition.name}: ${message}`, {
    cause,
    retryable,
    details: { ...details, transition: transition.name },
  });
}

/** True where a transition happens by itself now. */
export function isReady(
  transition: AnyTransition,
  moment: Timeless & { readonly record: Kept<string, string>; readonly needs: object },
): boolean {
  return transition.when !== undefined && transition.from.includes(moment.record.state) && transition.when(moment as never);
}
