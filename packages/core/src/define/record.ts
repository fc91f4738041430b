import { checkSettings } from "./check-given.js";
import type { Input, Output, Shape } from "./field.js";
import type { Id, Instant } from "./id.js";
import { invalidDefinition } from "./invalid.js";
import type { Parameter } from "./parameter.js";
import { type FieldInfo, isScalar, readShape, recordName } from "./schema.js";

/** What every record has. */
export interface Kept<Name extends string, State extends string> {
  readonly id: Id<Name>;
  /** Counts the changes, from 1. */
  readonly version: number;
  readonly state: State;
  readonly ownerId?: Id<"staff">;
  readonly teamId?: string;
  /** When the present state began, in effective time. */
  readonly since: Instant;
  /** The state before this one and since when, for transitions `to: "origin"`. */
  readonly origin?: { readonly state: State; readonly since: Instant };
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}
export const keptNames = ["id", "version", "state", "ownerId", "teamId", "since", "origin", "createdAt", "updatedAt"] as const;

/** A key that no two records may share; with `whileIn` only among the records in these states. */
export interface UniqueKey<Fields extends string = string, State extends string = string> {
  readonly by: readonly Fields[];
  readonly whileIn?: readonly State[];
}
/** No two records with the same `by` may cover the same day; an empty `until` is open. */
export interface NoOverlap<Fields extends string = string, State extends string = string> {
  readonly by: readonly Fields[];
  readonly from: Fields;
  readonly until: Fields;
  readonly whileIn?: readonly State[];
}

/** By what records are looked for in ranges or in order, such as a due date; with `whileIn` only those in these states. */
export interface RecordIndex<Fields extends string = string, State extends string = string> {
  readonly by: readonly Fields[];
  readonly whileIn?: readonly State[];
}

/** What is kept, of one type. A record knows nothing of behaviour, so records never import each other. */
export interface RecordType<Name extends string, S extends Shape, State extends string, Managed extends string = never> {
  readonly kind: "record";
  readonly name: Name;
  readonly fields: S;
  readonly states: readonly State[];
  readonly initial: readonly State[];
  readonly unique: readonly UniqueKey[];
  readonly noOverlap?: NoOverlap;
  readonly indexed: readonly RecordIndex[];
  readonly managed: readonly Managed[];
  readonly appendOnly: boolean;
  readonly retention?: Parameter<number>;
  /** The fields as the runtime reads them. */
  readonly info: Readonly<Record<string, FieldInfo>>;
}
export type AnyRecord = RecordType<string, Shape, string, string>;

/** A record as it is read. */
export type Stored<R> = R extends RecordType<infer Name, infer S, infer State, any> ? Output<S> & Kept<Name, State> : never;
/** What a caller gives to create it; managed fields too, if they are required. */
export type New<R> = R extends RecordType<any, infer S, any, any> ? Input<S> : never;
type Optional<T, K extends keyof T> = Record<never, never> extends Pick<T, K> ? T[K] | null : T[K];
type Cleared<T> = { readonly [K in keyof T]?: Optional<T, K> };
/** What a caller may change of it: everything but the managed fields; null clears an optional one. */
export type Change<R> = R extends RecordType<any, infer S, any, infer Managed> ? Cleared<Omit<Input<S>, Managed>> : never;
export type StateOf<R> = R extends RecordType<any, any, infer State, any> ? State : never;

/** Refuses a field that has the name of something every record has. */
type Free<S> = { readonly [K in keyof S & (keyof Kept<string, string> | "or")]: { readonly "every record has this already": K } };

export interface RecordDef<S extends Shape, State extends string, Managed extends string> {
  readonly fields: S & Free<NoInfer<S>>;
  /** `["active"]` unless told. */
  readonly states?: readonly State[];
  /** The states in which it may be created; the first of `states` unless told. */
  readonly initial?: readonly NoInfer<State>[];
  readonly unique?: readonly UniqueKey<keyof NoInfer<S> & string, NoInfer<State>>[];
  /** Leases of a flat, cover of a car, versions of a price. */
  readonly noOverlap?: NoOverlap<keyof NoInfer<S> & string, NoInfer<State>>;
  /** References, states and unique keys are found without it; a range of days among very many records is not. */
  readonly indexed?: readonly RecordIndex<keyof NoInfer<S> & string, NoInfer<State>>[];
  /** Fields that are given at creation and afterwards written by transitions only. */
  readonly managed?: readonly Managed[];
  /** Written once: no change, no transition; the row is its own history. */
  readonly appendOnly?: boolean;
  /** For how many years the law wants it kept after its end; until then what is personal in it is not erased. */
  readonly retention?: Parameter<number>;
}

/**
 * Declares what is kept.
 *
 * @param name - `pack/kebab-name`, letters and hyphens
 * @throws KehuError `core/invalid-definition`, naming the record and the place
 */
export function defineRecord<
  const Name extends string,
  S extends Shape,
  const State extends string = "active",
  const Managed extends keyof S & string = never,
>(name: Name, def: RecordDef<S, State, Managed>): RecordType<Name, S, State, Managed> {
  const place = `The record "${name}"`;
  if (!recordName.test(name) || name.length > 63 || (!name.includes("/") && !builtInRecords.has(name)))
    throw invalidDefinition(
      place,
      'needs a name such as "insurance/premium-receipt": small letters and hyphens, no digits because ids begin with it, at most 63 characters',
    );
  checkSettings(place, def, "fields states initial unique noOverlap indexed managed appendOnly retention");
  const states = (def.states ?? ["active"]) as readonly State[];
  const info = readShape(def.fields as never, `${place},`);
  const record = {
    kind: "record",
    name,
    fields: def.fields,
    states,
    initial: def.initial ?? states.slice(0, 1),
    unique: def.unique ?? [],
    indexed: def.indexed ?? [],
    managed: def.managed ?? [],
    appendOnly: def.appendOnly ?? false,
    info,
    ...(def.noOverlap && { noOverlap: def.noOverlap }),
    ...(def.retention && { retention: def.retention }),
  } as const;
  checkStates(place, record);
  checkKeys(place, record, info);
  return record as never;
}

/** The records of Kehu itself, which alone are called without a pack. */
const builtInRecords: ReadonlySet<string> = new Set(
  "customer relationship consent interaction engagement staff task goal scoring score survey-answer".split(" "),
);

type Checked = Pick<AnyRecord, "states" | "initial" | "unique" | "noOverlap" | "indexed" | "managed" | "appendOnly">;

function checkStates(place: string, record: Checked): void {
  if (record.states.length === 0) throw invalidDefinition(place, "needs at least one state");
  for (const state of record.states)
    if (!/^[a-z][a-zA-Z0-9]*$/.test(state) || state === "origin")
      throw invalidDefinition(`${place}, state "${state}",`, 'needs a camelCase name other than "origin"');
  if (new Set(record.states).size < record.states.length) throw invalidDefinition(place, "names a state twice");
  const keys = [...record.unique, ...record.indexed, ...(record.noOverlap ? [record.noOverlap] : [])];
  const unknown = [...record.initial, ...keys.flatMap(({ whileIn = [] }) => whileIn)].find((state) => !record.states.includes(state));
  if (unknown !== undefined)
    throw invalidDefinition(place, `speaks of the state "${unknown}", which is not among its states (${record.states.join(", ")})`);
  if (record.initial.length === 0) throw invalidDefinition(place, "needs a state in which it may be created");
}

function checkKeys(place: string, record: Checked, info: Readonly<Record<string, FieldInfo>>): void {
  for (const name of Object.keys(info))
    if ((keptNames as readonly string[]).includes(name) || name === "or")
      throw invalidDefinition(`${place}, field "${name}",`, "has the name of something that every record has; choose another");
  for (const name of [
    ...[...record.unique, ...record.indexed].flatMap((key) => key.by),
    ...(record.noOverlap ? [...record.noOverlap.by, record.noOverlap.from, record.noOverlap.until] : []),
    ...(record.managed as readonly string[]),
  ])
    if (!Object.hasOwn(info, name))
      throw invalidDefinition(place, `speaks of the field "${name}", which it does not have (${Object.keys(info).join(", ")})`);
  for (const key of [...record.unique, ...record.indexed, ...(record.noOverlap ? [record.noOverlap] : [])]) {
    if (key.by.length === 0) throw invalidDefinition(place, "has a key without fields");
    if (key.whileIn?.length === 0)
      throw invalidDefinition(place, `has a key (${key.by.join(", ")}) that holds in no state; name states in whileIn, or leave it out`);
    if (new Set(key.by).size < key.by.length) throw invalidDefinition(place, `names a field twice in a key (${key.by.join(", ")})`);
    const complex = key.by.find((name) => !isScalar(info[name] as FieldInfo) || info[name]?.kind === "money");
    if (complex !== undefined) throw invalidDefinition(`${place}, field "${complex}",`, "cannot be part of a key; only plain values can");
  }
  for (const keys of [record.unique, record.indexed]) {
    const said = keys.map(({ by, whileIn = record.states }) => JSON.stringify([[...by].sort(), [...whileIn].sort()]));
    const twice = keys.find((_, index) => said.indexOf(said[index] as string) !== index);
    if (twice) throw invalidDefinition(place, `has the same key twice (${twice.by.join(", ")})`);
  }
  for (const name of record.noOverlap ? [record.noOverlap.from, record.noOverlap.until] : [])
    if (info[name]?.kind !== "date") throw invalidDefinition(`${place}, field "${name}",`, "must be a date, because noOverlap counts days");
}
