import { describe, expect, it } from "vitest";
import { type FitOptions, fitPurchaseModel } from "./fit-purchase-model.js";
import { lifetimeValues } from "./lifetime-values.js";
import { expectedPurchases, logLikelihoods, probabilityOfPurchases } from "./predict-purchases.js";

const options: FitOptions = { model: "bg-nbd", unit: "week", asOf: "2026-06-30" };
const many = (count: number, frequency: number, recency: number, age = 40) => ({
  frequency: Array(count).fill(frequency),
  recency: Array(count).fill(recency),
  age: Array(count).fill(age),
});

describe("fitPurchaseModel", () => {
  it("finds the parameters of occasions that were counted by them", () => {
    const truth = { model: "bg-bb", parameters: { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 } } as const;
    const histories: number[][] = [];
    // every sequence of six occasions, as often as the model expects it in ten million
    for (let x = 0; x <= 6; x += 1)
      for (let last = x; last <= (x === 0 ? 0 : 6); last += 1)
        histories.push([x, last, 6, sequences(x, last) * chance(truth.parameters, [x, last, 6])]);
    expect(histories.reduce((sum, [, , , share = 0]) => sum + share, 0)).toBeCloseTo(1, 10);
    const column = (index: number) => histories.map((history) => history[index] as number);
    const customers = column(3).map((share) => Math.round(1e7 * share));
    const fitted = fitPurchaseModel(
      { frequency: column(0), recency: column(1), age: column(2), customers },
      { ...options, model: "bg-bb", unit: "occasion" },
    );
    for (const [name, value] of Object.entries(truth.parameters)) expect(fitted.parameters[name]).toBeCloseTo(value, 4);
    expect(probabilityOfPurchases(fitted, { count: 3, horizon: 6 })).toBeCloseTo(
      probabilityOfPurchases(truth, { count: 3, horizon: 6 }),
      6,
    );
  });
  it("finds the maximum of many customers of whom a sample has none", () => {
    const histories = hardlyLeaving(9000, 6);
    const fitted = fitPurchaseModel(histories, options);
    expect(fitted.atEdge).toBeUndefined();
    const height = (parameters: Readonly<Record<string, number>>): number =>
      logLikelihoods({ model: "bg-nbd", parameters }, histories).reduce((sum, each) => sum + each, 0);
    expect(height(fitted.parameters)).toBeCloseTo(fitted.logLikelihood, 6);
    for (const [name, value] of Object.entries(fitted.parameters))
      for (const factor of [0.9, 1.1]) expect(height({ ...fitted.parameters, [name]: factor * value })).toBeLessThan(fitted.logLikelihood);
  });
  it("gives plain data that says what it was fitted on", () => {
    const histories = {
      frequency: [0, 0, 0, 1, 2, 5, 0, 1, 0, 3, 9, 0, 4, 7],
      recency: [0, 0, 0, 2, 3, 6, 0, 2, 0, 5, 39, 0, 4, 38],
      age: Array(14).fill(40),
    };
    const fitted = fitPurchaseModel(histories, options);
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    expect(fitted).toMatchObject({ model: "bg-nbd", version: 1, unit: "week", asOf: "2026-06-30", customers: 14 });
    expect(fitted.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const other = fitPurchaseModel({ ...histories, age: Array(14).fill(41) }, options);
    expect(other.fingerprint).not.toBe(fitted.fingerprint);
  });
  it.each<[string, Parameters<typeof fitPurchaseModel>[0], Partial<FitOptions>]>([
    ["core/too-few-customers", many(1, 1, 5), {}],
    ["core/no-repeat-purchases", many(100, 0, 0), {}],
    ["core/buying-alike", many(100, 3, 40), {}],
    ["core/buying-alike", many(100, 3, 40), { model: "mbg-nbd" }],
    ["core/buying-alike", many(100, 3, 40), { model: "pareto-nbd" }],
    ["core/buying-alike", many(100, 6, 6, 6), { model: "bg-bb" }],
    ["core/occasions-unusable", many(100, 3, 2, 6), { model: "bg-bb" }],
    ["core/occasions-unusable", many(100, 1, 2.5, 6), { model: "bg-bb" }],
    ["core/repeat-without-time", many(100, 3, 0), {}],
  ])("refuses with %s", (code, histories, changed) => {
    expect(() => fitPurchaseModel(histories, { ...options, ...changed })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/; .+\.$/) }),
    );
  });
  it.each(["fortnight", "toString", undefined, null])("refuses the unit %s, also of a model that was read", (unknown) => {
    const unit = unknown as "week";
    const refusal = expect.objectContaining({ code: "core/unit-unknown" });
    const read = { model: "bg-nbd", parameters: { r: 1, alpha: 1, a: 1, b: 1 }, unit } as const;
    expect(() => fitPurchaseModel(many(20, 2, 20), { ...options, unit })).toThrow(refusal);
    const spend = { parameters: { p: 6, q: 4, v: 15 }, unitMinor: 100 };
    const worth = { purchases: read, spend, months: 12, discountRatePerMonth: 0.01 };
    expect(() => lifetimeValues({ ...many(1, 2, 20), monetaryValue: [100] }, worth)).toThrow(refusal);
    if (unit === undefined) return;
    expect(() => expectedPurchases(read, many(1, 2, 20), { horizon: 1 })).toThrow(refusal);
    expect(() => probabilityOfPurchases(read, { count: 1, horizon: 1 })).toThrow(refusal);
  });
  it("refuses another unit than the histories have, a model that nobody knows and a day that does not exist", () => {
    const code = (more: object, unit: "day" | "week" = "week"): unknown => {
      try {
        return fitPurchaseModel({ ...many(20, 2, 20), unit }, { ...options, ...more });
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code({}, "day")).toBe("core/unit-differs");
    expect(code({ model: "bgnbd" })).toBe("core/model-unknown");
    expect(code({ asOf: "2026-02-30" })).toBe("core/date-invalid");
    expect(code({})).toBe("core/buying-alike");
  });
});

/** A fifth leaves after each purchase with a probability of a fifth, and the others never. */
function hardlyLeaving(customers: number, seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const rows = Array.from({ length: customers }, () => {
    const age = 20 + Math.floor(20 * next());
    const rate = -Math.log(next()) * 0.1;
    const leaves = next() < 0.2 ? 0.2 : 0;
    const pause = (): number => Math.ceil(-Math.log(next()) / rate);
    let [frequency, recency] = [0, 0];
    for (let at = pause(); at <= age; at += pause()) {
      frequency += 1;
      recency = at;
      if (next() < leaves) break;
    }
    return { frequency, recency, age };
  });
  const column = (name: "frequency" | "recency" | "age"): readonly number[] => rows.map((row) => row[name]);
  return { frequency: column("frequency"), recency: column("recency"), age: column("age") };
}

/** In how many ways x purchases at occasions up to the last one can lie, the last one being bought. */
const sequences = (x: number, last: number): number => (x === 0 ? 1 : binomial(last - 1, x - 1));
const binomial = (from: number, count: number): number => (count === 0 ? 1 : (binomial(from - 1, count - 1) * from) / count);

/** Straight from the definition, by rising factorials. */
function chance(p: { alpha: number; beta: number; gamma: number; delta: number }, [x = 0, last = 0, n = 0]: readonly number[]): number {
  const rising = (start: number, count: number): number => (count === 0 ? 1 : rising(start, count - 1) * (start + count - 1));
  const of = (bought: number, missed: number): number =>
    (rising(p.alpha, bought) * rising(p.beta, missed)) / rising(p.alpha + p.beta, bought + missed);
  const left = (stayed: number, gone: number): number =>
    (rising(p.gamma, gone) * rising(p.delta, stayed)) / rising(p.gamma + p.delta, stayed + gone);
  let sum = of(x, n - x) * left(n, 0);
  for (let occasion = last; occasion < n; occasion += 1) sum += of(x, occasion - x) * left(occasion, 1);
  return sum;
}
