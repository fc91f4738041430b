import type { Refusal, UniqueKey } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { sql, statement } from "../../database/compile.js";
import type { Statement } from "../../database/database.js";
import { grantsFor } from "../../read/access.js";
import { reachedIds } from "../../read/reach.js";
import type { RecordEntry } from "../../registry.js";
import { type AnyStored, columnValue, recordOf } from "../../schema/row.js";
import type { Column } from "../../schema/table.js";
import { send, type Unit } from "../unit/unit.js";
import { overlaps, uniqueTaken } from "./constraints.js";

/** The fields of a record that is, or would be, in a state. */
export type Fields = Readonly<Record<string, unknown>> & { readonly state: string };

/** A key of a record type that others may hold already: fields that are equal and, for `noOverlap`, days that must not be shared. */
interface Key extends UniqueKey {
  readonly days?: { readonly from: string; readonly until: string };
}
/** The keys of a record type. */
export function keysIn({ record }: RecordEntry): readonly Key[] {
  const { unique, noOverlap } = record;
  return [...unique, ...(noOverlap ? [{ ...noOverlap, days: noOverlap }] : [])];
}
/** Whether a key says anything of a record. */
export const holds = (key: Key, fields: Fields): boolean =>
  (key.whileIn?.includes(fields.state) ?? true) && key.by.every((field) => fields[field] !== undefined);

/** Whether two records of one type could not be at once. */
export const collide = (entry: RecordEntry, key: Key, one: Fields, other: Fields): boolean => {
  const same = placeOf(entry, key, one) === placeOf(entry, key, other);
  if (!same || !key.days) return same;
  const { from, until } = key.days;
  const ends = (fields: Fields) => (fields[until] as string | undefined) ?? "9999-12-31";
  const starts = (fields: Fields) => (fields[from] as string | undefined) ?? "0000-01-01";
  // days that end before they start cover nothing
  return starts(one) <= ends(one) && starts(other) <= ends(other) && starts(one) <= ends(other) && starts(other) <= ends(one);
};
/** What a record holds of a key, but for its days: one text for values that the database holds equal. */
export const placeOf = (entry: RecordEntry, { by }: Key, fields: Fields): string =>
  JSON.stringify(by.map((field) => (entry.table.byField.get(field) ?? []).map((column) => columnValue(column, fields))));

/** Asks for the records that hold a key which some fields would hold as well. */
export function holdersOf(unit: Unit, entry: RecordEntry, key: Key, wanted: readonly Fields[]): Statement {
  const { table } = entry;
  const columns = key.by.flatMap((field) => table.byField.get(field) ?? []);
  const days = key.days ? [key.days.from, key.days.until].flatMap((field) => table.byField.get(field) ?? []) : [];
  const array = (column: Column) => sql`${wanted.map((fields) => columnValue(column, fields))}::${sql.raw(`${column.type}[]`)}`;
  const same = columns.map(({ name }) => sql`t.${sql.id(name)} = w.${sql.id(name)}`);
  const [from, until] = days.map(({ name }) => sql.id(name));
  const range = (alias: string) =>
    sql`(case when ${sql.id(alias)}.${until} < ${sql.id(alias)}.${from} then 'empty'::daterange else daterange(${sql.id(alias)}.${from}, ${sql.id(alias)}.${until}, '[]') end)`;
  const shared = from && until ? sql` and ${range("t")} && ${range("w")}` : sql``;
  const states = key.whileIn ? sql` and t.state = any(${[...key.whileIn]}::text[])` : sql``;
  const names = sql.join([...columns, ...days].map(({ name }) => sql.id(name)));
  // one by one: a server that has not heard yet how much this tenant has would rather go through all of it
  const holders = sql`select t.* from ${sql.id(table.schema, table.name)} as t where t.tenant = ${unit.tenant.id} and ${sql.join(same, sql` and `)}${shared} and t.retracted_at is null${states} for key share`;
  return statement(
    sql`select t.* from unnest(${sql.join([...columns, ...days].map(array))}) as w(${names}) cross join lateral (${holders}) as t`,
  );
}

/** The records that hold a key of some others already, by the index of the other. */
export async function existing(unit: Unit, entry: RecordEntry, others: readonly Fields[]): Promise<Map<number, AnyStored>> {
  const keys = keysIn(entry).filter((key) => others.some((fields) => holds(key, fields)));
  const results = await send(
    unit,
    keys.map((key) =>
      holdersOf(
        unit,
        entry,
        key,
        others.filter((fields) => holds(key, fields)),
      ),
    ),
  );
  const found = new Map<number, AnyStored>();
  for (const [at, key] of keys.entries()) {
    const holders = (results[at]?.rows ?? []).map((row) => recordOf(entry.table, row));
    for (const [index, fields] of others.entries()) {
      const holder = holds(key, fields) ? holders.find((each) => collide(entry, key, each, fields)) : undefined;
      if (holder && !found.has(index)) found.set(index, holder);
    }
  }
  return found;
}

/** Of the records that were found, those that the caller may read. */
export async function readableOf(unit: Unit, entry: RecordEntry, found: Map<number, AnyStored>): Promise<Map<number, AnyStored>> {
  if (found.size === 0) return found;
  const uuids = [...found.values()].map((record) => uuidOf(entry.record.name, record.id));
  const [result] = await send(unit, [reachedIds(unit, entry, grantsFor(unit.registry, unit.actor, "read", entry.record.name), uuids)]);
  const reached = new Set((result?.rows ?? []).map((row) => row["id"]));
  return new Map([...found].filter(([, record]) => reached.has(uuidOf(entry.record.name, record.id))));
}

/** Of some records those that could not be beside an earlier one of them. */
export function rivalsAmong(entry: RecordEntry, records: readonly AnyStored[]): ReadonlySet<AnyStored> {
  const rivals = new Set<AnyStored>();
  for (const key of keysIn(entry)) {
    const held = new Map<string, AnyStored[]>();
    for (const record of records.filter((each) => holds(key, each))) {
      const place = placeOf(entry, key, record);
      const others = held.get(place) ?? [];
      if (others.some((other) => collide(entry, key, record, other))) rivals.add(record);
      else held.set(place, [...others, record]);
    }
  }
  return rivals;
}

/** What a record cannot have because another one has it, in words. */
export function takenBy(entry: RecordEntry, record: AnyStored, holder: AnyStored): Refusal {
  const key = keysIn(entry).find((each) => holds(each, record) && holds(each, holder) && collide(entry, each, record, holder));
  const blanks = { record: entry.record.name, fields: (key?.by ?? []).join(" and ") };
  return key?.days ? overlaps(blanks) : uniqueTaken(blanks);
}
