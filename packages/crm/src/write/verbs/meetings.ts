import { type AnyNeed, matches, type Needs } from "@kehu/core";
import type { RecordEntry, Registry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { idsAt } from "../rows/rows.js";
import type { Following } from "../unit/unit.js";

/** One of the calls that run side by side. */
export type Side = number;
/** What a verb wrote for one call, and what it was given for it. */
export interface Own {
  readonly side: Side;
  readonly record: AnyStored;
  readonly input?: unknown;
}
/** What a verb wrote for many calls, with all that followed from it. */
export interface Wrote {
  readonly entry: RecordEntry;
  readonly own: readonly Own[];
  /** What the verb itself looks at for its decision. */
  readonly needs?: Needs;
  readonly followings: readonly Following[];
}
type Filter = Readonly<Record<string, unknown>>;
interface Looked {
  readonly side: Side;
  readonly where: Filter;
}
/** A record that was changed, by which calls as far as one can tell. */
interface Changed {
  readonly entry: RecordEntry;
  readonly versions: readonly AnyStored[];
  readonly by: ReadonlySet<Side>;
}

/**
 * Where calls that run side by side meet: one has looked at what another one changes, whichever came first, or both move the same parent, so
 * that one after the other they could have done something else.
 */
export class Meetings {
  readonly #registry: Registry;
  /** By the id of a record. */
  readonly #readers = new Lists<Side>();
  /** By what has to be equal, for most look for one record. */
  readonly #looks = new Lists<Looked>();
  readonly #changes = new Lists<Changed>();
  readonly #parents = new Map<string, Side>();
  #met = false;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Whether any two calls have met. */
  get met(): boolean {
    return this.#met;
  }

  reads(side: Side, id: string): void {
    this.#readers.add(id, side);
    for (const { by } of this.#changes.at(id)) this.#meet(by, side);
  }

  looks(side: Side, entry: RecordEntry, where: unknown): void {
    const look = { side, where: (where ?? {}) as Filter };
    const place = placeOf(entry, look.where);
    this.#looks.add(place, look);
    for (const change of this.#changes.at(place)) if (isSeen(look, change)) this.#meet(change.by, side);
  }

  wrote({ entry, own, needs = {}, followings }: Wrote): void {
    const [byId, pointedAt] = [new Lists<Side>(), new Lists<Side>()];
    for (const { side, record } of own) {
      byId.add(record.id, side);
      for (const id of pointsAt(entry, record)) pointedAt.add(id, side);
    }
    const before = new Map<string, AnyStored>();
    for (const following of followings)
      for (const change of following.changes) {
        const { after } = change;
        if (change.before) before.set(after.id, change.before);
        // the record itself, one that it points at, or one that points at it
        const whose = [after.id, ...pointsAt(following.entry, after)].flatMap((id) => byId.at(id));
        const by = new Set([...whose, ...pointedAt.at(after.id)]);
        this.#changed({ entry: following.entry, versions: change.before ? [change.before, after] : [after], by });
      }
    const looking = [needs, ...[...entry.rules, ...entry.ledgers, ...entry.deadlines].map((each) => each.needs)].flatMap(Object.values);
    for (const each of own)
      for (const record of [each.record, before.get(each.record.id) ?? each.record]) {
        for (const need of looking) this.#needs({ ...each, record }, need);
        for (const { path } of entry.followers) for (const id of idsAt(record, path)) this.#moves(each.side, id);
      }
  }

  #needs({ side, record, input }: Own, need: AnyNeed): void {
    const from = startOf(need, record, input);
    const target = this.#registry.records.get(need.record.name);
    if (need.kind === "activity" || !target) this.#met = true;
    else if (need.kind === "history") for (const id of from ?? []) this.reads(side, id);
    else if (need.kind === "one" && from) for (const id of from) this.reads(side, id);
    else if (from && need.record.info[need.path] !== undefined && need.record.info[need.path]?.kind !== "list")
      for (const id of from) this.looks(side, target, { [need.path]: id });
    else this.looks(side, target, {});
  }

  /** A parent that follows both would see them come one by one. */
  #moves(side: Side, id: string): void {
    const other = this.#parents.get(id);
    if (other !== undefined && other !== side) this.#met = true;
    this.#parents.set(id, side);
  }

  #changed(change: Changed): void {
    const { entry, versions, by } = change;
    const [{ id }] = versions as [AnyStored];
    const places = new Set([entry.record.name, ...versions.flatMap((version) => placesOf(entry, version))]);
    for (const reader of this.#readers.at(id)) this.#meet(by, reader);
    for (const place of places) for (const look of this.#looks.at(place)) if (isSeen(look, change)) this.#meet(by, look.side);
    for (const place of [id, ...places]) this.#changes.add(place, change);
  }

  /** A change that is not of this call alone. */
  #meet(by: ReadonlySet<Side>, side: Side): void {
    if (by.size !== 1 || !by.has(side)) this.#met = true;
  }
}

class Lists<T> {
  readonly #lists = new Map<string, T[]>();
  at(key: string): readonly T[] {
    return this.#lists.get(key) ?? [];
  }
  add(key: string, item: T): void {
    const list = this.#lists.get(key);
    if (list) list.push(item);
    else this.#lists.set(key, [item]);
  }
}

/** The ids from which a need goes on: what it points at, or what points at them; undefined where only the database could tell. */
function startOf(need: AnyNeed, record: AnyStored, input: unknown): readonly string[] | undefined {
  if (need.of && (need.of.of || need.kind === "one" || need.of.kind !== "one")) return undefined;
  if (need.of) return idsFrom(need.of.path, record, input);
  return need.kind === "one" ? idsFrom(need.path, record, input) : [record.id];
}
function idsFrom(path: string, record: AnyStored, input: unknown): readonly string[] {
  if (path === "actor.id") return [];
  return path.startsWith("input.") ? idsAt((input ?? {}) as Filter, path.slice("input.".length)) : idsAt(record, path);
}

const isPlace = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";
const placeAt = ({ record }: RecordEntry, field: string, value: string | number): string => `${record.name} ${field} ${value}`;
/** Where a filter looks: by the first field that has to have one value, or at all records of the type. */
function placeOf(entry: RecordEntry, where: Filter): string {
  const equal = Object.entries(where).find(([, value]) => isPlace(value));
  return equal ? placeAt(entry, equal[0], equal[1] as string) : entry.record.name;
}
const placesOf = (entry: RecordEntry, record: AnyStored): readonly string[] =>
  Object.entries(record).flatMap(([field, value]) => (isPlace(value) ? [placeAt(entry, field, value)] : []));

function isSeen({ where }: Looked, { versions }: Changed): boolean {
  try {
    return versions.some((version) => matches(where as never, version));
  } catch {
    // only the database could tell
    return true;
  }
}

const pointsAt = (entry: RecordEntry, record: AnyStored): readonly string[] => entry.references.flatMap(({ path }) => idsAt(record, path));
