import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integrate } from "../numerics/quadrature.js";
import { lifetimeValues } from "./lifetime-values.js";
import {
  discountedPurchases,
  expectedPurchases,
  expectedPurchasesOfNew,
  logLikelihoods,
  probabilitiesAlive,
  probabilityOfPurchases,
} from "./predict-purchases.js";
import type { ModelParameters } from "./purchase-model.js";

// the published parameters of CDNOW and, for the last, of the donors of a public radio station
const bg = { model: "bg-nbd", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
const mbg = { model: "mbg-nbd", parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } } as const;
const pareto = { model: "pareto-nbd", parameters: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } } as const;
const bb = { model: "bg-bb", parameters: { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } } as const;
const all: readonly ModelParameters[] = [bg, mbg, pareto];
const one = (frequency: number, recency: number, age: number) => ({ frequency: [frequency], recency: [recency], age: [age] });
function within(actual: number | undefined, expected: number, relative = 1e-9): void {
  expect(Math.abs((actual as number) / expected - 1), `${actual} for ${expected}`).toBeLessThan(relative);
}

const positive = fc.double({ min: 0.05, max: 20, noNaN: true });
const anyModel: fc.Arbitrary<ModelParameters> = fc
  .tuple(fc.constantFrom("bg-nbd", "mbg-nbd", "pareto-nbd"), positive, positive, positive, positive)
  .map(
    ([model, r, alpha, third, fourth]) =>
      ({
        model,
        parameters: model === "pareto-nbd" ? { r, alpha, s: third, beta: fourth } : { r, alpha, a: third, b: fourth },
      }) as ModelParameters,
  );
const anyHistory = fc
  .record({
    frequency: fc.nat(60),
    age: fc.double({ min: 1, max: 200, noNaN: true }),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ frequency, age, share }) => one(frequency, frequency === 0 ? 0 : age * share, age));

describe("expectedPurchases", () => {
  it("grows with the horizon from nothing, in every model", () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.double({ min: 0.1, max: 100, noNaN: true }), (model, history, horizon) => {
        const [near = 0, far = 0] = [horizon, 2 * horizon].map((each) => expectedPurchases(model, history, { horizon: each })[0]);
        expect(expectedPurchases(model, history, { horizon: 0 })[0]).toBeCloseTo(0, 14);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-9));
      }),
    );
  });
  it("has nothing special at a = 1, s = 1 and a + b = 1", () => {
    const near = (model: ModelParameters, name: string, value: number): readonly number[] =>
      [-1e-7, 0, 1e-7].map((shift) =>
        expectedPurchasesOfNew({ ...model, parameters: { ...model.parameters, [name]: value + shift } }, { horizon: 52 }),
      );
    for (const [below = 0, at = 0, above = 0] of [near(bg, "a", 1), near(mbg, "a", 1), near(pareto, "s", 1), near(bg, "b", 1 - 0.793)])
      within(at, (below + above) / 2, 1e-10);
  });
  it("changes from a series to an average without a step, and takes any horizon", () => {
    const [below = 0, above = 0] = [1 - 1e-9, 1 + 1e-9].map((near) => expectedPurchasesOfNew(bg, { horizon: 4.414 * 99 * near }));
    within(above, below, 1e-8);
    expect(above).toBeGreaterThan(below);
    for (const model of [bg, mbg]) {
      const [far = 0, farther = 0] = [1e9, 1e12].map((horizon) => expectedPurchases(model, one(3, 20, 39), { horizon })[0]);
      expect(farther > far && farther < 1e6).toBe(true);
    }
  });
  it("stays finite for customers of hundreds of purchases", () => {
    const busy = { model: "pareto-nbd", parameters: { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 } } as const;
    within(expectedPurchases(busy, one(132, 200, 200), { horizon: 10 })[0], 6.2060517889632418, 1e-12);
    within(expectedPurchases(busy, one(133, 200, 200), { horizon: 10 })[0], 6.2528722475748113, 1e-12);
    within(expectedPurchases(bg, one(26, 30.86, 31), { horizon: 52 })[0], 25.75819594);
    within(expectedPurchases(pareto, one(26, 30.86, 31), { horizon: 52 })[0], 25.45847295);
    for (const model of all)
      for (const x of [300, 5000]) expect(expectedPurchases(model, one(x, 500, 520), { horizon: 52 })[0]).toBeGreaterThanOrEqual(0);
  });
  it("falls where a customer who bought more often is silent for as long", () => {
    const given = { frequency: [10, 15, 20, 25], recency: [20, 20, 20, 20], age: [39, 39, 39, 39] };
    [0.7063443426, 0.1442561443, 0.02250744819, 0.003092530364].forEach((value, row) => {
      within(expectedPurchases(pareto, given, { horizon: 52 })[row], value);
    });
    [0.3473997627, 0.04282717597, 0.004158433099, 0.0003583324619].forEach((value, row) => {
      within(expectedPurchases(bg, given, { horizon: 52 })[row], value);
    });
  });
  it("counts occasions in BG/BB", () => {
    const given = { frequency: [0, 4, 6], recency: [0, 5, 6], age: [6, 6, 6] };
    [0.07280287748, 2.029623031, 3.752115608].forEach((value, row) => {
      within(expectedPurchases(bb, given, { horizon: 5 })[row], value);
    });
  });
  it.each([
    ["core/horizon-unusable", bg, -1],
    ["core/horizon-unusable", bg, Number.NaN],
    ["core/horizon-unusable", bb, 1.5],
    ["core/model-unknown", { ...bg, model: "abc" as "bg-nbd" }, 1],
    ["core/model-unknown", { ...bg, version: 2 as 1 }, 1],
    ["core/parameters-unusable", { ...bg, parameters: { r: 1, alpha: 1, a: 1 } }, 1],
    ["core/parameters-unusable", { ...bg, parameters: { r: 1, alpha: 1, a: 1, b: -1 } }, 1],
    ["core/parameters-unusable", { ...bg, parameters: { r: 1, alpha: 1, a: 1, b: Number.POSITIVE_INFINITY } }, 1],
  ])("refuses with %s", (code, model, horizon) => {
    expect(() => expectedPurchases(model, one(0, 0, 5), { horizon })).toThrow(expect.objectContaining({ code }));
  });
});

describe("probabilitiesAlive", () => {
  it("is a probability, and falls with the silence", () => {
    fc.assert(
      fc.property(anyModel, anyHistory, fc.double({ min: 1, max: 100, noNaN: true }), (model, { frequency, recency, age }, more) => {
        const [now = 0, later = 0] = [0, more].map(
          (silence) => probabilitiesAlive(model, { frequency, recency, age: [(age[0] as number) + silence] })[0],
        );
        expect(now).toBeLessThanOrEqual(1);
        expect(later).toBeGreaterThanOrEqual(0);
        expect(later).toBeLessThanOrEqual(now);
      }),
    );
  });
  it("is 1 after one purchase in BG/NBD only", () => {
    expect(probabilitiesAlive(bg, one(0, 0, 38.857143))[0]).toBe(1);
    within(probabilitiesAlive(mbg, one(0, 0, 38.857143))[0], 0.3897430017, 1e-8);
    within(probabilitiesAlive(pareto, one(0, 0, 38.857143))[0], 0.2953033743, 1e-8);
    within(probabilitiesAlive(bb, one(4, 5, 6))[0], 0.6967010677);
  });
  it("stays finite for customers of hundreds of purchases", () => {
    const busy = { model: "pareto-nbd", parameters: { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 } } as const;
    const given = {
      frequency: [221, 254, 161, 204],
      recency: [103.42857, 97.14286, 94.71429, 98.57143],
      age: [103.57143, 97.28571, 98, 99.42857],
    };
    for (const probability of probabilitiesAlive(busy, given)) expect(probability > 0.7 && probability < 1).toBe(true);
    within(probabilitiesAlive(pareto, one(26, 30.86, 31))[0], 0.9979187311);
    within(probabilitiesAlive(bg, one(26, 30.86, 31))[0], 0.9689156497);
  });
});

describe("logLikelihoods", () => {
  it("stay finite where alpha is almost nothing", () => {
    const narrow = { model: "pareto-nbd", parameters: { r: 10.465, alpha: 0.00798565181, s: 3.0516, beta: 2.82 } } as const;
    for (const value of logLikelihoods(narrow, { frequency: [40, 50, 50], recency: [5, 1, 4], age: [6, 37, 37] }))
      expect(value).toSatisfy(Number.isFinite);
  });
  it("agree with a likelihood integrated by brute force in Pareto/NBD", () => {
    fc.assert(
      fc.property(positive, positive, positive, positive, anyHistory, (r, alpha, s, beta, history) => {
        const [x = 0, from = 0, to = 0] = [history.frequency[0], history.recency[0], history.age[0]];
        const ln = (t: number): number => -(r + x) * Math.log((alpha + t) / (alpha + from)) - s * Math.log((beta + t) / (beta + from));
        const gone = integrate((t) => (s / (beta + t)) * Math.exp(ln(t)), { from, to, panels: 2000 });
        const scale = logLikelihoods({ model: "pareto-nbd", parameters: { r, alpha, s, beta } }, { ...history, age: [from] })[0] as number;
        const actual = logLikelihoods({ model: "pareto-nbd", parameters: { r, alpha, s, beta } }, history)[0] as number;
        expect(Math.abs(actual - scale - Math.log(Math.exp(ln(to)) + gone))).toBeLessThan(1e-10);
      }),
      { numRuns: 30 },
    );
  });
});

describe("discountedPurchases", () => {
  it.each(all)("is the discounted slope of the expected purchases: $model", (model) => {
    const [history, rate] = [one(2, 30.43, 38.86), 0.05];
    const area = integrate((horizon) => Math.exp(-rate * horizon) * (expectedPurchases(model, history, { horizon })[0] as number), {
      from: 0,
      to: 600,
      panels: 20,
    });
    within(discountedPurchases(model, history, { discountRate: rate })[0], rate * area, 1e-8);
  });
  it("keeps that for customers who hardly leave", () => {
    const model = { model: "bg-nbd", parameters: { r: 18.672, alpha: 23.8385, a: 1.24509, b: 2.31019 } } as const;
    const [history, rate] = [one(920, 58.1559, 58.1559), 0.0160657];
    const slope = (y: number): number =>
      Math.exp(y - rate * Math.expm1(y)) * (expectedPurchases(model, history, { horizon: Math.expm1(y) })[0] as number);
    const area = rate * integrate(slope, { from: 0, to: Math.log1p(45 / rate), panels: 40 });
    within(discountedPurchases(model, history, { discountRate: rate })[0], area, 1e-11);
  });
  it("adds up occasions in BG/BB", () => {
    const history = one(4, 5, 6);
    const [until, rate] = [400, 0.1];
    const values = Array.from({ length: until + 1 }, (_, horizon) => expectedPurchases(bb, history, { horizon })[0] as number);
    const sum = values
      .slice(1)
      .reduce((total, value, index) => total + (value - (values[index] as number)) * Math.exp(-rate * (index + 1)), 0);
    within(discountedPurchases(bb, history, { discountRate: rate })[0], sum, 1e-10);
  });
  it("refuses histories in another unit than its own, and what are no occasions", () => {
    const history = { frequency: [2], recency: [30], age: [39], monetaryValue: [1000] };
    const spend = { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 };
    const week = { ...bg, unit: "week" } as const;
    const refusing = (code: string) => expect.objectContaining({ code });
    for (const ask of [
      (unit: "day" | "week") => probabilitiesAlive(week, { ...history, unit }),
      (unit: "day" | "week") => expectedPurchases(week, { ...history, unit }, { horizon: 39 }),
      (unit: "day" | "week") => discountedPurchases(week, { ...history, unit }, { discountRate: 0.01 }),
      (unit: "day" | "week") => logLikelihoods(week, { ...history, unit }),
      (unit: "day" | "week") => lifetimeValues({ ...history, unit }, { purchases: week, spend, months: 12, discountRatePerMonth: 0.01 }),
    ]) {
      expect(() => ask("day")).toThrow(refusing("core/unit-differs"));
      expect(ask("week")[0]).toSatisfy(Number.isFinite);
    }
    for (const [frequency, recency, age] of [
      [3, 1, 2],
      [2, 3.5, 6],
      [2, 3, 6.5],
    ] as const)
      expect(() => probabilitiesAlive(bb, { frequency: [frequency], recency: [recency], age: [age] })).toThrow(
        refusing("core/occasions-unusable"),
      );
  });
  it("refuses to go without a discount", () => {
    expect(() => discountedPurchases(bg, one(0, 0, 5), { discountRate: 0 })).toThrow(
      expect.objectContaining({ code: "core/discount-unusable" }),
    );
  });
});

describe("expectedPurchasesOfNew", () => {
  it.each([
    [1, 0.0532678912, 0.0530847953, 0.0509798433],
    [3, 0.1508652309, 0.1508632886, 0.1460611853],
    [39, 1.1967231933, 1.1829536656, 1.213002844],
    [52, 1.4460505954, 1.4197237577, 1.472996803],
  ])("has the published figures after %i weeks", (horizon, ...expected) => {
    expected.forEach((value, index) => {
      within(expectedPurchasesOfNew(all[index] as ModelParameters, { horizon }), value, 2e-9);
    });
  });
  it("has that of six occasions", () => within(expectedPurchasesOfNew(bb, { horizon: 6 }), 2.219631393));
});

describe("probabilityOfPurchases", () => {
  it("has the published figures after 39 weeks", () => {
    const ofBg = [0.573786352096, 0.199395280836, 0.085429759539, 0.045860353848, 0.027671449336];
    const ofPareto = [0.593625031602, 0.165562947277, 0.082487184116, 0.049039953643, 0.031695706744];
    ofBg.forEach((value, count) => {
      within(probabilityOfPurchases(bg, { count, horizon: 39 }), value, 1e-10);
    });
    ofPareto.forEach((value, count) => {
      within(probabilityOfPurchases(pareto, { count, horizon: 39 }), value, 1e-10);
    });
    within(probabilityOfPurchases(bg, { count: 10, horizon: 2 }), 1.07869e-7, 1e-5);
    within(probabilityOfPurchases(bg, { count: 20, horizon: 30 }), 0.000222226, 1e-5);
  });
  it("adds up to 1, with the expected purchases as its mean", () => {
    for (const model of all) {
      const chances = Array.from({ length: 400 }, (_, count) => probabilityOfPurchases(model, { count, horizon: 20 }));
      within(
        chances.reduce((sum, chance) => sum + chance, 0),
        1,
        1e-9,
      );
      within(
        chances.reduce((sum, chance, count) => sum + chance * count, 0),
        expectedPurchasesOfNew(model, { horizon: 20 }),
        1e-9,
      );
    }
    const occasions = Array.from({ length: 7 }, (_, count) => probabilityOfPurchases(bb, { count, horizon: 6 }));
    within(
      occasions.reduce((sum, chance) => sum + chance, 0),
      1,
      1e-12,
    );
    expect((occasions[0] as number) * 11_104).toBeCloseTo(3454.9, -0.5);
    expect((occasions[6] as number) * 11_104).toBeCloseTo(1253.1, -0.5);
  });
  it("refuses what is no count", () => {
    expect(() => probabilityOfPurchases(bg, { count: 1.5, horizon: 1 })).toThrow(
      expect.objectContaining({ code: "core/frequency-invalid" }),
    );
  });
});
