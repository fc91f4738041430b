import { type AnyTransition, defineRefusal, type Grant, refused, uuidOf } from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { notFound, notGranted } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";
import { type AnyStored, recordOf } from "../schema/row.js";
import { deadlinesOf, overdueOf } from "./clocks.js";
import { openEntries } from "./ledger.js";
import { send, type Unit } from "./unit.js";

export const twiceInBatch = defineRefusal("crm/twice-in-batch", "{record} {id} stands twice in one call; make two calls of it.");

/** The rows that are about to change, locked, with what hangs on them. */
export interface Locked {
  readonly entry: RecordEntry;
  readonly uuids: readonly string[];
  /** By UUID; a row is missing where it does not exist or another worker has it. */
  readonly records: ReadonlyMap<string, AnyStored>;
  readonly overdue: readonly Row[];
  readonly openEntries: readonly Row[];
  readonly standing: readonly Row[];
  /** Those that the grants reach; all without grants. */
  readonly reached: ReadonlySet<string>;
}
export interface LockOptions {
  /** The rights of the caller; absent under a definition's own authority. */
  readonly grants?: readonly Grant[];
  /** `update` where the decision looks at the record's children; else their writers need not wait. */
  readonly strength: "update" | "no key update";
  /** Leave what another worker has. */
  readonly skipLocked?: boolean;
}

/** UUIDs of ids, each once. */
export function uuidsOf(entry: RecordEntry, ids: readonly string[]): readonly string[] {
  const uuids = ids.map((id) => uuidOf(entry.record.name, id));
  const twice = uuids.findIndex((uuid, index) => uuids.indexOf(uuid) !== index);
  if (twice !== -1) throw refused(twiceInBatch({ record: entry.record.name, id: ids[twice] as string }));
  return uuids;
}

/** Locks rows and reads all that a write has to know of them, in one round trip. Parents that follow this record are locked first. */
export async function lock(unit: Unit, entry: RecordEntry, uuids: readonly string[], options: LockOptions): Promise<Locked> {
  const { id: tenant } = unit.tenant;
  const { table } = entry;
  const strength = options.strength === "update" ? sql`update` : sql`no key update`;
  const skip = options.skipLocked ? sql` skip locked` : sql``;
  const own = statement(
    sql`select * from ${sql.id(table.schema, table.name)} where tenant = ${tenant} and id = any(${uuids}::uuid[]) and retracted_at is null order by id for ${strength}${skip}`,
    `lock ${options.strength} ${options.skipLocked ? "free " : ""}${table.schema}.${table.name}`,
  );
  const timed = entry.deadlines.length > 0 || entry.transitions.some((transition) => transition.due);
  const parts: { readonly [part: string]: Statement | undefined } = {
    overdue: timed ? overdueOf(tenant, uuids, unit.now) : undefined,
    entries: entry.ledgers.length > 0 ? openEntries(tenant, uuids) : undefined,
    standing: entry.deadlines.length > 0 ? deadlinesOf(tenant, uuids) : undefined,
    reached: options.grants ? reachedIds(unit, entry, options.grants, uuids) : undefined,
  };
  const asked = Object.keys(parts).filter((part) => parts[part] !== undefined);
  const parents = options.skipLocked ? [] : parentLocks(unit, entry, uuids);
  const results = await send(unit, [...parents, own, ...asked.map((part) => parts[part] as Statement)]);
  const rowsOf = (part: string): readonly Row[] =>
    asked.includes(part) ? (results[parents.length + 1 + asked.indexOf(part)]?.rows ?? []) : [];
  const records = new Map((results[parents.length]?.rows ?? []).map((row) => [row["id"] as string, recordOf(table, row)]));
  const reached = new Set(options.grants ? rowsOf("reached").map((row) => row["id"] as string) : records.keys());
  return { entry, uuids, records, reached, overdue: rowsOf("overdue"), openEntries: rowsOf("entries"), standing: rowsOf("standing") };
}

/** Whoever writes a child locks the parents that look at it, so that nobody decides on children that change meanwhile. */
function parentLocks(unit: Unit, entry: RecordEntry, uuids: readonly string[]): readonly Statement[] {
  const watched = watchedReferences(unit, entry);
  return watched.map(({ column, target, follows }) => {
    const to = unit.registry.records.get(target) as RecordEntry;
    const strength = follows ? sql`no key update` : sql`key share`;
    const mine = sql`select ${sql.id(column)} from ${sql.id(entry.table.schema, entry.table.name)} where tenant = ${unit.tenant.id} and id = any(${uuids}::uuid[])`;
    return statement(
      sql`select 1 from ${sql.id(to.table.schema, to.table.name)} where tenant = ${unit.tenant.id} and id in (${mine}) order by id for ${strength}`,
      `lock parents ${entry.table.schema}.${entry.table.name}.${column}`,
    );
  });
}

interface Watched {
  readonly column: string;
  readonly target: string;
  readonly follows: boolean;
}
const watchedOf = new WeakMap<RecordEntry, readonly Watched[]>();
/** The references of a record over which some definition counts it. */
function watchedReferences(unit: Unit, entry: RecordEntry): readonly Watched[] {
  const known = watchedOf.get(entry);
  if (known) return known;
  const definitions: readonly Pick<AnyTransition, "needs">[] = [...unit.registry.records.values()].flatMap((each) => [
    ...each.transitions,
    ...each.rules,
  ]);
  const counted = new Set(
    definitions.flatMap(({ needs }) =>
      Object.values(needs)
        .filter((need) => (need.kind === "many" || need.kind === "totals") && need.record.name === entry.record.name)
        .map((need) => need.path),
    ),
  );
  const watched = entry.references
    .filter(({ plain, path, target }) => plain && target !== "*" && counted.has(path))
    .map(({ path, target }) => ({
      column: entry.table.byField.get(path)?.[0]?.name as string,
      target,
      follows: entry.followers.some((follower) => follower.path === path && follower.transition.record.name === target),
    }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
  watchedOf.set(entry, watched);
  return watched;
}

/** The records of a locked batch, each there and within reach; else the caller hears the same whether it exists or not. */
export function assertReached(unit: Unit, locked: Locked, ids: readonly string[], verb: string): readonly AnyStored[] {
  const { entry } = locked;
  return ids.map((id, index) => {
    const uuid = locked.uuids[index] as string;
    const record = locked.records.get(uuid);
    if (!record) throw refused(notFound({ record: entry.record.name, id }));
    if (locked.reached.has(uuid)) return record;
    throw refused(
      grantsFor(unit.registry, unit.actor, "read", entry.record.name).length > 0
        ? notFound({ record: entry.record.name, id })
        : notGranted({ actor: unit.actor.id, verb, name: entry.record.name }),
    );
  });
}

/** The grants for something, of which there must be one. */
export function requireGrants(unit: Pick<Unit, "registry" | "actor">, verb: Grant["verb"], name: string): readonly Grant[] {
  const grants = grantsFor(unit.registry, unit.actor, verb, name);
  if (grants.length === 0) throw refused(notGranted({ actor: unit.actor.id, verb, name }));
  return grants;
}
