import { createHash } from "node:crypto";
import { refused } from "@kehu/core";
import { sql } from "../database/compile.js";
import type { Row } from "../database/database.js";
import type { RecordEntry } from "../registry.js";
import { parameterType } from "./comparison.js";
import type { FieldColumn } from "./fields.js";
import { allOf, anyOf, type Condition } from "./reach.js";
import { invalidCursor } from "./refusals.js";
import { isOfType } from "./values.js";

/** One column of an order. The last one is always the id. */
export interface Key extends FieldColumn {
  readonly falling: boolean;
  /** True where every row has a value. */
  readonly filled: boolean;
}

/** Empty values come last either way. */
export const orderBy = (keys: readonly Key[], alias: string): Condition =>
  sql.join(keys.map((key) => sql`${sql.id(alias, key.name)}${key.falling ? sql` desc` : sql``}${key.filled ? sql`` : sql` nulls last`}`));

/** What tells one query from another: a cursor belongs to one. */
export function fingerprint(entry: RecordEntry, keys: readonly Key[], where: unknown): string {
  const plain = (_: string, value: unknown): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    if ((value as { kind?: unknown }).kind === "record") return (value as { name?: unknown }).name;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  const text = JSON.stringify([entry.record.name, keys.map(({ name, falling }) => [name, falling]), where ?? null], plain);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

/** The place after a row. */
export const cursorAfter = (print: string, keys: readonly Key[], row: Row): string =>
  Buffer.from(JSON.stringify([print, ...keys.map(({ name }) => row[name])])).toString("base64url");

/**
 * The keys of the row after which a page begins.
 *
 * @throws KehuError `crm/invalid-cursor`
 */
export function readCursor(cursor: unknown, print: string, keys: readonly Key[]): readonly unknown[] {
  if (typeof cursor !== "string" || cursor.length > 100_000) throw refused(invalidCursor());
  const content = parsed(Buffer.from(cursor, "base64url").toString());
  if (!Array.isArray(content) || content[0] !== print || content.length !== keys.length + 1) throw refused(invalidCursor());
  const values: readonly unknown[] = content.slice(1);
  if (!keys.every((key, index) => isOfType(key.type, values[index]) && !(key.filled && values[index] === null)))
    throw refused(invalidCursor());
  return values;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows that come after a place in an order: beyond its first key, or level with it and beyond the rest. */
export function rowsAfter(keys: readonly Key[], values: readonly unknown[], alias: string): Condition {
  const [key, ...rest] = keys as readonly [Key, ...Key[]];
  const [value, ...others] = values;
  const column = sql.id(alias, key.name);
  const given = sql`${value}::${parameterType(key.type)}`;
  if (value === null) return rest.length === 0 ? sql`false` : allOf([sql`${column} is null`, rowsAfter(rest, others, alias)]);
  const beyond = key.falling ? sql`${column} < ${given}` : sql`${column} > ${given}`;
  const beyondOrEmpty = key.filled ? beyond : sql`(${beyond} or ${column} is null)`;
  if (rest.length === 0) return beyondOrEmpty;
  const after = anyOf([beyondOrEmpty, allOf([sql`${column} = ${given}`, rowsAfter(rest, others, alias)])]);
  // The same once more as a bare range, which an index can start from.
  return key.filled ? allOf([key.falling ? sql`${column} <= ${given}` : sql`${column} >= ${given}`, after]) : after;
}
