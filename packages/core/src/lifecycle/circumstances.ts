import type { Instant } from "../define/id.js";
import type { Actor, Calendar, Circumstances } from "../define/moment.js";
import type { Needs } from "../define/need.js";
import { type AnyParameter, type ParameterValue, valueOn } from "../define/parameter.js";
import { defineRefusal } from "../define/refusal.js";
import { refused } from "../error.js";

export interface CircumstancesOptions {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly actor: Actor;
  /** Where the tenant is at home: ISO 3166, `CN` or `US-NY`. */
  readonly jurisdiction: string;
  /** The tenant's own values, by the parameter's name. */
  readonly overrides?: Readonly<Record<string, readonly ParameterValue<unknown>[]>>;
  /** Told of every parameter value that is used. */
  readonly onParameter?: (parameter: AnyParameter, value: unknown) => void;
}

/** What a decision may ask besides its record: now, today, the calendar, the actor and the parameters. */
export function circumstances(options: CircumstancesOptions): Circumstances {
  const { now, calendar, actor, jurisdiction, overrides = {}, onParameter } = options;
  return {
    now,
    today: calendar.dayOf(now),
    calendar,
    actor,
    parameter(parameter, on, elsewhere) {
      const own = Object.hasOwn(overrides, parameter.name) ? (overrides[parameter.name] as typeof parameter.values) : [];
      const value = valueOn(parameter, on, elsewhere ?? jurisdiction, own);
      onParameter?.(parameter as AnyParameter, value);
      return value;
    },
  };
}

export const needMissing = defineRefusal("core/need-missing", "{name} needs {need}, which was not given; load it first.");
export const circumstanceMissing = defineRefusal(
  "core/circumstance-missing",
  "This decision asks for {name}, which was not given; pass it beside the record, or all of them with circumstances(…).",
);

const missing = (name: string) => (): never => {
  throw refused(circumstanceMissing({ name }));
};
const absent: object = Object.defineProperties(
  {},
  {
    now: { get: missing("now") },
    actor: { get: missing("actor") },
    calendar: { get: missing("calendar") },
    parameter: { get: missing("parameter") },
    today: {
      get(this: { readonly calendar: Calendar; readonly now: Instant }) {
        return this.calendar.dayOf(this.now);
      },
    },
  },
);

const noNeeds = {};
/** A moment that answers for what was not given: with a sentence instead of "undefined is not a function". What was given is left as it is. */
export function complete<T extends Partial<Circumstances> & { readonly needs?: object }>(
  given: T,
): T & Circumstances & { readonly needs: object } {
  const { needs, now, today, calendar, actor, parameter } = given;
  const whole =
    needs !== undefined &&
    now !== undefined &&
    today !== undefined &&
    calendar !== undefined &&
    actor !== undefined &&
    parameter !== undefined;
  return (whole ? given : { __proto__: absent, needs: noNeeds, ...given }) as never;
}

/** The first need that a definition declares and nobody loaded. */
export function missingNeed(needs: Needs, given: object, passedOver?: (name: string) => boolean): string | undefined {
  for (const name in needs) if (!Object.hasOwn(given, name) && !passedOver?.(name)) return name;
  return undefined;
}
