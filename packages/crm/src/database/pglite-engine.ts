import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import type { Database } from "./database.js";
import { DurableFileSystem, durableStartParams } from "./durable-file-system.js";
import { PoolDatabase } from "./pool-database.js";
import { failOnceStopped } from "./stopped-engine.js";

export const extensions = { btree_gist };

/** What is in memory is small or for a test: an eighth of the usual cache saves 50 MB and a tenth of a second. */
const memoryStartParams: readonly string[] = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

/** @param archive - a tar of PostgreSQL's data directory */
export function startInMemory(archive: Buffer): Promise<PGlite> {
  return start({ loadDataDir: new Blob([archive as Uint8Array<ArrayBuffer>]), startParams: [...memoryStartParams] });
}

/**
 * @param directory - PostgreSQL's data directory, which this process owns
 * @param fsync - what carries a file to the disk; a test passes one that counts or fails
 */
export function startInDirectory(directory: string, fsync?: (descriptor: number) => void): Promise<PGlite> {
  return start({ fs: new DurableFileSystem(directory, fsync), startParams: [...durableStartParams] });
}

async function start(options: PGliteOptions): Promise<PGlite> {
  return failOnceStopped(await PGlite.create({ ...options, extensions }));
}

export interface OverEngineOptions {
  /** The database in words. */
  readonly place: string;
  readonly waitMilliseconds?: number | undefined;
  readonly ownerPid?: number;
  /** What to do after the last connection; closing the engine unless told. */
  closed?(): Promise<void>;
}

/** The pool of one connection over an engine. Nothing else may talk to the engine meanwhile: it would see what is not committed. */
export function overEngine(engine: PGlite, { closed = () => engine.close(), ...options }: OverEngineOptions): Database {
  const config = createPgConfig(inOneCall(engine));
  return new PoolDatabase({
    ...options,
    kind: "pglite",
    pool: { ...config, connection: config.connection, max: 1, idleTimeoutMillis: 0 } as object,
    // There is one session, which outlives its connection: what a lost one left open or prepared goes first.
    prepareSession() {
      config.connection.parsedStatements = {};
      return "rollback; deallocate all; set role kehu_app";
    },
    analyse: "vacuum (analyze)",
    analyseGrown: "vacuum (analyze)",
    closed,
  });
}

/**
 * Holds protocol messages back until their group is complete, and hands them over in one call: crossing into WebAssembly once
 * instead of five times for each statement nearly halves a read.
 */
function inOneCall(engine: PGlite): PGlite {
  let held: Uint8Array[] = [];
  const execProtocolStream: PGlite["execProtocolStream"] = async (message, options) => {
    held.push(message);
    if (!endsGroup(message)) return [];
    const group = Buffer.concat(held);
    held = [];
    return engine.execProtocolStream(group, options);
  };
  // createPgConfig asks for no more than these two of an engine.
  return { execProtocolStream, waitReady: engine.waitReady } as PGlite;
}

const [sync, query] = ["S".charCodeAt(0), "Q".charCodeAt(0)];
const endsGroup = (message: Uint8Array): boolean => message[0] === sync || message[0] === query;
