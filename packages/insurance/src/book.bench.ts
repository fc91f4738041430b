import type { TestCrm } from "@kehu/testing";
import { type Benchmark, bench } from "../../../.ci/bench-api.js";
import { adoptLargeBook } from "../test/adopt-large-book.js";
import { openForBook, server } from "../test/book-on-server.js";
import { watchMemory } from "../test/watch-memory.js";
import { persistencyTriangle } from "./premium/persistency-triangle-query.js";
import { renewalDesk } from "./renewal/renewal-desk.js";

/** 100,000 policies are what is promised; a book of 2,000 says in seconds whether something has become slow. */
const policies = Number(process.env["KEHU_BENCH_POLICIES"] ?? 2000);
const agents = 60;
const nextYear = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10));
const perSecond = 1_400_000 / 600;

const memory = watchMemory();
let test: TestCrm;
let close: () => Promise<void>;
async function open(): Promise<void> {
  ({ test, close } = await openForBook(agents));
  memory.begin();
}
/** How long something took, in seconds. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`  ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s; ${memory.now()}`);
  return result;
}

async function live(): Promise<number> {
  const counts = await adoptLargeBook(test, { policies, agents, timed });
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  let fired = 0;
  await timed("a year", async () => {
    for (const on of nextYear) fired += await test.clock.advance({ until: on });
  });
  await timed("analyse", () => test.crm.analyse());
  console.log(`  ${JSON.stringify(counts)}, ${fired} things happened by themselves in the year; ${memory.peak()}`);
  return rows;
}

async function done(): Promise<void> {
  console.log(`  ${memory.peak()}`);
  await close();
}
const times = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  for (let time = 0; time < count; time += 1) await work();
  return count;
};
const whole = { cohortFrom: "2021-01", cohortUntil: "2025-12", currency: "CNY" };

export default ("url" in server
  ? [
      bench({
        name: `book of ${policies} policies: adopt, a year`,
        unit: "row",
        once: true,
        setup: open,
        variants: { kehu: live },
        aim: { perSecond },
      }),
      bench({
        name: `book of ${policies} policies: triangle`,
        unit: "triangle",
        variants: { kehu: () => times(1, () => test.system.call(persistencyTriangle, whole)) },
        aim: { perSecond: 0.5 },
      }),
      bench({
        name: `book of ${policies} policies: renewal list`,
        unit: "page",
        variants: { kehu: () => times(3, () => test.system.call(renewalDesk, { withinDays: 60, limit: 50 })) },
        teardown: done,
        aim: { perSecond: 10 },
      }),
    ]
  : []) satisfies readonly Benchmark[];
