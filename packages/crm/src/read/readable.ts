import { sql } from "../database/compile.js";
import type { RecordEntry } from "../registry.js";
import { keptColumns } from "../schema/table.js";
import { type Asking, readGrants, requireRead } from "./access.js";
import { allOf, type Condition, reachOf } from "./reach.js";
import { compileWhere, type Walk } from "./where.js";

interface ReadableOptions {
  /** Under which the record's table stands in the query. */
  readonly alias: string;
  /** What is selected, sorted, grouped or measured; the filter's fields come by themselves. */
  readonly fields: readonly string[];
  readonly where?: unknown;
  /** The walk through the filter that this one is part of. */
  readonly within?: Walk;
}

/**
 * The condition on a record's rows that every read has: of this tenant, not retracted, within the actor's reach by grants that
 * hide none of the fields, and of the filter. There is no other way to a row.
 *
 * @throws KehuError `crm/not-granted`, `crm/field-hidden`, `crm/invalid-where`, `core/wrong-id`
 */
export function readable(asking: Asking, entry: RecordEntry, { alias, fields, where, within }: ReadableOptions): Condition {
  requireRead(asking, entry);
  const used = new Set(fields);
  const filter =
    where === undefined
      ? undefined
      : compileWhere(asking, entry, where, { alias, used, walk: within ?? { readable, depth: 0, conditions: 0, aliases: 0 } });
  const grants = readGrants(asking, entry, used);
  const rows = grants && reachOf(asking, entry, grants, alias);
  const base = sql`${sql.id(alias, "tenant")} = ${asking.tenant.id} and ${sql.id(alias, "retracted_at")} is null`;
  return allOf([base, ...(rows ? [rows] : []), ...(filter ? [filter] : [])]);
}

/** A record's table under an alias. */
export const tableAs = ({ table }: RecordEntry, alias: string): Condition => sql`${sql.id(table.schema, table.name)} as ${sql.id(alias)}`;

const wholeRows = new WeakMap<RecordEntry, readonly string[]>();
/** The columns of a whole record. */
export function wholeRow(entry: RecordEntry): readonly string[] {
  const known = wholeRows.get(entry);
  if (known) return known;
  const names = ["id", ...keptColumns.map(({ name }) => name), ...entry.table.columns.map(({ name }) => name), "data"];
  wholeRows.set(entry, names);
  return names;
}

export const columnsAs = (names: Iterable<string>, alias: string): Condition => sql.join(Array.from(names, (name) => sql.id(alias, name)));
