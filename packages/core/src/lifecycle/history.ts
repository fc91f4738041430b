import type { CalendarDate, Instant } from "../define/id.js";
import type { Calendar } from "../define/moment.js";
import type { Stay } from "../define/need.js";

/** The state at an instant. Before a record was adopted it is unknown: undefined. */
export function stateAt<State extends string>(stays: readonly Stay<State>[], at: Instant): State | undefined {
  return stays.find((stay) => stay.from <= at && (stay.until === undefined || at < stay.until))?.state;
}

/** The state on a day, that is up to its end: what changes with the end of the day counts for the next one. */
export function stateOn<State extends string>(stays: readonly Stay<State>[], on: CalendarDate, calendar: Calendar): State | undefined {
  const end = calendar.endOf(on);
  return stays.find((stay) => stay.from < end && (stay.until === undefined || end <= stay.until))?.state;
}

/**
 * The stays that a series of entries gives, in effective time.
 *
 * @param entries - in the order in which they were recorded; a later one takes back what it contradicts
 */
export function staysOf<State extends string>(
  entries: readonly { readonly state: State; readonly from: Instant }[],
): readonly Stay<State>[] {
  const stays: { state: State; from: Instant; until?: Instant }[] = [];
  for (const { state, from } of entries) {
    while (stays.length > 0 && (stays.at(-1) as Stay<State>).from >= from) stays.pop();
    const last = stays.at(-1);
    if (last?.state === state) {
      delete last.until;
      continue;
    }
    if (last) last.until = from;
    stays.push({ state, from });
  }
  return stays;
}
