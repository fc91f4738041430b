import { DuckDBDataChunk, DuckDBInstance, INTEGER } from "@duckdb/node-api";
import { bench } from "../../../../../.ci/bench-api.js";
import { rfmByRank, sumTransactions, type Transactions } from "../index.js";

const [transactions, customers, asOfDay] = [10_000_000, 1_000_000, 730];

/** Seeded: two years of purchases, some customers a hundred times as busy as others. */
function cohort(): Transactions {
  const columns = { customer: new Int32Array(transactions), day: new Int32Array(transactions), amountMinor: new Int32Array(transactions) };
  let state = 20_260_101;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let row = 0; row < transactions; row += 1) {
    columns.customer[row] = Math.floor(next() ** 1.5 * customers);
    columns.day[row] = Math.floor(next() ** 0.7 * (asOfDay + 1));
    columns.amountMinor[row] = Math.floor(100 + 20_000 * next() ** 4);
  }
  return columns;
}

const columns = cohort();

/** What both have to find: any customer in another group changes it. */
function kehu(): number {
  const { recency, frequency, monetary } = rfmByRank(sumTransactions(columns, { customers, asOfDay }));
  let sum = 0;
  for (let row = 0; row < customers; row += 1)
    sum += ((row % 1009) + 1) * (100 * (recency[row] as number) + 10 * (frequency[row] as number) + (monetary[row] as number));
  return sum;
}

const question = `
  with summed as (
    select customer, max(day) as last, count(*) as frequency, sum(amount) as monetary from transactions group by customer
  ), everybody as (
    select c.customer, coalesce(last, -1000000) as last, coalesce(frequency, 0) as frequency, coalesce(monetary, 0) as monetary
    from customers c left join summed using (customer)
  ), ranked as (
    select customer, ntile(5) over (order by last, customer) as r, ntile(5) over (order by frequency, customer) as f,
      ntile(5) over (order by monetary, customer) as m
    from everybody
  )
  select sum((customer % 1009 + 1) * (100 * r + 10 * f + m))::double as answer from ranked`;

let duck: () => Promise<number> = async () => Number.NaN;

async function setup(): Promise<void> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await connection.run("create table transactions (customer integer, day integer, amount integer)");
  await connection.run(`create table customers as select range::integer as customer from range(${customers})`);
  const appender = await connection.createAppender("transactions");
  const size = 2048;
  for (let from = 0; from < transactions; from += size) {
    const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, INTEGER]);
    chunk.setColumns([columns.customer, columns.day, columns.amountMinor].map((column) => Array.from(column.subarray(from, from + size))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  duck = async () => (await connection.runAndReadAll(question)).getRows()[0]?.[0] as number;
  const [ours, theirs] = [kehu(), await duck()];
  if (ours !== theirs) throw new Error(`The groups differ: ${ours} and ${theirs}.`);
}

const counted = (answer: number): number => (answer > 0 ? transactions : Number.NaN);

export default [
  bench({
    name: "RFM quintiles of 10M transactions of 1M customers",
    unit: "transactions",
    variants: { kehu: () => counted(kehu()), "duckdb, 1 thread": async () => counted(await duck()) },
    baseline: "duckdb, 1 thread",
    aim: { timesBaseline: 0.7 },
    setup,
  }),
];
