import { fsyncSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { overEngine, startInDirectory } from "./pglite-engine.js";
import { bareTemplate } from "./pglite-template.js";
import { extractDurably } from "./tar.js";

let directory: string;
let engine: PGlite;
let synced = 0;
let broken = false;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kehu-durable-"));
  await extractDurably(await bareTemplate(), join(directory, "data"));
  engine = await startInDirectory(join(directory, "data"), (descriptor) => {
    if (broken) throw new Error("EIO");
    synced += 1;
    fsyncSync(descriptor);
  });
  synced = 0;
});
afterEach(async () => {
  broken = false;
  await engine.close().catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
});

// These hold the pinned version of PGlite: an upgrade that breaks one of them loses data in a power cut.
describe("DurableFileSystem", () => {
  it("has PostgreSQL synchronise", async () => {
    const { rows } = await engine.query(
      "select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method, current_setting('synchronous_commit') as commit",
    );
    expect(rows).toEqual([{ fsync: "on", method: "fsync", commit: "on" }]);
  });

  it("synchronises at least once for each commit", async () => {
    await engine.exec("create table entry (n int)");
    synced = 0;
    for (let commit = 1; commit <= 20; commit += 1) {
      await engine.query("insert into entry values ($1)", [commit]);
      expect(synced).toBeGreaterThanOrEqual(commit);
    }
  });

  it("synchronises nothing for what only reads", async () => {
    await engine.query("select 1");
    expect(synced).toBe(0);
  });

  it("synchronises the tables and their directories at a checkpoint", async () => {
    await engine.exec("create table wide as select n, repeat('x', 100) from generate_series(1, 1000) as n");
    synced = 0;
    await engine.exec("checkpoint");
    expect(synced).toBeGreaterThan(3);
  });

  it("does not confirm a commit whose synchronisation failed, and serves nothing afterwards", async () => {
    const database = overEngine(engine, { place: "broken", closed: async () => {} });
    const run = (text: string): Promise<unknown> =>
      database.transaction("t", (transaction) => transaction.commit([{ sql: text, parameters: [] }])).catch((error: unknown) => error);
    await run("create schema kehu");
    await run("create table kehu.entry (n int)");
    broken = true;
    expect(await run("insert into kehu.entry values (1)")).toMatchObject({ code: "crm/outcome-unknown", details: { place: "broken" } });
    broken = false;
    expect(await run("insert into kehu.entry values (2)")).toMatchObject({
      code: "crm/database-unavailable",
      details: { reason: "the embedded PostgreSQL has stopped and must be opened again" },
    });
    expect(await database.read("t", []).catch((error: unknown) => error)).toMatchObject({ code: "crm/database-unavailable" });
    await database.close();

    // Whoever opens the directory again sees what was confirmed and perhaps the unknown one, and can go on.
    const again = overEngine(await startInDirectory(join(directory, "data")), { place: "again" });
    const [found] = await again.read("t", [{ sql: "select coalesce(array_agg(n), '{}') as found from kehu.entry", parameters: [] }]);
    expect([[], [1]]).toContainEqual(found?.rows[0]?.["found"]);
    await again.close();
  });

  it("has its files where Node sees them", async () => {
    expect(await readdir(join(directory, "data"))).toEqual(expect.arrayContaining(["PG_VERSION", "base", "global", "pg_wal"]));
  });
});
