import { customer, defineRole, may, mayScoreCustomers, uuidOf } from "@kehu/core";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { type Crm, createCrm } from "../crm.js";
import type { Database } from "../database/database.js";
import { postgres } from "../postgres/index.js";
import { scoreCustomers } from "./score-customers.js";

/** 100,000 customers with ten entries each are what is promised. */
const customers = Number(process.env["KEHU_BENCH_CUSTOMERS"] ?? 20_000);
const entries = 10;
const now = "2026-03-02T01:00:00.000Z";
const scorer = defineRole("bench/scorer", [...mayScoreCustomers, may.create(customer), may.read(customer, "all")]);

let crm: Crm;
let drop: () => Promise<void>;
let idle = 0;
let highest = 0;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss());
}, 50);
watch.unref();

async function open(): Promise<void> {
  const server = await findPostgres();
  if ("problem" in server) throw new Error(server.problem);
  const made = await createDatabase(server.url, `kehu_bench_${Date.now().toString(36)}_score`);
  drop = made.drop;
  const source = postgres({ url: made.url });
  const database = await source.open();
  crm = await createCrm({ packs: [], roles: [scorer], database: { kind: source.kind, open: async () => database }, clock: () => now });
  await crm.install();
  await crm.openTenant({ id: "bench", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: [] });
  const session = crm.as({ id: "bench", tenant: "bench", roles: ["bench/scorer"] });
  for (let from = 0; from < customers; from += 2000) {
    const count = Math.min(2000, customers - from);
    const some = await session.createMany(
      customer,
      Array.from({ length: count }, (_, index) => ({ kind: "person" as const, displayName: `C${from + index}` })),
    );
    await fill(
      database,
      some.map(({ id }) => uuidOf("customer", id)),
    );
  }
  await database.analyse();
  idle = process.memoryUsage.rss();
  highest = idle;
}

/** Purchases until the customer stays away: what the door would write in the ledger, of records that are not there. */
const fill = (database: Database, uuids: readonly string[]): Promise<unknown> =>
  database.transaction("bench", (transaction) =>
    transaction.commit([
      {
        sql: `insert into kehu.ledger_entry (tenant, id, record, record_id, key, customer_id, occurred_on, kind, category, line, amount, currency, recorded_at)
          select 'bench', gen_random_uuid(), 'bench/sale', gen_random_uuid(), 'sale', c.id, date '2026-02-28' - (stays + (700 - stays) * random())::integer, 'revenue', 'sale', 'bench', (100 + 5000 * random() ^ 2)::bigint, 'CNY', '${now}'
          from (select id, 650 * random() ^ 2 as stays from unnest($1::uuid[]) as u(id)) as c, generate_series(1, ${entries})`,
        parameters: [uuids],
      },
    ]),
  );

export default [
  bench({
    name: `score ${customers} customers of ${customers * entries} entries`,
    unit: "customer",
    once: true,
    setup: open,
    variants: {
      async kehu() {
        const session = crm.as({ id: "bench", tenant: "bench", roles: ["bench/scorer"] });
        const started = performance.now();
        const { models, customers: scored = 0 } = await scoreCustomers(session, { asOf: "2026-02-28", currency: "CNY" });
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        console.log(`  ${seconds} s, ${models.map(({ model }) => model)}; ${Math.round((highest - idle) / 1e6)} MB above idle`);
        return scored;
      },
    },
    teardown: async () => {
      await crm.close();
      await drop();
    },
    aim: { perSecond: 100_000 / 15 },
  }),
] satisfies readonly Benchmark[];
