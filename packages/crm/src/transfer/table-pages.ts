import { sql, statement } from "../database/compile.js";
import type { Result, Statement } from "../database/database.js";
import type { Registry } from "../registry.js";
import { catalogueType } from "../schema/ddl.js";
import { shapesOf } from "../schema/shapes.js";
import { fullName, type TableShape } from "../schema/table-shape.js";

/** A row as text, column by column: what PostgreSQL writes it reads again, to the last digit and byte. */
export type TextRow = readonly (string | null)[];
type Send = (statements: readonly Statement[]) => Promise<readonly Result[]>;

/** A page of text is about so large, whatever the rows are. */
const bytesPerPage = 4_000_000;
const mostRows = 5000;

/** The tables in which rows of a tenant stand; its own row comes last, for with it the tenant is there. */
export function tenantTables(registry: Registry): readonly TableShape[] {
  const shapes = shapesOf(registry).filter(({ tenantColumn }) => tenantColumn !== undefined);
  return [...shapes.filter(({ tenantColumn }) => tenantColumn === "tenant"), ...shapes.filter(({ tenantColumn }) => tenantColumn === "id")];
}

export const columnsOf = (shape: TableShape): readonly string[] => Object.keys(shape.columns);
const typeOf = (shape: TableShape, column: string) => sql.raw(catalogueType(shape.columns[column] ?? "text"));
const place = (shape: TableShape) => sql.id(shape.schema, shape.name);

/** By what a table is walked: its primary key, else its unique index, whose empty values count as the empty text. */
function keyOf(shape: TableShape): readonly string[] {
  const key = shape.primaryKey.length > 0 ? shape.primaryKey : (shape.indexes.find(({ unique }) => unique)?.columns ?? []);
  const within = key.filter((column) => column !== shape.tenantColumn);
  return within.length > 0 ? within : key;
}
const comparable = (shape: TableShape, column: string) =>
  shape.columns[column]?.endsWith("?") ? sql`coalesce(${sql.id(column)}, '')` : sql.id(column);
const ofTenant = (shape: TableShape, tenant: string) => sql`${sql.id(shape.tenantColumn as string)} = ${tenant}`;

/**
 * All rows of a tenant in a table, page by page in the order of their key.
 *
 * @param after - a row after which to begin
 */
export async function* pagesOf(send: Send, shape: TableShape, tenant: string, after?: TextRow): AsyncGenerator<readonly TextRow[]> {
  const columns = columnsOf(shape);
  const key = keyOf(shape);
  const texts = sql.join(columns.map((column, index) => sql`${sql.id(column)}::text as ${sql.id(String(index))}`));
  const order = key.length > 0 ? sql` order by ${sql.join(key.map((column) => comparable(shape, column)))}` : sql``;
  let limit = 100;
  for (let last = after; ; ) {
    const [result] = await send([
      statement(
        sql`select ${texts} from ${place(shape)} where ${ofTenant(shape, tenant)}${beyond(shape, key, last)}${order} limit ${limit}`,
      ),
    ]);
    const rows = (result?.rows ?? []).map((row) => columns.map((_, index) => row[String(index)] as string | null));
    if (rows.length > 0) yield rows;
    if (rows.length < limit || key.length === 0) return;
    last = rows.at(-1);
    const bytes = rows.reduce((sum, row) => sum + row.reduce((all, text) => all + (text?.length ?? 0), 0), 0);
    limit = Math.max(1, Math.min(mostRows, Math.floor((bytesPerPage * rows.length) / Math.max(1, bytes))));
  }
}

function beyond(shape: TableShape, key: readonly string[], after: TextRow | undefined) {
  if (!after || key.length === 0) return sql``;
  const columns = columnsOf(shape);
  const values = key.map((column) => sql`${after[columns.indexOf(column)] ?? ""}::${typeOf(shape, column)}`);
  return sql` and (${sql.join(key.map((column) => comparable(shape, column)))}) > (${sql.join(values)})`;
}

/** The last row of a tenant in a table: how far a copy has come that was stopped. */
export async function lastOf(send: Send, shape: TableShape, tenant: string): Promise<TextRow | undefined> {
  const key = keyOf(shape);
  if (key.length === 0) return undefined;
  const columns = columnsOf(shape);
  const texts = sql.join(columns.map((column, index) => sql`${sql.id(column)}::text as ${sql.id(String(index))}`));
  const order = sql.join(key.map((column) => sql`${comparable(shape, column)} desc`));
  const [result] = await send([
    statement(sql`select ${texts} from ${place(shape)} where ${ofTenant(shape, tenant)} order by ${order} limit 1`),
  ]);
  const row = result?.rows[0];
  return row && columns.map((_, index) => row[String(index)] as string | null);
}

/** Writes a page as it was read, with the numbers that the database gave it there. */
export function insertPage(shape: TableShape, rows: readonly TextRow[]): Statement {
  const columns = columnsOf(shape);
  const names = sql.join(columns.map((column) => sql.id(column)));
  const arrays = sql.join(columns.map((_, index) => sql`${rows.map((row) => row[index] ?? null)}::text[]`));
  const values = sql.join(columns.map((column) => sql`r.${sql.id(column)}::${typeOf(shape, column)}`));
  return statement(
    sql`insert into ${place(shape)} (${names}) overriding system value select ${values} from unnest(${arrays}) as r(${names})`,
  );
}

/** How many rows a tenant has in each table. */
export async function countRows(send: Send, shapes: readonly TableShape[], tenant: string): Promise<ReadonlyMap<string, number>> {
  const results = await send(
    shapes.map((shape) => statement(sql`select count(*) as n from ${place(shape)} where ${ofTenant(shape, tenant)}`)),
  );
  return new Map(shapes.map((shape, index) => [fullName(shape), Number(results[index]?.rows[0]?.["n"])]));
}

/** New rows get later numbers than those that came along. Step by step, because others may draw numbers at the same time. */
export const passOrdinals = (tenant: string): Statement =>
  statement(
    sql`select count(nextval('kehu.journal_ordinal_seq')) from generate_series((select last_value from kehu.journal_ordinal_seq), (select max(ordinal) from kehu.journal where tenant = ${tenant}))`,
  );
