import { uuidOf } from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import { grantsFor } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import type { RecordEntry } from "../registry.js";
import { type AnyStored, columnValue, recordOf } from "../schema/row.js";
import { send, type Unit } from "./unit.js";

type Fields = Readonly<Record<string, unknown>>;

/** The records that already have the unique fields of some inputs, by the index of the input; only those that the caller may read. */
export async function existing(
  unit: Unit,
  entry: RecordEntry,
  inputs: readonly Fields[],
  authority: "actor" | "definition",
): Promise<Map<number, AnyStored>> {
  const found = new Map<number, AnyStored>();
  const { table } = entry;
  for (const key of entry.record.unique) {
    const columns = key.by.flatMap((field) => table.byField.get(field) ?? []);
    const rows = inputs.map((input) => columns.map((column) => columnValue(column, input)));
    const complete = rows.map((row, index) => ({ row, index })).filter(({ row }) => row.every((value) => value !== null));
    if (complete.length === 0) continue;
    const wanted = sql.join(columns.map((column, at) => sql`${complete.map(({ row }) => row[at])}::${sql.raw(`${column.type}[]`)}`));
    const names = sql.join(columns.map((column) => sql.id(column.name)));
    const same = sql.join(
      columns.map((column) => sql`t.${sql.id(column.name)} = w.${sql.id(column.name)}`),
      sql` and `,
    );
    const states = key.whileIn ? sql` and t.state = any(${[...key.whileIn]}::text[])` : sql``;
    const [result] = await send(unit, [
      statement(
        sql`select t.* from ${sql.id(table.schema, table.name)} as t join unnest(${wanted}) as w(${names}) on ${same} where t.tenant = ${unit.tenant.id} and t.retracted_at is null${states} for key share of t`,
      ),
    ]);
    const records = (result?.rows ?? []).map((row) => recordOf(table, row));
    for (const { row, index } of complete) {
      const match = records.find((record) => columns.every((column, at) => columnValue(column, record) === row[at]));
      if (match && !found.has(index)) found.set(index, match);
    }
  }
  return authority === "definition" ? found : readable(unit, entry, found);
}

async function readable(unit: Unit, entry: RecordEntry, found: Map<number, AnyStored>): Promise<Map<number, AnyStored>> {
  if (found.size === 0) return found;
  const uuids = [...found.values()].map((record) => uuidOf(entry.record.name, record.id));
  const [result] = await send(unit, [reachedIds(unit, entry, grantsFor(unit.registry, unit.actor, "read", entry.record.name), uuids)]);
  const reached = new Set((result?.rows ?? []).map((row) => row["id"]));
  return new Map([...found].filter(([, record]) => reached.has(uuidOf(entry.record.name, record.id))));
}
