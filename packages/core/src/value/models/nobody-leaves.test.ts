import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FitOptions, fitPurchaseModel } from "./fit-purchase-model.js";
import { lifetimeValues } from "./lifetime-values.js";
import {
  discountedPurchases,
  expectedPurchases,
  expectedPurchasesOfNew,
  logLikelihoods,
  probabilitiesAlive,
  probabilityOfPurchases,
} from "./predict-purchases.js";
import type { ModelParameters, PurchaseModel } from "./purchase-model.js";

interface Cohort {
  readonly frequency: readonly number[];
  readonly recency: readonly number[];
  readonly age: readonly number[];
}
const continuous = ["bg-nbd", "mbg-nbd", "pareto-nbd"] as const;
const options = (model: FitOptions["model"]): FitOptions => ({ model, unit: model === "bg-bb" ? "occasion" : "week", asOf: "2026-06-30" });

/** Park & Miller's generator: the same numbers at each run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
/** Buys at an exponentially distributed rate until now: who was silent for long simply buys seldom. The last purchase was a while ago nowhere. */
function staying(customers: number, { seed, meanRate }: { readonly seed: number; readonly meanRate: number }): Cohort {
  const next = numbersFrom(seed);
  const rows = Array.from({ length: customers }, () => {
    const age = 20 + Math.floor(60 * next());
    const rate = -Math.log(next()) * meanRate;
    let [frequency, recency] = [0, 0];
    for (let time = -Math.log(next()) / rate; time <= age; time += -Math.log(next()) / rate) {
      frequency += 1;
      recency = time;
    }
    // nobody is silent for longer than the own rhythm says
    return { frequency, recency: frequency === 0 ? 0 : Math.max(recency, (age * frequency) / (frequency + 1)), age };
  });
  const column = (name: "frequency" | "recency" | "age"): readonly number[] => rows.map((row) => row[name]);
  return { frequency: column("frequency"), recency: column("recency"), age: column("age") };
}

/** Plain NBD of counts over ages, by its recurrence, without any gamma function: so many ways to be there at a gamma-distributed rate. */
function plain(r: number, alpha: number, { frequency, age }: Cohort): number {
  return frequency.reduce((sum, x, row) => {
    const until = alpha + (age[row] as number);
    let value = r * Math.log(alpha / until);
    for (let k = 0; k < x; k += 1) value += Math.log((r + k) / until);
    return sum + value;
  }, 0);
}
/** By shrinking brackets, one parameter within the other. */
function highestOf(figure: (x: number) => number, from: number, to: number): { readonly at: number; readonly value: number } {
  let [low, high] = [Math.log(from), Math.log(to)];
  for (let step = 0; step < 90; step += 1) {
    const [one, other] = [low + (high - low) * 0.4, low + (high - low) * 0.6];
    if (figure(Math.exp(one)) < figure(Math.exp(other))) low = one;
    else high = other;
  }
  const at = Math.exp((low + high) / 2);
  return { at, value: figure(at) };
}
function plainFit(cohort: Cohort): { readonly r: number; readonly alpha: number; readonly value: number } {
  const best = (alpha: number) => highestOf((r) => plain(r, alpha, cohort), 1e-3, 1e3);
  const { at: alpha, value } = highestOf((each) => best(each).value, 1e-2, 1e5);
  return { r: best(alpha).at, alpha, value };
}
const sumOf = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);
const departing = (model: PurchaseModel): string => (model.model === "pareto-nbd" ? "s" : "a");
const staysFor = (model: PurchaseModel): string => (model.model === "pareto-nbd" ? "beta" : "b");

describe("fitPurchaseModel where nobody is seen to leave", () => {
  const cohort = staying(300, { seed: 7, meanRate: 0.1 });
  const { r, alpha, value } = plainFit(cohort);

  it.each(continuous)("is the NBD of those who stay (%s)", (model) => {
    const fitted = fitPurchaseModel(cohort, options(model));
    expect(fitted.atEdge).toEqual(model === "pareto-nbd" ? ["s", "beta"] : ["a", "b"]);
    expect(Object.keys(fitted.standardErrors)).toEqual(["r", "alpha"]);
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    expect(fitted.parameters["r"]).toBeCloseTo(r, 5);
    expect((fitted.parameters["alpha"] as number) / alpha).toBeCloseTo(1, 5);
    expect(fitted.logLikelihood).toBeGreaterThan(value - 1e-8);
    expect(fitted.logLikelihood).toBeCloseTo(plain(fitted.parameters["r"] as number, fitted.parameters["alpha"] as number, cohort), 8);
    expect(sumOf(logLikelihoods(fitted, cohort))).toBeCloseTo(fitted.logLikelihood, 8);
  });

  it.each(continuous)("expects what the NBD does (%s)", (model) => {
    const fitted = fitPurchaseModel(cohort, options(model));
    const { r = 0, alpha = 0 } = fitted.parameters;
    expect([...probabilitiesAlive(fitted, cohort)]).toEqual(cohort.age.map(() => 1));
    const rates = cohort.frequency.map((x, row) => (r + x) / (alpha + (cohort.age[row] as number)));
    const expectAll = (figures: Float64Array, expected: (rate: number) => number): void => {
      for (const [row, rate] of rates.entries()) expect((figures[row] as number) / expected(rate)).toBeCloseTo(1, 10);
    };
    for (const horizon of [1, 52, 1e6]) expectAll(expectedPurchases(fitted, cohort, { horizon }), (rate) => rate * horizon);
    expectAll(discountedPurchases(fitted, cohort, { discountRate: 0.002 }), (rate) => rate / 0.002);
    expect(expectedPurchasesOfNew(fitted, { horizon: 10 })).toBeCloseTo((10 * r) / alpha, 10);
    const chances = Array.from({ length: 200 }, (_, count) => probabilityOfPurchases(fitted, { count, horizon: 40 }));
    expect(chances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    expect(Math.log(chances[3] as number)).toBeCloseTo(
      plain(r, alpha, { frequency: [3], recency: [0], age: [40] }) + Math.log(40 ** 3 / 6),
      9,
    );
    const spend = { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 };
    const worth = { purchases: { ...fitted, unit: "week" as const }, spend, months: 12, discountRatePerMonth: 0.01 };
    const values = lifetimeValues({ ...cohort, monetaryValue: cohort.frequency.map(() => 2000) }, worth);
    expect(values.every((each) => each > 0 && Number.isFinite(each))).toBe(true);
  });

  it.each(continuous)("is where the model goes as fewer and fewer leave (%s)", (model) => {
    const fitted = fitPurchaseModel(cohort, options(model));
    const near: ModelParameters = { ...fitted, parameters: { ...fitted.parameters, [departing(fitted)]: 1e-13 } };
    expect(sumOf(logLikelihoods(near, cohort))).toBeCloseTo(fitted.logLikelihood, 7);
    const figures = (of: ModelParameters): number[] => [
      sumOf(expectedPurchases(of, cohort, { horizon: 3 })),
      sumOf(expectedPurchases(of, cohort, { horizon: 1e5 })),
      sumOf(discountedPurchases(of, cohort, { discountRate: 0.01 })),
      expectedPurchasesOfNew(of, { horizon: 30 }),
      probabilityOfPurchases(of, { count: 0, horizon: 30 }),
      probabilityOfPurchases(of, { count: 4, horizon: 30 }),
    ];
    const limit = figures(fitted);
    for (const [index, figure] of figures(near).entries()) expect(figure / (limit[index] as number)).toBeCloseTo(1, 8);
  });

  it("is the same in any order, and in days", () => {
    for (const model of continuous) {
      const fitted = fitPurchaseModel(cohort, options(model));
      const turned = (column: readonly number[], factor = 1): readonly number[] => column.map((each) => each * factor).reverse();
      const { frequency, recency, age } = cohort;
      expect(fitPurchaseModel({ frequency: turned(frequency), recency: turned(recency), age: turned(age) }, options(model))).toEqual(
        fitted,
      );
      const days = { frequency: turned(frequency), recency: turned(recency, 7), age: turned(age, 7) };
      const inDays = fitPurchaseModel(days, { ...options(model), unit: "day" });
      expect(inDays.atEdge).toEqual(fitted.atEdge);
      for (const [name, value] of Object.entries(fitted.parameters)) {
        const factor = name === "alpha" || name === "beta" ? 7 : 1;
        expect(inDays.parameters[name]).toBeCloseTo(value * factor, 6);
      }
    }
  });

  it("is higher than any place within, whatever the size of the cohort", () => {
    const cohorts = fc.record({
      customers: fc.constantFrom(80, 200, 600),
      seed: fc.integer({ min: 1, max: 1e9 }),
      meanRate: fc.double({ min: 0.08, max: 0.3, noNaN: true }),
      model: fc.constantFrom(...continuous),
      factors: fc.tuple(...[0, 1].map(() => fc.double({ min: 0.5, max: 2, noNaN: true }))),
      leaving: fc.double({ min: -12, max: 1, noNaN: true }),
      other: fc.double({ min: -3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(cohorts, ({ customers, seed, meanRate, model, factors, leaving, other }) => {
        const some = staying(customers, { seed, meanRate });
        const fitted = fitPurchaseModel(some, options("bg-nbd"));
        expect(fitted.atEdge).toEqual(["a", "b"]);
        expect(Object.values({ ...fitted.parameters, ...fitted.standardErrors }).every(Number.isFinite)).toBe(true);
        // where more bought only once than those who stay would, two of the models know that these may have left at once
        const asOther = fitPurchaseModel(some, options(model));
        expect(asOther.logLikelihood).toBeGreaterThan(fitted.logLikelihood - 1e-7);
        const within = {
          r: (fitted.parameters["r"] as number) * (factors[0] as number),
          alpha: (fitted.parameters["alpha"] as number) * (factors[1] as number),
          [departing(asOther)]: 10 ** leaving,
          [staysFor(asOther)]: 10 ** other,
        };
        expect(sumOf(logLikelihoods({ model, parameters: within }, some))).toBeLessThanOrEqual(asOther.logLikelihood + 1e-7);
      }),
      // the same cohorts at each run: by chance a small one may look as if some had left after the first repeat purchase
      { numRuns: 25, seed: 1959 },
    );
  });

  it("is the beta-binomial of those who stay, at occasions", () => {
    const bought = [0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6];
    const customers = [9, 8, 7, 3, 5, 2, 6, 4, 9, 12, 3, 2];
    const histories = { frequency: bought, recency: bought.map((x) => (x === 0 ? 0 : 6)), age: bought.map(() => 6), customers };
    const fitted = fitPurchaseModel(histories, options("bg-bb"));
    expect(fitted.atEdge).toEqual(["gamma", "delta"]);
    expect([...probabilitiesAlive(fitted, histories)]).toEqual(bought.map(() => 1));
    const { alpha = 0, beta = 0 } = fitted.parameters;
    const figures = expectedPurchases(fitted, histories, { horizon: 4 });
    for (const [row, x] of bought.entries()) expect(figures[row]).toBeCloseTo((4 * (alpha + x)) / (alpha + beta + 6), 10);
    const near = { ...fitted, parameters: { ...fitted.parameters, gamma: 1e-12 } };
    expect(logLikelihoods(near, histories).reduce((sum, each, row) => sum + each * (customers[row] as number), 0)).toBeCloseTo(
      fitted.logLikelihood,
      7,
    );
  });
});
