import type { Page } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { fillable, hole, prepared, sql, statement, type Values } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import type { Fault, FaultValues } from "../problems.js";
import type { RecordEntry } from "../registry.js";
import { type AnyStored, fieldValue, recordOf } from "../schema/row.js";
import type { Column } from "../schema/table.js";
import { type Asking, askingAnybody, sharedBy, sightsOf, valuesOf } from "./access.js";
import { cursorAfter, fingerprint, type Key, readCursor } from "./cursor.js";
import { type Field, fieldsOf, isOrdered, namesOf } from "./fields.js";
import { pageOf } from "./page.js";
import { always, type Condition, reachOf } from "./reach.js";
import { columnsAs, readable, tableAs, wholeRow } from "./readable.js";
import { invalidQuery, refusedAt } from "./refusals.js";
import { asksFor } from "./where.js";

/** A find as it comes in, not yet looked at. */
export interface Asked {
  readonly select?: unknown;
  readonly where?: unknown;
  readonly sort?: unknown;
  readonly limit?: unknown;
  readonly after?: unknown;
}
/** A compiled read: what to send, and what to make of the rows. */
export interface Reading<T> {
  readonly statement: Statement;
  readonly read: (rows: readonly Row[]) => T;
}

const mostRows = 1000;
const mostKeys = 8;

/**
 * A page of records.
 *
 * @throws KehuError `crm/invalid-query`, `crm/invalid-cursor`, and what {@link readable} throws
 */
export function compileFind(asking: Asking, entry: RecordEntry, asked: Asked = {}): Reading<Page<AnyStored>> {
  const selected = selectedFields(entry, asked.select);
  const whole = asked.select === undefined;
  return compilePage(asking, entry, asked, {
    demanded: selected,
    columns: (keys) => columnsOf(entry, whole ? undefined : selected, keys),
    item: whole ? (row) => recordOf(entry.table, row) : selectorOf(entry, selected),
  });
}

/**
 * A page of records with what may be seen of each: where roles add up, one grant may show more of a record than the other.
 *
 * @throws like {@link compileFind}; not for what is hidden
 */
export function compileVisible(asking: Asking, entry: RecordEntry, asked: Omit<Asked, "select">): Reading<Page<AnyStored>> {
  const sights = sightsOf(asking, entry);
  const all = [...fieldsOf(entry).keys()];
  const fields = all.filter((field) => sights.some(({ hide }) => !hide.has(field)));
  const [first] = sights;
  if (sights.length === 1) return compileFind(asking, entry, { ...asked, ...(first?.hide.size !== 0 && { select: fields }) });
  const seen = sights.map(({ grants }, index) => sql`${reachOf(asking, entry, grants, "r") ?? always} as ${sql.id(`sight_${index}`)}`);
  return compilePage(asking, entry, asked, {
    demanded: [],
    columns: (keys) => sql.join([columnsOf(entry, fields, keys), ...seen]),
    item: (row) => {
      const open = sights.filter((_, index) => row[`sight_${index}`] === true);
      return selectorOf(
        entry,
        fields.filter((field) => open.some(({ hide }) => !hide.has(field))),
      )(row);
    },
  });
}

interface PageShape {
  /** Fields that a row is given for only by a grant that shows them. */
  readonly demanded: readonly string[];
  readonly columns: (keys: readonly Key[]) => Condition;
  readonly item: (row: Row) => AnyStored;
}
function compilePage(asking: Asking, entry: RecordEntry, asked: Asked, { demanded, columns, item }: PageShape): Reading<Page<AnyStored>> {
  const sorted = sortedFields(entry, asked.sort);
  const limit = limitOf(entry, asked.limit);
  const rows = readable(asking, entry, { alias: "r", fields: [...demanded, ...sorted.map(({ field }) => field.name)], where: asked.where });
  const keys = keysOf(sorted, asked.where);
  const print = (): string => fingerprint(entry, keys, asked.where);
  const page = pageOf({
    columns: columns(keys),
    table: tableAs(entry, "r"),
    rows,
    keys,
    after: asked.after === undefined ? undefined : readCursor(asked.after, print(), keys),
    limit: limit + 1,
    isIndexed: sorted[0] !== undefined && isIndexed(entry, sorted[0].field.name),
  });
  return {
    statement: prepared("find", statement(page)),
    read(found) {
      const page = found.slice(0, limit);
      const items = page.map(item);
      return found.length > limit ? { items, next: cursorAfter(print(), keys, page.at(-1) as Row) } : { items };
    },
  };
}

/**
 * One record by its id.
 *
 * @returns what gives undefined alike where it does not exist, is another tenant's or is not reached
 * @throws KehuError `core/wrong-id`, `crm/invalid-query`, and what {@link readable} throws
 */
export function compileGet(asking: Asking, entry: RecordEntry, id: string, select?: unknown): Reading<AnyStored | undefined> {
  const uuid = uuidOf(entry.record.name, id);
  const selected = selectedFields(entry, select);
  const whole = select === undefined;
  return {
    statement: getStatement(asking, entry, whole ? undefined : selected)({ ...valuesOf(asking), uuid }),
    read: ([row]) => row && (whole ? recordOf(entry.table, row) : selectorOf(entry, selected)(row)),
  };
}

type Fill = (values: Values) => Statement;
const gets = new WeakMap<RecordEntry, Map<string, Fill>>();
/** One record is read again and again by people with the same roles. */
function getStatement(asking: Asking, entry: RecordEntry, selected: readonly string[] | undefined): Fill {
  const shared = sharedBy(asking);
  const key = `${shared} ${selected?.join()}`;
  const known = gets.get(entry) ?? new Map<string, Fill>();
  gets.set(entry, known);
  const found = shared === undefined ? undefined : known.get(key);
  if (found) return found;
  const fields = selected ?? selectedFields(entry, undefined);
  // what is refused is refused in the name of who asks
  const own = readable(asking, entry, { alias: "r", fields });
  const rows = shared === undefined ? own : readable(askingAnybody(asking), entry, { alias: "r", fields });
  const fill = fillable(
    "get",
    sql`select ${columnsOf(entry, selected, [])} from ${tableAs(entry, "r")} where ${rows} and r.id = ${hole("uuid")}::uuid`,
  );
  if (shared !== undefined && known.size < mostKnown) known.set(key, fill);
  return fill;
}
/** The kinds of get that are kept for a record type; callers may select fields in many ways. */
const mostKnown = 200;

const allFields = new WeakMap<RecordEntry, readonly string[]>();
function selectedFields(entry: RecordEntry, select: unknown): readonly string[] {
  if (select === undefined) {
    const known = allFields.get(entry) ?? [...fieldsOf(entry).keys()];
    allFields.set(entry, known);
    return known;
  }
  if (!Array.isArray(select) || select.length === 0) throw invalid(entry, "select", "no-fields", { limit: fieldsOf(entry).size });
  for (const name of select)
    if (typeof name !== "string" || !fieldsOf(entry).has(name))
      throw invalid(entry, "select", "unknown-field", { names: namesOf(fieldsOf(entry).values()) });
  return [...new Set(select as readonly string[])];
}

interface Sorted {
  readonly field: Field;
  readonly falling: boolean;
}
function sortedFields(entry: RecordEntry, sort: unknown): readonly Sorted[] {
  const list: readonly unknown[] = sort === undefined ? [] : Array.isArray(sort) ? sort : [sort];
  if (list.length > mostKeys) throw invalid(entry, "sort", "too-many", { limit: mostKeys });
  return list.map((key) => {
    const falling = typeof key === "string" && key.startsWith("-");
    const field = typeof key === "string" ? fieldsOf(entry).get(falling ? key.slice(1) : key) : undefined;
    if (!field || !isOrdered(field))
      throw invalid(entry, "sort", "unsortable", { names: namesOf([...fieldsOf(entry).values()].filter(isOrdered)) });
    return { field, falling };
  });
}

/**
 * Amounts are sorted within their currency. After the id nothing is left to sort; it rises or falls with the key before it, as an index
 * does when it is read backwards.
 */
function keysOf(sorted: readonly Sorted[], where: unknown): readonly [Key, ...Key[]] {
  const keys = new Map<string, Key>();
  const id: Key = { name: "id", type: "uuid", falling: sorted.at(-1)?.falling ?? false, filled: true };
  for (const { field, falling } of sorted) {
    const filled = field.filled || asksFor(where, field.name);
    const columns = field.info.kind === "money" ? field.columns.toReversed() : field.columns;
    for (const column of columns) if (!keys.has("id") && !keys.has(column.name)) keys.set(column.name, { ...column, falling, filled });
  }
  return (keys.has("id") ? [...keys.values()] : [...keys.values(), id]) as [Key, ...Key[]];
}

/** Whether there is an index that begins with a field, for whatever state. */
const isIndexed = ({ record }: RecordEntry, field: string): boolean =>
  record.indexed.some(({ by, whileIn }) => by[0] === field && whileIn === undefined);

function limitOf(entry: RecordEntry, limit: unknown): number {
  if (limit === undefined) return 50;
  if (Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= mostRows) return limit as number;
  throw invalid(entry, "limit", "no-limit", { limit: mostRows });
}

function columnsOf(entry: RecordEntry, fields: readonly string[] | undefined, keys: readonly Key[]): Condition {
  if (!fields) return columnsAs(wholeRow(entry), "r");
  return columnsAs(
    new Set(["id", ...fields.flatMap((name) => columnNames(fieldsOf(entry).get(name) as Field)), ...keys.map(({ name }) => name)]),
    "r",
  );
}
const columnNames = (field: Field): readonly string[] => (field.columns.length > 0 ? field.columns.map(({ name }) => name) : ["data"]);

/** Only the selected fields; empty ones are absent, as in a whole record. */
function selectorOf(entry: RecordEntry, names: readonly string[]): (row: Row) => AnyStored {
  const reads = names.map((name) => readerOf(entry, fieldsOf(entry).get(name) as Field));
  return (row) => {
    const record: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at += 1) {
      const value = (reads[at] as (typeof reads)[number])(row);
      if (value !== undefined && value !== null) record[names[at] as string] = value;
    }
    return record as never;
  };
}

const readers = new WeakMap<Field, (row: Row) => unknown>();
/** How a row is read for a field: put together once, for rows come by the thousand. */
function readerOf(entry: RecordEntry, field: Field): (row: Row) => unknown {
  const known = readers.get(field);
  if (known) return known;
  const made = newReader(entry, field);
  readers.set(field, made);
  return made;
}
function newReader(entry: RecordEntry, { name, columns }: Field): (row: Row) => unknown {
  if (columns.length === 0) return (row) => (row["data"] as Readonly<Record<string, unknown>>)[name];
  if (name === "origin")
    return (row) => (row["origin_state"] === null ? undefined : { state: row["origin_state"], since: row["origin_since"] });
  const own = entry.table.byField.get(name) ?? columns.map((column) => keptColumn(entry, name, column));
  return (row) => fieldValue(own, row);
}
const keptColumn = (entry: RecordEntry, name: string, column: Field["columns"][number]): Column => ({
  ...column,
  field: name,
  part: "value",
  ...(name === "id" && { target: entry.record.name }),
});

const invalid = (entry: RecordEntry, path: string, fault: Fault, values?: FaultValues) =>
  refusedAt((problems) => invalidQuery({ record: entry.record.name, problems }), path, fault, values);
