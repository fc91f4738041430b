import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import {
  type Actor,
  type CalendarDate,
  createId,
  date,
  defineRecord,
  defineRole,
  group,
  type Id,
  list,
  may,
  money,
  type Pack,
  party,
  type Session,
  text,
} from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { uuidOf } from "@kehu/core/engine";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { createCrm } from "../crm.js";
import type { DatabaseSource } from "../database/database.js";
import { startInMemory } from "../database/pglite-engine.js";
import { bareTemplate } from "../database/pglite-template.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry, type RecordEntry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import { compileFind } from "./find.js";

const sale = defineRecord("bench/sale", {
  fields: {
    number: text(20),
    buyerId: party("buyer"),
    soldOn: date(),
    amount: money(),
    note: text(80).optional(),
    lines: list(group({ item: text(20) })).default([]),
  },
  states: ["open", "paid"],
});
const seller = defineRole("bench/seller", [may.read(sale, "all")]);
const agent = defineRole("bench/agent", [may.read(sale, "own"), may.read(sale, "team")]);
const pack: Pack = { name: "bench", version: "0.1.0", requires: [], definitions: { sale, seller, agent }, locales: {} };
const registry = buildRegistry([pack]);
const settings = { id: "bench", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["bench"] };
const now = "2026-05-05T08:00:00.000Z";

const rows = 10_000;
const ids: readonly string[] = Array.from({ length: rows }, (_, index) =>
  createId("bench/sale", {
    now,
    random: Uint8Array.from({ length: 16 }, (_unused, byte) => (index >>> (8 * (byte % 4))) & 255),
  }),
);
const entry = registry.records.get("bench/sale") as RecordEntry;
/** The same rows with the policies of the tenant and, for the baseline, without. */
const columns =
  "tenant, id, state, since, version, owner_id, team_id, created_at, updated_at, number, buyer_id, sold_on, amount_amount, amount_currency, data";
const fill = (table: string) => ({
  sql: `insert into ${table} (${columns}) select 'bench', id, case when n % 5 = 0 then 'paid' else 'open' end, '${now}', 1, 'u' || n % 50, 't' || n % 10, '${now}', '${now}', 'S' || n, id, date '2026-01-01' + (n % 300)::int, n, 'CNY', '{"lines": [{"item": "a"}]}'
    from unnest($1::uuid[]) with ordinality as r(id, n)`,
  parameters: [ids.map((id) => uuidOf("bench/sale", id))],
});
const actor = (roles: readonly string[]): Actor => ({ id: "u7", tenant: "bench", roles, teams: ["t3", "t4"] });

interface Pair {
  readonly session: (roles: readonly string[]) => Session;
  readonly raw: pg.Pool;
  close(): Promise<void>;
}
async function prepare(source: DatabaseSource, raw: pg.Pool, close: () => Promise<void>): Promise<Pair> {
  const database = await source.open();
  const crm = await createCrm({ packs: [pack], database: { kind: source.kind, open: async () => database }, clock: () => now });
  await crm.install();
  await crm.openTenant(settings);
  await database.transaction("bench", (transaction) => transaction.commit([fill("kehu_bench.sale")]));
  await raw.query(`create schema plain; create table plain.sale (tenant text, id uuid, state text, since timestamptz, origin_state text, origin_since timestamptz, version int, owner_id text, team_id text, created_at timestamptz, updated_at timestamptz,
    number text, buyer_id uuid, sold_on date, amount_amount bigint, amount_currency text, note text, data jsonb, primary key (tenant, id))`);
  const { sql: text, parameters } = fill("plain.sale");
  await raw.query(text, [...parameters]);
  await database.analyse();
  await raw.query("analyze");
  return {
    raw,
    session: (roles) => crm.as(actor(roles)),
    async close() {
      await crm.close();
      await raw.end();
      await close();
    },
  };
}

let next = 0;
const anyId = (): Id<"bench/sale"> => {
  next = (next + 7919) % rows;
  return ids[next] as string;
};
const kept =
  "id, state, since, origin_state, origin_since, version, owner_id, team_id, created_at, updated_at, number, buyer_id, sold_on, amount_amount, amount_currency, note, data";
const point = (pool: pg.Pool) =>
  pool.query({
    name: "point",
    text: `select ${kept} from plain.sale where tenant = $1 and id = $2`,
    values: ["bench", uuidOf("bench/sale", anyId())],
  });
const page = (pool: pg.Pool, from: CalendarDate) =>
  pool.query({
    name: "page",
    text: `select ${kept} from plain.sale where tenant = $1 and state = $2 and sold_on >= $3 order by id limit 50`,
    values: ["bench", "open", from],
  });
const times = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  for (let time = 0; time < count; time += 1) await work();
  return count;
};

function reads(kind: string, open: () => Promise<Pair>): readonly Benchmark[] {
  let pair: Pair;
  const both = {
    unit: "read",
    baseline: "raw pg",
    setup: async () => {
      pair = await open();
    },
    teardown: () => pair.close(),
  };
  const find = (roles: readonly string[]) => pair.session(roles).find(sale, { where: { state: "open", soldOn: { from: "2026-02-01" } } });
  return [
    bench({
      ...both,
      name: `get, ${kind}`,
      variants: {
        "all rows": () => times(1000, () => pair.session(["bench/seller"]).get(sale, anyId())),
        "own and team": () =>
          times(1000, () =>
            pair
              .session(["bench/agent"])
              .get(sale, anyId())
              .catch(() => undefined),
          ),
        "raw pg": () => times(1000, () => point(pair.raw)),
      },
      aim: { timesBaseline: 1.8 },
    }),
    bench({
      ...both,
      name: `page of 50, ${kind}`,
      variants: {
        "all rows": () => times(300, () => find(["bench/seller"])),
        "own and team": () => times(300, () => find(["bench/agent"])),
        "raw pg": () => times(300, () => page(pair.raw, "2026-02-01")),
      },
      aim: { timesBaseline: 1.4 },
    }),
  ];
}

async function onPglite(): Promise<Pair> {
  const engine = await startInMemory(await bareTemplate());
  return prepare(pglite(), new pg.Pool({ ...createPgConfig(engine), max: 1, idleTimeoutMillis: 0 } as object), () => engine.close());
}
const server = await findPostgres();
async function onPostgres(): Promise<Pair> {
  if ("problem" in server) throw new Error(server.problem);
  const { url, drop } = await createDatabase(server.url, `kehu_test_${Date.now().toString(36)}_bench`);
  return prepare(postgres({ url }), new pg.Pool({ connectionString: url, max: 2 }), drop);
}

const tenant: Tenant = {
  ...settings,
  settingsVersion: 1,
  clockwork: "",
  calendar: createCalendar({ timeZone: settings.timeZone }),
  packs: new Set(settings.packs),
  overrides: {},
};
const asking = { registry, tenant, actor: actor(["bench/agent"]) };
export default [
  bench({
    name: "compile a find",
    unit: "find",
    variants: {
      kehu: () =>
        times(2000, async () =>
          compileFind(asking, entry, { where: { state: "open", soldOn: { from: "2026-02-01" } }, sort: ["-soldOn"] }),
        ),
    },
    aim: { perSecond: 5000 },
  }),
  ...reads("PGlite", onPglite),
  ...("url" in server ? reads("PostgreSQL", onPostgres) : []),
] satisfies readonly Benchmark[];
