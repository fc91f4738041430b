import type { NoOverlap, UniqueKey } from "@kehu/core";
import { type Column, keptColumns, type Table } from "./table.js";
import {
  type ColumnShape,
  type Condition,
  type ExclusionShape,
  type IndexShape,
  indexOf,
  keyName,
  type TableShape,
} from "./table-shape.js";

/** What a broken constraint means in the words of its record. */
export interface Constraint {
  readonly kind: "unique" | "noOverlap";
  readonly fields: readonly string[];
}

/** What every record's table must look like. */
export function shapeOf(table: Table): TableShape {
  const place = { schema: table.schema, name: table.name };
  const isCustomer = table.record.name === "customer";
  const columns: Record<string, ColumnShape> = { tenant: "text", id: "uuid" };
  for (const { name, type } of keptColumns) columns[name] = required.has(name) ? type : `${type}?`;
  if (isCustomer) columns["canonical_id"] = "uuid?";
  for (const { name, type } of table.columns) columns[name] = `${type}?`;
  columns["data"] = "jsonb";
  const lookedUp = [
    // All rows of a record type with a single state are in it.
    ...(table.record.states.length > 1 ? ["state"] : []),
    ...table.columns.filter((column) => table.record.info[column.field]?.kind === "reference").map((column) => column.name),
  ];
  // A key that begins with a column finds its rows as well; and a planner that had both before there were statistics took the shorter one,
  // and read all rows of one parent where it should have found a few.
  const leads = new Set(
    table.record.unique.filter(({ whileIn }) => whileIn === undefined).map(({ by }) => columnOf(table, by[0] as string)),
  );
  const indexes = [
    ...lookedUp.filter((column) => !leads.has(column)).map((column) => indexOf(place, ["tenant", column], { where: present() })),
    ...(isCustomer ? [indexOf(place, ["tenant", "canonical_id"], { where: { canonical_id: "filled" } })] : []),
    ...table.record.unique.map((key) => uniqueIndex(table, key)),
    // with the id at its end it gives the rows in the order in which they are asked for
    ...table.record.indexed.map(({ by, whileIn }) =>
      indexOf(place, ["tenant", ...by.map((field) => columnOf(table, field)), "id"], { where: present(whileIn) }),
    ),
  ];
  return {
    ...place,
    columns,
    primaryKey: ["tenant", "id"],
    indexes,
    exclusions: table.record.noOverlap ? [exclusion(table, table.record.noOverlap)] : [],
    tenantColumn: "tenant",
    states: table.record.states,
  };
}
const required: ReadonlySet<string> = new Set(["state", "since", "version", "created_at", "updated_at"]);

/** The keys of a record type by the name that the database tells when one is broken. */
export function constraintsOf(table: Table): ReadonlyMap<string, Constraint> {
  const { unique, noOverlap } = table.record;
  const found = new Map<string, Constraint>(unique.map((key) => [uniqueIndex(table, key).name, { kind: "unique", fields: key.by }]));
  if (noOverlap)
    found.set(exclusion(table, noOverlap).name, { kind: "noOverlap", fields: [...noOverlap.by, noOverlap.from, noOverlap.until] });
  return found;
}

const columnOf = (table: Table, field: string): string => (table.byField.get(field) as readonly [Column])[0].name;

function uniqueIndex(table: Table, key: UniqueKey): IndexShape {
  return indexOf(table, ["tenant", ...key.by.map((field) => columnOf(table, field))], { unique: true, where: present(key.whileIn) });
}

function exclusion(table: Table, { by, from, until, whileIn }: NoOverlap): ExclusionShape {
  const shape = {
    equal: ["tenant", ...by.map((field) => columnOf(table, field))],
    from: columnOf(table, from),
    until: columnOf(table, until),
    where: present(whileIn),
  };
  return { name: keyName(table, "overlap", [...shape.equal, shape.from, shape.until], shape.where), ...shape };
}

/** What counts: records that were not retracted, in some states only if told. */
const present = (states?: readonly string[]): Condition => ({ retracted_at: "empty", ...(states && { state: states }) });
