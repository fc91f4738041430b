import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { dropDatabases, findPostgres } from "./postgres.js";

declare module "vitest" {
  interface ProvidedContext {
    readonly testPostgres: { readonly url: string; readonly prefix: string } | null;
    /** A superuser's address, where the programs are there with which servers are backed up. */
    readonly testDump: { readonly superuserUrl: string } | null;
    readonly testData: string | null;
  }
}

const dayMs = 86_400_000;
const started = Date.now();
const prefix = `kehu_test_${started.toString(36)}_${process.pid}_`;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, superuserUrl, data } = await look();
  project.provide("testPostgres", url === null ? null : { url, prefix });
  project.provide("testDump", superuserUrl === null ? null : { superuserUrl });
  project.provide("testData", data);
  return async () => {
    if (url !== null) await dropDatabases(url, (name) => name.startsWith(prefix));
  };
}

interface Looked {
  readonly url: string | null;
  readonly superuserUrl: string | null;
  readonly data: string | null;
}
async function look(): Promise<Looked> {
  const postgres = await findPostgres();
  const folder = resolve(process.env["KEHU_TEST_DATA"] ?? "../shared/data");
  const data = existsSync(folder) ? folder : null;
  const ci = Boolean(process.env["CI"]) && process.env["CI"] !== "false";
  const isRequired = ci || Boolean(process.env["KEHU_REQUIRE_POSTGRES"]);
  const superuserUrl = "url" in postgres && hasDumpPrograms() ? (postgres.superuserUrl ?? null) : null;
  if ("problem" in postgres) {
    if (isRequired) throw new Error(`PostgreSQL is required here and cannot be reached (${postgres.problem}). Set KEHU_TEST_POSTGRES_URL.`);
    console.log(
      "PostgreSQL tests are left out: no server found. To run them: KEHU_TEST_POSTGRES_URL=postgres://user@host/postgres pnpm test",
    );
  } else {
    await dropDatabases(postgres.url, isLeftOver);
    if (superuserUrl === null) {
      const missing =
        "they need pg_dump and pg_restore in PATH, of the server's version or newer, and KEHU_TEST_POSTGRES_URL of a superuser";
      if (isRequired) throw new Error(`The tests of dumps are required here, and ${missing}.`);
      console.log(`The tests of dumps are left out: ${missing}.`);
    }
  }
  if (data === null) {
    if (ci) throw new Error(`The test data is required here and ${folder} is not there. Set KEHU_TEST_DATA.`);
    console.log("Tests on public data sets are left out. To run them: KEHU_TEST_DATA=<folder with the data sets> pnpm test");
  }
  return { url: "url" in postgres ? postgres.url : null, superuserUrl, data };
}

const hasDumpPrograms = (): boolean => ["pg_dump", "pg_restore"].every((program) => spawnSync(program, ["--version"]).status === 0);

/** A run that was killed could not clean up; after a day its databases belong to nobody. */
function isLeftOver(name: string): boolean {
  const at = Number.parseInt(name.split("_")[2] ?? "", 36);
  return at < started - dayMs;
}
