import type { Act } from "../define/act.js";
import type { CalendarDate, Instant } from "../define/id.js";
import type { NeedsOf, Transition } from "../define/lifecycle.js";
import type { Calendar, Circumstances, Moment } from "../define/moment.js";
import type { AnyRecord, Kept, Stored } from "../define/record.js";
import { defineRefusal, type Refusal } from "../define/refusal.js";
import { failedIn } from "./answering.js";
import { complete, missingNeed, needMissing } from "./circumstances.js";

export const notFromHere = defineRefusal("core/not-from-here", "{transition} is not possible from {state}; it is possible from {from}.");
export const noOrigin = defineRefusal(
  "core/no-origin",
  "{transition} goes back to the state before {state}, which is not known; it can be gone back to once.",
);
export const notAmongTargets = defineRefusal(
  "core/not-among-targets",
  "{transition} chose {state}, which is not among its targets; mend its choose function.",
);
export const inputMissing = defineRefusal("core/input-missing", "{transition} needs an input; give {fields}.");
export const effectiveInFuture = defineRefusal(
  "core/effective-in-future",
  "{transition} would count from {effective}, which is later than now; a change may be entered late, not early.",
);
export const reservedField = defineRefusal(
  "core/reserved-field",
  "{transition} writes {field}, which is no field of the record or one that only the engine writes; leave it out of set.",
);

/** What a decision came to: the record as it will be and the acts that follow, or why not. */
export type Decision<R extends AnyRecord> =
  | { readonly ok: true; readonly record: Stored<R>; readonly acts: readonly Act[]; readonly effectiveAt: Instant }
  | { readonly ok: false; readonly refusal: Refusal };
/** What suits each of several: of a transition that is chosen among some, all of their needs. */
type Together<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer All) => void ? All : never;
type InputOf<T> = T extends Transition<AnyRecord, infer I> ? I : never;
type TakenInput<I> = [I] extends [undefined]
  ? { readonly input?: undefined }
  : unknown extends I
    ? { readonly input?: unknown }
    : { readonly input: Together<Exclude<I, undefined>> };
type NoNeeds = Record<never, never>;
type KnownNeeds<T> = T extends AnyTransition ? (unknown extends NeedsOf<T> ? NoNeeds : NeedsOf<T>) : never;
/** Of a transition of which nothing is known any needs are taken. */
type GivenNeeds<T, G> =
  unknown extends InputOf<T>
    ? { readonly needs?: object }
    : NoNeeds extends G
      ? { readonly needs?: Readonly<Record<string, never>> }
      : { readonly needs: G };
export type DecisionMoment<T extends AnyTransition> = {
  readonly record: Together<Stored<T["record"]>>;
  readonly now: Instant;
} & TakenInput<InputOf<T>> &
  GivenNeeds<T, Together<KnownNeeds<T>>> &
  Partial<Circumstances>;
type AnyMoment = Moment<Kept<string, string>, unknown, unknown>;
type AnyTransition = Transition<AnyRecord, unknown>;

/**
 * Decides a transition: guard, check, choose, set, also, in this order. Pure; works over any storage.
 * The rules of the record are checked by `check`; an input is taken as parsed.
 *
 * @throws KehuError `core/circumstance-missing` where a function asks for the calendar, a parameter or the actor and none was given,
 * `core/function-failed` where one throws something else
 */
export function decide<T extends AnyTransition>(transition: T, moment: DecisionMoment<T>): Decision<T["record"]> {
  const full = complete(moment as unknown as AnyMoment);
  try {
    return (whyNot(transition as never, full) ?? outcome(transition as never, full)) as Decision<T["record"]>;
  } catch (cause) {
    throw failedIn(transition.name, cause);
  }
}

const no = (refusal: Refusal) => ({ ok: false as const, refusal });

/** Why a transition is not possible from here, or lacks what it needs. With `guardOnly` what depends on the input is not looked at. */
export function whyNot(
  transition: AnyTransition,
  moment: AnyMoment,
  guardOnly = false,
): { readonly ok: false; readonly refusal: Refusal } | undefined {
  const { record } = moment;
  if (!transition.from.includes(record.state))
    return no(notFromHere({ transition: transition.name, state: record.state, from: transition.from.join(", ") }));
  if (transition.to === "origin" && !record.origin) return no(noOrigin({ transition: transition.name, state: record.state }));
  const need = missingNeed(transition.needs, moment.needs as object, guardOnly ? (name) => dependsOnInput(transition, name) : undefined);
  if (need !== undefined) return no(needMissing({ name: transition.name, need }));
  const guarded = transition.guard?.(moment);
  if (guarded) return no(guarded);
  if (guardOnly && transition.input !== undefined) return undefined;
  if (transition.input !== undefined && moment.input === undefined)
    return no(inputMissing({ transition: transition.name, fields: Object.keys(transition.input).join(", ") }));
  const checked = transition.check?.(moment);
  return checked && no(checked);
}

/** True where a need starts at the input, directly or over another need. */
export function dependsOnInput(transition: AnyTransition, name: string): boolean {
  for (let need = transition.needs[name]; need !== undefined; need = need.of) if (need.path.startsWith("input.")) return true;
  return false;
}

function outcome(transition: AnyTransition, moment: AnyMoment): Decision<AnyRecord> {
  const { record, now } = moment;
  const { name, to } = transition;
  const state = transition.choose?.(moment) ?? (to === "origin" ? record.origin?.state : (to as string | undefined)) ?? record.state;
  if (Array.isArray(to) && !to.includes(state)) return no(notAmongTargets({ transition: name, state }));
  const effective = transition.effective?.(moment);
  const effectiveAt = effective === undefined ? now : startInstant(effective, moment.calendar);
  if (effectiveAt > now) return no(effectiveInFuture({ transition: name, effective: effectiveAt }));
  const set = transition.set?.(moment) as Fields | undefined;
  const field = foreignField(transition.record, set);
  if (field !== undefined) return no(reservedField({ transition: name, field }));
  const changed: Writable<Kept<string, string>> = { ...record };
  if (set !== undefined) Object.assign(changed, set);
  move(changed, { to, state, effectiveAt });
  changed.version = record.version + 1;
  changed.updatedAt = now;
  return { ok: true, record: withoutEmpty(changed as never, set) as never, acts: transition.also?.(moment) ?? noActs, effectiveAt };
}

/**
 * Back to the origin is back to its clock, too: a refused application does not restart the two years. What was before the origin is
 * not kept; to name the state just left would lead in a circle.
 */
function move(
  record: Writable<Kept<string, string>>,
  { to, state, effectiveAt }: { readonly to: AnyTransition["to"]; readonly state: string; readonly effectiveAt: Instant },
): void {
  const { origin, since } = record;
  if (state === record.state) {
    if (to === undefined || effectiveAt >= since) return;
    // the state that it has counts from earlier: what it was meanwhile it was not
    record.since = effectiveAt;
    record.origin = origin !== undefined && origin.since < effectiveAt ? origin : undefined;
  } else if (to === "origin" || (origin?.state === state && effectiveAt <= since)) {
    // what counts from before the present stay takes that stay back, too: back where it came from, nothing had happened
    Object.assign(record, origin);
    record.origin = undefined;
    // …and from before the stay that it came from, it counts from there
    if (to !== "origin" && effectiveAt < record.since) record.since = effectiveAt;
  } else {
    record.origin = { state: record.state, since };
    record.state = state;
    record.since = effectiveAt;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };
type Fields = Readonly<Record<string, unknown>>;
const noActs: readonly Act[] = [];

/** A field that a transition may not write. */
function foreignField(record: AnyRecord, set: Fields | undefined): string | undefined {
  for (const field in set) if (!Object.hasOwn(record.info, field) && field !== "ownerId" && field !== "teamId") return field;
  return undefined;
}

/** What was set to nothing is absent, as in every stored record. */
function withoutEmpty(record: Fields, set: Fields | undefined): Fields {
  let empty = "origin" in record && record["origin"] === undefined;
  for (const field in set) empty ||= set[field] === undefined;
  return empty ? Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) : record;
}

/** A date counts from its start. */
const startInstant = (time: CalendarDate | Instant, calendar: Calendar): Instant => (time.length === 10 ? calendar.startOf(time) : time);
