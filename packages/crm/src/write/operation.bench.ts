import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import {
  customer,
  date,
  defineLedger,
  defineOperation,
  definePack,
  defineRecord,
  defineRole,
  group,
  type Id,
  may,
  money,
  party,
  ref,
  type Session,
  text,
} from "@kehu/core";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { type Crm, createCrm } from "../crm.js";
import type { DatabaseSource } from "../database/database.js";
import { startInMemory } from "../database/pglite-engine.js";
import { bareTemplate } from "../database/pglite-template.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";

const sale = defineRecord("bench/sale", {
  fields: { number: text(20), buyerId: party("buyer"), soldOn: date(), amount: money() },
  unique: [{ by: ["number"] }],
});
const saleLedger = defineLedger(sale, {
  entries: ({ record }) => [
    { key: "sale", customerId: record.buyerId, on: record.soldOn, kind: "revenue", category: "sale", amount: record.amount },
  ],
});
const sell = defineOperation("bench/sell", {
  input: { number: text(20), buyerId: party("buyer"), soldOn: date(), amount: money() },
  output: group({ saleId: ref("bench/sale") }),
  run: async (work, input) => ({ saleId: (await work.create(sale, input)).id }),
});
const seller = defineRole("bench/seller", [may.call(sell), may.create(customer), may.read(customer, "all"), may.read(sale, "all")]);
const pack = definePack({
  name: "bench",
  version: "0.1.0",
  definitions: { sale, saleLedger, sell, seller },
  locales: {
    "zh-CN": {
      sale: { name: "销售", fields: { number: "编号", buyerId: "买方", soldOn: "日期", amount: "金额" }, states: { active: "有效" } },
      sell: { name: "售出", input: { number: "编号", buyerId: "买方", soldOn: "日期", amount: "金额" } },
      seller: "销售员",
    },
  },
});

/** The same rows by hand: no policies, no rules, no rights. */
const plain = [
  "create schema plain",
  "create table plain.sale (tenant text, id uuid, state text, since timestamptz, version int, number text, buyer_id uuid, sold_on date, amount bigint, currency text, data jsonb, primary key (tenant, id))",
  "create unique index on plain.sale (tenant, number)",
  "create table plain.ledger_entry (tenant text, id uuid, record_id uuid, customer_id uuid, occurred_on date, kind text, category text, line text, amount bigint, currency text, primary key (tenant, id))",
  "create index on plain.ledger_entry (tenant, customer_id, line, occurred_on)",
  "create table plain.journal (tenant text, ordinal bigint generated always as identity, record_id uuid, version int, recorded_at timestamptz, actor text, definition text, payload jsonb, primary key (tenant, ordinal))",
  "create index on plain.journal (tenant, record_id, version)",
];
let next = 0;
const uuid = (): string => crypto.randomUUID();

async function raw(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  next += 1;
  const [id, number] = [uuid(), `R${next}`];
  const at = "2026-03-02T00:00:00.000Z";
  await client.query({ name: "begin", text: "begin" });
  await client.query({
    name: "sale",
    text: "insert into plain.sale values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    values: ["t", id, "active", at, 1, number, uuid(), "2026-03-02", 12_300, "CNY", "{}"],
  });
  await client.query({
    name: "ledger",
    text: "insert into plain.ledger_entry values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    values: ["t", uuid(), id, uuid(), "2026-03-02", "revenue", "sale", "bench", 12_300, "CNY"],
  });
  await client.query({
    name: "journal",
    text: "insert into plain.journal (tenant, record_id, version, recorded_at, actor, definition, payload) values ($1, $2, $3, $4, $5, $6, $7)",
    values: ["t", id, 1, at, "bench", "create", JSON.stringify({ changed: { number, amount: { amountMinor: 12_300, currency: "CNY" } } })],
  });
  await client.query({ name: "commit", text: "commit" });
  client.release();
}

interface Pair {
  readonly crm: Crm;
  readonly desk: Session;
  readonly buyers: readonly Id<"customer">[];
  readonly pool: pg.Pool;
  close(): Promise<void>;
}
async function prepare(database: DatabaseSource, pool: pg.Pool, close: () => Promise<void>): Promise<Pair> {
  const crm = await createCrm({ packs: [pack], database, clock: () => "2026-03-02T04:00:00.000Z" });
  await crm.install();
  await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["bench"] });
  for (const sql of plain) await pool.query(sql);
  const desk = crm.as({ id: "bench", tenant: "t", roles: ["bench/seller"] });
  const made = await desk.createMany(
    customer,
    Array.from({ length: 500 }, (_, index) => ({ kind: "person" as const, displayName: `客户${index}` })),
  );
  // each buyer's first purchase makes an engagement; what is measured are the later ones
  for (const [index, { id }] of made.entries())
    await desk.call(sell, { number: `F${index}`, buyerId: id, soldOn: "2026-03-01", amount: { amountMinor: 100, currency: "CNY" } });
  await crm.analyse();
  return {
    crm,
    desk,
    buyers: made.map((each) => each.id),
    pool,
    async close() {
      await crm.close();
      await pool.end();
      await close();
    },
  };
}
async function onPglite(): Promise<Pair> {
  const engine = await startInMemory(await bareTemplate());
  return prepare(pglite(), new pg.Pool({ ...createPgConfig(engine), max: 1, idleTimeoutMillis: 0 } as object), () => engine.close());
}
const server = await findPostgres();
async function onPostgres(): Promise<Pair> {
  if ("problem" in server) throw new Error(server.problem);
  const { url, drop } = await createDatabase(server.url, `kehu_test_${Date.now().toString(36)}_operations`);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // the database goes while its last connections still say goodbye
  pool.on("error", () => {});
  return prepare(postgres({ url }), pool, drop);
}

async function callers(count: number, times: number, call: () => Promise<unknown>): Promise<number> {
  const one = async () => {
    for (let time = 0; time < times / count; time += 1) await call();
  };
  await Promise.all(Array.from({ length: count }, one));
  return times;
}

function benches(kind: string, open: () => Promise<Pair>): readonly Benchmark[] {
  let pair: Pair;
  const ours = async (): Promise<void> => {
    next += 1;
    const number = `S${next}`;
    const buyerId = pair.buyers[next % pair.buyers.length] as Id<"customer">;
    await pair.desk.call(sell, { number, buyerId, soldOn: "2026-03-02", amount: { amountMinor: 12_300, currency: "CNY" } });
  };
  return [1, 8].map((count) =>
    bench({
      name: `operation: record, link, ledger, journal, ${kind}, ${count === 1 ? "1 caller" : `${count} callers`}`,
      unit: "operation",
      setup: async () => {
        pair = await open();
      },
      teardown: () => pair.close(),
      variants: { kehu: () => callers(count, 400, ours), "raw driver": () => callers(count, 400, () => raw(pair.pool)) },
      baseline: "raw driver",
      aim: { timesBaseline: 1.25 },
    }),
  );
}

export default [
  ...benches("PGlite", onPglite),
  ...("url" in server ? benches("PostgreSQL", onPostgres) : []),
] satisfies readonly Benchmark[];
