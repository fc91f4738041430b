import { type Actor, type Grant, KehuError } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import type { RawBuilder } from "kysely";
import { idIn, prepared, sql, statement } from "../database/compile.js";
import type { Statement } from "../database/database.js";
import type { RecordEntry, ReferencePath, Registry } from "../registry.js";
import { type Asking, grantsFor } from "./access.js";

export type Condition = RawBuilder<unknown>;
export const always: Condition = sql`true`;
export const never: Condition = sql`false`;
/** All of them; true of none. */
export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0
    ? always
    : conditions.length === 1
      ? (conditions[0] as Condition)
      : sql`(${sql.join([...conditions], sql` and `)})`;
/** One of them; false of none. */
export const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? never : conditions.length === 1 ? (conditions[0] as Condition) : sql`(${sql.join([...conditions], sql` or `)})`;

/** How often a reach may lead on `through` another record. */
const farthest = 4;

/**
 * The rows that grants reach: those of any of them.
 *
 * @param alias - under which the record's table stands in the query
 * @returns undefined where all rows are reached
 */
export function reachOf(asking: Asking, entry: RecordEntry, grants: readonly Grant[], alias: string, depth = 0): Condition | undefined {
  if (grants.some((grant) => grant.reach === "all")) return undefined;
  // Each kind of reach once, whatever the number of roles that give it.
  const reaches = new Map(grants.map((grant) => [JSON.stringify(grant.reach), grant]));
  return anyOf([...reaches.values()].map((grant) => reachOfGrant(asking, entry, grant, alias, depth)));
}

function reachOfGrant(asking: Asking, entry: RecordEntry, { reach }: Grant, alias: string, depth: number): Condition {
  const { actor } = asking;
  if (reach === "all") return always;
  if (reach === "own") return sql`${sql.id(alias, "owner_id")} = ${actor.id}::text`;
  if (reach === "team") return sql`${sql.id(alias, "team_id")} = any(${actor.teams ?? []}::text[])`;
  return "self" in reach ? ownCustomer(asking, entry, reach.self, alias) : through(asking, entry, reach.through, alias, depth);
}

function ownCustomer(asking: Asking, entry: RecordEntry, path: string, alias: string): Condition {
  const customer = customerOf(asking.actor);
  if (customer === undefined) return never;
  if (path === "id") return entry.record.name === "customer" ? sql`${sql.id(alias, "id")} = ${customer}::uuid` : never;
  const reference = referenceAt(entry, path);
  if (reference?.target !== "customer") return never;
  const column = plainColumn(entry, reference);
  if (column !== undefined) return sql`${sql.id(alias, column)} = ${customer}::uuid`;
  return sql`exists (select 1 from kehu.link as l where ${linksOf(asking, entry, reference, alias)} and l.target_id = ${customer}::uuid)`;
}

/** The actor's own customer; an id that is none reaches nothing. */
function customerOf(actor: Actor): string | undefined {
  if (actor.customerId === undefined) return undefined;
  try {
    return uuidOf("customer", actor.customerId);
  } catch (error) {
    if (error instanceof KehuError) return undefined;
    throw error;
  }
}

/** As far as the record is reached that the field points at. A ring of such reaches ends after a few steps, and then reaches nothing. */
function through(asking: Asking, entry: RecordEntry, path: string, alias: string, depth: number): Condition {
  const reference = referenceAt(entry, path);
  const target = reference && targetOf(asking.registry, reference);
  if (!reference || !target || depth >= farthest) return never;
  const grants = grantsFor(asking.registry, asking.actor, "read", target.record.name);
  if (grants.length === 0) return never;
  const inner = `t${depth}`;
  const rows = reachOf(asking, target, grants, inner, depth + 1) ?? always;
  const there = sql`${sql.id(inner, "tenant")} = ${asking.tenant.id} and ${sql.id(inner, "retracted_at")} is null and ${rows}`;
  const table = sql`${sql.id(target.table.schema, target.table.name)} as ${sql.id(inner)}`;
  const column = plainColumn(entry, reference);
  if (column !== undefined)
    return sql`exists (select 1 from ${table} where ${sql.id(inner, "id")} = ${sql.id(alias, column)} and ${there})`;
  return sql`exists (select 1 from kehu.link as l join ${table} on ${sql.id(inner, "id")} = l.target_id where ${linksOf(asking, entry, reference, alias)} and ${there})`;
}

/** The links of one reference of the row at hand. */
export const linksOf = (asking: Pick<Asking, "tenant">, entry: RecordEntry, { path }: ReferencePath, alias: string): Condition =>
  sql`l.tenant = ${asking.tenant.id} and l.record = ${entry.record.name} and l.record_id = ${sql.id(alias, "id")} and l.path = ${path}`;

export const referenceAt = (entry: RecordEntry, path: string): ReferencePath | undefined =>
  entry.references.find((each) => each.path === path);
const targetOf = (registry: Registry, { target }: ReferencePath): RecordEntry | undefined => registry.records.get(target);
/** The column of a reference that stands alone; undefined inside lists and groups. */
export const plainColumn = (entry: RecordEntry, { plain, path }: ReferencePath): string | undefined =>
  plain ? entry.table.byField.get(path)?.[0]?.name : undefined;

/**
 * Asks which of some records grants reach.
 *
 * @param uuids - of records of this type
 * @returns a statement that gives the `id` of each row that is there and reached
 */
export function reachedIds(asking: Asking, entry: RecordEntry, grants: readonly Grant[], uuids: readonly string[]): Statement {
  const { schema, name } = entry.table;
  const rows = reachOf(asking, entry, grants, "r") ?? always;
  const query = statement(
    sql`select r.id from ${sql.id(schema, name)} as r where r.tenant = ${asking.tenant.id} and ${idIn("r.id", uuids)} and r.retracted_at is null and ${rows}`,
  );
  return prepared("reach", query);
}
