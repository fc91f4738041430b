import { type Actor, type AnyNeed, idPrefix, type Needs, refused } from "@kehu/core";
import { prefixOf, uuidOf } from "@kehu/core/engine";
import type { Registry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { referenceMissing } from "./refusals.js";

/** One decision about one record, and what it needs to know. */
export interface NeedsMoment {
  readonly needs: Needs;
  readonly record: AnyStored;
  readonly input?: unknown;
  readonly actor: Actor;
}

/** What a need points at. */
export interface Aim {
  readonly id: string;
  readonly uuid: string;
}

/** What the ids of a batch come to for one need: many of its records point at the same. */
export type Aimed = Map<string, readonly Aim[]>;

/** What a need of a moment starts from: the record, or what another need gave. */
export type Start = { readonly moment: NeedsMoment; readonly of?: { readonly given: unknown } };

/** The records that the path of a need points at, each once, in order. Those of another type are passed over: a reference to any record may point elsewhere. */
export function aimsAt(need: AnyNeed, { moment, of }: Start, aimed: Aimed = new Map()): readonly Aim[] {
  const { name } = need.record;
  const own = of === undefined ? moment.record[need.path] : undefined;
  const known = typeof own === "string" ? aimed.get(own) : undefined;
  if (known) return known;
  const fromInput = of === undefined && need.path.startsWith("input.");
  const ids = idsAt(
    of ? of.given : rootOf(moment, need.path),
    of === undefined && need.path.startsWith("actor.") ? need.path.slice(6) : fromInput ? need.path.slice(6) : need.path,
  );
  // A caller hears of an id of the wrong type; a record's own reference to any record may well be one.
  const fitting = fromInput ? ids : ids.filter((id) => prefixOf(id) === idPrefix(name));
  const aims = fitting.map((id) => ({ id, uuid: uuidOf(name, id) }));
  if (typeof own === "string") aimed.set(own, aims);
  return aims;
}

function rootOf(moment: NeedsMoment, path: string): unknown {
  if (path.startsWith("input.")) return moment.input;
  return path.startsWith("actor.") ? moment.actor : moment.record;
}

/** The records that others point at: this one, or those that another need gave. */
export function aimsOf(registry: Registry, { moment, of }: Start): readonly Aim[] {
  return idsAt(of ? of.given : moment.record, "id").map((id) => ({ id, uuid: uuidOf(recordNameOf(registry, id), id) }));
}

/** The ids that stand at a path, through groups and lists, each once. */
function idsAt(root: unknown, path: string): readonly string[] {
  if (typeof root === "object" && root !== null && Object.hasOwn(root, path)) {
    const own = (root as Readonly<Record<string, unknown>>)[path];
    if (typeof own === "string") return [own];
  }
  let values: readonly unknown[] = [root].flat();
  for (const name of path.split("."))
    values = values.flatMap((value) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : [],
    );
  return [...new Set(values.filter((value): value is string => typeof value === "string"))];
}

const recordNameOf = (registry: Registry, id: string): string => registry.byPrefix.get(prefixOf(id) ?? "")?.record.name ?? id;

interface Missing {
  readonly start: Start;
  readonly aim: Aim | undefined;
  readonly moment: number;
}
/** A reference that has to be there and is not; `details.index` tells of which moment. */
export function missing(registry: Registry, need: AnyNeed, { start, aim, moment }: Missing): Error {
  const record = recordNameOf(registry, start.moment.record.id);
  return refused(referenceMissing({ record, field: need.path, target: need.record.name, id: aim?.id ?? "(empty)" }), {
    details: { index: moment },
  });
}
