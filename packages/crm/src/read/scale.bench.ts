import { count, customer, date, defineRecord, defineRole, may, money, type Pack, party, type Session, sum } from "@kehu/core";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { createCrm } from "../crm.js";
import { lookUpCustomer } from "../customer/look-up-customer.js";
import { postgres } from "../postgres/index.js";

/** A million customers with a sale each is what is promised. */
const rows = Number(process.env["KEHU_BENCH_ROWS"] ?? 200_000);
const now = "2026-03-02T04:00:00.000Z";

const sale = defineRecord("scale/sale", {
  fields: { buyerId: party("buyer"), soldOn: date(), amount: money() },
  states: ["open", "paid"],
  indexed: [{ by: ["soldOn"] }],
});
const seller = defineRole("scale/seller", [may.read(sale, "all"), may.read(customer, "all")]);
const pack: Pack = { name: "scale", version: "0.1.0", requires: [], definitions: { sale, seller }, locales: {} };

interface Shop {
  readonly desk: Session;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}
let opened: Promise<Shop> | undefined;
let shop: Shop;
const open = async (): Promise<void> => {
  opened ??= fill();
  shop = await opened;
};

/** Rows as the door would have written them. */
const filling = [
  `insert into kehu.customer (tenant, id, state, since, version, created_at, updated_at, kind, display_name, data)
    select 't', id, 'active', '${now}', 1, '${now}', '${now}', 'person', 'C' || n, jsonb_build_object('contactPoints', jsonb_build_array(jsonb_build_object('kind', 'phone', 'value', '+8613' || lpad(n::text, 9, '0'), 'source', 'file')))
    from scale_seed`,
  `insert into kehu.customer_key (tenant, kind, key, customer_id, record, record_id) select 't', 'phone', '+8613' || lpad(n::text, 9, '0'), id, 'customer', id from scale_seed`,
  `insert into kehu_scale.sale (tenant, id, state, since, version, created_at, updated_at, buyer_id, sold_on, amount_amount, amount_currency, data)
    select 't', gen_random_uuid(), case when n % 5 = 0 then 'paid' else 'open' end, '${now}', 1, '${now}', '${now}', id, date '2023-01-01' + n % 1100, n % 90000, 'CNY', '{}' from scale_seed`,
];
async function fill(): Promise<Shop> {
  const server = await findPostgres();
  if ("problem" in server) throw new Error(server.problem);
  const { url, drop } = await createDatabase(server.url, `kehu_bench_${Date.now().toString(36)}_scale`);
  const source = postgres({ url });
  const database = await source.open();
  const crm = await createCrm({ packs: [pack], database: { kind: source.kind, open: async () => database }, clock: () => now });
  await crm.install();
  await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["scale"] });
  await database.transaction("t", (transaction) =>
    transaction.commit([
      {
        sql: `create temporary table scale_seed as select n, gen_random_uuid() as id from generate_series(1, ${rows}) as n`,
        parameters: [],
      },
      ...filling.map((sql) => ({ sql, parameters: [] })),
    ]),
  );
  await crm.analyse();
  // of the same rows: which of two tables the server still holds in memory decides more than what reads it
  const pool = new pg.Pool({ connectionString: url, max: 4, options: "-c kehu.tenant=t" });
  for (const table of ["kehu_scale.sale", "kehu.customer", "kehu.customer_key"]) await pool.query(`vacuum analyze ${table}`);
  return {
    desk: crm.as({ id: "bench", tenant: "t", roles: ["scale/seller"] }),
    pool,
    async close() {
      await crm.close();
      await pool.end();
      await drop();
    },
  };
}

const times = 200;
/** All of them one after the other; what the slowest twentieth takes is told. */
async function each(name: string, work: (index: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const started = performance.now();
    await work((index * 7919) % rows);
    taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  slowest.set(name, taken[Math.floor(times * 0.95)] as number);
  return times;
}
const slowest = new Map<string, number>();

const from = (index: number): string => new Date(Date.UTC(2023, 0, 1 + (index % 1000))).toISOString().slice(0, 10);
const kept =
  "id, state, since, origin_state, origin_since, version, owner_id, team_id, created_at, updated_at, buyer_id, sold_on, amount_amount, amount_currency, data";

export default [
  bench({
    name: `lookUpCustomer among ${rows} by phone`,
    unit: "lookup",
    setup: open,
    variants: {
      kehu: () => each("lookup", (index) => shop.desk.call(lookUpCustomer, { text: `13${String(index + 1).padStart(9, "0")}` })),
    },
    teardown: () => console.log(`  95 of 100 within ${slowest.get("lookup")?.toFixed(1)} ms (at most 10)`),
    aim: { perSecond: 100 },
  }),
  bench({
    name: `find by a range of days, sorted, among ${rows}`,
    unit: "page",
    setup: open,
    variants: {
      kehu: () =>
        each("find", (index) =>
          shop.desk.find(sale, { where: { state: "open", soldOn: { from: from(index) } }, sort: "soldOn", limit: 50 }),
        ),
      "raw pg": () =>
        each("raw find", (index) =>
          shop.pool.query({
            name: "page",
            text: `select ${kept} from kehu_scale.sale where tenant = $1 and state = $2 and sold_on >= $3 and retracted_at is null order by sold_on, id limit 50`,
            values: ["t", "open", from(index)],
          }),
        ),
    },
    baseline: "raw pg",
    teardown: () => console.log(`  95 of 100 within ${slowest.get("find")?.toFixed(1)} ms, raw ${slowest.get("raw find")?.toFixed(1)} ms`),
    aim: { timesBaseline: 2 },
  }),
  bench({
    name: `aggregate over ${rows}: sum and count by state`,
    unit: "aggregate",
    setup: open,
    variants: {
      async kehu() {
        await shop.desk.aggregate(sale, { measures: { amount: sum("amount"), sales: count() }, by: ["state"] });
        return 1;
      },
      async "raw pg"() {
        await shop.pool.query(
          "select state, amount_currency, sum(amount_amount) as amount, count(*) as sales from kehu_scale.sale where tenant = 't' and retracted_at is null group by state, amount_currency",
        );
        return 1;
      },
    },
    baseline: "raw pg",
    teardown: () => shop.close(),
    aim: { timesBaseline: 1.3 },
  }),
] satisfies readonly Benchmark[];
