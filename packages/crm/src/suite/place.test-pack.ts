import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "../../../../.config/test-databases.js";
import type { Database, DatabaseSource } from "../database/database.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { tellingDatabase } from "./telling.test-pack.js";
import type { Kind } from "./world.test-pack.js";

/** An empty database of its own that outlives whoever opens it. */
export interface Place {
  readonly source: DatabaseSource;
  /** What opens it in a script that runs in another process. */
  readonly script: string;
  drop(): Promise<unknown>;
}
/** @param on - where an embedded one is kept; in memory it opens in no time, and cannot be opened by another process */
export async function newPlace(kind: Kind, on: "disk" | "memory" = "memory"): Promise<Place> {
  if (kind === "postgres") {
    const { url, drop } = await createTestDatabase("place");
    return { source: postgres({ url }), script: opening("postgres", { url }), drop };
  }
  if (on === "disk") {
    const directory = await mkdtemp(join(tmpdir(), "kehu-place-"));
    const drop = () => rm(directory, { recursive: true, force: true });
    return { source: pglite({ directory }), script: opening("pglite", { directory }), drop };
  }
  const database = await pglite().open();
  return { source: { kind, open: async () => keptOpen(database) }, script: "", drop: () => database.close() };
}

const opening = (kind: Kind, options: object): string =>
  `(await import(${JSON.stringify(fileURLToPath(new URL(`../${kind}/index.ts`, import.meta.url)))})).${kind}(${JSON.stringify(options)})`;

const keptOpen = (database: Database): Database => ({ ...tellingDatabase(database, () => {}), close: async () => {} });
