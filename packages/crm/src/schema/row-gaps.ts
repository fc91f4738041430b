import { type FieldInfo, isScalar } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import type { RecordEntry, Registry } from "../registry.js";
import { catalogueType } from "./ddl.js";
import type { Existing, ExistingTable } from "./existing.js";
import { defaultOf } from "./row.js";
import { fullName } from "./table-shape.js";
import { chainOf, filledBy, type RecordChain, renamesOf } from "./upgrade-chain.js";
import { aheadOf } from "./versions.js";

/** What the rows of a table do not have although their record type demands it, and what they have beside. */
export interface RowGaps {
  /** Required fields that some row lacks. */
  readonly lacking: readonly string[];
  /** Fields with a default that some row lacks in its column. */
  readonly defaulted: readonly string[];
  /** Fields that are kept as JSON and that nothing defines any more. */
  readonly stray: readonly string[];
}

/** The steps that the records of each type have before them. */
export function chainsOf(registry: Registry, existing: Pick<Existing, "packs" | "pending">): ReadonlyMap<string, RecordChain> {
  return new Map(
    registry.packs.flatMap((pack) => {
      const from = existing.pending.get(pack.name)?.from ?? existing.packs.get(pack.name)?.version;
      return from === undefined ? [] : [...chainOf(pack, from)];
    }),
  );
}

/** One look through the rows of each table that is there. */
export function gapsOf(registry: Registry, existing: Existing): readonly { readonly place: ExistingTable; readonly look: Statement }[] {
  const chains = chainsOf(registry, existing);
  const ahead = aheadOf(registry, existing);
  return [...registry.records.values()].flatMap((entry) => {
    const place = existing.tables.get(fullName(entry.table));
    return place === undefined || ahead.has(entry.pack) ? [] : [{ place, look: lookAt(entry, place, chains.get(entry.record.name)) }];
  });
}

function lookAt({ record, table }: RecordEntry, place: ExistingTable, chain: RecordChain | undefined): Statement {
  const olds = new Map([...(chain ? renamesOf(chain) : [])].map(([old, name]) => [name, old]));
  const filled = chain ? filledBy(chain) : new Set<string>();
  const info = record.info as Readonly<Record<string, FieldInfo>>;
  const isEmpty = (field: string): ReturnType<typeof sql> => {
    const columns = table.byField.get(field);
    if (!columns) return sql`not data ?| ${[field, olds.get(field) ?? field]}::text[]`;
    // whatever else a column was called before, its rows come along
    if (olds.has(field)) return sql`false`;
    const [column] = columns;
    return column && place.columns[column.name] === catalogueType(column.type) ? sql`${sql.id(column.name)} is null` : sql`true`;
  };
  const asked = Object.keys(info).filter((field) => !filled.has(field) && !(info[field]?.optional && !info[field].hasDefault));
  const among = (fields: readonly string[]) =>
    fields.length === 0
      ? sql`'{}'::text[]`
      : sql`array_remove(array[${sql.join(fields.map((field) => sql`case when bool_or(${isEmpty(field)}) then ${sql.lit(field)} end`))}], null)`;
  const lacking = asked.filter((field) => !info[field]?.hasDefault);
  const defaulted = asked.filter((field) => info[field]?.hasDefault && isScalar(info[field]) && defaultOf(table, field) !== undefined);
  const known = [...table.rest, ...olds.values(), ...filled];
  const stray = sql`array(select distinct key from ${sql.table(fullName(place))}, jsonb_object_keys(data) as key where key <> all(${known}::text[]) order by key)`;
  return statement(
    sql`select ${fullName(place)}::text as table, count(*) > 0 as rows, ${among(lacking)} as lacking, ${among(defaulted)} as defaulted, ${stray} as stray from ${sql.table(fullName(place))}`,
  );
}

export const gapsIn = (row: Row): RowGaps => ({
  lacking: row["lacking"] as readonly string[],
  defaulted: row["defaulted"] as readonly string[],
  stray: row["stray"] as readonly string[],
});
