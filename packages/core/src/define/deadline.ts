import type { Act } from "./act.js";
import { checkFunction, checkGiven, checkSettings } from "./check-given.js";
import { checkName } from "./check-name.js";
import { checkNeeds } from "./check-needs.js";
import type { CalendarDate, Duration, Instant } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import type { AnyClockwork, AnyMoment, Clockwork, Moment } from "./moment.js";
import type { Fitting, Needs } from "./need.js";
import type { AnyRecord, StateOf, Stored } from "./record.js";

/** How much time there is: a length on calendar time (or on the working time of `hours`), from the start of the first stay unless `from` says otherwise; or the instant itself. */
export type Within =
  | { readonly length: Duration; readonly working?: boolean; readonly hours?: string; readonly from?: CalendarDate | Instant }
  | { readonly at: CalendarDate | Instant };

/** A clock that changes no state. */
export interface Deadline {
  readonly kind: "deadline";
  readonly name: string;
  readonly record: AnyRecord;
  readonly runsIn: readonly string[];
  readonly pausesIn: readonly string[];
  readonly needs: Needs;
  readonly within: (moment: AnyClockwork) => Within | undefined;
  readonly warn: readonly Duration[];
  readonly met?: (moment: AnyClockwork) => boolean;
  readonly missed?: (moment: AnyMoment) => readonly Act[];
}
export interface DeadlineDef<R extends AnyRecord, N extends Needs> {
  readonly runsIn: readonly StateOf<R>[];
  readonly pausesIn?: readonly StateOf<R>[];
  readonly needs?: Fitting<N, Stored<R>>;
  /** Undefined: there is no such deadline for this record. Pauses are counted on the same clock. */
  readonly within: (moment: Clockwork<Stored<R>, N>) => Within | undefined;
  /** Met while the record stays where it is: what was asked for has come. Without it, only leaving the states meets a deadline. */
  readonly met?: (moment: Clockwork<Stored<R>, N>) => boolean;
  /** So long before it ends, on the same clock. */
  readonly warn?: readonly Duration[];
  /** What follows when it is missed. */
  readonly missed?: (moment: Moment<Stored<R>, undefined, N>) => readonly Act[];
}

/** Declares a clock: renewal alerts, claim days, licence expiry, service levels. */
export function defineDeadline<R extends AnyRecord, N extends Needs = Record<never, never>>(
  name: string,
  record: R,
  def: DeadlineDef<R, N>,
): Deadline {
  checkName("deadline", name);
  const place = `The deadline "${name}"`;
  checkGiven(place, record, ["record"]);
  checkSettings(place, def, "runsIn pausesIn needs within met warn missed");
  checkFunction(place, "within", def.within);
  if (def.met !== undefined) checkFunction(place, "met", def.met);
  if (def.missed !== undefined) checkFunction(place, "missed", def.missed);
  const unknown = [...def.runsIn, ...(def.pausesIn ?? [])].find((state) => !(record.states as readonly string[]).includes(state));
  if (unknown !== undefined)
    throw invalidDefinition(place, `speaks of the state "${unknown}", which "${record.name}" does not have (${record.states.join(", ")})`);
  if (def.runsIn.length === 0) throw invalidDefinition(place, "needs a state in which it runs");
  const both = def.runsIn.find((state) => def.pausesIn?.includes(state));
  if (both !== undefined) throw invalidDefinition(place, `both runs and pauses in "${both}"`);
  const warning = def.warn?.find((length) => !/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/.test(length));
  if (warning !== undefined) throw invalidDefinition(place, `warns "${warning}" before, which is no ISO 8601 duration such as "P3D"`);
  checkNeeds(place, record, def.needs ?? {});
  return { kind: "deadline", name, record, pausesIn: [], warn: [], ...def, needs: def.needs ?? {} } as never;
}
