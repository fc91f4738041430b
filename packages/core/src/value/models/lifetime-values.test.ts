import { describe, expect, it } from "vitest";
import { expectedSpend } from "./gamma-gamma.js";
import { type LifetimeOptions, type LifetimeTerms, lifetimeValues } from "./lifetime-values.js";
import { expectedPurchases } from "./predict-purchases.js";

const options = {
  purchases: { model: "pareto-nbd", unit: "week", parameters: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } },
  spend: { parameters: { p: 6.25, q: 3.74, v: 15.44 }, unitMinor: 100 },
  months: 12,
  discountRatePerMonth: 0.01,
} as const;
const customer = { frequency: [2], recency: [30.43], age: [38.86], monetaryValue: [2235] };
const value = (changed: Partial<LifetimeTerms> & Pick<LifetimeOptions, "unitsPerMonth">): number =>
  lifetimeValues(customer, { ...options, ...changed })[0] as number;

describe("lifetimeValues", () => {
  it("is purchases times spend where nothing is discounted", () => {
    const year = expectedPurchases(options.purchases, customer, { horizon: 365.2425 / 7 })[0] as number;
    expect(value({ discountRatePerMonth: 0 })).toBeCloseTo(year * (expectedSpend(options.spend, customer)[0] as number), 8);
  });
  it("falls with the discount and grows with the horizon", () => {
    expect(value({ discountRatePerMonth: 0.02 })).toBeLessThan(value({}));
    expect(value({ months: 13 })).toBeGreaterThan(value({}));
  });
  it("takes the length of a month from the unit", () => {
    const inDays = { ...options.purchases, unit: "day" as const, parameters: { r: 0.553, alpha: 10.578 * 7, s: 0.606, beta: 11.669 * 7 } };
    const [days] = lifetimeValues({ ...customer, recency: [30.43 * 7], age: [38.86 * 7] }, { ...options, purchases: inDays });
    expect(days).toBeCloseTo(value({}), 8);
    expect(value({ unitsPerMonth: 365.2425 / 84 })).toBeCloseTo(value({}), 8);
  });
  it.each([
    ["core/months-unusable", { months: 0 }],
    ["core/months-unusable", { months: 1.5 }],
    ["core/discount-unusable", { discountRatePerMonth: -0.01 }],
    ["core/month-unusable", { unitsPerMonth: 0 }],
    ["core/month-unusable", { unitsPerMonth: Number.NaN }],
  ])("refuses with %s", (code, changed) => {
    expect(() => value(changed)).toThrow(expect.objectContaining({ code }));
  });
  it("knows no length of occasions but the one it is told", () => {
    const purchases = { model: "bg-bb", unit: "occasion", parameters: { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 } } as const;
    const donor = { frequency: [2], recency: [4], age: [6], monetaryValue: [2235] };
    const terms = { purchases, spend: options.spend, months: 12, discountRatePerMonth: 0 };
    const refusal = expect.objectContaining({ code: "core/month-unusable" });
    // @ts-expect-error an occasion is no month
    expect(() => lifetimeValues(donor, terms)).toThrow(refusal);
    expect(() => lifetimeValues(donor, { ...terms, unitsPerMonth: 0.5 })).toThrow(refusal);
    const year = expectedPurchases(purchases, donor, { horizon: 24 })[0] as number;
    const [worth] = lifetimeValues(donor, { ...terms, unitsPerMonth: 2 });
    expect(worth).toBeCloseTo(year * (expectedSpend(options.spend, donor)[0] as number), 8);
  });
});
