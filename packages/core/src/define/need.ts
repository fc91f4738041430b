import type { Measured, Measures, Measuring } from "../filter/measure.js";
import type { Where } from "../filter/where.js";
import type { Id, Instant, Money } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import type { AnyRecord, StateOf, Stored } from "./record.js";

/** The record type that a reference points at. */
type Target<V> = "~record" extends keyof NonNullable<V>
  ? NonNullable<V> extends { readonly "~record"?: infer Name }
    ? NonNullable<Name>
    : never
  : never;
type Points<V, Name extends string> = [Target<V>] extends [never]
  ? false
  : string extends Name | Target<V>
    ? true
    : [Name] extends [Target<V>]
      ? true
      : false;
type PathInList<Key extends string, E, Name extends string> =
  Points<E, Name> extends true
    ? Key
    : E extends object
      ? { readonly [F in keyof E & string]: Points<E[F], Name> extends true ? `${Key}.${F}` : never }[keyof E & string]
      : never;
/** The fields of a record that point at records of this name, one level into lists of groups. */
export type PathTo<T, Name extends string> = {
  readonly [K in keyof T & string]: Points<T[K], Name> extends true
    ? K
    : NonNullable<T[K]> extends readonly (infer E)[]
      ? PathInList<K, E, Name>
      : never;
}[keyof T & string];

/** What a rule needs to know beyond its own record: declared, so that it is loaded for a whole batch at once. */
export interface Need<T, Path extends string = string, Name extends string = string, Aims = string> {
  readonly kind: "one" | "many" | "totals" | "history" | "activity";
  readonly record: AnyRecord;
  readonly path: string;
  readonly of?: AnyNeed;
  readonly optional?: boolean;
  readonly where?: object;
  readonly measures?: Measures;
  readonly "~gives"?: T;
  readonly "~path"?: Path;
  readonly "~name"?: Name;
  readonly "~aims"?: Aims;
}
export type AnyNeed = Need<unknown, string, string, unknown>;
export type Needs = Readonly<Record<string, AnyNeed>>;
/** What needs give, once loaded. */
export type Given<N> = { readonly [K in keyof N]: N[K] extends Need<infer T, any, any, any> ? T : never };
export type Element<T> = NonNullable<T> extends readonly (infer E)[] ? E : NonNullable<T>;
type Like<M, T> = M extends readonly unknown[] ? readonly T[] : undefined extends M ? T | undefined : T;

/** A path that starts here is looked up in the record, in the transition's input, or in the actor. */
type Roots<T, I> = T & { readonly [K in keyof I & string as `input.${K}`]: I[K] } & { readonly "actor.id": Id<"staff"> };
type FitsAims<N, T, Aims> = string extends Aims
  ? N
  : T extends { readonly id: Id<infer Own> }
    ? Own extends Aims
      ? N
      : { readonly "these records point at": Aims; readonly not: Own }
    : N;
type FitsPath<N, G, T, I, P extends string, Name extends string> = [P] extends [PathTo<Roots<T, I>, Name>]
  ? [G] extends [readonly unknown[]]
    ? N
    : undefined extends G
      ? N
      : P extends keyof Roots<T, I>
        ? undefined extends Roots<T, I>[P]
          ? { readonly "use oneOrNone: this reference may be empty": P }
          : N
        : N
  : { readonly "no reference to this record type here": P; readonly choose: PathTo<Roots<T, I>, Name> };
/** Refuses a need whose path is no reference of the record to that record type; a need with `of` was checked where it was made. */
export type Fits<N, T, I = Record<never, never>> = {
  readonly [K in keyof N]: N[K] extends Need<infer G, infer P, infer Name, infer Aims>
    ? string extends P
      ? FitsAims<N[K], T, Aims>
      : FitsPath<N[K], G, T, I, P, Name>
    : never;
};

/** The needs themselves where they fit, else only what is wrong with each: the shortest text that a compiler can give. */
export type Fitting<N, T, I = Record<never, never>> = N extends Fits<NoInfer<N>, T, I> ? N : Fits<NoInfer<N>, T, I>;

/** The record that `path` points at; `path` belongs to the record itself, to `input.…`, to `actor.id`, or to what another need gives. */
export function one<R extends AnyRecord, const P extends string>(record: R, path: P): Need<Stored<R>, P, R["name"]>;
export function one<R extends AnyRecord, M>(
  record: R,
  path: PathTo<Element<M>, R["name"]>,
  of: Need<M, string, string, unknown>,
): Need<Like<M, Stored<R>>>;
export function one(record: AnyRecord, path: string, of?: AnyNeed): AnyNeed {
  return { kind: "one", record, path, ...(of && { of }) };
}
/** The same, where the reference may be empty. */
export function oneOrNone<R extends AnyRecord, const P extends string>(record: R, path: P): Need<Stored<R> | undefined, P, R["name"]>;
export function oneOrNone<R extends AnyRecord, M>(
  record: R,
  path: PathTo<Element<M>, R["name"]>,
  of: Need<M, string, string, unknown>,
): Need<M extends readonly unknown[] ? readonly Stored<R>[] : Stored<R> | undefined>;
export function oneOrNone(record: AnyRecord, path: string, of?: AnyNeed): AnyNeed {
  return { kind: "one", record, path, optional: true, ...(of && { of }) };
}

type At<T, P extends string> = P extends `${infer L}.${infer F}`
  ? L extends keyof T
    ? F extends keyof Element<T[L]>
      ? Element<T[L]>[F]
      : never
    : never
  : P extends keyof T
    ? Element<T[P]>
    : never;
type Aim<R, P extends string> = Target<At<Stored<R>, P>>;
type NameOf<M> = Element<M> extends { readonly id: infer I } ? Target<I> : never;
export interface Among<R extends AnyRecord, P extends string, M> {
  readonly where?: Where<Stored<R>>;
  readonly kind?: "write the need as { of: … }";
  /** They point at what this need gives, rather than at this record. */
  readonly of?: Need<M, string, string, unknown> &
    ([NameOf<M>] extends [Aim<R, P>] ? unknown : { readonly "the path points at another record type": Aim<R, P> });
}
type AimOrAny<R, P extends string, M> = [M] extends [never] ? Aim<R, P> : string;
/** The records of a type whose `path` points at this record, or at what `of` gives; only those of `where`; at most 1,000 (`crm/too-many`, use `totals`). In order of creation. */
export const many = <R extends AnyRecord, const P extends PathTo<Stored<R>, string>, M = never>(
  record: R,
  path: P,
  among: Among<R, P, M> = {},
): Need<readonly Stored<R>[], string, string, AimOrAny<R, P, M>> => lookingBack("many", { record, path, among });
/** Figures over such records, counted by the database. */
export const totals = <R extends AnyRecord, const P extends PathTo<Stored<R>, string>, M extends Measures, O = never>(
  record: R,
  path: P,
  among: Among<R, P, O> & { readonly measures: Measuring<M, Stored<R>> },
): Need<Measured<M, Stored<R>>, string, string, AimOrAny<R, P, O>> => lookingBack("totals", { record, path, among });

function lookingBack(kind: "many" | "totals", { among, ...at }: { record: AnyRecord; path: string; among: object }): never {
  // spread over this need, another one would take its place
  if ("kind" in among) throw invalidDefinition(`The need ${kind}("${at.record.name}", "${at.path}")`, "takes another need as { of: need }");
  return { ...among, kind, ...at } as never;
}

/** One stay in a state, in effective time. */
export interface Stay<State extends string> {
  readonly state: State;
  readonly from: Instant;
  readonly until?: Instant;
}
/** The states that a record went through: of this record (`"id"`) or of the one that `path` points at. */
export const history = <R extends AnyRecord, const P extends string>(
  record: R,
  path: P,
): Need<readonly Stay<StateOf<R>>[], P, R["name"]> => ({ kind: "history", record, path });

/** When a customer was first and last heard of in a line of business, by ledger entries and interactions, and what was earned. */
export interface Activity {
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  readonly entries: number;
  readonly revenue: readonly Money[];
}
/** What the customer that `path` points at did in the line of business that the record's `line` field names. */
export const activity = <R extends AnyRecord, const P extends string>(customer: R, path: P): Need<Activity, P, R["name"]> => ({
  kind: "activity",
  record: customer,
  path,
});
