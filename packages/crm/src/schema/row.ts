import type { Kept, Shape } from "@kehu/core";
import { idOf, uuidOf } from "@kehu/core/engine";
import * as z from "zod";
import type { Row } from "../database/database.js";
import type { Column, Table } from "./table.js";

/** A record of any type, as the doors carry it. */
export type AnyStored = Kept<string, string> & Readonly<Record<string, unknown>>;

/** What stands in a column for a record; null for an empty field. */
export function columnValue(column: Column, record: Readonly<Record<string, unknown>>): unknown {
  const value = record[column.field];
  if (value === undefined || value === null) return null;
  if (column.part !== "value")
    return column.part === "amount" ? (value as { amountMinor: number }).amountMinor : (value as { currency: string }).currency;
  return column.target === undefined ? value : uuidOf(column.target, value as string);
}

/** What an empty field holds by its schema, such as for rows that are older than the field; undefined where it may be empty. */
export function defaultOf({ record }: Table, field: string): unknown {
  if (!record.info[field]?.hasDefault) return undefined;
  return z.safeParse((record.fields as Shape)[field] as z.ZodType, undefined).data;
}

/** The fields that have no column of their own, as JSON text. */
export function restOf(table: Table, record: Readonly<Record<string, unknown>>): string {
  const rest: Record<string, unknown> = {};
  for (const field of table.rest) rest[field] = record[field];
  return JSON.stringify(rest);
}

/** The record that a row holds. Empty columns are absent fields. */
export function recordOf(table: Table, row: Row): AnyStored {
  const record: Record<string, unknown> = { id: idOf(table.record.name, row["id"] as string) };
  for (const [field, columns] of table.byField) {
    const value = fieldValue(columns, row);
    if (value !== undefined) record[field] = value;
  }
  const data = row["data"] as Readonly<Record<string, unknown>>;
  // what newer code keeps there beside is not this code's to read
  for (const field of table.rest) {
    const value = data[field] ?? defaultOf(table, field);
    if (value !== undefined) record[field] = value;
  }
  Object.assign(record, {
    version: row["version"],
    state: row["state"],
    since: row["since"],
    createdAt: row["created_at"],
    updatedAt: row["updated_at"],
  });
  if (row["origin_state"] !== null) record["origin"] = { state: row["origin_state"], since: row["origin_since"] };
  if (row["owner_id"] !== null) record["ownerId"] = row["owner_id"];
  if (row["team_id"] !== null) record["teamId"] = row["team_id"];
  return record as never;
}

/** A field's value from its columns; undefined where it is empty. */
export function fieldValue(columns: readonly Column[], row: Row): unknown {
  const [first, second] = columns as readonly [Column, Column | undefined];
  const value = row[first.name];
  if (value === null || value === undefined) return undefined;
  if (second) return { amountMinor: value, currency: row[second.name] };
  return first.target === undefined ? value : idOf(first.target, value as string);
}
