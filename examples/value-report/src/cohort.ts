import { isoDay } from "./read/read-day.js";
import type { Row, Source } from "./read/rows.js";

const [customers, firstDay, days] = [2400, Date.UTC(2024, 0, 1) / 86_400_000, 548];
const calibrationDays = 365;

/**
 * A made-up shop, the same at each run: 2,400 customers who come in its first quarter, buy at a pace of their own, spend around an amount
 * of their own, and stay away one day. The last half year is the holdout.
 */
export function makeCohort(): { readonly source: Source; readonly calibrationEnd: string } {
  const columns = { customer: "customer", date: "date", amount: "amount" };
  return { source: { path: "", columns, currency: "CNY", rows: cohortRows }, calibrationEnd: isoDay(firstDay + calibrationDays) };
}

async function* cohortRows(): AsyncGenerator<Row> {
  const random = randomNumbers(20_240_101);
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  let line = 0;
  for (let number = 1; number <= customers; number += 1) {
    const pace = 28 / (0.15 + random() + random() ** 4 * 4);
    const usual = 60 + exponential(160);
    const leaves = 0.6 * random() ** 2;
    for (let day = Math.floor(91 * random()); day < days; day += Math.max(1, Math.round(exponential(pace)))) {
      line += 1;
      const amount = (usual * (0.4 + exponential(0.6))).toFixed(2);
      yield { line, customer: `K${String(number).padStart(5, "0")}`, date: isoDay(firstDay + day), amounts: [amount] };
      if (random() < leaves) break;
    }
  }
}

/** A linear congruential generator: chance enough to make a shop up. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
