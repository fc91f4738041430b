import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Database } from "./database.js";
import { extensions, overEngine, startInMemory } from "./pglite-engine.js";
import { cached } from "./template-cache.js";

/**
 * What every embedded database has before any pack: operators for exclusion constraints, and the role that policies bind.
 * Of the three databases of initdb one is enough: the others are two thirds of the files, and nobody would freeze their rows in time.
 */
const script: readonly string[] = [
  "create extension btree_gist",
  "create role kehu_app nologin nosuperuser nobypassrls",
  "revoke create on schema public from public",
  "grant create on database postgres to kehu_app",
  ...["template0", "template1"].flatMap((name) => [`alter database ${name} is_template false`, `drop database ${name}`]),
  "vacuum freeze",
  "checkpoint",
];
/** A quarter of the usual: a new database begins with one segment of log. */
const initdbParams: readonly string[] = ["--wal-segsize=4"];

/** A tar of the data directory of an empty embedded database. Making it takes seconds, so it is cached. */
export function bareTemplate(): Promise<Buffer> {
  return cached(templateKey("bare"), async () => {
    const engine = await PGlite.create({ extensions, initDbStartParams: [...initdbParams] });
    // One after another: neither `drop database` nor `vacuum` runs beside other statements.
    for (const statement of script) await engine.exec(statement);
    return dump(engine);
  });
}

/** A tar of the data directory as `make` leaves it, made once for each hash. */
export function madeTemplate(make: (database: Database) => Promise<void>, hash: string): Promise<Buffer> {
  return cached(templateKey(`made ${hash}`), async () => {
    const engine = await startInMemory(await bareTemplate());
    // The engine outlives the pool: nobody else may talk to it before the pool has gone.
    const database = overEngine(engine, { place: "memory", closed: async () => {} });
    await make(database).finally(() => database.close());
    for (const statement of ["reset role", "vacuum (freeze, analyze)", "checkpoint"]) await engine.exec(statement);
    return dump(engine);
  });
}

async function dump(engine: PGlite): Promise<Buffer> {
  const archive = await engine.dumpDataDir("none");
  const bytes = Buffer.from(await archive.arrayBuffer());
  await engine.close();
  return bytes;
}

const templateKey = (name: string): string => JSON.stringify([engineVersion(), initdbParams, script, name]);

/** The package does not tell its version in its code, and does not let its package.json be imported. */
function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  return (JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8")) as { readonly version: string }).version;
}
