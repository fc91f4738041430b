import { inject } from "vitest";
import { createDatabase } from "./postgres.js";
// Also brings the types of what test-setup.ts provides.
import type {} from "./test-setup.js";

let count = 0;

/** Where PostgreSQL listens, for a role without special rights; undefined where these tests are left out: `describe.skipIf(!postgresUrl())`. */
export const postgresUrl = (): string | undefined => inject("testPostgres")?.url;

/** A superuser's address, where `pg_dump` can be tried; undefined where these tests are left out. */
export const superuserUrl = (): string | undefined => inject("testDump")?.superuserUrl;

/** The folder of public data sets; undefined where these tests are left out. */
export const sharedData = (): string | undefined => inject("testData") ?? undefined;

/**
 * An empty database of its own for a test file, with automatic statistics not to be relied on: tests on many rows call ANALYZE.
 *
 * @param name - lower case letters, for whoever looks at the server during a run
 */
export async function createTestDatabase(name: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = inject("testPostgres");
  if (server === null) throw new Error("There is no PostgreSQL here; guard the suite with describe.skipIf(!postgresUrl()).");
  count += 1;
  return createDatabase(server.url, `${server.prefix}${name}_${process.pid}_${count}`.slice(0, 63));
}
