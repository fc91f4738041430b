import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedPurchases } from "../models/predict-purchases.js";
import { explainScore, explainScores, type Inputs, medianCustomer } from "./explain-score.js";

const figure = fc.integer({ min: -50, max: 50 });
const inputs = fc.record({ a: figure, b: figure, c: figure });
type Three = Inputs<"a" | "b" | "c">;
const model = ({ a, b, c }: Three): number => a * b + Math.max(b, c) - 3 * c;

describe("explainScore", () => {
  it("is exact for a sum: each input gives its term", () => {
    const { contributions, score, medianScore } = explainScore(({ a, b }: Inputs<"a" | "b">) => 2 * a - 5 * b, {
      customer: { a: 3, b: 4 },
      medians: { a: 1, b: 1 },
    });
    expect([score, medianScore]).toEqual([-14, -3]);
    expect(contributions).toEqual([
      { input: "b", value: 4, median: 1, contribution: -15, ifRemoved: -15 },
      { input: "a", value: 3, median: 1, contribution: 4, ifRemoved: 4 },
    ]);
  });
  it("adds up to the difference from the median customer, for any model", () => {
    fc.assert(
      fc.property(inputs, inputs, (customer, medians) => {
        const { contributions, score, medianScore } = explainScore(model, { customer, medians });
        expect(contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score - medianScore, 9);
      }),
    );
  });
  it("changes by what was said when an input is removed", () => {
    fc.assert(
      fc.property(inputs, inputs, fc.constantFrom("a" as const, "b" as const, "c" as const), (customer, medians, input) => {
        const { contributions, score } = explainScore(model, { customer, medians });
        const said = contributions.find((each) => each.input === input);
        expect(model({ ...customer, [input]: medians[input] })).toBe(score - (said?.ifRemoved as number));
      }),
    );
  });
  it("gives nothing to an input that is as that of the median", () => {
    const { contributions } = explainScore(model, { customer: { a: 1, b: 2, c: 3 }, medians: { a: 5, b: 2, c: 0 } });
    expect(contributions.find(({ input }) => input === "b")).toMatchObject({ contribution: 0, ifRemoved: 0 });
  });
  it("explains a purchase model by asking it again", () => {
    const bg = { model: "bg-nbd", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
    const expected = ({ frequency, recency }: Inputs<"frequency" | "recency">): number =>
      expectedPurchases(bg, { frequency: [frequency], recency: [recency], age: [39] }, { horizon: 52 })[0] as number;
    const { contributions, score, medianScore } = explainScore(expected, {
      customer: { frequency: 10, recency: 37 },
      medians: { frequency: 1, recency: 12 },
    });
    expect(contributions.map(({ input }) => input)).toEqual(["recency", "frequency"]);
    expect(contributions.reduce((sum, { contribution }) => sum + contribution, medianScore)).toBeCloseTo(score, 12);
  });
  it.each([
    [{ a: 1 }, {}],
    [{ a: Number.NaN }, { a: 1 }],
    [{}, {}],
    [
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, 1])),
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, 1])),
    ],
  ])("refuses inputs that do not explain", (customer, medians) => {
    expect(() => explainScore(() => 0, { customer, medians })).toThrow(expect.objectContaining({ code: "core/inputs-unusable" }));
  });
});

describe("explainScores", () => {
  it("says of each customer what explainScore says", () => {
    fc.assert(
      fc.property(fc.array(inputs, { minLength: 1 }), inputs, (cohort, medians) => {
        const column = (name: "a" | "b" | "c") => Float64Array.from(cohort, (each) => each[name]);
        const { scores, medianScore, contributions } = explainScores(
          ({ a, b, c }) => a.map((_, row) => model({ a: a[row] as number, b: b[row] as number, c: c[row] as number })),
          { customers: { a: column("a"), b: column("b"), c: column("c") }, medians },
        );
        for (const [row, customer] of cohort.entries()) {
          const one = explainScore(model, { customer, medians });
          expect([scores[row], medianScore]).toEqual([one.score, one.medianScore]);
          for (const { input, contribution } of one.contributions) expect(contributions[input][row]).toBe(contribution);
        }
      }),
    );
  });
  it("counts inputs that go together as one, whose removal changes the score by what both of them said", () => {
    fc.assert(
      fc.property(fc.array(inputs, { minLength: 1 }), inputs, (cohort, medians) => {
        const column = (name: "a" | "b" | "c") => Float64Array.from(cohort, (each) => each[name]);
        const { scores, medianScore, contributions } = explainScores(
          ({ a, b, c }) => a.map((_, row) => model({ a: a[row] as number, b: b[row] as number, c: c[row] as number })),
          { customers: { a: column("a"), b: column("b"), c: column("c") }, medians, together: ["c", "a"] },
        );
        for (const [row, customer] of cohort.entries()) {
          const [first, other] = [contributions.c[row] as number, contributions.b[row] as number];
          expect(contributions.a[row]).toBe(0);
          expect(first + other).toBeCloseTo((scores[row] as number) - medianScore, 9);
          // of two that play, each has the mean of being first and being last
          const [withoutPair, withoutB] = [model({ ...medians, b: customer.b }), model({ ...customer, b: medians.b })];
          expect(first).toBeCloseTo((model(customer) - withoutPair + (withoutB - model(medians))) / 2, 9);
        }
      }),
    );
  });
  it.each([[{ a: Float64Array.of(1), b: Float64Array.of(1, 2) }], [{ a: Float64Array.of(Number.NaN), b: Float64Array.of(1) }]])(
    "refuses columns that do not fit",
    (customers) => {
      expect(() => explainScores(({ a }) => a, { customers, medians: { a: 1, b: 1 } })).toThrow(
        expect.objectContaining({ code: "core/inputs-unusable" }),
      );
    },
  );
});

describe("medianCustomer", () => {
  it("takes the middle of each input", () => {
    expect(
      medianCustomer([
        { a: 1, b: 9 },
        { a: 3, b: 7 },
        { a: 2, b: 8 },
        { a: 10, b: 0 },
      ]),
    ).toEqual({ a: 2.5, b: 7.5 });
    expect(() => medianCustomer([])).toThrow(expect.objectContaining({ code: "core/inputs-unusable" }));
  });
});
