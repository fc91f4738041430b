import {
  customer,
  date,
  defineRecord,
  defineRole,
  type Id,
  interaction,
  may,
  money,
  type Pack,
  party,
  type Session,
  text,
} from "@kehu/core";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { type Crm, createCrm } from "../crm.js";
import type { Database, Statement } from "../database/database.js";
import { encodeParameter } from "../database/values.js";
import { postgres } from "../postgres/index.js";
import { tellingDatabase } from "../suite/telling.test-pack.js";
import { viewCustomer } from "./view-customer.js";

const [packs, recordsInPack, contacts] = [9, 24, 2000];

function packOf(number: number): Pack {
  const name = `view-${"abcdefghi"[number]}`;
  const fields = { number: text(20), holderId: party("holder"), on: date(), amount: money(), note: text(200).optional() };
  const order = defineRecord(`${name}/order`, { fields, states: ["open", "closed"] });
  const complaint = defineRecord(`${name}/complaint`, { fields, states: ["open", "closed"] });
  const desk = defineRole(`${name}/desk`, [
    ...[may.create(customer), may.read(customer, "all"), may.create(interaction), may.read(interaction, "all")],
    ...[may.create(order), may.read(order, "all"), may.create(complaint), may.read(complaint, "all")],
  ]);
  return { name, version: "0.1.0", requires: [], definitions: { order, complaint, desk }, locales: {} };
}
const all = Array.from({ length: packs }, (_, index) => packOf(index));

/** What the read door sends for one view, group by group. */
const groups: Statement[][] = [];
let isTelling = false;
function telling(database: Database): Database {
  return {
    ...tellingDatabase(database, () => {}),
    read(tenant, statements) {
      if (isTelling) groups.push([...statements]);
      return database.read(tenant, statements);
    },
  };
}

const server = await findPostgres();
let crm: Crm;
let desk: Session;
let pool: pg.Pool;
let drop: () => Promise<void>;
let customerId: Id<"customer">;
async function open(): Promise<void> {
  if ("problem" in server) throw new Error(server.problem);
  const made = await createDatabase(server.url, `kehu_bench_${Date.now().toString(36)}_view`);
  drop = made.drop;
  const source = postgres({ url: made.url });
  const database = { kind: source.kind, open: async () => telling(await source.open()) };
  crm = await createCrm({ packs: all, database, clock: () => "2026-03-02T04:00:00.000Z" });
  await crm.install();
  await crm.openTenant({
    id: "t",
    timeZone: "Asia/Shanghai",
    jurisdiction: "CN",
    currency: "CNY",
    packs: all.map(({ name }) => name),
  });
  desk = crm.as({ id: "bench", tenant: "t", roles: all.map(({ name }) => `${name}/desk`) });
  const people = await desk.createMany(
    customer,
    Array.from({ length: 200 }, (_, index) => ({ kind: "person" as const, displayName: `客户${index}` })),
  );
  customerId = people[0]?.id as Id<"customer">;
  for (const { name, definitions } of all)
    for (const record of [definitions["order"], definitions["complaint"]])
      for (const { id } of people.slice(0, 20))
        await desk.createMany(
          record as never,
          Array.from({ length: recordsInPack / 2 }, (_, index) => ({
            number: `${name} ${index}`,
            holderId: id,
            on: "2026-02-01",
            amount: { amountMinor: 100 * index, currency: "CNY" },
          })) as never,
        );
  for (let from = 0; from < contacts; from += 500)
    await desk.createMany(
      interaction,
      Array.from({ length: 500 }, (_, index) => ({
        customerId,
        channel: "phone" as const,
        direction: "inbound" as const,
        happenedAt: new Date(Date.UTC(2025, 0, 1) + (from + index) * 3_600_000).toISOString(),
        topic: `Call ${from + index}`,
      })),
    );
  await crm.analyse();
  pool = new pg.Pool({ connectionString: made.url, max: 1 });
  isTelling = true;
  await desk.call(viewCustomer, { customerId });
  isTelling = false;
  console.log(`  ${groups.flat().length} statements in ${groups.length} round trips`);
}
async function close(): Promise<void> {
  await crm.close();
  await pool.end();
  await drop();
}

/** The same queries by the bare driver, in one transaction. */
async function raw(): Promise<void> {
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select set_config('kehu.tenant', 't', true)");
  for (const { sql, parameters, name } of groups.flat())
    await client.query({ text: sql, values: parameters.map(encodeParameter), ...(name && { name }) });
  await client.query("commit");
  client.release();
}

const times = async (work: () => Promise<unknown>): Promise<number> => {
  for (let time = 0; time < 20; time += 1) await work();
  return 20;
};

export default ("url" in server
  ? [
      bench({
        name: `viewCustomer: ${packs * recordsInPack} records in ${packs} packs, ${contacts} contacts`,
        unit: "view",
        setup: open,
        teardown: close,
        variants: { kehu: () => times(() => desk.call(viewCustomer, { customerId })), "raw driver": () => times(raw) },
        baseline: "raw driver",
        aim: { timesBaseline: 1.5 },
      }),
    ]
  : []) satisfies readonly Benchmark[];
