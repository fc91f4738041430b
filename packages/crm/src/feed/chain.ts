import { createHash } from "node:crypto";
import type { Row } from "../database/database.js";

/** What the chain begins with. */
export const genesis: Buffer = Buffer.alloc(32);

/** The columns of a journal row that its link binds; the payload is bound by its salted digest, so that it can be erased. */
export const linked = [
  "record",
  "record_id",
  "version",
  "recorded_at",
  "effective_at",
  "actor",
  "definition",
  "call",
  "from_state",
  "state",
  "pack_version",
] as const;

/**
 * The next link of a tenant's chain: SHA-256 of the link before, the position, and the row as it was written. Neither the ordinal nor the
 * tenant's name is part of it, so that a chain survives a move to another database.
 */
export function linkOf(before: Buffer, position: number, row: Row): Buffer {
  const written = JSON.stringify([position, ...linked.map((column) => row[column] ?? null)]);
  return createHash("sha256")
    .update(before)
    .update(written)
    .update(row["digest"] as Buffer)
    .digest();
}
