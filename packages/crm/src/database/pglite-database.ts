import { existsSync } from "node:fs";
import { mkdir, readdir, realpath, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { defineRefusal, KehuError, refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import type { Database } from "./database.js";
import { lockDirectory } from "./directory-lock.js";
import { databaseUnavailable } from "./failures.js";
import { overEngine, startInDirectory, startInMemory } from "./pglite-engine.js";
import { bareTemplate, madeTemplate } from "./pglite-template.js";
import { extractDurably, syncDirectory } from "./tar.js";

export const directoryUnusable = defineRefusal(
  "crm/directory-unusable",
  "The database cannot be kept in {directory} ({reason}); name a folder that this program may make and write.",
);

export interface PgliteDatabaseOptions {
  readonly directory?: string | undefined;
  readonly waitMilliseconds?: number | undefined;
}

/** An embedded database, in memory or in a directory that is made where it does not exist. */
export async function openPglite({ directory, waitMilliseconds }: PgliteDatabaseOptions): Promise<Database> {
  if (directory !== undefined) return openDirectory(resolve(directory), waitMilliseconds);
  return overEngine(await startInMemory(await bareTemplate()), { place: "memory", waitMilliseconds });
}

/**
 * An embedded database in memory that begins as `make` leaves it: made once for each hash, afterwards opened from a cache.
 *
 * @param hash - of everything that `make` does
 */
export async function openFromTemplate(make: (database: Database) => Promise<void>, hash: string): Promise<Database> {
  return overEngine(await startInMemory(await madeTemplate(make, hash)), { place: "memory" });
}

async function openDirectory(given: string, waitMilliseconds: number | undefined): Promise<Database> {
  await mkdir(given, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw refused(directoryUnusable({ directory: given, reason: cause.code ?? cause.message }), { cause });
  });
  // By one name only, so that the lock is the same one for whoever comes through a link.
  const directory = await realpath(given);
  if (await isForeign(directory)) throw refused(directoryUnusable({ directory, reason: phrase("it holds other files") }));
  const lock = await lockDirectory(directory);
  try {
    const engine = await startOrCreate(directory);
    return overEngine(engine, {
      place: directory,
      waitMilliseconds,
      ownerPid: process.pid,
      async closed() {
        await engine.close().finally(() => lock.release());
      },
    });
  } catch (error) {
    await lock.release();
    if (error instanceof KehuError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(databaseUnavailable({ place: directory, reason }), { cause: error });
  }
}

/** A folder with files, and no database of ours among them: whoever named it meant another one. */
async function isForeign(directory: string): Promise<boolean> {
  const names = await readdir(directory);
  return names.length > 0 && !names.some((name) => name === "data" || name === "data.new" || name.startsWith("kehu.lock"));
}

/** The data directory gets its name when all of it is on the disk: half of one is thrown away by the next opener. */
async function startOrCreate(directory: string): Promise<PGlite> {
  const [data, unfinished] = [join(directory, "data"), join(directory, "data.new")];
  if (!existsSync(data)) {
    await rm(unfinished, { recursive: true, force: true });
    await extractDurably(await bareTemplate(), unfinished);
    await rename(unfinished, data);
    await syncDirectory(directory);
  }
  return startInDirectory(data);
}
