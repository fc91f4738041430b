import { customer, defineLifecycle, defineRecord, defineRole, type Id, interaction, may, type Pack, type Session } from "@kehu/core";
import pg from "pg";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { createDatabase, findPostgres } from "../../../../.config/postgres.js";
import { type Crm, createCrm } from "../crm.js";
import type { Statement } from "../database/database.js";
import type { FeedPage } from "../feed/feed.js";
import { postgres } from "../postgres/index.js";
import { tellingSource } from "../suite/telling.test-pack.js";

const now = "2026-03-02T04:00:00.000Z";
const [perCall, callsPerRound] = [1000, 10];

const order = defineRecord("bulk/order", { fields: {}, states: ["open", "waiting", "closed"] });
/** Half of what expires goes on to close in the same run, as cascades do. */
const orderLife = defineLifecycle(order, (t) => ({
  expire: t({ from: "open", to: "waiting", due: ({ calendar, record }) => calendar.after(record.since, "P1D") }),
  close: t({ from: "waiting", to: "closed", due: ({ calendar, record }) => calendar.after(record.since, "PT1H") }),
}));
const clerk = defineRole("bulk/clerk", [
  may.create(customer),
  ...[may.create(interaction), may.adopt(interaction), may.read(interaction, "all"), may.read(customer, "all")],
  ...[may.create(order), may.adopt(order), may.read(order, "all")],
]);
const pack: Pack = { name: "bulk", version: "0.1.0", requires: [], definitions: { order, orderLife, clerk }, locales: {} };

/** What the door sends, so that the bare driver can send the same rows into the same tables. */
const sent: Statement[][] = [];
let isRecording = false;
function record(what: string, statements: readonly Statement[]): void {
  if (!isRecording) return;
  if (what === "transaction") sent.push([]);
  sent.at(-1)?.push(...statements.filter(({ sql }) => sql.startsWith("insert into")));
}

interface Shop {
  readonly crm: Crm;
  readonly desk: Session;
  readonly buyers: readonly Id<"customer">[];
  readonly pool: pg.Pool;
  close(): Promise<void>;
}
const server = await findPostgres();
async function openShop(): Promise<Shop> {
  if ("problem" in server) throw new Error(server.problem);
  const { url, drop } = await createDatabase(server.url, `kehu_bench_${Math.random().toString(36).slice(2, 10)}`);
  const database = tellingSource(postgres({ url }), record);
  const crm = await createCrm({ packs: [pack], database, clock: () => now });
  await crm.install();
  await crm.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["bulk"] });
  const desk = crm.as({ id: "bench", tenant: "t", roles: ["bulk/clerk"] });
  const made = await desk.createMany(
    customer,
    Array.from({ length: 1000 }, (_, index) => ({ kind: "person" as const, displayName: `客户${index}` })),
  );
  await crm.analyse();
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return {
    crm,
    desk,
    buyers: made.map(({ id }) => id),
    pool,
    async close() {
      await crm.close();
      await pool.end();
      await drop();
    },
  };
}

let next = 0;
const contacts = (buyers: readonly Id<"customer">[]) =>
  Array.from({ length: perCall }, () => {
    next += 1;
    return {
      customerId: buyers[next % buyers.length] as Id<"customer">,
      channel: "phone" as const,
      direction: "outbound" as const,
      happenedAt: "2026-03-01T02:00:00.000Z",
      topic: `Renewal call ${next}`,
      durationSeconds: 120,
      cost: { amountMinor: 500, currency: "CNY" },
      line: "bulk",
    };
  });

/** The rows of one call by the bare driver: one transaction, one statement for each table. */
async function replay(pool: pg.Pool): Promise<void> {
  const inserts = sent.shift();
  if (inserts === undefined) throw new Error("Nothing is left to replay.");
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select set_config('kehu.tenant', 't', true)");
  for (const { sql, parameters, name } of inserts) await client.query({ text: sql, values: [...parameters], ...(name && { name }) });
  await client.query("commit");
  client.release();
}

function bulk(name: string, write: (desk: Session, buyers: readonly Id<"customer">[]) => Promise<unknown>): Benchmark {
  let ours: Shop;
  let theirs: Shop;
  const round = async () => {
    for (let call = 0; call < callsPerRound; call += 1) await write(ours.desk, ours.buyers);
    return perCall * callsPerRound;
  };
  return bench({
    name,
    unit: "row",
    variants: {
      kehu: round,
      async "raw driver"() {
        for (let call = 0; call < callsPerRound; call += 1) await replay(theirs.pool);
        return perCall * callsPerRound;
      },
    },
    baseline: "raw driver",
    aim: { timesBaseline: 2 },
    rounds: 5,
    async setup() {
      [ours, theirs] = [await openShop(), await openShop()];
      sent.length = 0;
      isRecording = true;
      await round();
      console.log(`  one call of ${perCall}: ${sent[0]?.length} statements that write`);
    },
    async teardown() {
      isRecording = false;
      await ours.close();
      await theirs.close();
    },
  });
}

function feed(): Benchmark {
  let shop: Shop;
  const rows = 100_000;
  return bench({
    name: `feed of ${rows} journal rows, numbering included`,
    unit: "row",
    once: true,
    async setup() {
      shop = await openShop();
      for (let from = 0; from < rows; from += 10 * perCall)
        await shop.desk.createMany(interaction, Array.from({ length: 10 }, () => contacts(shop.buyers)).flat());
    },
    variants: {
      async kehu() {
        const reader = shop.crm.feed({ id: "reader", tenant: "t", roles: ["bulk/clerk"] });
        let [read, page] = [0, undefined as FeedPage | undefined];
        do {
          page = await reader.read();
          read += page.events.length;
          if (page.events.length > 0) await reader.confirm(page.position);
        } while (page.events.length > 0);
        return read;
      },
    },
    teardown: () => shop.close(),
    aim: { perSecond: 20_000 },
  });
}

function clock(): Benchmark {
  let shop: Shop;
  const [orders, due] = [10_000, 2_000];
  return bench({
    name: `runDue over ${orders} orders of which ${due} are due`,
    unit: "transition",
    once: true,
    async setup() {
      shop = await openShop();
      for (let from = 0; from < orders; from += perCall)
        await shop.desk.adoptMany(
          order,
          Array.from({ length: perCall }, (_, index) => {
            const since = from + index < due ? "2026-02-28T02:00:00.000Z" : "2026-03-02T02:00:00.000Z";
            return { input: {}, as: { state: "open" as const, asOf: "2026-03-02", since, source: `order ${from + index}` } };
          }),
        );
      await shop.crm.analyse();
    },
    variants: {
      async kehu() {
        return (await shop.crm.runDue(now)).fired;
      },
    },
    teardown: () => shop.close(),
    aim: { perSecond: 1500 },
  });
}

export default [
  bulk("createMany of 1,000 interactions", (desk, buyers) => desk.createMany(interaction, contacts(buyers))),
  bulk("adoptMany of 1,000 interactions", (desk, buyers) =>
    desk.adoptMany(
      interaction,
      contacts(buyers).map((input) => ({ input, as: { state: "logged" as const, asOf: "2026-03-02", source: `call ${input.topic}` } })),
    ),
  ),
  feed(),
  clock(),
] satisfies readonly Benchmark[];
