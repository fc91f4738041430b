import { defineRefusal, type Grant, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { idIn, prepared, sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { notFound, notGranted } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";
import { type AnyStored, recordOf } from "../schema/row.js";
import { deadlinesOf, overdueOf } from "./clocks/clock-rows.js";
import { isClocked, strengthTowards, watchers } from "./clocks/watchers.js";
import { openEntries } from "./rows/ledger.js";
import { send, type Unit } from "./unit/unit.js";

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

/** Locks rows and reads all that a write has to know of them, in one round trip. Parents that count this record are locked first. */
export async function lock(unit: Unit, entry: RecordEntry, uuids: readonly string[], options: LockOptions): Promise<Locked> {
  const { id: tenant } = unit.tenant;
  const { table } = entry;
  const strength = options.strength === "update" ? sql`update` : sql`no key update`;
  const skip = options.skipLocked ? sql` skip locked` : sql``;
  const own = statement(
    sql`select * from ${sql.id(table.schema, table.name)} where tenant = ${tenant} and ${idIn("id", uuids)} and retracted_at is null order by id for ${strength}${skip}`,
  );
  const parts: { readonly [part: string]: Statement | undefined } = {
    overdue: isClocked(unit, entry) ? overdueOf(tenant, entry, uuids, unit.now) : undefined,
    entries: entry.ledgers.length > 0 ? openEntries(tenant, uuids) : undefined,
    standing: entry.deadlines.length > 0 ? deadlinesOf(tenant, uuids) : undefined,
    reached: options.grants ? reachedIds(unit, entry, options.grants, uuids) : undefined,
  };
  const known = unit.notes.locks.get(entry) ?? new Set();
  unit.notes.locks.set(entry, new Set([...known, ...uuids]));
  const asked = Object.keys(parts).filter((part) => parts[part] !== undefined);
  const parents = parentLocks(unit, entry, uuids);
  const results = await send(unit, [...parents, prepared("lock", own), ...asked.map((part) => parts[part] as Statement)]);
  const rowsOf = (part: string): readonly Row[] =>
    asked.includes(part) ? (results[parents.length + 1 + asked.indexOf(part)]?.rows ?? []) : [];
  const records = new Map((results[parents.length]?.rows ?? []).map((row) => [row["id"] as string, recordOf(table, row)]));
  const reached = new Set(options.grants ? rowsOf("reached").map((row) => row["id"] as string) : records.keys());
  return { entry, uuids, records, reached, overdue: rowsOf("overdue"), openEntries: rowsOf("entries"), standing: rowsOf("standing") };
}

/** Queues the locks that a write had taken before it ran into another one: in one order, so that it does not happen again. */
export function queueLocks(unit: Unit, locks: ReadonlyMap<RecordEntry, ReadonlySet<string>>): void {
  const ordered = [...locks].sort(([one], [other]) => (one.record.name < other.record.name ? -1 : 1));
  for (const [{ table }, uuids] of ordered) {
    const query = sql`select 1 from ${sql.id(table.schema, table.name)} where tenant = ${unit.tenant.id} and ${idIn("id", [...uuids])} order by id for no key update`;
    unit.queue.push(prepared("lock again", statement(query)));
  }
}

/** Whoever writes a child locks the parents that look at it, so that nobody decides on children that change meanwhile. */
function parentLocks(unit: Unit, entry: RecordEntry, uuids: readonly string[]): readonly Statement[] {
  return watchers(unit.registry, entry).map(({ path, parent }) => {
    const to = unit.registry.records.get(parent) as RecordEntry;
    const mine = sql`select l.target_id from kehu.link as l where l.tenant = ${unit.tenant.id} and l.record_id = any(${uuids}::uuid[]) and l.path = ${path}`;
    const query = sql`select 1 from ${sql.id(to.table.schema, to.table.name)} where tenant = ${unit.tenant.id} and id in (${mine}) order by id for ${sql.raw(strengthTowards(entry, parent))}`;
    return prepared("lock parents", statement(query));
  });
}

/** The records of a locked batch, each there and within reach; who may not read one hears the same whether it exists or not. */
export async function assertReached(unit: Unit, locked: Locked, ids: readonly string[], verb: string): Promise<readonly AnyStored[]> {
  const { entry, uuids, records, reached } = locked;
  const first = uuids.findIndex((uuid) => !records.has(uuid) || !reached.has(uuid));
  if (first === -1) return uuids.map((uuid) => records.get(uuid) as AnyStored);
  const { name } = entry.record;
  const [visible] = await send(unit, [
    reachedIds(unit, entry, grantsFor(unit.registry, unit.actor, "read", name), [uuids[first] as string]),
  ]);
  throw refused(
    visible?.rows.length === 1 && records.has(uuids[first] as string)
      ? notGranted({ actor: unit.actor.id, verb, name })
      : notFound({ record: name, id: ids[first] as string }),
    ids.length > 1 ? { details: { index: first } } : {},
  );
}

/** The grants for something, of which there must be one. */
export function requireGrants(unit: Pick<Unit, "registry" | "actor">, verb: Grant["verb"], name: string): readonly Grant[] {
  const grants = grantsFor(unit.registry, unit.actor, verb, name);
  if (grants.length === 0) throw refused(notGranted({ actor: unit.actor.id, verb, name }));
  return grants;
}
