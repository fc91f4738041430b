import { idIn, prepared, sql, statement } from "../../database/compile.js";
import type { Statement } from "../../database/database.js";
import type { SqlType } from "../../schema/table.js";

interface TargetColumn {
  readonly name: string;
  readonly type: SqlType | "bytea";
}
/** A table as the write door fills it: its columns in a fixed order. */
export interface Target {
  readonly schema: string;
  readonly name: string;
  /** Columns of JSON are never empty. */
  readonly columns: readonly TargetColumn[];
  /** The fields that stand in `data`; what newer code keeps there beside stays as it is. */
  readonly rest?: readonly string[];
}
type Rows = readonly (readonly unknown[])[];

const names = (columns: readonly TargetColumn[]) => sql.join(columns.map(({ name }) => sql.id(name)));
// bytes travel as text: an array of them needs no quoting of its own then
const wire = ({ type }: TargetColumn) => (type === "bytea" ? "text" : type);
const read = ({ type, name }: TargetColumn) => (type === "bytea" ? sql`decode(${sql.id("r", name)}, 'hex')` : sql.id("r", name));

interface Place extends TargetColumn {
  /** Where it stands in a row. */
  readonly at: number;
}
const orders = new WeakMap<Target, { readonly plain: readonly Place[]; readonly json: readonly Place[] }>();
/** The columns in the order in which statements name them: those of JSON come last. */
function orderOf(target: Target): { readonly plain: readonly Place[]; readonly json: readonly Place[] } {
  const known = orders.get(target);
  if (known) return known;
  const places = target.columns.map((column, at) => ({ ...column, at }));
  const order = { plain: places.filter(({ type }) => type !== "jsonb"), json: places.filter(({ type }) => type === "jsonb") };
  orders.set(target, order);
  return order;
}

/**
 * Where the rows of a statement come from, as `r`. One row goes as values: the server plans these once, and arrays anew each time,
 * because it takes ten rows for granted until it sees them. Of many rows JSON goes as one list: it needs no quoting as text of an array.
 */
function sourceOf(target: Target, isOne: boolean) {
  const { plain, json } = orderOf(target);
  const columns = [...plain, ...json];
  const value = (column: TargetColumn) => sql`${null}::${sql.raw(wire(column))}`;
  if (isOne) return sql`(values (${sql.join(columns.map(value))})) as r(${names(columns)})`;
  const arrays = plain.map((column) => sql`${null}::${sql.raw(`${wire(column)}[]`)}`);
  const lists = json.map(() => sql`jsonb_array_elements(${null}::jsonb)`);
  return sql`rows from (${sql.join([sql`unnest(${sql.join(arrays)})`, ...lists])}) as r(${names(columns)})`;
}

function parametersOf(target: Target, rows: Rows): readonly unknown[] {
  const { plain, json } = orderOf(target);
  const [row] = rows;
  if (row && rows.length === 1) return [...plain, ...json].map(({ at }) => row[at] ?? null);
  const valuesOf = ({ at }: Place) => rows.map((each) => each[at] ?? null);
  return [...plain.map(valuesOf), ...json.map((column) => `[${valuesOf(column).join(",")}]`)];
}

const texts = new WeakMap<Target, Map<string, Statement>>();
/** A table's statements for one row and for many are put together once; only the values differ. */
function filled(target: Target, kind: string, rows: Rows, make: (source: ReturnType<typeof sourceOf>) => Statement): Statement {
  const isOne = rows.length === 1;
  const known = texts.get(target) ?? new Map<string, Statement>();
  texts.set(target, known);
  const name = `${kind} ${isOne ? "one" : "many"}`;
  const text = known.get(name) ?? make(sourceOf(target, isOne));
  known.set(name, text);
  return { ...text, parameters: parametersOf(target, rows) };
}

/** Inserts rows in one statement, however many; `conflict` names the key whose owners are left as they are. */
export function insertRows(target: Target, rows: Rows, conflict?: readonly string[]): Statement {
  return filled(target, `insert ${conflict?.join() ?? ""}`, rows, (source) => {
    const keep = conflict ? sql` on conflict (${sql.join(conflict.map((name) => sql.id(name)))}) do nothing` : sql``;
    const into = sql`insert into ${sql.id(target.schema, target.name)} (${names(target.columns)})`;
    return prepared("insert", statement(sql`${into} select ${sql.join(target.columns.map(read))} from ${source}${keep}`));
  });
}

/** Writes all columns of rows that are found by tenant and id, the first two columns. */
export function updateRows(target: Target, rows: Rows): Statement {
  const update = filled(target, "update", rows, (source) => {
    const next = (column: TargetColumn) =>
      column.name === "data" && target.rest
        ? sql`(t.data - ${sql.lit(`{${target.rest.join()}}`)}::text[]) || ${read(column)}`
        : read(column);
    const set = sql.join(target.columns.slice(2).map((column) => sql`${sql.id(column.name)} = ${next(column)}`));
    const found = sql`from ${source} where t.tenant = r.tenant and t.id = r.id`;
    return statement(sql`update ${sql.id(target.schema, target.name)} as t set ${set} ${found}`);
  });
  // a plan made for one row is right for it; many rows are planned as they come
  return rows.length === 1 ? prepared("update", update) : update;
}

/** Deletes what belongs to records. */
export const deleteOf = (table: string, tenant: string, ids: readonly string[]): Statement =>
  prepared("delete", statement(sql`delete from ${sql.id("kehu", table)} where tenant = ${tenant} and ${idIn("record_id", ids)}`));
