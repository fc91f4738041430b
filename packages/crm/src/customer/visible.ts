import type { Kept } from "@kehu/core";
import type { Row, Statement } from "../database/database.js";
import { type Asking, grantsFor } from "../read/access.js";
import { type Asked, compileVisible } from "../read/find.js";
import type { RecordEntry } from "../registry.js";

/** A part of a view: what to ask, and what it gives; nothing where the actor may not read the record type. */
export interface Part<T> {
  readonly statement: Statement | undefined;
  readonly read: (rows: readonly Row[]) => readonly T[];
}

/** May the actor read this record type at all? */
export const mayRead = (asking: Asking, record: string): boolean =>
  asking.authority === "definition" || grantsFor(asking.registry, asking.actor, "read", record).length > 0;

/** Records of one type, as far as the actor may see them: for a view that shows what it can. */
export function partOf<T extends Partial<Kept<string, string>>>(asking: Asking, record: string, asked: Omit<Asked, "select">): Part<T> {
  const entry = asking.registry.records.get(record) as RecordEntry;
  if (!mayRead(asking, record)) return { statement: undefined, read: () => [] };
  const reading = compileVisible(asking, entry, asked);
  return { statement: reading.statement, read: (rows) => reading.read(rows).items as unknown as readonly T[] };
}

/** Sends the parts of a view in one round trip; a part that may not be read gives nothing. */
export async function readParts<const P extends readonly Part<unknown>[]>(
  run: (statements: readonly Statement[]) => Promise<readonly { readonly rows: readonly Row[] }[]>,
  parts: P,
): Promise<{ readonly [K in keyof P]: P[K] extends Part<infer T> ? readonly T[] : never }> {
  const asked = parts.filter((part) => part.statement !== undefined);
  const results = await run(asked.map((part) => part.statement as Statement));
  return parts.map((part) => (part.statement === undefined ? [] : part.read(results[asked.indexOf(part)]?.rows ?? []))) as never;
}
