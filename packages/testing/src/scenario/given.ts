import { isDeepStrictEqual } from "node:util";
import {
  type Act,
  type Actor,
  type AnyRecord,
  type Calendar,
  check,
  circumstances,
  type Decision,
  decide,
  type Instant,
  type ParameterValue,
  type Refusal,
  type Rule,
  type StateOf,
  type Stored,
  type Transition,
} from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { noteRefusal } from "../crm/refusals-raised.js";
import { testNow } from "../crm/test-now.js";
import { scenarioFailed } from "./scenario-failed.js";

export interface GivenOptions {
  /** What the transition and the rules declare as their needs, by name. */
  readonly needs?: Readonly<Record<string, unknown>>;
  /** The rules that the outcome must keep. */
  readonly rules?: readonly Rule[];
}
export interface WhenOptions {
  /** An instant, or a day: noon of it in Shanghai. 2026-03-02 unless told. */
  readonly now?: Instant;
  readonly actor?: Partial<Actor>;
  /** That of Shanghai unless told. */
  readonly calendar?: Calendar;
  /** CN unless told. */
  readonly jurisdiction?: string;
  /** Values that go before those of the pack, by the parameter's name. */
  readonly parameters?: Readonly<Record<string, readonly ParameterValue<unknown>[]>>;
}
type Taken<I> = undefined extends I ? [input?: undefined, options?: WhenOptions] : [input: I, options?: WhenOptions];
/** One act of a decision, as far as a scenario says it. */
export interface ExpectedAct {
  readonly verb?: Act["verb"];
  /** The record, transition or operation, or its name. */
  readonly on?: { readonly name: string } | string;
  readonly id?: string;
  /** The parts of the input that count. */
  readonly input?: unknown;
}
/** What may be said of an outcome; each throws a readable error where it is not so, and gives itself for the next. */
export interface Then<R extends AnyRecord> {
  /** It is decided, with this state and these fields; undefined means that a field is empty. */
  becomes(state: StateOf<R>, fields?: { readonly [K in keyof Stored<R>]?: Stored<R>[K] | undefined }): Then<R>;
  /** It is refused, for this reason. */
  isRefused(why: string | { readonly code: string }): Then<R>;
  /** These acts follow, in this order, and no others. */
  acts(...expected: readonly ExpectedAct[]): Then<R>;
  /** Since when it counts. */
  countsFrom(at: Instant): Then<R>;
}
/** What a scenario came to. */
export interface Outcome<R extends AnyRecord> {
  readonly then: Then<R>;
  readonly decision: Decision<R>;
}
/** A record that something may happen to. */
export interface Given<T> {
  when<R extends AnyRecord, I>(transition: Transition<R, I> & (T extends Stored<R> ? unknown : never), ...rest: Taken<I>): Outcome<R>;
}

/**
 * A scenario over the pure engine, for any test runner: `given(aPolicy, { needs }).when(policyLifecycle.lapse).then.becomes("lapsed")`.
 * What it refuses is noted for `testPack`.
 */
export function given<T extends { readonly state: string }>(record: T, options: GivenOptions = {}): Given<T> {
  const { needs = {}, rules = [] } = options;
  return {
    when<R extends AnyRecord, I>(transition: Transition<R, I>, ...[input, asked = {}]: Taken<I>) {
      const around = momentOf(asked);
      const decided = decide(transition, { record, input, needs, ...around } as never) as Decision<R>;
      const broken = decided.ok
        ? check(rules, { record: decided.record as never, before: record as never, needs, ...around })[0]
        : undefined;
      const decision: Decision<R> = broken === undefined ? decided : { ok: false, refusal: broken };
      if (!decision.ok) noteRefusal(decision.refusal);
      const then = thenOf(transition.name, decision);
      // `then` is an object and no function, so that awaiting an outcome does nothing
      return { then, decision };
    },
  };
}

const shanghai = createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" });

function momentOf({ now = testNow, actor = {}, calendar = shanghai, jurisdiction = "CN", parameters = {} }: WhenOptions) {
  const at = now.length === 10 ? `${now}T04:00:00.000Z` : now;
  return circumstances({
    now: at,
    calendar,
    jurisdiction,
    overrides: parameters,
    actor: { id: "staff", tenant: "test", roles: [], ...actor },
  });
}

function thenOf<R extends AnyRecord>(transition: string, decision: Decision<R>): Then<R> {
  const decided = (expected: string): Extract<Decision<R>, { readonly ok: true }> => {
    if (decision.ok) return decision;
    throw scenarioFailed(transition, expected, refusalInWords(decision.refusal));
  };
  const then: Then<R> = {
    becomes(state, fields = {}) {
      const record = decided(`becomes ${state}`).record as Readonly<Record<string, unknown>>;
      if (record["state"] !== state) throw scenarioFailed(transition, `becomes ${state}`, `became ${String(record["state"])}`);
      for (const [name, expected] of Object.entries(fields)) {
        if (!isDeepStrictEqual(record[name], expected))
          throw scenarioFailed(transition, `${name} is ${inWords(expected)}`, `${name} is ${inWords(record[name])}`);
      }
      return then;
    },
    isRefused(why) {
      const code = typeof why === "string" ? why : why.code;
      if (decision.ok)
        throw scenarioFailed(
          transition,
          `is refused with ${code}`,
          `was decided and became ${(decision.record as { readonly state: string }).state}`,
        );
      if (decision.refusal.code !== code) throw scenarioFailed(transition, `is refused with ${code}`, refusalInWords(decision.refusal));
      return then;
    },
    acts(...expected) {
      const { acts } = decided(`is followed by ${expected.length} acts`);
      if (acts.length !== expected.length)
        throw scenarioFailed(
          transition,
          `is followed by ${expected.length} acts`,
          `${acts.length} followed: ${acts.map(({ verb, on }) => `${verb} ${on.name}`).join(", ") || "none"}`,
        );
      for (const [index, wanted] of expected.entries()) assertAct(transition, index, wanted, acts[index] as Act);
      return then;
    },
    countsFrom(at) {
      const { effectiveAt } = decided(`counts from ${at}`);
      if (effectiveAt !== at) throw scenarioFailed(transition, `counts from ${at}`, `counts from ${effectiveAt}`);
      return then;
    },
  };
  return then;
}

function assertAct(transition: string, index: number, { verb, on, id, input }: ExpectedAct, found: Act): void {
  const place = `${transition}, act ${index + 1},`;
  const name = typeof on === "string" ? on : on?.name;
  if (verb !== undefined && found.verb !== verb) throw scenarioFailed(place, `is a ${verb}`, `is a ${found.verb}`);
  if (name !== undefined && found.on.name !== name) throw scenarioFailed(place, `is on ${name}`, `is on ${found.on.name}`);
  if (id !== undefined && found.id !== id) throw scenarioFailed(place, `is on the record ${id}`, `is on ${found.id}`);
  if (input !== undefined && !contains(found.input, input))
    throw scenarioFailed(place, `has the input ${inWords(input)}`, `has ${inWords(found.input)}`);
}

/** Whether a value has all that is expected of it; more is welcome in objects. */
function contains(value: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null || Array.isArray(expected)) return isDeepStrictEqual(value, expected);
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(expected).every(([name, part]) => contains((value as Readonly<Record<string, unknown>>)[name], part))
  );
}

const refusalInWords = ({ code, message }: Refusal): string => `was refused with ${code}: ${message}`;
const inWords = (value: unknown): string => (value === undefined ? "empty" : JSON.stringify(value));
