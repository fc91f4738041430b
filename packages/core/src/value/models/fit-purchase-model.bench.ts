import { bench } from "../../../../../.ci/bench-api.js";
import { fitPurchaseModel, fitSpendModel, lifetimeValues, probabilitiesAlive } from "../index.js";

interface Cohort {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly monetaryValue: Float64Array;
}

/** Seeded: customers of a year, who buy and leave as in the BG/NBD model at the parameters of CDNOW, twelve weeks of them new. */
function cohort(customers: number): Cohort {
  const columns = { frequency: new Float64Array(customers), recency: new Float64Array(customers), age: new Float64Array(customers) };
  const monetaryValue = new Float64Array(customers);
  let state = 20_260_102;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * next() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  for (let row = 0; row < customers; row += 1) {
    const ageDays = 273 + Math.floor(84 * next());
    const rate = gamma(0.6) / (4.4 * 7);
    const leaves = gamma(0.793) / 1;
    const stays = gamma(2.426);
    let [last, count] = [0, 0];
    for (let day = 0; ; ) {
      day += -Math.log(next()) / rate;
      if (day >= ageDays) break;
      if (Math.ceil(day) > last) count += 1;
      last = Math.ceil(day);
      if (next() < leaves / (leaves + stays)) break;
    }
    columns.frequency[row] = count;
    columns.recency[row] = last / 7;
    columns.age[row] = ageDays / 7;
    monetaryValue[row] = count === 0 ? 0 : Math.max(1, Math.round((1544 * gamma(6.25 * count)) / (count * gamma(3.74))));
  }
  return { ...columns, monetaryValue };
}

const [million, tenth] = [cohort(1_000_000), cohort(100_000)];
const asOf = "2026-06-30";
const spend = (customers: Cohort) => fitSpendModel(customers, { asOf });
const fitted = (model: "bg-nbd" | "pareto-nbd") => (customers: Cohort) => fitPurchaseModel(customers, { model, unit: "week", asOf });
const purchases = { model: "bg-nbd", unit: "week", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
const year = { purchases, spend: { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 }, months: 12, discountRatePerMonth: 0.01 };
const score = (customers: Cohort) => [probabilitiesAlive(purchases, customers), lifetimeValues(customers, year)];

/** Both sizes, so that the ratio says how the time of a customer grows with their number: 1 is none. */
const ofBoth = (name: string, seconds: number, work: (customers: Cohort) => unknown) => {
  const variant = (customers: Cohort) => () => {
    work(customers);
    return customers.frequency.length;
  };
  const variants = { "1M": variant(million), "100k": variant(tenth) };
  return bench({ name, unit: "customers", variants, baseline: "100k", aim: { perSecond: 1e6 / seconds }, rounds: 3 });
};

export default [
  ofBoth("BG/NBD fit of 1M customers", 0.5, fitted("bg-nbd")),
  ofBoth("Pareto/NBD fit of 1M customers", 3, fitted("pareto-nbd")),
  ofBoth("Gamma-Gamma fit of 1M customers", 0.3, spend),
  ofBoth("P(alive) and 12-month value of 1M customers", 1, score),
];
