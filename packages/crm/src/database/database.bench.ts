import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import type { Database, DatabaseSource, Statement } from "./database.js";
import { extensions, startInMemory } from "./pglite-engine.js";
import { bareTemplate } from "./pglite-template.js";

const tenant = "bench";
const rows = 10_000;
const schema: readonly string[] = [
  "create schema kehu",
  "create table kehu.account (tenant text not null, id int not null, balance int8 not null, data jsonb not null, primary key (tenant, id))",
  "create table kehu.entry (tenant text not null, id int8 generated always as identity, account int not null, amount int not null, primary key (tenant, id))",
  `insert into kehu.account select '${tenant}', n, 0, '{"name": "客户"}' from generate_series(1, ${rows}) as n`,
];
const policies: readonly string[] = ["account", "entry"].flatMap((table) => [
  `alter table kehu.${table} enable row level security`,
  `alter table kehu.${table} force row level security`,
  `create policy tenant on kehu.${table} using (tenant = nullif(current_setting('kehu.tenant', true), ''))`,
]);

let next = 0;
function account(): number {
  next = (next + 7919) % rows;
  return next + 1;
}
const statement = (name: string, sql: string, parameters: readonly unknown[]): Statement => ({ name, sql, parameters });
const lock = (id: number): Statement =>
  statement("lock", "select id, balance from kehu.account where tenant = $1 and id = $2 for no key update", [tenant, id]);
const need = (id: number): Statement =>
  statement(
    "need",
    "select count(*) as n, coalesce(sum(amount), 0) as total from kehu.entry where tenant = $1 and account = $2 and id < 0",
    [tenant, id],
  );
const change = (id: number): Statement =>
  statement("change", "update kehu.account set balance = balance + $3 where tenant = $1 and id = $2", [tenant, id, 1]);
const note = (id: number): Statement =>
  statement("note", "insert into kehu.entry (tenant, account, amount) values ($1, $2, $3)", [tenant, id, 1]);
const point = (id: number): Statement =>
  statement("point", "select id, balance, data from kehu.account where tenant = $1 and id = $2", [tenant, id]);

async function ours(database: Database): Promise<void> {
  const id = account();
  await database.transaction(tenant, async (transaction) => {
    await transaction.send([lock(id), need(id)]);
    await transaction.commit([change(id), note(id)]);
  });
}

async function theirs(pool: pg.Pool): Promise<void> {
  const id = account();
  const client = await pool.connect();
  await client.query({ name: "begin", text: "begin" });
  for (const { name = "", sql, parameters } of [lock(id), need(id), change(id), note(id)])
    await client.query({ name, text: sql.replaceAll("kehu", "plain"), values: [...parameters] });
  await client.query({ name: "commit", text: "commit" });
  client.release();
}

async function callers(count: number, times: number, call: () => Promise<unknown>): Promise<number> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (let time = 0; time < times / count; time += 1) await call();
    }),
  );
  return times;
}

interface Pair {
  readonly ours: Database;
  readonly raw: pg.Pool;
  close(): Promise<void>;
}

async function prepare(source: DatabaseSource, raw: pg.Pool, close: () => Promise<void>): Promise<Pair> {
  const database = await source.open();
  await database.administer((transaction) => transaction.send([...schema, ...policies].map((sql) => ({ sql, parameters: [] }))));
  for (const sql of schema) await raw.query(sql.replaceAll("kehu", "plain"));
  await database.analyse();
  await raw.query("analyze");
  return {
    ours: database,
    raw,
    async close() {
      await database.close();
      await raw.end();
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
  const { url, drop } = await createDatabase(server.url, `kehu_test_${Date.now().toString(36)}_bench`);
  return prepare(postgres({ url }), new pg.Pool({ connectionString: url, max: 10 }), drop);
}

function pairs(kind: string, open: () => Promise<Pair>): readonly Benchmark[] {
  let pair: Pair;
  const both = {
    setup: async () => {
      pair = await open();
    },
    teardown: () => pair.close(),
    baseline: "raw pg",
  };
  const plain = ({ name = "", sql, parameters }: Statement): pg.QueryConfig => ({
    name,
    text: sql.replaceAll("kehu", "plain"),
    values: [...parameters],
  });
  return [
    ...[1, 8].map((count) =>
      bench({
        ...both,
        name: `two groups, ${kind}, ${count === 1 ? "1 caller" : `${count} callers`}`,
        unit: "transaction",
        variants: { kehu: () => callers(count, 800, () => ours(pair.ours)), "raw pg": () => callers(count, 800, () => theirs(pair.raw)) },
        aim: { timesBaseline: 1.1 },
      }),
    ),
    bench({
      ...both,
      name: `point read, ${kind}`,
      unit: "read",
      variants: {
        kehu: () => callers(1, 2000, () => pair.ours.read(tenant, [point(account())])),
        "raw pg": () => callers(1, 2000, () => pair.raw.query(plain(point(account())))),
      },
      aim: { timesBaseline: 1.25 },
    }),
  ];
}

/** In memory, so that the baseline is PGlite alone; ours reads its cache each time. */
const archive = await bareTemplate();

export default [
  bench({
    name: "open in memory",
    unit: "open",
    variants: {
      kehu: async () => {
        const database = await pglite().open();
        await database.read(tenant, [{ sql: "select 1", parameters: [] }]);
        await database.close();
        return 1;
      },
      loadDataDir: async () => {
        const engine = await PGlite.create({ extensions, loadDataDir: new Blob([archive as Uint8Array<ArrayBuffer>]) });
        await engine.query("select 1");
        await engine.close();
        return 1;
      },
    },
    baseline: "loadDataDir",
    aim: { timesBaseline: 1.3 },
  }),
  ...pairs("PGlite", onPglite),
  ...("url" in server ? pairs("PostgreSQL", onPostgres) : []),
] satisfies readonly Benchmark[];
