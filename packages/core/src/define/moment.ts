import type { CalendarDate, Duration, Id, Instant } from "./id.js";
import type { Given } from "./need.js";
import type { Parameter } from "./parameter.js";

/** The tenant's clock face: its time zone, holidays and working hours. */
export interface Calendar {
  /** Calendar time. From a date: the end of the day that lies so far after it. Months end on the corresponding day or the month's last. */
  after(start: CalendarDate | Instant, length: Duration): Instant;
  /** Working time: only the hours in which the named team (the tenant, if absent) works. */
  workingAfter(start: Instant, length: Duration, hours?: string): Instant;
  /** Milliseconds of working time between two instants. */
  workingBetween(from: Instant, until: Instant, hours?: string): number;
  startOf(on: CalendarDate): Instant;
  /** The last millisecond of a day in the tenant's time zone. */
  endOf(on: CalendarDate): Instant;
  dayOf(at: Instant): CalendarDate;
  isWorkday(on: CalendarDate): boolean;
  /** "Within N working days": the day itself is not counted. */
  addWorkdays(on: CalendarDate, days: number): CalendarDate;
  /** The day itself if it is a workday, else the next one. */
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

/** The earliest of some times; empty ones do not count. Compare dates with dates and instants with instants. */
export const earliest = <T extends string>(...times: readonly (T | undefined)[]): T | undefined =>
  times.reduce<T | undefined>((first, time) => (time !== undefined && (first === undefined || time < first) ? time : first), undefined);
/** The latest of some times; empty ones do not count. */
export const latest = <T extends string>(...times: readonly (T | undefined)[]): T | undefined =>
  times.reduce<T | undefined>((last, time) => (time !== undefined && (last === undefined || time > last) ? time : last), undefined);
