import { idIn, prepared, sql, statement } from "../../database/compile.js";
import type { Statement } from "../../database/database.js";
import type { SqlType } from "../../schema/table.js";

/** A table as the write door fills it: its columns in a fixed order, so that each table has one statement whatever the number of rows. */
export interface Target {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType | "bytea" }[];
  /** The fields that stand in `data`; what newer code keeps there beside stays as it is. */
  readonly rest?: readonly string[];
}

// JSON and bytes travel as text: an array of them needs no quoting of its own then
const wire = (type: Target["columns"][number]["type"]): string => (type === "jsonb" || type === "bytea" ? "text" : type);
const arrays = (target: Target) => sql.join(target.columns.map((column) => sql`${[]}::${sql.raw(`${wire(column.type)}[]`)}`));
const names = (target: Target) => sql.join(target.columns.map((column) => sql.id(column.name)));
const read = (column: Target["columns"][number]) => {
  const value = sql.id("r", column.name);
  return column.type === "jsonb" ? sql`${value}::jsonb` : column.type === "bytea" ? sql`decode(${value}, 'hex')` : value;
};

type Rows = readonly (readonly unknown[])[];
const value = ({ type }: Target["columns"][number]) =>
  type === "bytea" ? sql`decode(${""}::text, 'hex')` : type === "jsonb" ? sql`${""}::text::jsonb` : sql`${""}::${sql.raw(type)}`;

const texts = new WeakMap<Target, Map<string, Statement>>();
/** A table's statement is put together once; only the values differ. */
function textOf(target: Target, kind: string, make: () => Statement): Statement {
  const known = texts.get(target) ?? new Map<string, Statement>();
  texts.set(target, known);
  const text = known.get(kind) ?? make();
  known.set(kind, text);
  return text;
}
const columnsOf = (target: Target, rows: Rows): readonly unknown[] =>
  target.columns.map((_, index) => rows.map((row) => row[index] ?? null));

/**
 * Inserts rows in one statement, however many; `conflict` names the key whose owners are left as they are. One row goes as values: the
 * server plans these once, and arrays anew each time, because it takes ten rows for granted until it sees them.
 */
export function insertRows(target: Target, rows: Rows, conflict?: readonly string[]): Statement {
  const [row, ...others] = rows;
  const isOne = row !== undefined && others.length === 0;
  const text = textOf(target, `insert ${isOne ? "one" : ""} ${conflict?.join() ?? ""}`, () => {
    const keep = conflict ? sql` on conflict (${sql.join(conflict.map((name) => sql.id(name)))}) do nothing` : sql``;
    const into = sql`insert into ${sql.id(target.schema, target.name)} (${names(target)})`;
    const from = isOne
      ? sql`values (${sql.join(target.columns.map(value))})`
      : sql`select ${sql.join(target.columns.map(read))} from unnest(${arrays(target)}) as r(${names(target)})`;
    return prepared("insert", statement(sql`${into} ${from}${keep}`));
  });
  return { ...text, parameters: isOne ? row : columnsOf(target, rows) };
}

/** Writes all columns of rows that are found by tenant and id, the first two columns. */
export function updateRows(target: Target, rows: Rows): Statement {
  const text = textOf(target, "update", () => {
    const next = (column: Target["columns"][number]) =>
      column.name === "data" && target.rest
        ? sql`(t.data - ${sql.lit(`{${target.rest.join()}}`)}::text[]) || ${read(column)}`
        : read(column);
    const set = sql.join(target.columns.slice(2).map((column) => sql`${sql.id(column.name)} = ${next(column)}`));
    const found = sql`from unnest(${arrays(target)}) as r(${names(target)}) where t.tenant = r.tenant and t.id = r.id`;
    return statement(sql`update ${sql.id(target.schema, target.name)} as t set ${set} ${found}`);
  });
  const update = { ...text, parameters: columnsOf(target, rows) };
  // a plan made for one row is right for few; many rows are planned as they come
  return rows.length === 1 ? prepared("update", update) : update;
}

/** Deletes what belongs to records. */
export const deleteOf = (table: string, tenant: string, ids: readonly string[]): Statement =>
  prepared("delete", statement(sql`delete from ${sql.id("kehu", table)} where tenant = ${tenant} and ${idIn("record_id", ids)}`));
