import type { Act } from "./act.js";
import { checkFunction, checkGiven, checkSettings } from "./check-given.js";
import { checkNeeds } from "./check-needs.js";
import type { Input, Output, Shape } from "./field.js";
import type { CalendarDate, Instant } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import type { AnyClockwork, AnyMoment, Clockwork, Moment } from "./moment.js";
import type { Fitting, Given, Needs } from "./need.js";
import type { AnyRecord, Kept, StateOf, Stored } from "./record.js";
import type { Refusal } from "./refusal.js";
import { readShape } from "./schema.js";

/** One thing that may happen to a record: with which input, and by which needs, as they are once loaded. */
export interface Transition<R extends AnyRecord, I, G = unknown> {
  readonly kind: "transition";
  /** `pack/record#name`. */
  readonly name: string;
  readonly record: R;
  readonly from: readonly string[];
  readonly to?: string | readonly string[];
  readonly input?: Shape;
  readonly needs: Needs;
  readonly choose?: (moment: AnyMoment) => string;
  readonly guard?: (moment: AnyMoment) => Refusal | undefined;
  readonly check?: (moment: AnyMoment) => Refusal | undefined;
  readonly set?: (moment: AnyMoment) => object;
  readonly effective?: (moment: AnyMoment) => CalendarDate | Instant;
  readonly also?: (moment: AnyMoment) => readonly Act[];
  readonly due?: (moment: AnyClockwork) => Instant | CalendarDate | undefined;
  readonly when?: (moment: AnyClockwork) => boolean;
  readonly "~input"?: I;
  readonly "~needs"?: G;
}
export type AnyTransition = Transition<AnyRecord, unknown>;
/** What a transition needs, loaded: the `needs` of `decide`. */
export type NeedsOf<T extends AnyTransition> = T extends Transition<any, any, infer G> ? G : never;

type NoShape = Record<never, never>;
type InputOf<I extends Shape> = NoShape extends I ? undefined : Output<I>;
type TakenOf<I extends Shape> = NoShape extends I ? undefined : Input<I>;
type Automatic<I extends Shape, F> = NoShape extends I ? F : F & { readonly "what happens by itself takes no input": true };
/** Reckoned at once, so that declarations and hovers show what is given and not the needs it comes from. */
type GivenBy<N extends Needs> = NoShape extends N ? unknown : { readonly [K in keyof N]: Given<N>[K] };
/** The fields that a transition may write: the record's own, its owner and its team. An empty value clears. */
type Settable<T> = { readonly [K in Exclude<keyof T, Exclude<keyof Kept<string, string>, "ownerId" | "teamId">>]?: T[K] | undefined };

export interface TransitionDef<R extends AnyRecord, I extends Shape, N extends Needs> {
  readonly from: StateOf<R> | readonly StateOf<R>[];
  /** Absent: it stays where it is. `"origin"`: back to the state it came from, and to its clock. Several: `choose` says which. */
  readonly to?: StateOf<R> | "origin" | readonly StateOf<R>[];
  readonly choose?: (moment: Moment<Stored<R>, InputOf<I>, N>) => StateOf<R>;
  readonly input?: I;
  readonly needs?: Fitting<N, Stored<R>, Output<NoInfer<I>>>;
  /** Pure: why it may not be done now, whatever the input: greys out the button. */
  readonly guard?: (moment: Moment<Stored<R>, undefined, N>) => Refusal | undefined;
  /** Pure: why not with this input. */
  readonly check?: (moment: Moment<Stored<R>, InputOf<I>, N>) => Refusal | undefined;
  /** Pure: the fields that change with it. */
  readonly set?: (moment: Moment<Stored<R>, InputOf<I>, N>) => Settable<Stored<R>>;
  /** Since when it counts, where that is not now: a payment entered late, cover that begins with the arrears paid. Never in the future. */
  readonly effective?: (moment: Moment<Stored<R>, InputOf<I>, N>) => CalendarDate | Instant;
  /** Pure: what else follows, in the same transaction. (Not `then`: an object with a `then` function is taken for a promise.) */
  readonly also?: (moment: Moment<Stored<R>, InputOf<I>, N>) => readonly Act[];
  /** When it happens by itself. */
  readonly due?: Automatic<I, (moment: Clockwork<Stored<R>, N>) => Instant | CalendarDate | undefined>;
  /** It happens by itself as soon as this is true. */
  readonly when?: Automatic<I, (moment: Clockwork<Stored<R>, N>) => boolean>;
}
export type Transitions<R extends AnyRecord, Inputs> = { readonly [K in keyof Inputs]: Transition<R, Inputs[K]> };
type Needing<Givens> = { readonly [K in keyof Givens]: { readonly "~needs"?: Givens[K] } };
/** What may happen to a record: its transitions by name. */
export type Lifecycle<R extends AnyRecord, Inputs, Givens = unknown> = {
  readonly [K in keyof Inputs]: Transition<R, Inputs[K], K extends keyof Givens ? Givens[K] : unknown>;
} & { readonly kind: "lifecycle" };
export type TransitionMaker<R extends AnyRecord> = <I extends Shape = NoShape, N extends Needs = NoShape>(
  def: TransitionDef<R, I, N>,
) => Transition<R, TakenOf<I>, GivenBy<N>>;

/**
 * Declares what may happen to a record. A record may have several lifecycles, in files of their own or in other packs.
 *
 * @throws KehuError `core/invalid-definition`, naming the transition and the place
 */
export function defineLifecycle<R extends AnyRecord, Inputs, Givens>(
  record: R,
  transitions: (t: TransitionMaker<R>) => Transitions<R, Inputs> & Needing<Givens>,
): Lifecycle<R, Inputs, Givens> {
  checkGiven("A lifecycle", record, ["record"]);
  const made = transitions(
    ({ input, ...def }) =>
      ({
        kind: "transition",
        record,
        needs: {},
        ...def,
        ...(input && Object.keys(input).length > 0 && { input }),
        from: [def.from ?? []].flat(),
      }) as never,
  );
  if (typeof made !== "object" || made === null)
    throw invalidDefinition(`A lifecycle of "${record.name}"`, "needs its transitions, as in (t) => ({ close: t({ from, to }) })");
  const named = new Map<string, AnyTransition>();
  for (const [name, transition] of Object.entries<AnyTransition>(made)) {
    checkTransitionMade(`The transition "${record.name}#${name}"`, transition);
    const complete = { ...transition, name: `${record.name}#${name}` };
    checkTransition(name, complete);
    named.set(name, complete);
  }
  return Object.defineProperty(Object.fromEntries(named), "kind", { value: "lifecycle" }) as never;
}

function checkTransitionMade(place: string, given: unknown): void {
  if (typeof given !== "object" || given === null || (given as { readonly kind?: unknown }).kind !== "transition")
    throw invalidDefinition(place, "is no transition; make it with t({ from, to })");
}

function checkTransition(name: string, transition: AnyTransition): void {
  const place = `The transition "${transition.name}"`;
  const { record } = transition;
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name) || name === "kind") throw invalidDefinition(place, 'needs a camelCase name other than "kind"');
  const { kind: _kind, name: _name, record: _record, ...def } = transition;
  checkSettings(place, def, "from to choose input needs guard check set effective also due when");
  for (const part of ["choose", "guard", "check", "set", "effective", "also", "due", "when"] as const)
    if (def[part] !== undefined) checkFunction(place, part, def[part]);
  if (record.appendOnly) throw invalidDefinition(place, `belongs to "${record.name}", which is appendOnly: it never changes`);
  const targets = transition.to === undefined || transition.to === "origin" ? [] : [transition.to].flat();
  const unknown = [...transition.from, ...targets].find((state) => !(record.states as readonly string[]).includes(state));
  if (unknown !== undefined)
    throw invalidDefinition(place, `speaks of the state "${unknown}", which "${record.name}" does not have (${record.states.join(", ")})`);
  if (transition.from.length === 0) throw invalidDefinition(place, "needs a state to start from");
  if (Array.isArray(transition.to) && transition.to.length === 0) throw invalidDefinition(place, "needs a state to go to");
  if (Array.isArray(transition.to) !== (transition.choose !== undefined))
    throw invalidDefinition(
      place,
      transition.choose
        ? "chooses, but `to` does not list the states to choose from"
        : "goes to one of several states, but has no `choose`",
    );
  if (transition.due && transition.when) throw invalidDefinition(place, "has both `due` and `when`; make two transitions of it");
  if ((transition.due || transition.when) && transition.input) throw invalidDefinition(place, "happens by itself and can take no input");
  readShape(transition.input ?? {}, `${place}, input,`);
  checkNeeds(place, record, transition.needs, transition.input);
}
