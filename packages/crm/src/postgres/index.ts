import { refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import type pg from "pg";
import * as z from "zod";
import type { Database, DatabaseSource } from "../database/database.js";
import { databaseUnavailable, roleBypassesSecurity } from "../database/failures.js";
import { PoolDatabase } from "../database/pool-database.js";
import { checkOptions, given, isFunction, isObject } from "../options.js";

export interface PostgresPoolOptions {
  /** How many connections are opened at most; 10 unless told. */
  readonly maxConnections?: number;
  /** How long a call waits for a free connection before it ends with `crm/busy`; 10,000 unless told. */
  readonly waitMilliseconds?: number;
}
export interface PostgresAddress {
  readonly host?: string;
  readonly port?: number;
  readonly database: string;
  readonly user?: string;
  /** A function is asked for each new connection, for passwords that expire. */
  readonly password?: string | (() => string | Promise<string>);
  readonly ssl?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly rejectUnauthorized?: boolean };
}
export type PostgresOptions = PostgresPoolOptions & ({ readonly url: string } | PostgresAddress);

/**
 * A PostgreSQL server, version 15 or newer.
 *
 * @param options - an address such as `postgres://user:password@host:5432/database` in `url`, or the same in parts
 * @returns what createCrm opens; opening fails with `crm/database-unavailable`, or with `crm/role-bypasses-security` for a role
 * that row-level security does not bind
 * @throws KehuError `crm/invalid-input`
 */
export function postgres(options: PostgresOptions): DatabaseSource {
  checkOptions(isObject(options) && "url" in options ? byUrl : byParts, options, "postgres");
  return { kind: "postgres", open: () => open(options) };
}

const pool = { maxConnections: z.int().min(1).optional(), waitMilliseconds: z.int().min(1).optional() };
const password = given("a text, or a function that gives one", (value) => typeof value === "string" || isFunction(value));
const byUrl = z.strictObject({ url: z.string().min(1), ...pool });
const byParts = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  database: z.string().min(1),
  user: z.string().min(1).optional(),
  password: password.optional(),
  ssl: given("true, false or certificates", (value) => typeof value === "boolean" || isObject(value)).optional(),
  ...pool,
});

async function open(options: PostgresOptions): Promise<Database> {
  const { maxConnections = 10, waitMilliseconds } = options;
  const { place, connection } = addressOf(options);
  const database = new PoolDatabase({
    kind: "postgres",
    place,
    pool: { ...connection, max: maxConnections, keepAlive: true, application_name: "kehu" },
    analyse: analyseWhere("true"),
    analyseGrown: analyseWhere(hasGrown),
    waitMilliseconds,
  });
  try {
    await refuseBypass(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Row-level security keeps tenants apart, and PostgreSQL does not apply it to these roles. */
async function refuseBypass(database: Database): Promise<void> {
  const [found] = await database.administer((transaction) => transaction.send([roleQuery]));
  const { role, name, bypasses } = found?.rows[0] ?? {};
  if (bypasses !== false) throw refused(roleBypassesSecurity({ role: String(role), database: String(name) }));
}

const roleQuery = {
  sql: "select rolname as role, current_database() as name, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user",
  parameters: [],
};

/** ANALYZE takes no pattern, so the names are collected where they are. */
const analyseWhere = (condition: string): string => `do $$ declare target text; begin
  for target in select format('%I.%I', n.nspname, c.relname) from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and (n.nspname = 'kehu' or n.nspname like 'kehu\\_%') and ${condition}
  loop execute 'analyze ' || target; end loop; end $$`;
/**
 * Its own, and twice as large as when somebody looked last, or with a tenth of new rows, as autovacuum looks again. Autovacuum comes by once
 * a minute, and not on every server.
 */
const hasGrown =
  "pg_has_role(c.relowner, 'usage') and (pg_relation_size(c.oid) > 2 * 8192 * greatest(c.relpages, 4) or pg_stat_get_mod_since_analyze(c.oid) > 500 + greatest(c.reltuples, 0) / 10)";

function addressOf(options: PostgresOptions): { readonly place: string; readonly connection: pg.PoolConfig } {
  if (!("url" in options)) {
    const { host = "localhost", port = 5432, database, user, password, ssl } = options;
    return {
      place: `${host}:${port}/${database}`,
      connection: {
        host,
        port,
        database,
        ...(user ? { user } : {}),
        ...(password ? { password } : {}),
        ...(ssl === undefined ? {} : { ssl }),
      } as pg.PoolConfig,
    };
  }
  return { place: placeOf(options.url), connection: { connectionString: options.url } };
}

/** Host and database of an address, never its user and password. Not with URL: it refuses an address with a socket and no host. */
function placeOf(url: string): string {
  const [, rest] = /^postgres(?:ql)?:\/\/(?:[^/?#]*@)?([^?#]*)/.exec(url) ?? [];
  // The parser's own error would carry the whole address, password included.
  if (rest === undefined)
    throw refused(databaseUnavailable({ place: phrase("the given url"), reason: phrase('it does not begin with "postgres://"') }));
  return rest === "" ? "the local server" : rest;
}
