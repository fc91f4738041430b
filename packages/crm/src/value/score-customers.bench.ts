import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { customer, defineRole, may, mayScoreCustomers } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { generatePurchases } from "../../../testing/src/generate/purchases.js";
import { type Crm, createCrm } from "../crm.js";
import type { Database } from "../database/database.js";
import { postgres } from "../postgres/index.js";
import { scoreCustomers } from "./score-customers.js";

/** 100,000 customers of about a million entries are what is promised. */
const customers = Number(process.env["KEHU_BENCH_CUSTOMERS"] ?? 20_000);
const asOf = "2026-02-28";
const now = "2026-03-02T01:00:00.000Z";
const scorer = defineRole("bench/scorer", [...mayScoreCustomers, may.create(customer), may.read(customer, "all")]);

let crm: Crm;
let drop: () => Promise<void>;
let [entries, idle, highest] = [0, 0, 0];
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
      some.map(({ id }, index) => ({ uuid: uuidOf("customer", id), purchases: generatePurchases({ seed: from + index, asOf }) })),
    );
  }
  await database.analyse();
  collectGarbage();
  idle = process.memoryUsage.rss();
  highest = idle;
}

/** What the door would write in the ledger, of records that are not there. */
async function fill(
  database: Database,
  buyers: readonly { readonly uuid: string; readonly purchases: ReturnType<typeof generatePurchases> }[],
): Promise<void> {
  const rows = buyers.flatMap(({ uuid, purchases }) => purchases.map(({ on, amountMinor }) => [uuid, on, amountMinor] as const));
  entries += rows.length;
  await database.transaction("bench", (transaction) =>
    transaction.commit([
      {
        sql: `insert into kehu.ledger_entry (tenant, id, record, record_id, key, customer_id, occurred_on, kind, category, line, amount, currency, recorded_at)
          select 'bench', gen_random_uuid(), 'bench/sale', gen_random_uuid(), 'sale', customer_id, bought_on, 'revenue', 'sale', 'bench', amount, 'CNY', '${now}'
          from unnest($1::uuid[], $2::date[], $3::bigint[]) as bought(customer_id, bought_on, amount)`,
        parameters: [0, 1, 2].map((column) => rows.map((row) => row[column])),
      },
    ]),
  );
}

/** What the setup left behind must not hide what the scoring takes. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

export default [
  bench({
    name: `score ${customers} customers on PostgreSQL`,
    unit: "customer",
    once: true,
    setup: open,
    variants: {
      async kehu() {
        const session = crm.as({ id: "bench", tenant: "bench", roles: ["bench/scorer"] });
        const started = performance.now();
        const { models, unfitted, customers: scored = 0 } = await scoreCustomers(session, { asOf, currency: "CNY" });
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        console.log(
          `  ${entries} entries in ${seconds} s, ${Math.round((highest - idle) / 1e6)} MB above idle; ${models.map(({ model }) => model).join(", ")}${unfitted?.message ?? ""}`,
        );
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
