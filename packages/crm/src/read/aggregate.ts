import { refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import type { Fault, FaultValues } from "../problems.js";
import type { RecordEntry } from "../registry.js";
import { fieldValue } from "../schema/row.js";
import type { Column } from "../schema/table.js";
import type { Asking } from "./access.js";
import { type Field, fieldsOf, isOrdered, namesOf } from "./fields.js";
import { compileFigures } from "./figures.js";
import type { Reading } from "./find.js";
import type { Condition } from "./reach.js";
import { readable, tableAs } from "./readable.js";
import { invalidQuery, refusedAt, tooMany } from "./refusals.js";

/** Figures as they are asked for, not yet looked at. */
export interface AskedFigures {
  readonly where?: unknown;
  readonly by?: unknown;
  readonly measures?: unknown;
}
interface Group {
  /** What it is called in the result: `state`, `paidToOn by month`. */
  readonly name: string;
  readonly field: Field;
  readonly columns: readonly { readonly name: string; readonly value: Condition }[];
  readonly read: (row: Row) => unknown;
}

const mostGroups = 10_000;
const mostFields = 8;
const formats: Readonly<Record<string, string>> = { day: "YYYY-MM-DD", month: "YYYY-MM", year: "YYYY" };

/**
 * Figures over records, in groups that are sorted by their keys; empty keys come last and are absent from their group. Without
 * `by` there is one group, over no records too.
 *
 * @throws KehuError `crm/invalid-query`, and what `readable` throws; from `read` `crm/too-many`, `core/amount-too-large`, `crm/number-too-large`
 */
export function compileAggregate(
  asking: Asking,
  entry: RecordEntry,
  { where, by, measures }: AskedFigures,
): Reading<readonly Readonly<Record<string, unknown>>[]> {
  const figures = compileFigures(entry, measures, "r");
  const groups = groupsOf(asking, entry, by);
  const rows = readable(asking, entry, { alias: "r", fields: [...groups.map(({ field }) => field.name), ...figures.fields], where });
  const keys = groups.flatMap(({ columns }) => columns);
  const selected = [...keys.map(({ name, value }) => sql`${value} as ${sql.id(name)}`), ...figures.select];
  // By position: a group by its expression would be another one, because its parameters are others.
  const positions = keys.map((_, index) => sql.lit(index + 1));
  const grouped = [...positions, ...figures.groupBy];
  const order = sql.join(positions.map((position) => sql`${position} nulls last`));
  return {
    statement: statement(
      sql`select ${sql.join(selected)} from ${tableAs(entry, "r")} where ${rows}${grouped.length > 0 ? sql` group by ${sql.join(grouped)}` : sql``}${keys.length > 0 ? sql` order by ${order}` : sql``} limit ${mostGroups + 1}::integer`,
    ),
    read(found) {
      if (found.length > mostGroups)
        throw refused(
          tooMany({
            what: phrase("The query on {name}", { name: entry.record.name }),
            limit: mostGroups,
            things: phrase("groups"),
            advice: phrase("group by less, or narrow the filter"),
          }),
        );
      if (groups.length === 0) return [figures.read(found)];
      return inGroups(
        found,
        keys.map(({ name }) => name),
      ).map((group) => ({ ...keysOf(groups, group[0] as Row), ...figures.read(group) }));
    },
  };
}

/** Rows of one group follow each other: one for each currency. */
function inGroups(rows: readonly Row[], keys: readonly string[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const before = groups.at(-1);
    const last = before?.[0];
    if (before && last && keys.every((key) => last[key] === row[key])) before.push(row);
    else groups.push([row]);
  }
  return groups;
}

const keysOf = (groups: readonly Group[], row: Row): Readonly<Record<string, unknown>> =>
  Object.fromEntries(groups.map((group) => [group.name, group.read(row)]).filter(([, value]) => value !== undefined));

function groupsOf(asking: Asking, entry: RecordEntry, by: unknown): readonly Group[] {
  if (by === undefined) return [];
  if (!Array.isArray(by) || by.length > mostFields) throw invalid(entry, "no-fields", { limit: mostFields });
  return [...new Set(by as readonly unknown[])].map((name, index) => groupOf(asking, entry, name, `g${index}`));
}

function groupOf(asking: Asking, entry: RecordEntry, name: unknown, column: string): Group {
  const [fieldName = "", size] = typeof name === "string" ? name.split(" by ") : [];
  const field = fieldsOf(entry).get(fieldName);
  if (!field || !isOrdered(field)) throw invalid(entry, "ungroupable", { names: namesOf([...fieldsOf(entry).values()].filter(isOrdered)) });
  const format = size === undefined ? undefined : Object.hasOwn(formats, size) ? formats[size] : null;
  if (format === undefined) return byValue(entry, field, column);
  if (format === null || (field.info.kind !== "date" && field.info.kind !== "instant")) throw invalid(entry, "no-part-of-time");
  const kept = sql.id("r", field.columns[0]?.name as string);
  const local = field.info.kind === "date" ? sql`${kept}::timestamp` : sql`${kept} at time zone ${asking.tenant.timeZone}::text`;
  return {
    name: name as string,
    field,
    columns: [{ name: column, value: sql`to_char(${local}, ${format}::text) collate "C"` }],
    read: (row) => row[column] ?? undefined,
  };
}

function byValue(entry: RecordEntry, field: Field, column: string): Group {
  // Amounts are sorted within their currency.
  const columns = field.columns.map((kept, index) => ({ name: `${column}_${index}`, value: sql.id("r", kept.name) }));
  const named: readonly Column[] = field.columns.map((kept, index) => ({
    name: `${column}_${index}`,
    type: kept.type,
    field: field.name,
    part: "value",
    ...(field.name === "id" ? { target: entry.record.name } : targetOf(entry, field)),
  }));
  return {
    name: field.name,
    field,
    columns: field.info.kind === "money" ? columns.toReversed() : columns,
    read: (row) => fieldValue(named, row),
  };
}

function targetOf(entry: RecordEntry, field: Field): { readonly target?: string } {
  const target = entry.table.byField.get(field.name)?.[0]?.target;
  return target === undefined ? {} : { target };
}

const invalid = (entry: RecordEntry, fault: Fault, values?: FaultValues) =>
  refusedAt((problems) => invalidQuery({ record: entry.record.name, problems }), "by", fault, values);
