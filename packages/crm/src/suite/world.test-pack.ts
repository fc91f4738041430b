import { createHash } from "node:crypto";
import { type Actor, customer, type Id, type Instant, type Pack, type Session, type Stored } from "@kehu/core";
import { afterAll, beforeAll, describe } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { type Crm, createCrm } from "../crm.js";
import { sql, statement } from "../database/compile.js";
import type { Database, DatabaseSource, Row, Statement } from "../database/database.js";
import { pgliteTemplate } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry, type Registry } from "../registry.js";
import { install } from "../schema/install.js";
import { technicalTables } from "../schema/technical-tables.js";
import type { TenantSettings } from "../schema/tenants.js";
import { lease, product, unit } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";

export type Kind = "pglite" | "postgres";
/** Where tests begin: a Monday morning in Shanghai. */
export const monday = "2026-03-02T01:00:00.000Z";
/** So many days after the beginning. */
export const days = (count: number): Instant => new Date(Date.parse(monday) + count * 86_400_000).toISOString();

/** A database with the packs installed, and a clock that stands. */
export interface World {
  readonly kind: Kind;
  readonly crm: Crm;
  /** The time of all its tenants. */
  now: Instant;
  /** All statements that were sent, if somebody listens. */
  sent: Statement[] | undefined;
  /** Changes every statement on its way, as a mistake in the compiler would. */
  altered: ((statement: Statement) => Statement) | undefined;
  /** A tenant of its own for a test, on a Monday morning. */
  open(settings?: Partial<TenantSettings>): Promise<House>;
  /** A second crm on the same database, as another process would have, with other packs if told; PostgreSQL only. */
  again(packs?: readonly Pack[]): Promise<Crm>;
  close(): Promise<void>;
}
/** A tenant in a test. */
export interface House {
  readonly id: string;
  readonly boss: Session;
  as(role: string | readonly string[], actor?: Partial<Actor>): Session;
  openAgain(settings: Partial<TenantSettings>): Promise<void>;
  runDue(at?: Instant): Promise<number>;
  /** Rows of a table as the tenant sees them. */
  rows(query: string): Promise<readonly Row[]>;
  /** Statements past the doors, in one transaction, as somebody with the database in hands could send them. */
  meddle(...queries: readonly string[]): Promise<void>;
  /** The same in a transaction that stays open until told. */
  hold(query: string, until: Promise<unknown>): Promise<void>;
  /** All rows of the tenant in all tables, as text, each with its table in front. */
  dump(): Promise<readonly string[]>;
  /** The tables of which each row belongs to a tenant. */
  readonly tables: readonly string[];
  /** A digest of all rows of the tenant in all tables. */
  hash(): Promise<string>;
  /** A customer, a product and a unit to begin with. */
  stage(number?: number): Promise<Stage>;
}
export interface Stage {
  readonly buyer: Stored<typeof customer>;
  readonly product: Stored<typeof product>;
  readonly units: readonly Stored<typeof unit>[];
  lease(fields?: object, options?: { readonly state?: "draft" | "active" }): Promise<Stored<typeof lease>>;
}

let tenants = 0;
let numbers = 0;
export const yuan = (amountMinor: number) => ({ amountMinor, currency: "CNY" });

export async function openWorld(kind: Kind, packs: readonly Pack[] = [rentPack()]): Promise<World> {
  const registry = buildRegistry(packs);
  const { source, drop } = await sourceOf(kind, registry);
  const opened: { database?: Database } = {};
  const watched = { ...source, open: async () => watch(await source.open()) };
  const world = { kind, now: monday, sent: undefined, altered: undefined } as World & { crm: Crm };
  const watch = (database: Database): Database => {
    opened.database ??= database;
    const note = (statements: readonly Statement[] = []): readonly Statement[] => {
      world.sent?.push(...statements);
      return world.altered ? statements.map(world.altered) : statements;
    };
    return {
      kind: database.kind,
      administer: (work) => database.administer(work),
      analyse: () => database.analyse(),
      close: () => database.close(),
      expectFree: () => database.expectFree(),
      state: () => database.state(),
      snapshot: (tenant, work) => database.snapshot(tenant, work),
      read(tenant, statements) {
        return database.read(tenant, note(statements));
      },
      transaction: (tenant, work) =>
        database.transaction(tenant, (transaction) =>
          work({
            send(statements) {
              return transaction.send(note(statements));
            },
            commit(statements) {
              return transaction.commit(note(statements));
            },
          }),
        ),
    };
  };
  const create = (some = packs) => createCrm({ packs: some, database: watched, clock: () => world.now });
  const crm = await create();
  return Object.assign(world, {
    crm,
    again: create,
    open(settings: Partial<TenantSettings> = {}) {
      world.now = monday;
      return openHouse(world, opened.database as Database, { registry, packs, settings });
    },
    async close() {
      await crm.close();
      await drop();
    },
  });
}

async function sourceOf(kind: Kind, registry: Registry): Promise<{ readonly source: DatabaseSource; drop(): Promise<void> }> {
  if (kind === "postgres") {
    const { url, drop } = await createTestDatabase("suite");
    const source = postgres({ url, maxConnections: 20, waitMilliseconds: 60_000 });
    const database = await source.open();
    await install(database, registry);
    await database.close();
    return { source, drop };
  }
  const digest = createHash("sha256");
  for (const { record } of registry.records.values())
    digest.update(JSON.stringify([record.name, record.info, record.states, record.unique, record.indexed]));
  for (const { name, columns, indexes } of technicalTables) digest.update(JSON.stringify([name, columns, indexes]));
  const make = async (database: Database): Promise<void> => void (await install(database, registry));
  return { source: pgliteTemplate(make, digest.digest("hex")), drop: async () => {} };
}

async function openHouse(
  world: World,
  database: Database,
  {
    registry,
    packs,
    settings,
  }: { readonly registry: Registry; readonly packs: readonly Pack[]; readonly settings: Partial<TenantSettings> },
): Promise<House> {
  tenants += 1;
  const id = settings.id ?? `t${tenants}`;
  const whole = { id, timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: packs.map(({ name }) => name), ...settings };
  await world.crm.openTenant(whole);
  const tables = [
    ...technicalTables.filter(({ tenantColumn }) => tenantColumn === "tenant"),
    ...[...registry.records.values()].map(({ table }) => table),
  ].map(({ schema, name }) => `${schema}.${name}`);
  const rows = async (query: string): Promise<readonly Row[]> => {
    const [result] = await database.read(id, [{ sql: query, parameters: [] }]);
    return result?.rows ?? [];
  };
  const as: House["as"] = (role, actor = {}) => world.crm.as({ id: `${role}` || "nobody", tenant: id, roles: [role].flat(), ...actor });
  const boss = as("rent/boss");
  return {
    id,
    as,
    boss,
    rows,
    tables,
    openAgain: (more) => world.crm.openTenant({ ...whole, ...more }),
    async runDue(at = world.now) {
      if (at > world.now) world.now = at;
      return (await world.crm.runDue(at)).fired;
    },
    async dump() {
      const results = await database.read(
        id,
        tables.map((table) => statement(sql`select ${table}::text || ' ' || t::text as row from ${sql.table(table)} as t`)),
      );
      return results.flatMap((result) => result.rows.map((row) => row["row"] as string));
    },
    meddle: (...queries) =>
      database.transaction(id, async (transaction) => {
        await transaction.send(queries.map((query) => ({ sql: query, parameters: [] })));
      }),
    hold: (query, until) =>
      database.transaction(id, async (transaction) => {
        await transaction.send([{ sql: query, parameters: [] }]);
        await until;
      }),
    async hash() {
      const each = tables.map((table) =>
        statement(
          sql`select ${table}::text as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${sql.table(table)} as t`,
        ),
      );
      const results = await database.read(id, each);
      return JSON.stringify(results.map((result) => result.rows[0]));
    },
    async stage(number = 2) {
      numbers += 1;
      const batch = numbers;
      const buyer = await boss.create(customer, { kind: "person", displayName: `客户 ${batch}` });
      const made = await boss.create(product, { name: `P${batch}`, graceDays: 10, dailyRate: yuan(500) });
      const units = await boss.createMany(
        unit,
        Array.from({ length: number }, (_, index) => ({ code: `U${batch}-${index}`, productId: made.id })),
      );
      const unitId = units[0]?.id as Id<"rent/unit">;
      return {
        buyer,
        product: made,
        units,
        lease(fields = {}, options = {}) {
          numbers += 1;
          const whole = { number: `L${numbers}`, customerId: buyer.id, unitId, startsOn: "2026-03-01", paidToOn: "2026-03-10", ...fields };
          return boss.create(lease, whole as never, { state: "active", ...options });
        },
      };
    },
  };
}

/** The same suite on both databases; without a server the second is left out, and the run says so once. */
export function onBothDatabases(name: string, suite: (world: () => World) => void, packs?: readonly Pack[]): void {
  for (const kind of ["pglite", "postgres"] as const) onDatabase(kind, name, suite, packs);
}

/** What can only be seen on one of them. */
export function onDatabase(kind: Kind, name: string, suite: (world: () => World) => void, packs?: readonly Pack[]): void {
  describe.skipIf(kind === "postgres" && !postgresUrl())(`${name}, ${kind}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(kind, packs);
    });
    afterAll(() => world?.close());
    suite(() => world);
  });
}

/** The code that a piece of work ends with. */
export const codeOf = (work: Promise<unknown> | (() => unknown)): Promise<string> =>
  (typeof work === "function" ? Promise.resolve().then(work) : work).then(
    () => "nothing was thrown",
    (error: unknown) => (error as { readonly code?: string }).code ?? String(error),
  );
