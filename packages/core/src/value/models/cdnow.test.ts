import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import { fitPurchaseModel } from "./fit-purchase-model.js";
import { expectedSpend, fitSpendModel } from "./gamma-gamma.js";
import { lifetimeValues } from "./lifetime-values.js";
import { discountedPurchases, expectedPurchases, logLikelihoods, probabilitiesAlive } from "./predict-purchases.js";
import type { PurchaseModelName } from "./purchase-model.js";

const asOf = "1997-09-30";
const file = (path: string): readonly (readonly number[])[] =>
  readFileSync(`${sharedData()}/${path}`, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",").map(Number));
const column = (rows: readonly (readonly number[])[], index: number, of = (value: number): number => value): Float64Array =>
  Float64Array.from(rows, (row) => of(row[index] as number));
const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);
const expectWithin = (actual: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>, tolerance: number): void => {
  for (const [name, value] of Object.entries(expected))
    expect(Math.abs((actual[name] as number) / value - 1), `${name}: ${actual[name]}`).toBeLessThan(tolerance);
};

/** Maxima of the likelihoods found by other programs, to more digits than the papers print. */
type Optimum = readonly [PurchaseModelName, Readonly<Record<string, number>>, number, Readonly<Record<string, number>>];
const exact: readonly Optimum[] = [
  [
    "bg-nbd",
    { r: 0.24259452, alpha: 4.41360203, a: 0.792922, b: 2.42590672 },
    -9582.42920667,
    { r: 0.012557, alpha: 0.378224, a: 0.185734, b: 0.705414 },
  ],
  ["mbg-nbd", { r: 0.52484316, alpha: 6.18308526, a: 0.8913594, b: 1.61400226 }, -9582.13571555, {}],
  [
    "pareto-nbd",
    { r: 0.55327705, alpha: 10.57768352, s: 0.60623993, beta: 11.66873329 },
    -9594.97617894,
    { r: 0.047628, alpha: 0.842723, s: 0.187281, beta: 6.211112 },
  ],
];
const rounded: readonly Optimum[] = [
  ["bg-nbd", { r: 0.24259291, alpha: 4.41353157, a: 0.79288613, b: 2.42575337 }, -9582.42556057, {}],
  ["mbg-nbd", { r: 0.52483798, alpha: 6.18299203, a: 0.89135615, b: 1.61399932 }, -9582.1326849, {}],
  ["pareto-nbd", { r: 0.55327551, alpha: 10.57761222, s: 0.6062136, beta: 11.66791229 }, -9594.97392983, {}],
];

describe.skipIf(!sharedData())("the models on CDNOW", () => {
  const rows = sharedData() ? file("cdnow-golden/cdnow_btyd_r.csv") : [];
  const days = (weeks: number): number => Math.round(weeks * 7);
  const histories = { frequency: column(rows, 1), recency: column(rows, 2, (t) => days(t) / 7), age: column(rows, 3, (t) => days(t) / 7) };
  const spending = { frequency: histories.frequency, monetaryValue: column(rows, 5, (dollars) => dollars * 100) };

  describe.each(exact)("%s", (model, parameters, logLikelihood, standardErrors) => {
    const fitted = fitPurchaseModel(histories, { model, unit: "week", asOf });
    it("has the maximum that other programs find", () => {
      expectWithin(fitted.parameters, parameters, 1e-6);
      expect(fitted.logLikelihood).toBeCloseTo(logLikelihood, 7);
      expect(sum(logLikelihoods(fitted, histories))).toBeCloseTo(fitted.logLikelihood, 8);
    });
    it("has their standard errors", () => expectWithin(fitted.standardErrors, standardErrors, 5e-5));
    it("is the same in days, with times rescaled and one factor 7 for each repeat purchase", () => {
      const inDays = { ...histories, recency: column(rows, 2, days), age: column(rows, 3, days) };
      const other = fitPurchaseModel(inDays, { model, unit: "day", asOf });
      const factor = (name: string): number => (["alpha", "beta"].includes(name) ? 7 : 1);
      for (const [name, value] of Object.entries(other.parameters))
        expect(value / factor(name)).toBeCloseTo(fitted.parameters[name] as number, 9);
      expect(other.logLikelihood + sum(histories.frequency) * Math.log(7)).toBeCloseTo(fitted.logLikelihood, 8);
    });
    it("does not change with the order of the customers", () => {
      const turned = {
        frequency: histories.frequency.toReversed(),
        recency: histories.recency.toReversed(),
        age: histories.age.toReversed(),
      };
      expect(fitPurchaseModel(turned, { model, unit: "week", asOf })).toEqual(fitted);
    });
  });

  it.each(rounded)("%s has the maximum of the file of two decimals", (model, parameters, logLikelihood) => {
    const lines = file("cdnow/cdnow_customers_summary.csv");
    const given: PurchaseHistories = { frequency: column(lines, 1), recency: column(lines, 2), age: column(lines, 3) };
    const fitted = fitPurchaseModel(given, { model, unit: "week", asOf });
    expectWithin(fitted.parameters, parameters, 1e-6);
    expect(fitted.logLikelihood).toBeCloseTo(logLikelihood, 7);
  });

  it("gamma-gamma has the maximum that other programs find", () => {
    const fitted = fitSpendModel(spending, { asOf });
    expectWithin(fitted.parameters, { p: 6.24957225, q: 3.74422467, v: 15.44352104 }, 1e-7);
    expectWithin(fitted.standardErrors, { p: 1.190055, q: 0.290133, v: 4.159423 }, 1e-6);
    expect(fitted.logLikelihood).toBeCloseTo(-4055.9176948, 7);
    expect(fitted.customers).toBe(946);
  });

  const bg = { model: "bg-nbd", unit: "week", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
  const mbg = { model: "mbg-nbd", parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } } as const;
  const pareto = { model: "pareto-nbd", parameters: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } } as const;
  const spend = { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 };
  const next39 = { horizon: 39 };
  it.each<[string, number, () => Float64Array]>([
    ["BG/NBD purchases of the next 39 weeks", 6, () => expectedPurchases(bg, histories, next39)],
    ["BG/NBD P(alive)", 7, () => probabilitiesAlive(bg, histories)],
    ["Pareto/NBD purchases of the next 39 weeks", 8, () => expectedPurchases(pareto, histories, next39)],
    ["Pareto/NBD P(alive)", 9, () => probabilitiesAlive(pareto, histories)],
    ["Pareto/NBD discounted purchases", 10, () => discountedPurchases(pareto, histories, { discountRate: 0.0027 })],
    ["MBG/NBD P(alive)", 11, () => probabilitiesAlive(mbg, histories)],
    ["MBG/NBD purchases of the next 39 weeks", 12, () => expectedPurchases(mbg, histories, next39)],
    ["expected spend", 13, () => expectedSpend(spend, spending).map((minor) => minor / 100)],
    ["BG/NBD log-likelihood", 14, () => logLikelihoods(bg, histories)],
    ["Pareto/NBD log-likelihood", 15, () => logLikelihoods(pareto, histories)],
  ])("%s agrees to 1e-12 for every customer", (_, index, figures) => {
    const actual = figures();
    expect(actual).toHaveLength(2357);
    expect(Math.max(...actual.map((value, row) => Math.abs(value / (rows[row]?.[index] as number) - 1)))).toBeLessThan(1e-12);
  });

  it("gives the lifetime values of a year at 1 % a month", () => {
    const values = lifetimeValues(
      { ...histories, monetaryValue: spending.monetaryValue },
      { purchases: bg, spend, months: 12, discountRatePerMonth: 0.01, unitsPerMonth: 4.345 },
    ).map((minor) => minor / 100);
    expect(sum(values)).toBeCloseTo(71_559.034349, 6);
    expect([...values.subarray(0, 3)]).toEqual([36.28570155, 4.64103087, 8.36949126].map((value) => expect.closeTo(value, 8)));
  });
});
