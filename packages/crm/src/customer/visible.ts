import { KehuError, type Kept } from "@kehu/core";
import type { Row, Statement } from "../database/database.js";
import { type Asking, grantsFor, readGrants } from "../read/access.js";
import { type Asked, compileVisible } from "../read/find.js";
import { fieldHidden } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";

/** A part of a view: what to ask, and what it gives; nothing where the actor may not read the record type. */
export interface Part<T> {
  readonly statement: Statement | undefined;
  /** At most so many are given. */
  readonly limit?: number;
  /** The record type, where the actor may not see the fields that it is chosen or put in order by. */
  readonly withheld?: string;
  /** Of one row more than the limit, where there is one. */
  readonly read: (rows: readonly Row[]) => readonly T[];
}
/** What a part gave. */
export interface Given<T> {
  readonly items: readonly T[];
  /** True where there are more than were asked for. */
  readonly more: boolean;
  readonly withheld?: string;
}

/** May the actor read this record type at all? */
export const mayRead = (asking: Asking, record: string): boolean =>
  asking.authority === "definition" || grantsFor(asking.registry, asking.actor, "read", record).length > 0;

/**
 * Records of one type, as far as the actor may see them: for a view that shows what it can.
 *
 * @param asked.telling - fields without which the records would tell something else than they say
 */
export function partOf<T extends Partial<Kept<string, string>>>(
  asking: Asking,
  record: string,
  { telling = [], ...asked }: Omit<Asked, "select" | "limit"> & { readonly limit: number; readonly telling?: readonly string[] },
): Part<T> {
  const entry = asking.registry.records.get(record) as RecordEntry;
  if (!mayRead(asking, record)) return { statement: undefined, read: () => [] };
  let reading: ReturnType<typeof compileVisible>;
  try {
    readGrants(asking, entry, new Set(telling));
    reading = compileVisible(asking, entry, asked);
  } catch (error) {
    if (error instanceof KehuError && error.code === fieldHidden.code) return { statement: undefined, withheld: record, read: () => [] };
    throw error;
  }
  return { statement: reading.statement, limit: asked.limit, read: (rows) => reading.read(rows).items as unknown as readonly T[] };
}

/** Sends the parts of a view in one round trip; a part that may not be read gives nothing. */
export async function readParts<const P extends readonly Part<unknown>[]>(
  run: (statements: readonly Statement[]) => Promise<readonly { readonly rows: readonly Row[] }[]>,
  parts: P,
): Promise<{ readonly [K in keyof P]: P[K] extends Part<infer T> ? Given<T> : never }> {
  const asked = parts.filter((part) => part.statement !== undefined);
  const results = await run(asked.map((part) => part.statement as Statement));
  return parts.map((part): Given<unknown> => {
    const rows = part.statement === undefined ? [] : (results[asked.indexOf(part)]?.rows ?? []);
    const { limit = rows.length, withheld } = part;
    return { items: part.read(rows).slice(0, limit), more: rows.length > limit, ...(withheld !== undefined && { withheld }) };
  }) as never;
}
