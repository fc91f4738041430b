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
import { type ModelParameters, type PurchaseModelName, processOf } from "./purchase-model.js";

interface Cohort {
  readonly frequency: readonly number[];
  readonly recency: readonly number[];
  readonly age: readonly number[];
}
const models = ["bg-nbd", "mbg-nbd", "pareto-nbd", "bg-bb"] as const;
const options = (model: PurchaseModelName): FitOptions => ({ model, unit: model === "bg-bb" ? "occasion" : "week", asOf: "2026-06-30" });
const atEdge = { "bg-nbd": ["a", "b"], "mbg-nbd": ["a", "b"], "pareto-nbd": ["s", "beta"], "bg-bb": ["gamma", "delta"] };
const buying = (model: PurchaseModelName): readonly [string, string] => (model === "bg-bb" ? ["alpha", "beta"] : ["r", "alpha"]);
const sumOf = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);

/** Park & Miller's generator: the same numbers at each run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
/** Some leave at their first chance, and the others buy at a pace of their own until now, the last time not long ago. */
function parted(model: PurchaseModelName, { customers = 400, seed = 11, share = 0.3 } = {}): Cohort {
  const next = numbersFrom(seed);
  const rows = Array.from({ length: customers }, () => {
    const age = model === "bg-bb" ? 8 : 30 + Math.floor(40 * next());
    const isGone = next() < share;
    if (model === "bg-bb") {
      const chance = 0.2 + 0.7 * next();
      const bought = Array.from({ length: age }, () => !isGone && next() < chance);
      // nobody is silent at the end
      const frequency = bought.filter(Boolean).length;
      return { frequency, recency: frequency === 0 ? 0 : age, age };
    }
    const rate = 0.1 + 0.1 * (next() - Math.log(next()));
    const first = -Math.log(next()) / rate;
    if (isGone) return model === "bg-nbd" && first < age ? { frequency: 1, recency: first, age } : { frequency: 0, recency: 0, age };
    const frequency = Math.floor(rate * age * (0.6 + 0.8 * next()));
    return { frequency, recency: frequency === 0 ? 0 : (age * frequency) / (frequency + 1), age };
  });
  const column = (name: keyof Cohort): readonly number[] => rows.map((row) => row[name]);
  return { frequency: column("frequency"), recency: column("recency"), age: column("age") };
}

/** NBD or beta-binomial of one customer who never leaves, by recurrences, without any gamma function. */
function staying(model: PurchaseModelName, [first, second]: readonly [number, number], [x, age]: readonly [number, number]): number {
  let value = 1;
  if (model !== "bg-bb") {
    for (let k = 0; k < x; k += 1) value *= (first + k) / (second + age);
    return value * (second / (second + age)) ** first;
  }
  for (let k = 0; k < age; k += 1) value *= (k < x ? first + k : second + k - x) / (first + second + k);
  return value;
}
/** Straight from what it means that some leave at their first chance. */
function plain(model: PurchaseModelName, [first, second, share]: readonly [number, number, number], cohort: Cohort): number {
  return cohort.frequency.reduce((sum, x, row) => {
    const [recency, age] = [cohort.recency[row] as number, cohort.age[row] as number];
    const never = staying(model, [first, second], [x, age]);
    const mayBeGone = x === (model === "bg-nbd" ? 1 : 0);
    const gone = mayBeGone ? share * (model === "bg-nbd" ? staying(model, [first, second], [1, recency]) : 1) : 0;
    return sum + Math.log((model === "bg-nbd" && x === 0 ? 1 : 1 - share) * never + gone);
  }, 0);
}
/** The ordinary model whose parameters of leaving are nearly 0. */
function near(model: PurchaseModelName, [first, second, share]: readonly [number, number, number], small: number): ModelParameters {
  const [one, other] = buying(model);
  const [third = "", fourth = ""] = atEdge[model];
  const leaving = model === "pareto-nbd" ? [small, Math.exp(Math.log(1 - share) / small)] : [share * small, (1 - share) * small];
  return { model, parameters: { [one]: first, [other]: second, [third]: leaving[0] as number, [fourth]: leaving[1] as number } };
}
const limit = (model: PurchaseModelName, [first, second, share]: readonly [number, number, number]): ModelParameters => {
  const [one, other] = buying(model);
  const [third = "", fourth = ""] = atEdge[model];
  return { model, parameters: { [one]: first, [other]: second, [third]: 0, [fourth]: 0, leaveAtOnce: share } };
};

describe.each(models)("fitPurchaseModel where some leave at their first chance and the others never (%s)", (model) => {
  const cohort = parted(model);
  const fitted = fitPurchaseModel(cohort, options(model));
  const [one, other] = buying(model);
  const at = [fitted.parameters[one], fitted.parameters[other], fitted.parameters["leaveAtOnce"]] as [number, number, number];

  it("says which share that is, and how sure it is", () => {
    expect(fitted.atEdge).toEqual(atEdge[model]);
    for (const name of atEdge[model]) expect(fitted.parameters[name]).toBe(0);
    expect(Object.keys(fitted.standardErrors).sort()).toEqual([...buying(model), "leaveAtOnce"].sort());
    expect(Object.values(fitted.standardErrors).every((error) => error > 0 && Number.isFinite(error))).toBe(true);
    expect(at[2]).toBeGreaterThan(0.2);
    expect(at[2]).toBeLessThan(0.4);
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
  });
  it("is the maximum of what that means", () => {
    const height = plain(model, at, cohort);
    expect(fitted.logLikelihood).toBeCloseTo(height, 7);
    expect(sumOf(logLikelihoods(fitted, cohort))).toBeCloseTo(height, 7);
    for (const index of [0, 1, 2])
      for (const factor of [0.999, 1.001])
        expect(
          plain(model, at.map((each, place) => (place === index ? each * factor : each)) as [number, number, number], cohort),
        ).toBeLessThan(height);
  });
  it("is as sure of the share as the curvature says", () => {
    const step = 1e-4;
    const of = (share: number): number => plain(model, [at[0], at[1], share], cohort);
    const curvature = (2 * of(at[2]) - of(at[2] + step) - of(at[2] - step)) / step ** 2;
    // what the other parameters could give way to makes it a little less sure
    const alone = 1 / Math.sqrt(curvature);
    expect(fitted.standardErrors["leaveAtOnce"]).toBeGreaterThan(alone * 0.999);
    expect(fitted.standardErrors["leaveAtOnce"]).toBeLessThan(alone * 1.5);
  });
  it("is the same in any order", () => {
    const turned = { frequency: [...cohort.frequency].reverse(), recency: [...cohort.recency].reverse(), age: [...cohort.age].reverse() };
    expect(fitPurchaseModel(turned, options(model))).toEqual(fitted);
  });
  it("is the same in days, or counted in occasions as it is", () => {
    const days = { ...cohort, recency: cohort.recency.map((each) => 7 * each), age: cohort.age.map((each) => 7 * each) };
    const [again, scale] =
      model === "bg-bb"
        ? [fitPurchaseModel(structuredClone(cohort), options(model)), 1]
        : [fitPurchaseModel(days, { ...options(model), unit: "day" }), 7];
    expect(again.parameters["leaveAtOnce"]).toBeCloseTo(at[2], 9);
    expect((again.parameters[other] as number) / (scale * at[1])).toBeCloseTo(1, 9);
  });
  it("is higher than any place within", () => {
    const [third = "", fourth = ""] = atEdge[model];
    const place = fc.tuple(
      ...[0, 1].map(() => fc.double({ min: 0.3, max: 3, noNaN: true })),
      ...[0, 1].map(() => fc.double({ min: -5, max: 2, noNaN: true })),
    );
    fc.assert(
      fc.property(place, ([first = 1, second = 1, a = 0, b = 0]) => {
        const parameters = { [one]: at[0] * first, [other]: at[1] * second, [third]: 10 ** a, [fourth]: 10 ** b };
        expect(sumOf(logLikelihoods({ model, parameters }, cohort))).toBeLessThan(fitted.logLikelihood);
      }),
      { numRuns: 200 },
    );
  });
  it("makes lifetime values", () => {
    const spend = { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 };
    const worth = { purchases: fitted, spend, months: 12, discountRatePerMonth: 0.01, unitsPerMonth: model === "bg-bb" ? 1 : 4 };
    const values = lifetimeValues({ ...cohort, monetaryValue: cohort.frequency.map(() => 2000) }, worth);
    expect(values.every((each) => each > 0 && Number.isFinite(each))).toBe(true);
  });
});

/** What predictions are made of, at one history after the other. */
function figuresOf(of: ModelParameters): readonly number[] {
  const histories = {
    frequency: [0, 1, 1, 2, 5, 0, 4],
    recency: of.model === "bg-bb" ? [0, 2, 6, 4, 7, 0, 6] : [0, 0.7, 30, 12.5, 39, 0, 6],
    age: of.model === "bg-bb" ? [3, 6, 6, 6, 8, 8, 6] : [3, 40, 40, 40, 40, 52, 8],
  };
  const [soon, late] = [2, 40];
  return [
    ...logLikelihoods(of, histories),
    ...probabilitiesAlive(of, histories),
    ...expectedPurchases(of, histories, { horizon: soon }),
    ...expectedPurchases(of, histories, { horizon: 2500 }),
    ...discountedPurchases(of, histories, { discountRate: 0.002 }),
    ...[soon, late].map((horizon) => expectedPurchasesOfNew(of, { horizon })),
    ...[0, 1, 2, 5].flatMap((count) => [soon, late].map((horizon) => probabilityOfPurchases(of, { count, horizon }))),
  ];
}

describe("the limit where some leave at their first chance and the others never", () => {
  const places = [
    [0.8, 6, 0.3],
    [2.5, 11, 0.85],
  ] as const;
  it.each(models.filter((each) => each !== "pareto-nbd"))("is that of the ordinary formulas, at 1e-9 (%s)", (model) => {
    for (const place of places) {
      const expected = figuresOf(near(model, place, 1e-9));
      for (const [index, figure] of figuresOf(limit(model, place)).entries())
        expect(Math.abs(figure - (expected[index] as number)), `${index}: ${figure}`).toBeLessThan(1e-6 * Math.abs(figure) + 1e-8);
    }
  });
  it("is where Pareto/NBD goes, whose difference shrinks with s", () => {
    const place = places[0];
    const figures = figuresOf(limit("pareto-nbd", place));
    const [far, nearer] = [2e-3, 1e-3].map((s) => figuresOf(near("pareto-nbd", place, s))) as [number[], number[]];
    for (const [index, figure] of figures.entries()) {
      const [wide, narrow] = [Math.abs((far[index] as number) - figure), Math.abs((nearer[index] as number) - figure)];
      expect(narrow, `${index}: ${figure}`).toBeLessThan(0.1 * Math.abs(figure) + 1e-9);
      expect(narrow, `${index}: ${figure}`).toBeLessThan(0.55 * wide + 1e-9);
    }
  });
  it.each(models)("gives probabilities that add up to 1 (%s)", (model) => {
    for (const place of places) {
      const most = model === "bg-bb" ? 8 : 400;
      const chances = Array.from({ length: most + 1 }, (_, count) => probabilityOfPurchases(limit(model, place), { count, horizon: 8 }));
      expect(chances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    }
  });
  it("takes a share from 0 to 1, and only where both parameters of leaving are 0", () => {
    const code = (parameters: Readonly<Record<string, number>>): unknown => {
      try {
        return processOf({ model: "bg-nbd", parameters }).probabilityAlive({ frequency: 1, recency: 1, age: 9 });
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code({ r: 1, alpha: 2, a: 0, b: 0 })).toBe("core/parameters-unusable");
    expect(code({ r: 1, alpha: 2, a: 1, b: 0, leaveAtOnce: 0.5 })).toBe("core/parameters-unusable");
    for (const leaveAtOnce of [-0.1, 1.1, Number.NaN])
      expect(code({ r: 1, alpha: 2, a: 0, b: 0, leaveAtOnce })).toBe("core/share-unusable");
    expect(code({ r: 1, alpha: 2, a: 0, b: 0, leaveAtOnce: 0 })).toBe(1);
    expect(code({ r: 1, alpha: 2, a: 0, b: 0, leaveAtOnce: 1 })).toBe(0);
  });
});
