import { db, sql, statement } from "../database/compile.js";
import type { Row, Statement, Transaction } from "../database/database.js";
import type { Registry } from "../registry.js";
import { retiredComment, stateCheck, unconfined, usedStates } from "./ddl.js";
import { gapsIn, gapsOf, type RowGaps } from "./row-gaps.js";
import { shapesOf } from "./shapes.js";
import { fullName, type TableShape } from "./table-shape.js";
import { aheadOf, hasChanged, type InstalledPack } from "./versions.js";

/** A table that is there. */
export interface ExistingTable {
  readonly schema: string;
  readonly name: string;
  /** The types of its columns, as the catalogue writes them. */
  readonly columns: Readonly<Record<string, string>>;
  readonly indexes: readonly string[];
  /** Checks and exclusions with their definitions. */
  readonly constraints: Readonly<Record<string, string>>;
  /** Whether its policy is there and binds its owner too. */
  readonly isConfined: boolean;
  /** Whether its record type was given up before. */
  readonly isRetired: boolean;
}
/** What is in a database of what the installer looks after. */
export interface Existing {
  readonly schemas: ReadonlySet<string>;
  /** By full name. */
  readonly tables: ReadonlyMap<string, ExistingTable>;
  readonly hasRangeKeys: boolean;
  /** The triggers that are switched on, and the functions. */
  readonly guards: ReadonlySet<string>;
  readonly format?: number;
  readonly packs: ReadonlyMap<string, InstalledPack>;
  /** Packs whose rows are still on their way from one version to another. */
  readonly pending: ReadonlyMap<string, { readonly from: string; readonly to: string }>;
  /** States that the packs gave up and rows are still in, by the table's full name. */
  readonly usedStates: ReadonlyMap<string, readonly string[]>;
  /** What rows lack, and hold beside, by the table's full name; only where a pack has changed. */
  readonly gaps: ReadonlyMap<string, RowGaps>;
}
/** A database in which nothing was installed. */
export const nothing: Existing = {
  schemas: new Set(),
  tables: new Map(),
  hasRangeKeys: false,
  guards: new Set(),
  packs: new Map(),
  pending: new Map(),
  usedStates: new Map(),
  gaps: new Map(),
};

const ours = sql`(n.nspname = 'kehu' or n.nspname like 'kehu\\_%')`;
const catalogue = [
  statement(sql`select n.nspname as name from pg_catalog.pg_namespace n where ${ours}`),
  statement(sql`
    select n.nspname as schema, c.relname as name,
      c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as confined,
      pg_catalog.obj_description(c.oid, 'pg_class') as comment,
      (select jsonb_object_agg(a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select jsonb_agg(i.relname) from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid) as indexes,
      (select jsonb_object_agg(k.conname, pg_catalog.pg_get_constraintdef(k.oid)) from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'x')) as constraints
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${ours}`),
  statement(sql`select extname from pg_catalog.pg_extension where extname = 'btree_gist'`),
  statement(sql`
    select t.tgname as name from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'kehu' and not t.tgisinternal and t.tgenabled = 'O'
    union all
    select p.proname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = 'kehu'`),
];

/** Reads what is there; the rows are looked at only where a pack has changed, and nobody writes meanwhile. */
export async function readExisting(transaction: Transaction, registry: Registry, before: readonly Statement[] = []): Promise<Existing> {
  const results = (await transaction.send([...before, ...catalogue])).slice(before.length);
  const [schemas = [], found = [], extensions = [], guards = []] = results.map((result) => result.rows);
  const tables = new Map(found.map((row) => tableFrom(row as unknown as CatalogueRow)).map((table) => [fullName(table), table]));
  const base = {
    ...nothing,
    schemas: new Set(schemas.map((row) => row["name"] as string)),
    tables,
    hasRangeKeys: extensions.length > 0,
    guards: new Set(guards.map((row) => row["name"] as string)),
  };
  if (!tables.has("kehu.pack_version") || !tables.has("kehu.format")) return base;
  const existing = { ...base, ...(await readVersions(transaction, tables)) };
  return { ...existing, ...(await readRows(transaction, registry, existing)) };
}

async function readVersions(transaction: Transaction, tables: Existing["tables"]): Promise<Pick<Existing, "packs" | "pending" | "format">> {
  const kehu = db.withSchema("kehu");
  const serves = Object.hasOwn(tables.get("kehu.pack_version")?.columns ?? {}, "serves") ? sql`serves` : sql`null`;
  const [packs, format, pending] = await transaction.send([
    statement(sql`select pack, version, digest, coalesce(${serves}, version) as serves from kehu.pack_version`),
    statement(kehu.selectFrom("format").select("number")),
    ...(tables.has("kehu.upgrade")
      ? [statement(kehu.selectFrom("upgrade").select(["pack", "from_version as from", "to_version as to"]))]
      : []),
  ]);
  const byPack = <T>(rows: readonly Row[] = []) => new Map(rows.map(({ pack, ...row }) => [pack as string, row as T]));
  return {
    packs: byPack(packs?.rows),
    pending: byPack(pending?.rows),
    ...(format?.rows[0] && { format: format.rows[0]["number"] as number }),
  };
}

/** Writers look into the settings of their tenant first; who holds these alone has waited for all of them. */
const stopWriters = statement(sql`lock table kehu.tenant in access exclusive mode`);

async function readRows(transaction: Transaction, registry: Registry, existing: Existing): Promise<Pick<Existing, "usedStates" | "gaps">> {
  const { tables } = existing;
  const removed = shapesOf(registry, aheadOf(registry, existing))
    .map((shape) => ({ shape, states: removedStates(shape, tables.get(fullName(shape))) }))
    .filter(({ states }) => states.length > 0);
  const looked = hasChanged(registry, existing) ? gapsOf(registry, existing) : [];
  if (removed.length + looked.length === 0) return { usedStates: new Map(), gaps: new Map() };
  const results = await transaction.send([
    stopWriters,
    ...removed.flatMap(({ shape, states }) => usedStates(shape, states)),
    ...looked.flatMap(({ place, look }) => unconfined(place, look)),
  ]);
  const states = new Map<string, string[]>();
  const gaps = new Map<string, RowGaps>();
  for (const row of results.flatMap((result) => result.rows)) {
    const table = row["table"] as string;
    if ("state" in row) states.set(table, [...(states.get(table) ?? []), row["state"] as string]);
    else if (row["rows"]) gaps.set(table, gapsIn(row));
  }
  return { usedStates: states, gaps };
}

interface CatalogueRow {
  readonly schema: string;
  readonly name: string;
  readonly confined: boolean;
  readonly comment: string | null;
  readonly columns: Readonly<Record<string, string>> | null;
  readonly indexes: readonly string[] | null;
  readonly constraints: Readonly<Record<string, string>> | null;
}
const tableFrom = (row: CatalogueRow): ExistingTable => ({
  schema: row.schema,
  name: row.name,
  columns: row.columns ?? {},
  indexes: row.indexes ?? [],
  constraints: row.constraints ?? {},
  isConfined: row.confined,
  isRetired: row.comment === retiredComment,
});

/** The states that a table's check names; they are words of letters and digits. */
export const statesOf = (table: ExistingTable | undefined): readonly string[] =>
  [...(table?.constraints[stateCheck] ?? "").matchAll(/'([a-zA-Z0-9]+)'/g)].map(([, state]) => state as string);

/** The states that a table had and the packs no longer define. */
const removedStates = (shape: TableShape, table: ExistingTable | undefined): readonly string[] =>
  statesOf(table).filter((state) => !shape.states?.includes(state));
