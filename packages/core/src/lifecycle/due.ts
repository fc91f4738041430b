import type { CalendarDate, Instant } from "../define/id.js";
import type { AnyTransition } from "../define/lifecycle.js";
import type { Calendar, Clockwork, Timeless } from "../define/moment.js";
import type { Kept } from "../define/record.js";

/** A date is over at its end. */
export const endInstant = (time: CalendarDate | Instant, calendar: Calendar): Instant => (time.length === 10 ? calendar.endOf(time) : time);

const skewMs = 5 * 60_000;
/** Later than now, by more than the clocks of two machines may differ: five minutes. */
export const isAhead = (at: Instant, now: Instant): boolean => Date.parse(at) > Date.parse(now) + skewMs;

/** When a transition happens by itself; undefined where it does not, or not from this state. */
export function dueAt(transition: AnyTransition, moment: Clockwork<Kept<string, string>, unknown>): Instant | undefined {
  if (!transition.due || !transition.from.includes(moment.record.state)) return undefined;
  const due = transition.due(moment);
  return due === undefined ? undefined : endInstant(due, moment.calendar);
}

/** True where a transition happens by itself now. */
export function isReady(
  transition: AnyTransition,
  moment: Timeless & { readonly record: Kept<string, string>; readonly needs: object },
): boolean {
  return transition.when !== undefined && transition.from.includes(moment.record.state) && transition.when(moment as never);
}
