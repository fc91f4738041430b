import { createHash } from "node:crypto";
import type { AnyRecord } from "@kehu/core";
import { type FieldInfo, isScalar, type Reference } from "@kehu/core/engine";

/** How a column is typed in SQL. */
export type SqlType = "uuid" | "text" | "bigint" | "double precision" | "boolean" | "date" | "timestamptz" | "jsonb" | "integer";
/** One plain column of a record's table. A money field has two of them. */
export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** The field it belongs to, and which part of it. */
  readonly field: string;
  readonly part: "value" | "amount" | "currency";
  /** The record type whose UUID it holds. */
  readonly target?: string;
}
/** Where the records of a type are kept: one template for all. */
export interface Table {
  readonly record: AnyRecord;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** The columns of each field. */
  readonly byField: ReadonlyMap<string, readonly Column[]>;
  /** The fields that are kept together as JSON. */
  readonly rest: readonly string[];
}

/** The columns that every record's table has, in this order, after tenant and id. */
export const keptColumns = [
  { name: "state", type: "text" },
  { name: "since", type: "timestamptz" },
  { name: "origin_state", type: "text" },
  { name: "origin_since", type: "timestamptz" },
  { name: "version", type: "integer" },
  { name: "owner_id", type: "text" },
  { name: "team_id", type: "text" },
  { name: "created_at", type: "timestamptz" },
  { name: "updated_at", type: "timestamptz" },
  { name: "retracted_at", type: "timestamptz" },
] as const satisfies readonly { readonly name: string; readonly type: SqlType }[];

const taken: ReadonlySet<string> = new Set([
  ...keptColumns.map((column) => column.name),
  ...["tenant", "id", "data", "canonical_id"],
  // Every table of PostgreSQL has these.
  ...["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"],
]);
/** Of PostgreSQL's 63 bytes, nine are left to `_currency`. */
const longest = 54;

/** `paidToOn` → `paid_to_on`; a name that every table has gets an underscore, and a long one ends in a digest. */
export function columnName(field: string): string {
  const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (name.length <= longest) return taken.has(name) ? `${name}_` : name;
  const digest = createHash("sha256").update(field).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1)}_${digest}`;
}

/** The schema in which a pack's tables stand: `kehu` for the built-in records, `kehu_<pack>` for the others. */
export const schemaOf = (record: string): string =>
  record.includes("/") ? `kehu_${(record.split("/")[0] as string).replaceAll("-", "_")}` : "kehu";

export function tableOf(record: AnyRecord): Table {
  const byField = new Map<string, readonly Column[]>();
  const rest: string[] = [];
  for (const [field, info] of Object.entries<FieldInfo>(record.info)) {
    if (isScalar(info)) byField.set(field, columnsOf(field, record));
    else rest.push(field);
  }
  return {
    record,
    schema: schemaOf(record.name),
    name: (record.name.split("/").at(-1) as string).replaceAll("-", "_"),
    columns: [...byField.values()].flat(),
    byField,
    rest,
  };
}

function columnsOf(field: string, record: AnyRecord): readonly Column[] {
  const info = record.info[field] as FieldInfo;
  const name = isPartOfMoney(field, record) ? `${columnName(field)}_` : columnName(field);
  if (info.kind === "money")
    return [
      { name: `${name}_amount`, type: "bigint", field, part: "amount" },
      { name: `${name}_currency`, type: "text", field, part: "currency" },
    ];
  const target = (info.reference as Reference | undefined)?.target;
  if (target !== undefined && target !== "*") return [{ name, type: "uuid", field, part: "value", target }];
  return [{ name, type: sqlTypes[info.kind] ?? "text", field, part: "value" }];
}

/** Beside the money field `price`, a field `priceAmount` or `priceCurrency` would have one of its columns. */
function isPartOfMoney(field: string, record: AnyRecord): boolean {
  const [, money] = /^(.+)(?:Amount|Currency)$/.exec(field) ?? [];
  return money !== undefined && record.info[money]?.kind === "money";
}

/** A reference to any record keeps its whole id as text; a decimal keeps its digits. */
const sqlTypes: Readonly<Partial<Record<FieldInfo["kind"], SqlType>>> = {
  integer: "bigint",
  number: "double precision",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
};
