import { amountOf, type Money, refused } from "@kehu/core";
import { compareText, idOf } from "@kehu/core/engine";
import { sql } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { isPlain } from "../parse.js";
import type { Fault, FaultValues } from "../problems.js";
import type { RecordEntry } from "../registry.js";
import { type Field, fieldsOf, namesOf } from "./fields.js";
import type { Condition } from "./reach.js";
import { invalidQuery, numberTooLarge, refusedAt } from "./refusals.js";

/** Compiled measures. Amounts are summed for each currency, so that one group may take several rows. */
export interface Figures {
  readonly fields: readonly string[];
  /** What to select, each under a name of its own. */
  readonly select: readonly Condition[];
  /** What to group by besides the caller's own groups: the currencies. */
  readonly groupBy: readonly Condition[];
  /** The figures of one group from its rows; of no rows those over nothing. */
  readonly read: (rows: readonly Row[]) => Readonly<Record<string, unknown>>;
}
interface Part {
  readonly name: string;
  readonly field?: Field;
  readonly select: Condition;
  readonly currency?: Condition;
  readonly read: (rows: readonly Row[]) => unknown;
}

const mostMeasures = 32;

/** @throws KehuError `crm/invalid-query` */
export function compileFigures(entry: RecordEntry, measures: unknown, alias: string): Figures {
  if (typeof measures !== "object" || measures === null || !isPlain(measures) || Array.isArray(measures))
    throw invalid(entry, "measures", "no-measures", { limit: mostMeasures });
  const names = Object.keys(measures);
  if (names.length === 0 || names.length > mostMeasures) throw invalid(entry, "measures", "no-measures", { limit: mostMeasures });
  const parts = names.map((name, index) =>
    partOf(entry, name, (measures as Readonly<Record<string, unknown>>)[name], { alias, column: `m${index}` }),
  );
  return {
    fields: parts.flatMap(({ field }) => (field ? [field.name] : [])),
    select: parts.map(({ select }) => select),
    groupBy: parts.flatMap(({ currency }) => (currency ? [currency] : [])),
    read: (rows) => Object.fromEntries(parts.map((part) => [part.name, part.read(rows)])),
  };
}

interface At {
  readonly alias: string;
  readonly column: string;
}
function partOf(entry: RecordEntry, name: string, measure: unknown, at: At): Part {
  const { kind, path } = (typeof measure === "object" && measure !== null ? measure : {}) as {
    readonly kind?: unknown;
    readonly path?: unknown;
  };
  const { column } = at;
  if (kind === "count")
    return {
      name,
      select: sql`count(*) as ${sql.id(column)}`,
      read: (rows) => rows.reduce((total, row) => total + (row[column] as number), 0),
    };
  const field = typeof path === "string" ? fieldsOf(entry).get(path) : undefined;
  if (kind === "sum") return sumOf(entry, name, field, at);
  if (kind === "min" || kind === "max") return edgeOf(entry, name, field, { ...at, kind });
  throw invalid(entry, `measures.${name.slice(0, 60)}`, "no-measure");
}

function sumOf(entry: RecordEntry, name: string, field: Field | undefined, { alias, column }: At): Part {
  const [amount, currency] = field?.columns ?? [];
  const add = amount && sql`sum(${sql.id(alias, amount.name)})`;
  if (field?.info.kind === "money" && add && currency) {
    const code = sql.id(alias, currency.name);
    const currencyColumn = `${column}_currency`;
    return {
      name,
      field,
      select: sql`${add} as ${sql.id(column)}, ${code} as ${sql.id(currencyColumn)}`,
      currency: code,
      read: (rows) => amountsIn(rows, column, currencyColumn),
    };
  }
  if (field && add && (field.info.kind === "integer" || field.info.kind === "number")) {
    return { name, field, select: sql`${add} as ${sql.id(column)}`, read: (rows) => totalIn(entry, field, rows, column) };
  }
  const names = namesOf([...fieldsOf(entry).values()].filter(({ info }) => ["money", "integer", "number"].includes(info.kind)));
  throw invalid(entry, `measures.${name.slice(0, 60)}`, "no-sum", { names });
}

/** One sum per currency, in order of the currency. */
export function amountsIn(rows: readonly Row[], column: string, currencyColumn: string): readonly Money[] {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const currency = row[currencyColumn];
    if (typeof currency === "string" && row[column] !== null)
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(row[column] as string));
  }
  return [...sums]
    .map(([currency, sum]) => amountOf(Number(sum), currency))
    .sort((one, other) => compareText(one.currency, other.currency));
}

function totalIn(entry: RecordEntry, field: Field, rows: readonly Row[], column: string): number {
  const sums = rows.flatMap((row) => (row[column] === null ? [] : [row[column] as string | number]));
  if (field.info.kind === "number") return sums.reduce<number>((total, sum) => total + Number(sum), 0);
  const total = Number(sums.reduce<bigint>((before, sum) => before + BigInt(sum), 0n));
  if (!Number.isSafeInteger(total)) throw refused(numberTooLarge({ record: entry.record.name, field: field.name }));
  return total;
}

const edgeKinds: ReadonlySet<string> = new Set(["text", "choice", "decimal", "date", "instant", "integer", "number", "reference"]);

/** The first or last in order. A UUID is compared as its text, which has the same order. */
function edgeOf(
  entry: RecordEntry,
  name: string,
  field: Field | undefined,
  { alias, column, kind }: At & { readonly kind: "min" | "max" },
): Part {
  const [kept] = field?.columns ?? [];
  if (!field || !kept || !edgeKinds.has(field.info.kind)) {
    const names = namesOf([...fieldsOf(entry).values()].filter(({ info }) => edgeKinds.has(info.kind)));
    throw invalid(entry, `measures.${name.slice(0, 60)}`, "no-order", { names });
  }
  const value = kept.type === "uuid" ? sql`(${sql.id(alias, kept.name)}::text collate "C")` : sql.id(alias, kept.name);
  return {
    name,
    field,
    select: sql`${kind === "min" ? sql`min` : sql`max`}(${value}) as ${sql.id(column)}`,
    read(rows) {
      const edge = edgeIn(rows, column, kind);
      return edge !== null && kept.type === "uuid" ? idOf(field.info.reference?.target as string, edge as string) : edge;
    },
  };
}

function edgeIn(rows: readonly Row[], column: string, kind: "min" | "max"): string | number | null {
  let edge: string | number | null = null;
  for (const row of rows) {
    const value = row[column] as string | number | null;
    if (value === null) continue;
    const order = edge === null ? 0 : typeof value === "number" ? value - (edge as number) : compareText(value, edge as string);
    if (edge === null || (kind === "min" ? order < 0 : order > 0)) edge = value;
  }
  return edge;
}

const invalid = (entry: RecordEntry, path: string, fault: Fault, values?: FaultValues) =>
  refusedAt((problems) => invalidQuery({ record: entry.record.name, problems }), path, fault, values);
