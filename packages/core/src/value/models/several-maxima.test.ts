import { describe, expect, it } from "vitest";
import { type FitOptions, fitPurchaseModel } from "./fit-purchase-model.js";
import { type PurchaseModelName, processOf } from "./purchase-model.js";

/** Frequency, recency and count of customers who are all of one age, who made up many likelihoods with several maxima. */
interface Grouped {
  readonly age: number;
  readonly frequency: readonly number[];
  readonly recency: readonly number[];
  readonly customers: readonly number[];
}
const histories = ({ age, ...columns }: Grouped) => ({ ...columns, age: columns.frequency.map(() => age) });
const fittedTo = (model: PurchaseModelName, grouped: Grouped) => {
  const options: FitOptions = { model, unit: model === "bg-bb" ? "occasion" : "week", asOf: "2026-06-30" };
  return fitPurchaseModel(histories(grouped), options);
};
/** Straight from the formula of one customer, which no search has touched. */
function logLikelihood(model: PurchaseModelName, values: readonly number[], { age, frequency, recency, customers }: Grouped): number {
  const names = { "pareto-nbd": ["r", "alpha", "s", "beta"], "bg-bb": ["alpha", "beta", "gamma", "delta"] } as const;
  const of = names[model as keyof typeof names] ?? ["r", "alpha", "a", "b"];
  const process = processOf({ model, parameters: Object.fromEntries(of.map((name, index) => [name, values[index] as number])) });
  return frequency.reduce(
    (sum, x, row) => sum + (customers[row] as number) * process.logLikelihood({ frequency: x, recency: recency[row] as number, age }),
    0,
  );
}

describe("fitPurchaseModel where a likelihood has several maxima", () => {
  const ledAway: readonly (readonly [string, PurchaseModelName, number, readonly number[], Grouped])[] = [
    [
      "buy alike and leave early or hardly ever",
      "mbg-nbd",
      -262.70597648,
      [17.3143, 99.198, 3.5746, 3.136],
      { age: 30, frequency: [0, 2, 1, 4, 1], recency: [0, 18, 3, 12, 10], customers: [39, 10, 3, 10, 3] },
    ],
    [
      "hardly leave",
      "bg-nbd",
      -575.43480496,
      [20.9618, 304.359, 0.060032, 1.08223],
      {
        age: 30,
        frequency: [4, 1, 0, 2, 2, 5, 5, 2, 1, 4, 1, 1, 3, 2, 3, 3, 3, 2, 5, 4],
        recency: [12, 18, 0, 24, 12, 30, 24, 30, 6, 30, 12, 24, 18, 18, 30, 12, 24, 6, 18, 24],
        customers: [1, 7, 10, 5, 3, 6, 2, 4, 4, 1, 10, 4, 1, 5, 5, 3, 2, 3, 1, 1],
      },
    ],
    [
      "leave at once or hardly ever",
      "pareto-nbd",
      -318.20274663,
      [5.857, 32.61, 0.05625, 0.008527],
      {
        age: 30,
        frequency: [0, 3, 2, 9, 1, 9, 6, 5, 1, 4, 7, 3],
        recency: [0, 18, 12, 30, 6, 24, 24, 24, 12, 18, 18, 24],
        customers: [9, 2, 1, 3, 3, 4, 2, 2, 1, 1, 1, 1],
      },
    ],
    [
      "leave at once or hardly ever, at occasions",
      "bg-bb",
      -81.29022673,
      [8.172, 1.4174, 0.24514, 0.23944],
      {
        age: 6,
        frequency: [6, 5, 0, 1, 3, 2, 5, 1, 4, 2, 3],
        recency: [6, 6, 0, 2, 4, 2, 5, 1, 6, 3, 3],
        customers: [7, 3, 21, 2, 1, 1, 1, 1, 1, 1, 1],
      },
    ],
  ];
  it.each(ledAway)(
    "finds that of customers who %s, from which the first climb is led away (%s)",
    (_, model, value, parameters, grouped) => {
      const fitted = fittedTo(model, grouped);
      expect(fitted.logLikelihood).toBeCloseTo(value, 6);
      for (const [index, found] of Object.values(fitted.parameters).entries())
        expect(found / (parameters[index] as number)).toBeCloseTo(1, 3);
      expect(logLikelihood(model, parameters, grouped)).toBeCloseTo(value, 3);
    },
  );

  it("takes the higher one of two", () => {
    const grouped: Grouped = {
      age: 6,
      frequency: [6, 2, 0, 5, 4, 3, 2, 2, 1, 3, 5, 3, 1, 3, 4, 1],
      recency: [6, 6, 0, 6, 6, 5, 5, 2, 4, 4, 5, 3, 2, 6, 5, 1],
      customers: [12, 5, 51, 2, 5, 5, 3, 4, 1, 1, 2, 1, 2, 3, 2, 1],
    };
    const lower = [0.21907, 0.4346, 0.26376, 5.0354];
    // the first climb ends there: whichever way one parameter is moved, it falls
    const there = logLikelihood("bg-bb", lower, grouped);
    for (const index of [0, 1, 2, 3])
      for (const factor of [0.9, 1.1])
        expect(
          logLikelihood(
            "bg-bb",
            lower.map((each, at) => (at === index ? factor * each : each)),
            grouped,
          ),
        ).toBeLessThan(there);
    const fitted = fittedTo("bg-bb", grouped);
    expect(fitted.logLikelihood - there).toBeCloseTo(1.5551, 3);
    expect(Object.values(fitted.parameters)).toEqual([1.2338, 0.83517, 0.070108, 0.086207].map((each) => expect.closeTo(each, 3)));
  });

  const higherOutside: readonly (readonly [PurchaseModelName, readonly number[], (far: number) => readonly number[], Grouped])[] = [
    [
      "mbg-nbd",
      [1.4241, 8.4411, 0.17485, 0.20504],
      // all leave with the same probability
      (far) => [0.3097, 3.25521, far, 19.553 * far],
      {
        age: 30,
        frequency: [2, 0, 5, 1, 8, 1, 9, 1, 2, 9, 6, 2, 8],
        recency: [12, 0, 24, 6, 12, 24, 30, 12, 18, 24, 18, 24, 18],
        customers: [2, 21, 2, 1, 1, 1, 3, 3, 1, 2, 1, 1, 1],
      },
    ],
    [
      "bg-bb",
      [0.10961, 0.94056, 0.22175, 12.951],
      // some leave before the first occasion, and the others never
      (far) => [1.54538, 2.62702, 2.6663 / far, 1 / far],
      {
        age: 6,
        frequency: [0, 2, 1, 3, 2, 1, 3, 6, 3],
        recency: [0, 2, 5, 6, 5, 6, 5, 6, 4],
        customers: [31, 1, 1, 2, 1, 1, 1, 1, 1],
      },
    ],
  ];
  it.each(higherOutside)("does not take the %s maximum that is lower than the way out of all", (model, lower, outside, grouped) => {
    const there = logLikelihood(model, lower, grouped);
    for (const index of [0, 1, 2, 3])
      for (const factor of [0.8, 1.25])
        expect(
          logLikelihood(
            model,
            lower.map((each, at) => (at === index ? factor * each : each)),
            grouped,
          ),
        ).toBeLessThan(there);
    const [near, far, farther] = [1e3, 1e4, 1e5].map((each) => logLikelihood(model, outside(each), grouped)) as [number, number, number];
    expect(near).toBeGreaterThan(there + 0.3);
    expect(far).toBeGreaterThan(near);
    expect(farther).toBeGreaterThan(far);
    if (model === "mbg-nbd") expect(() => fittedTo(model, grouped)).toThrow(expect.objectContaining({ code: "core/fit-undetermined" }));
    else expect(fittedTo(model, grouped).logLikelihood).toBeGreaterThan(farther);
  });
});
