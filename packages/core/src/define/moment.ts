import type { CalendarDate, Duration, Id, Instant } from "./id.js";
import type { Given } from "./need.js";
import type { Parameter } from "./parameter.js";

/**
 * Calendar and business time of one tenant. Every method is pure and gives the same answer in every time zone of the process.
 *
 * A malformed argument throws `core/date-invalid`, `core/instant-invalid` or `core/duration-invalid`; a result outside the years
 * 1 to 9999, or more than 100 years of working time away, throws `core/calendar-range`. What depends on holidays throws
 * `core/calendar-unknown` in the mode `certain` where a year has no official notice.
 */
export interface Calendar {
  /**
   * Calendar time. An instant keeps its time on the wall clock. A date stands for the end of that day, which is not counted, and the
   * result is again the end of a day, unless the length has hours, which are added to it. Month terms end on the corresponding day or
   * the month's last.
   *
   * @see PRC Civil Code, Articles 201 and 202
   */
  after(start: CalendarDate | Instant, length: Duration): Instant;
  /**
   * The first instant at which so much working time has passed. Days are working days of the team: the day of the start is not
   * counted, and the last one ends at the team's closing time; hours, minutes and seconds follow from there.
   *
   * @param hours - a team's name; without it, or with one that has no hours of its own, the calendar's working hours
   * @throws KehuError `core/working-length-invalid` for a negative length or one in months or years
   */
  workingAfter(start: Instant, length: Duration, hours?: string): Instant;
  /** Milliseconds of working time; negative where `until` is before `from`. */
  workingBetween(from: Instant, until: Instant, hours?: string): number;
  /** The last millisecond of a day. */
  endOf(on: CalendarDate): Instant;
  /** The first instant of a day; a day that the zone skipped (Pacific/Apia, 2011-12-30) starts where the next one does. */
  startOf(on: CalendarDate): Instant;
  dayOf(at: Instant): CalendarDate;
  isWorkday(on: CalendarDate): boolean;
  /** The last day of "within N working days": the day itself is not counted. Negative counts backwards; 0 gives the day itself. */
  addWorkdays(on: CalendarDate, days: number): CalendarDate;
  /** The day itself, or the next workday where it is a day off. @see PRC Civil Code, Article 203 */
  rollToWorkday(on: CalendarDate): CalendarDate;
}

/** Who acts: a member of staff, a customer in a portal, or the system. */
export interface Actor {
  readonly id: Id<"staff"> | string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly teams?: readonly string[];
  /** The actor's own customer record, for people who serve themselves. */
  readonly customerId?: Id<"customer">;
}

export interface Timeless {
  readonly calendar: Calendar;
  /** The value that counts on a day, in the tenant's jurisdiction unless another is named. */
  parameter<V>(parameter: Parameter<V>, on: CalendarDate, jurisdiction?: string): V;
}
export interface Circumstances extends Timeless {
  /** In a transition that happens by itself: the instant at which it was due. */
  readonly now: Instant;
  readonly today: CalendarDate;
  readonly actor: Actor;
}
/** What a decision may look at. */
export interface Moment<T, I, N> extends Circumstances {
  readonly record: T;
  readonly input: I;
  readonly needs: Given<N>;
}
/** What a clock may look at: not when, nor by whom, it is asked; so that asking late gives the same answer. */
export interface Clockwork<T, N> extends Timeless {
  readonly record: T;
  readonly needs: Given<N>;
}
/** A moment, and a clock's, where it is not known of which record: how the functions of a definition are kept. */
export type AnyMoment = Moment<object, unknown, unknown>;
export type AnyClockwork = Clockwork<object, unknown>;

/** The earliest of some times; empty ones do not count. Compare dates with dates and instants with instants. */
export const earliest = <T extends string>(...times: readonly (T | undefined)[]): T | undefined =>
  times.reduce<T | undefined>((first, time) => (time !== undefined && (first === undefined || time < first) ? time : first), undefined);
/** The latest of some times; empty ones do not count. */
export const latest = <T extends string>(...times: readonly (T | undefined)[]): T | undefined =>
  times.reduce<T | undefined>((last, time) => (time !== undefined && (last === undefined || time > last) ? time : last), undefined);
