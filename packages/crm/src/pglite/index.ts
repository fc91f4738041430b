import * as z from "zod";
import type { Database, DatabaseSource } from "../database/database.js";
import { openFromTemplate, openPglite } from "../database/pglite-database.js";
import { checkOptions } from "../options.js";

export interface PgliteOptions {
  /** Where the data is kept, owned by one process at a time; without it everything is in memory and gone at the end. */
  readonly directory?: string;
  /** How long a call waits for the one connection before it ends with `crm/busy`; 10,000 unless told. */
  readonly waitMilliseconds?: number;
}

/**
 * PostgreSQL inside of this process, without a server.
 *
 * @param options.directory - where the data is kept; each commit is on the disk before it is confirmed
 * @returns what createCrm opens; opening fails with `crm/directory-in-use` while another process has the directory, and with
 * `crm/directory-unusable` where it cannot be made or written
 * @throws KehuError `crm/invalid-input`
 */
export function pglite(options: PgliteOptions = {}): DatabaseSource {
  checkOptions(pgliteOptions, options, "pglite");
  return { kind: "pglite", open: () => openPglite(options) };
}
const pgliteOptions = z.strictObject({ directory: z.string().min(1).optional(), waitMilliseconds: z.int().min(1).optional() });

/**
 * An embedded database in memory that begins as `make` leaves it: made once for each hash, afterwards opened from a cache in a second.
 *
 * @param hash - of everything that `make` does
 * @internal for `@kehu/testing`
 */
export function pgliteTemplate(make: (database: Database) => Promise<void>, hash: string): DatabaseSource {
  return { kind: "pglite", open: () => openFromTemplate(make, hash) };
}
