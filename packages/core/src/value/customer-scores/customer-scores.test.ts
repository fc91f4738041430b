import { describe, expect, it } from "vitest";
import { generatePurchases } from "../../../../testing/src/generate/purchases.js";
import { parseDay } from "../../calendar/day-number.js";
import { median } from "../median.js";
import { expectedSpend } from "../models/gamma-gamma.js";
import { lifetimeValues } from "../models/lifetime-values.js";
import { probabilitiesAlive } from "../models/predict-purchases.js";
import {
  type CustomerColumns,
  type CustomerScore,
  type CustomerScoreOptions,
  customerScores,
  type TierMeasure,
} from "./customer-scores.js";

const asOf = "2026-06-30";
const today = parseDay(asOf, "today");
const options: CustomerScoreOptions = { asOf, horizonMonths: 12, discountRatePerMonth: 0.01 };

interface Row {
  readonly days: readonly number[];
  /** At each purchase; 1000 unless told. */
  readonly spends?: readonly number[];
  readonly cost?: number;
  readonly assets?: number;
}
/** Customers who bought so many days ago, the first purchase first. */
function columnsOf(rows: readonly Row[]): CustomerColumns {
  const gaps = ({ days }: Row): readonly number[] => days.slice(1).map((day, index) => (days[index] as number) - day);
  const spendsOf = ({ days, spends }: Row): readonly number[] => spends ?? days.map(() => 1000);
  const each = (row: Row, within = 10_000): number =>
    spendsOf(row).reduce((sum, spend, index) => ((row.days[index] as number) < within ? sum + spend : sum), 0);
  return {
    customerIds: rows.map((_, index) => `c${String(index).padStart(4, "0")}`),
    purchases: Int32Array.from(rows, ({ days }) => days.length),
    firstDay: Int32Array.from(rows, ({ days }) => today - (days[0] ?? 0)),
    lastDay: Int32Array.from(rows, ({ days }) => today - (days.at(-1) ?? 0)),
    spendMinor: Float64Array.from(rows, (row) => each(row)),
    firstSpendMinor: Float64Array.from(rows, (row) => spendsOf(row)[0] ?? 0),
    revenueMinor: Float64Array.from(rows, (row) => each(row)),
    turnoverMinor: Float64Array.from(rows, (row) => each(row, 365)),
    costMinor: Float64Array.from(rows, ({ cost = 0 }) => cost),
    usualGapDays: Float64Array.from(rows, (row) => median(gaps(row)) ?? 0),
    assetsMinor: Float64Array.from(rows, ({ assets = 0 }) => assets),
  };
}
/** Four hundred customers of a shop, each of whom costs something too. */
const cohort: readonly Row[] = Array.from({ length: 400 }, (_, seed) => {
  const purchases = generatePurchases({ seed, asOf });
  return {
    days: purchases.map(({ on }) => today - parseDay(on, "a day")),
    spends: purchases.map(({ amountMinor }) => amountMinor),
    cost: (seed * 37) % 1400,
  };
});
const all = (columns: CustomerColumns, more: Partial<CustomerScoreOptions> = {}): readonly CustomerScore[] =>
  customerScores(columns, { ...options, ...more }).rows(0, columns.customerIds.length);

describe("customerScores", () => {
  const columns = columnsOf(cohort);
  const { forecast, customers, rows } = customerScores(columns, options);
  const scores = rows(0, customers);
  const histories = {
    frequency: cohort.map(({ days }) => days.length - 1),
    recency: cohort.map(({ days }) => ((days[0] as number) - (days.at(-1) as number)) / 7),
    age: cohort.map(({ days }) => (days[0] as number) / 7),
    monetaryValue: cohort.map(({ spends = [] }) => {
      const repeats = spends.slice(1);
      return repeats.reduce((sum, spend) => sum + spend, 0) / Math.max(1, repeats.length);
    }),
  };

  it("gives what the models say of each customer", () => {
    const { purchases, spend } = forecast;
    if (!purchases || !spend) throw new Error(forecast.unfitted?.message);
    expect(scores.map(({ aliveProbability }) => aliveProbability)).toEqual([...probabilitiesAlive(purchases, histories)]);
    const values = lifetimeValues(histories, { purchases, spend, months: 12, discountRatePerMonth: 0.01 });
    expect(scores.map(({ lifetimeValueMinor }) => lifetimeValueMinor)).toEqual(Array.from(values, Math.round));
    expect(expectedSpend(spend, histories)[0]).toBeGreaterThan(0);
  });

  it("ranks profit, and buyers among themselves", () => {
    const best = scores.reduce((one, other) => (other.profitMinor > one.profitMinor ? other : one));
    expect(best.profitRank).toBe(1);
    expect(scores.filter(({ profitRank }) => profitRank === 100)).toHaveLength(4);
    expect(scores.every(({ revenueMinor, costMinor, profitMinor }) => profitMinor === revenueMinor - costMinor)).toBe(true);
    for (const axis of ["recency", "frequency", "monetary"] as const)
      expect([1, 2, 3, 4, 5].map((fifth) => scores.filter((score) => score[axis] === fifth).length)).toEqual([80, 80, 80, 80, 80]);
    expect(scores.every(({ segment }) => segment !== undefined)).toBe(true);
  });

  it("explains each lifetime value down to the median customer", () => {
    const sums = scores.map(({ lifetimeValueMinor = 0, explanation }) =>
      Math.round(lifetimeValueMinor - explanation.reduce((sum, { contribution }) => sum + contribution, 0)),
    );
    expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(1);
    expect(new Set(scores.flatMap(({ explanation }) => explanation.map(({ input }) => input)))).toEqual(
      new Set(["repeatPurchases", "silentDays", "meanSpend"]),
    );
    const [strongest, next] = scores[0]?.explanation ?? [];
    expect(Math.abs(strongest?.contribution as number)).toBeGreaterThanOrEqual(Math.abs(next?.contribution as number));
  });

  it("gives the same row by row as all at once", () => {
    expect([...rows(0, 150), ...rows(150, 151), ...rows(151, 9999)]).toEqual(scores);
  });

  it("says why there is no model, and explains profit exactly then", () => {
    const few = columnsOf([
      { days: [30, 10], cost: 300 },
      { days: [5], cost: 50 },
      { days: [], cost: 700 },
    ]);
    const { forecast: none, rows: some } = customerScores(few, options);
    const details = { model: "bg-nbd", needed: 10, customers: 2 };
    expect(none).toEqual({
      unfitted: { code: "core/too-few-customers", message: expect.stringContaining("at least 10 customers"), details },
    });
    expect(some(0, 3)).toMatchObject([
      {
        profitMinor: 1700,
        recency: 1,
        explanation: [
          { input: "revenue", value: 2000, median: 1000, contribution: 1000 },
          { input: "cost", value: 300, median: 300, contribution: 0 },
        ],
      },
      { profitMinor: 950, recency: 2 },
      {
        profitMinor: -700,
        purchases: 0,
        explanation: [
          { input: "revenue", contribution: -1000 },
          { input: "cost", contribution: -400 },
        ],
      },
    ]);
    expect(some(2, 3)[0]).not.toHaveProperty("segment");
    expect(all(columnsOf([]))).toEqual([]);
  });

  it("puts customers on a ladder that is left lower than it is climbed, and finds who is worth a higher rung", () => {
    const tiers = [
      { name: "base", enterAt: Number.NEGATIVE_INFINITY, leaveBelow: Number.NEGATIVE_INFINITY },
      { name: "gold", enterAt: 3000, leaveBelow: 1500 },
    ];
    const few = columnsOf([{ days: [9, 8] }, { days: [9, 8] }, { days: [9, 8, 7, 6] }, { days: [5] }]);
    const before = ["base", "gold", "platinum", "gold"];
    expect(all(few, { tiers, tierBefore: (row) => before[row] })).toMatchObject([
      { tier: "base", tierBefore: "base" },
      { tier: "gold", tierBefore: "gold" },
      { tier: "gold" },
      { tier: "base", tierBefore: "gold" },
    ]);
    const ladder = [tiers[0], { name: "gold", enterAt: 5000, leaveBelow: 1000 }] as typeof tiers;
    expect(all(few, { tiers: ladder, tierBefore: (row) => before[row] }).map(({ worthOfTier }) => worthOfTier)).toEqual([
      undefined,
      undefined,
      "gold",
      undefined,
    ]);
  });

  it("gives tiers for what was brought, and finds in the low ones who is expected to be worth a higher one", () => {
    const tiers = [
      { name: "base", enterAt: Number.NEGATIVE_INFINITY, leaveBelow: Number.NEGATIVE_INFINITY },
      { name: "gold", enterAt: 30_000, leaveBelow: 30_000 },
    ];
    // who came a month ago and has bought much since has brought less than a golden customer in a year, and will bring more
    const newcomers = Array.from({ length: 12 }, () => ({ days: [30, 24, 18, 12, 6, 1], spends: [4000, 4000, 4000, 4000, 4000, 4000] }));
    const columns = columnsOf([...cohort, ...newcomers]);
    const scores = all(columns);
    const given = all(columns, { tiers });
    for (const { tier, worthOfTier, lifetimeValueMinor } of given) {
      const golden = given.filter((each) => each.tier === "gold").map((each) => each.lifetimeValueMinor as number);
      expect(worthOfTier).toBe(tier === "base" && (lifetimeValueMinor as number) >= (median(golden) as number) - 0.5 ? "gold" : undefined);
    }
    expect(given.map(({ tier }) => tier)).toEqual(Array.from(columns.turnoverMinor, (value) => (value >= 30_000 ? "gold" : "base")));
    expect(given.slice(cohort.length).map(({ tier, worthOfTier }) => [tier, worthOfTier])).toEqual(newcomers.map(() => ["base", "gold"]));
    const goldBy = (tiersBy: TierMeasure) => all(columns, { tiers, tiersBy }).filter(({ tier }) => tier === "gold").length;
    expect([goldBy("turnover"), goldBy("profit"), goldBy("assets"), goldBy("lifetimeValue")]).toEqual([
      columns.turnoverMinor.filter((value) => value >= 30_000).length,
      scores.filter(({ profitMinor }) => profitMinor >= 30_000).length,
      0,
      scores.filter(({ lifetimeValueMinor = 0 }) => lifetimeValueMinor >= 30_000).length,
    ]);
    // where the tier is given for the worth itself, nobody below can be worth more
    expect(all(columns, { tiers, tiersBy: "lifetimeValue" }).filter(({ worthOfTier }) => worthOfTier !== undefined)).toEqual([]);
  });

  it("tells loyalty by what was done in the last year and by what was said, and moves who falls silent", () => {
    const loyalty = { behaviour: [0.5], attitude: [0.7], fullTenureMonths: 12, fullBreadth: 4 };
    const told = {
      ...columnsOf([{ days: [366, 200, 1] }, { days: [10, 5] }, { days: [800, 400] }, { days: [] }]),
      loyalty: {
        yearPurchases: Int32Array.of(2, 2, 0, 0),
        yearCategories: Int32Array.of(8, 1, 0, 0),
        satisfaction: Float64Array.of(0.5, Number.NaN, 1, 1),
        recommendation: Float64Array.of(0.9, Number.NaN, 1, Number.NaN),
      },
    };
    const before = ["1-0", undefined, "1-1", undefined];
    const [true1, silent, spurned, unsold] = all(told, { loyalty, loyaltyBefore: (row) => before[row] });
    expect(true1).toMatchObject({
      loyalty: { repeatShare: 1, breadth: 1, satisfaction: 0.5, recommendation: 0.9, attitude: 0.7 },
      loyaltyCell: "1-1",
      loyaltyCellBefore: "1-0",
    });
    expect(true1?.loyalty?.tenure).toBeCloseTo(365 / 365.2425, 12);
    expect(silent?.loyalty).toMatchObject({ repeatShare: 0.5, breadth: 0.25 });
    expect([silent?.loyalty?.attitude, silent?.loyaltyCell]).toEqual([undefined, undefined]);
    expect(spurned).toMatchObject({ loyalty: { repeatShare: 0, breadth: 0 }, loyaltyCell: "0-1", loyaltyCellBefore: "1-1" });
    expect(unsold?.loyalty).toEqual({ satisfaction: 1, attitude: 1 });
    expect(() => all(told, { loyalty: { ...loyalty, attitude: [] } })).toThrow(expect.objectContaining({ code: "core/loyalty-unusable" }));
    expect(scores[0]).not.toHaveProperty("loyalty");
  });

  it("finds who goes to sleep: in the eyes of the model, beside large assets, out of rhythm", () => {
    const few = columnsOf([
      { days: [130, 120, 110, 100] },
      { days: [40, 30, 20, 10] },
      { days: [1], assets: 500_000 },
      { days: [], assets: 500_000 },
    ]);
    const sleepy = all(few, { dormancy: { largeAssetsMinor: 100_000 } });
    expect(sleepy.map(({ dormancy, assetsMinor }) => [dormancy, assetsMinor])).toEqual([
      [[{ reason: "outOfRhythm", figure: 100, bound: 30 }], undefined],
      [[], undefined],
      [[{ reason: "assetsAtRest", figure: 0.002, bound: 0.01 }], 500_000],
      [[{ reason: "assetsAtRest", figure: 0, bound: 0.01 }], 500_000],
    ]);
    expect(() => customerScores(few, { ...options, dormancy: { gaps: -1 } })).toThrow(
      expect.objectContaining({ code: "core/dormancy-unusable" }),
    );
    const traded = columnsOf([{ days: [500, 5], spends: [90_000, 100], assets: 500_000 }]);
    const [atRest] = all(traded, { dormancy: { largeAssetsMinor: 100_000 } });
    expect(atRest?.dormancy).toEqual([{ reason: "assetsAtRest", figure: 0.0002, bound: 0.01 }]);
    const shy = columnsOf([{ days: [130, 120, 110] }]);
    expect(all(shy).flatMap(({ dormancy }) => dormancy)).toEqual([]);
    expect(all(shy, { dormancy: { fewestGaps: 2 } })[0]?.dormancy).toEqual([{ reason: "outOfRhythm", figure: 110, bound: 30 }]);
    const gone = scores.filter(({ dormancy }) => dormancy.some(({ reason }) => reason === "probablyGone"));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every(({ aliveProbability }) => (aliveProbability as number) < 0.5)).toBe(true);
  });
});
