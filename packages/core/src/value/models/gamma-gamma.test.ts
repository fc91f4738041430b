import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lnGamma } from "../numerics/gamma.js";
import { expectedSpend, fitSpendModel, type SpendHistories } from "./gamma-gamma.js";

const asOf = "2026-06-30";
const published = { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 };
const means = [700, 1500, 1200, 2100, 2600, 2400, 4100, 3000, 8000, 4800, 1300, 1900, 3300, 2500];
const customers: SpendHistories = { frequency: means.map((_, index) => (index % 2 === 0 ? 1 : 4)), monetaryValue: means };

describe("fitSpendModel", () => {
  const fitted = fitSpendModel(customers, { asOf });
  it("does not depend on the order, nor on customers who say nothing", () => {
    const { frequency, monetaryValue } = customers;
    const turned = {
      frequency: [0, 3, ...Array.from(frequency).reverse()],
      monetaryValue: [Number.NaN, 0, ...Array.from(monetaryValue).reverse()],
    };
    expect(fitSpendModel(turned, { asOf })).toEqual(fitted);
  });
  it("rescales with the unit", () => {
    const minor = fitSpendModel(customers, { asOf, unitMinor: 1 });
    expect(minor.parameters.v / 100).toBeCloseTo(fitted.parameters.v, 10);
    expect(minor.parameters.p).toBe(fitted.parameters.p);
    expect(minor.logLikelihood + means.length * Math.log(100)).toBeCloseTo(fitted.logLikelihood, 10);
  });
  it.each<[string, SpendHistories]>([
    ["core/too-few-customers", { frequency: [1], monetaryValue: [100] }],
    ["core/too-few-customers", { frequency: Array(50).fill(0), monetaryValue: Array(50).fill(0) }],
    ["core/spend-alike", { frequency: Array(50).fill(2), monetaryValue: Array(50).fill(100) }],
    ["core/columns-differ", { frequency: [1, 2], monetaryValue: [100] }],
    ["core/frequency-invalid", { frequency: [-1], monetaryValue: [100] }],
    ["core/spend-invalid", { frequency: [1], monetaryValue: [-100] }],
    ["core/spend-invalid", { frequency: [1], monetaryValue: [Number.NaN] }],
  ])("refuses with %s", (code, histories) => {
    expect(() => fitSpendModel(histories, { asOf })).toThrow(expect.objectContaining({ code }));
  });
});

describe("fitSpendModel where no customer differs from the others", () => {
  // the purchases of a customer scatter around what all spend, the more the fewer they are
  const frequency = Array.from({ length: 120 }, (_, index) => 1 + (index % 8));
  const monetaryValue = frequency.map((x, index) => 2000 * (1 + (0.8 * Math.sin(1.7 * index)) / (2 * Math.sqrt(x))));
  const spread = { frequency, monetaryValue };
  const fitted = fitSpendModel(spread, { asOf });
  const mean = frequency.reduce((sum, x, row) => sum + x * (monetaryValue[row] as number), 0) / frequency.reduce((sum, x) => sum + x, 0);

  it("says which parameters they do not determine", () => {
    expect(fitted.atEdge).toEqual(["q", "v"]);
    expect(Object.keys(fitted.standardErrors)).toEqual(["p"]);
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    expect(fitSpendModel({ frequency: frequency.toReversed(), monetaryValue: monetaryValue.toReversed() }, { asOf })).toEqual(fitted);
  });
  it("expects the mean of all of everybody", () => {
    for (const each of expectedSpend(fitted, spread)) expect(each / mean).toBeCloseTo(1, 12);
    expect((expectedSpend(fitted, { frequency: [0], monetaryValue: [0] })[0] as number) / mean).toBeCloseTo(1, 12);
  });
  it("is the gamma distribution of single purchases, as likely as can be", () => {
    /** Density of the mean of x purchases of shape p around the common mean, in whole units. */
    const likelihood = (p: number, around = mean): number =>
      frequency.reduce((sum, x, row) => {
        const own = (monetaryValue[row] as number) / 100;
        const rate = (p * x * 100) / around;
        return sum + p * x * Math.log(rate) - lnGamma(p * x) + (p * x - 1) * Math.log(own) - rate * own;
      }, 0);
    const { p } = fitted.parameters;
    expect(fitted.logLikelihood).toBeCloseTo(likelihood(p), 8);
    for (const factor of [0.5, 0.99, 1.01, 2]) {
      expect(likelihood(p * factor)).toBeLessThan(fitted.logLikelihood);
      expect(likelihood(p, mean * factor)).toBeLessThan(fitted.logLikelihood);
    }
    const step = 1e-3 * p;
    const bend = (likelihood(p + step) - 2 * likelihood(p) + likelihood(p - step)) / step ** 2;
    expect(fitted.standardErrors.p).toBeCloseTo(1 / Math.sqrt(-bend), 3);
  });
});

describe("expectedSpend", () => {
  it("lies between the mean of the customer and that of all, nearer to the first with each purchase", () => {
    const all = (6.25 * 15.44 * 100) / 2.74;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100_000 }), (x, mean) => {
        const [one = 0, more = 0] = expectedSpend(published, { frequency: [x, x + 1], monetaryValue: [mean, mean] });
        expect((one - mean) * (one - all)).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(more - mean)).toBeLessThanOrEqual(Math.abs(one - mean));
      }),
    );
  });
  it("refuses a model without a mean, and one that is none", () => {
    const spend = (p: number, q: number) => () =>
      expectedSpend({ ...published, parameters: { p, q, v: 1 } }, { frequency: [0], monetaryValue: [0] });
    expect(spend(2, 0.9)).toThrow(expect.objectContaining({ code: "core/spend-unbounded" }));
    expect(spend(Number.NaN, 2)).toThrow(expect.objectContaining({ code: "core/parameters-unusable" }));
  });
});
