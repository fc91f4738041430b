import { describe, expect, it } from "vitest";
import { lifetimeValues } from "../models/lifetime-values.js";
import { whyLifetimeValue } from "./why-worth.js";

const purchases = {
  model: "bg-nbd",
  version: 1,
  unit: "week",
  parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  standardErrors: {},
  logLikelihood: 0,
  fingerprint: "",
  asOf: "1997-09-30",
  customers: 3,
  convergence: { iterations: 1, rise: 0 },
} as const;
const spend = {
  model: "gamma-gamma",
  version: 1,
  parameters: { p: 6.25, q: 3.74, v: 15.44 },
  standardErrors: { p: 1, q: 1, v: 1 },
  logLikelihood: 0,
  unitMinor: 100,
  fingerprint: "",
  asOf: "1997-09-30",
  customers: 3,
  convergence: { iterations: 1, rise: 0 },
} as const;
/** The second customer is the median in everything. */
const histories = {
  frequency: Float64Array.of(1, 2, 5),
  recency: Float64Array.of(1, 20, 36),
  age: Float64Array.of(31, 30, 38),
  monetaryValue: Float64Array.of(1000, 2000, 3000),
};

describe("whyLifetimeValue", () => {
  it.each([undefined, 4, 2.5])("adds up to the difference from the median customer, with months of %s weeks", (unitsPerMonth) => {
    const length = unitsPerMonth === undefined ? {} : { unitsPerMonth };
    const worth = lifetimeValues(histories, { purchases, spend, months: 9, discountRatePerMonth: 0.01, ...length });
    const why = whyLifetimeValue(histories, { purchases, spend }, { horizonMonths: 9, discountRatePerMonth: 0.01, ...length });
    const sums = why && [0, 1, 2].map((row) => why(row).reduce((sum, { contribution }) => sum + contribution, 0));
    expect(sums).toEqual([...worth].map((value) => expect.closeTo(value - (worth[1] as number), 6)));
  });

  it("says nothing without a model of spend", () => {
    expect(whyLifetimeValue(histories, { purchases }, { horizonMonths: 9, discountRatePerMonth: 0.01 })).toBeUndefined();
  });
});
