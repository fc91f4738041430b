import type { Pack, PlainRow, RecordUpgrade } from "@kehu/core";
import { compareVersions, idOf } from "@kehu/core/engine";
import type { Row } from "../database/database.js";
import { columnName, keptColumns, type Table } from "./table.js";

/** What becomes of the records of one type on their way through several versions. */
export interface RecordChain {
  readonly record: string;
  readonly steps: readonly RecordUpgrade[];
}

/** The steps that lead from a version to the pack's own, by record; a record that no step speaks of is not there. */
export function chainOf(pack: Pack, from: string): ReadonlyMap<string, RecordChain> {
  const chains = new Map<string, RecordUpgrade[]>();
  for (const { to, records } of pack.upgrades ?? [])
    if (compareVersions(to, from) > 0)
      for (const [record, step] of Object.entries(records)) chains.set(record, [...(chains.get(record) ?? []), step]);
  return new Map([...chains].sort().map(([record, steps]) => [record, { record, steps }]));
}

/** How a field is called in the end, by its name in the beginning. */
export function renamesOf({ steps }: RecordChain): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { renamed = {} } of steps) {
    const moved = new Set<string>();
    for (const [first, last] of names)
      if (Object.hasOwn(renamed, last)) {
        names.set(first, renamed[last] as string);
        moved.add(last);
      }
    for (const [one, other] of Object.entries(renamed)) if (!moved.has(one)) names.set(one, other);
  }
  return names;
}

/** The state that takes the place of one that was given up; the state itself where none does. */
export const stateAfter = ({ steps }: RecordChain, state: string): string =>
  steps.reduce((now, { states = {} }) => (Object.hasOwn(states, now) ? (states[now] as string) : now), state);

/** The fields that some step fills, as they are called in the end. */
export function filledBy({ steps }: RecordChain): ReadonlySet<string> {
  let filled = new Set<string>();
  for (const { renamed = {}, filled: fills = {} } of steps)
    filled = new Set([
      ...[...filled].map((field) => (Object.hasOwn(renamed, field) ? (renamed[field] as string) : field)),
      ...Object.keys(fills),
    ]);
  return filled;
}

/** Where a column stands until the rows are upgraded that it is read for; no field is called so. */
export const asideOf = (column: string): string => `_was_${column}`;
export const isAside = (column: string): boolean => column.startsWith("_was_");

const own: ReadonlySet<string> = new Set([...keptColumns.map(({ name }) => name), "tenant", "id", "data", "canonical_id"]);
const camel = (column: string): string => column.replace(/_$/, "").replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A row as the first step sees it, by the names of the beginning; what was put aside counts, for it is what the row held. */
export function plainRow(table: Table, chain: RecordChain, row: Row): PlainRow {
  const olds = new Map([...renamesOf(chain)].map(([old, name]) => [columnName(name), camel(columnName(old))]));
  const nameOf = (column: string): string => {
    const [, field = column, part = ""] = /^(.+?)(_amount|_currency)?$/.exec(column) ?? [];
    return olds.get(column) ?? camel(`${columnName(olds.get(field) ?? field)}${part}`);
  };
  const fields: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    if (!own.has(column) && !isAside(column) && value !== null) fields[nameOf(column)] = value;
  for (const [column, value] of Object.entries(row)) if (isAside(column) && value !== null) fields[camel(column.slice(5))] = value;
  for (const [name, amountMinor] of Object.entries(fields)) {
    const [, money] = /^(.+)Amount$/.exec(name) ?? [];
    if (money !== undefined && typeof fields[`${money}Currency`] === "string")
      fields[money] ??= { amountMinor, currency: fields[`${money}Currency`] };
  }
  return { ...fields, ...(row["data"] as object), id: idOf(table.record.name, row["id"] as string), state: row["state"] as string };
}

/** A row after all steps, and what they filled, by the names of the end. */
export function upgraded(chain: RecordChain, before: PlainRow): { readonly row: PlainRow; readonly filled: ReadonlyMap<string, unknown> } {
  let row = before;
  let filled = new Map<string, unknown>();
  for (const { renamed = {}, states = {}, filled: fills = {} } of chain.steps) {
    const name = (field: string): string => (Object.hasOwn(renamed, field) ? (renamed[field] as string) : field);
    const state = Object.hasOwn(states, row.state) ? (states[row.state] as string) : row.state;
    const seen = { ...Object.fromEntries(Object.entries(row).map(([field, value]) => [name(field), value])), id: row.id, state };
    const more = Object.entries(fills).map(([field, fill]) => [field, fill(seen)] as const);
    row = { ...seen, ...Object.fromEntries(more) };
    filled = new Map([...[...filled].map(([field, value]) => [name(field), value] as const), ...more]);
  }
  return { row, filled };
}
