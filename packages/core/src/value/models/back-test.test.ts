import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import { type Purchase, summarisePurchases } from "../purchases/summarise-purchases.js";
import { backTest } from "./back-test.js";
import { fitPurchaseModel } from "./fit-purchase-model.js";
import { expectedPurchasesOfNew } from "./predict-purchases.js";

const model = { model: "bg-nbd", unit: "week", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
const buy = (customerId: string, on: string): Purchase => ({ customerId, on, amount: { amountMinor: 100, currency: "CNY" } });
const purchases = [buy("a", "2026-01-01"), buy("b", "2026-01-05"), buy("a", "2026-01-09"), buy("a", "2026-02-01"), buy("b", "2026-02-03")];
const observed = { unit: "week", endsOn: "2026-01-28" } as const;

describe("backTest", () => {
  it("counts by frequency and by week", () => {
    const test = backTest(model, summarisePurchases(purchases, { ...observed, holdoutEndsOn: "2026-02-11" }));
    expect(test).toMatchObject({ customers: 2, actualTotal: 2 });
    expect(test.byFrequency.map(({ frequency, customers, actual }) => [frequency, customers, actual])).toEqual([
      [0, 1, 1],
      [1, 1, 1],
    ]);
    expect(test.byWeek.map(({ actualCumulative }) => actualCumulative)).toEqual([0, 1, 1, 1, 3, 3]);
    expect(test.byWeek.map(({ isHoldout }) => isHoldout)).toEqual([false, false, false, false, true, true]);
  });
  it("expects of each customer what the time since the first purchase gives", () => {
    const { byWeek } = backTest(model, summarisePurchases(purchases, { ...observed, holdoutEndsOn: "2026-02-11" }));
    const since = (days: number): number => expectedPurchasesOfNew(model, { horizon: days / 7 });
    expect(byWeek[0]?.expectedCumulative).toBeCloseTo(since(6) + since(2), 12);
    expect(byWeek[5]?.expectedCumulative).toBeCloseTo(since(41) + since(37), 12);
  });
  it("refuses a summary without a holdout, and another unit", () => {
    expect(() => backTest(model, summarisePurchases(purchases, observed))).toThrow(
      expect.objectContaining({ code: "core/holdout-missing" }),
    );
    const days = summarisePurchases(purchases, { unit: "day", endsOn: "2026-01-28", holdoutEndsOn: "2026-02-11" });
    expect(() => backTest(model, days)).toThrow(expect.objectContaining({ code: "core/unit-differs" }));
  });
});

describe.skipIf(!sharedData())("backTest on CDNOW", () => {
  it("expects what the published model expects, in the sum and by week", () => {
    const lines = readFileSync(`${sharedData()}/cdnow/CDNOW_sample.txt`, "utf8").trim().split("\r\n");
    const log = lines.map((line): Purchase => {
      const [, id = "", day = ""] = line.trim().split(/\s+/);
      return buy(id, `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
    });
    const summary = summarisePurchases(log, { unit: "week", endsOn: "1997-09-30", holdoutEndsOn: "1998-06-30" });
    const test = backTest(model, summary);
    expect(test.expectedTotal).toBeCloseTo(1653.941259313, 6);
    expect(test.actualTotal).toBe(1882);
    expect(test.byWeek).toHaveLength(78);
    expect(test.byWeek.at(-1)).toMatchObject({ week: 78, actualCumulative: 2457 + 1882, isHoldout: true });
    const fitted = backTest(fitPurchaseModel(summary, { model: "bg-nbd", unit: "week", asOf: summary.endsOn }), summary);
    const end = fitted.byWeek[38];
    expect(Math.abs((end?.expectedCumulative ?? 0) / (end?.actualCumulative ?? 1) - 1)).toBeLessThan(0.02);
    expect(fitted.byFrequency.map(({ customers }) => customers)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
  });
});
