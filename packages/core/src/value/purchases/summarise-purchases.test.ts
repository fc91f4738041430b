import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import { type Purchase, type SummaryOptions, summarisePurchases } from "./summarise-purchases.js";

const buy = (customerId: string, on: string, amountMinor = 100): Purchase => ({ customerId, on, amount: { amountMinor, currency: "CNY" } });
const options: SummaryOptions = { unit: "week", endsOn: "2026-03-31" };
const refusal = (code: string) => expect.objectContaining({ code, message: expect.stringMatching(/[;.] .+\.$/) });

describe("summarisePurchases", () => {
  it("counts repeat purchases, and those of one day as one", () => {
    const purchases = [buy("b", "2026-03-03"), buy("a", "2026-01-27", 300), buy("a", "2026-01-06", 100), buy("a", "2026-01-27", 200)];
    expect(summarisePurchases(purchases, options)).toMatchObject({
      unit: "week",
      startsOn: "2026-01-06",
      currency: "CNY",
      customerIds: ["a", "b"],
      frequency: Float64Array.of(1, 0),
      recency: Float64Array.of(3, 0),
      age: Float64Array.of(12, 4),
      spendMinor: Float64Array.of(600, 100),
      monetaryValue: Float64Array.of(500, 0),
    });
  });
  it("gives days where days are asked for", () => {
    const { recency, age } = summarisePurchases([buy("a", "2026-01-06"), buy("a", "2026-01-27")], { ...options, unit: "day" });
    expect([recency[0], age[0]]).toEqual([21, 84]);
  });
  it("keeps what came after apart, and leaves out who came later", () => {
    const purchases = [
      buy("a", "2026-03-31"),
      buy("a", "2026-04-01", 7),
      buy("a", "2026-04-14", 8),
      buy("a", "2026-04-15"),
      buy("b", "2026-04-02"),
    ];
    const summary = summarisePurchases(purchases, { ...options, holdoutEndsOn: "2026-04-14" });
    expect(summary.customerIds).toEqual(["a"]);
    expect(summary.holdout).toEqual({ endsOn: "2026-04-14", duration: 2, frequency: Float64Array.of(2), spendMinor: Float64Array.of(15) });
    expect([...summary.repeatsByDay].flatMap((count, day) => (count > 0 ? [day] : []))).toEqual([1, 14]);
  });
  it("takes returns off the latest purchases when told, down to nothing", () => {
    const purchases = [
      buy("a", "2026-01-06", 500),
      buy("a", "2026-01-13", 300),
      buy("a", "2026-01-13", -100),
      buy("a", "2026-02-01", -400),
    ];
    const summary = summarisePurchases([...purchases, buy("b", "2026-01-06", -900)], { ...options, returns: "takeOff" });
    expect(summary).toMatchObject({
      customerIds: ["a"],
      frequency: Float64Array.of(1),
      spendMinor: Float64Array.of(300),
      monetaryValue: Float64Array.of(0),
    });
  });
  it("lets nothing that comes back later change what was known at the end of the observation", () => {
    const bought = [buy("a", "2026-01-06", 500), buy("a", "2026-01-13", 300), buy("a", "2026-04-02", 200)];
    const returns = [buy("a", "2026-04-01", -50), buy("a", "2026-04-03", -900)];
    const held = { ...options, holdoutEndsOn: "2026-04-14", returns: "takeOff" } as const;
    const summary = summarisePurchases([...bought, ...returns], held);
    const { holdout: _, ...observed } = summarisePurchases(bought, held);
    expect(summary).toMatchObject(observed);
    expect(summary.holdout).toMatchObject({ frequency: Float64Array.of(1), spendMinor: Float64Array.of(0) });
  });
  it("gives the same for any order", () => {
    const purchase = fc.record({ customer: fc.constantFrom("a", "b", "𠮷"), day: fc.integer({ min: 1, max: 31 }), amount: fc.nat(1000) });
    fc.assert(
      fc.property(
        fc
          .array(purchase, { minLength: 1, maxLength: 30 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([one, other]) => {
          const of = (all: typeof one) =>
            summarisePurchases(
              all.map(({ customer, day, amount }) => buy(customer, `2026-03-${String(day).padStart(2, "0")}`, amount)),
              options,
            );
          expect(of(other)).toEqual(of(one));
          expect(of(one).spendMinor.reduce((sum, each) => sum + each, 0)).toBe(one.reduce((sum, { amount }) => sum + amount, 0));
        },
      ),
    );
  });
  it.each<[string, readonly Purchase[], Partial<SummaryOptions>]>([
    ["core/no-purchases", [], {}],
    ["core/no-purchases", [buy("a", "2026-04-01")], {}],
    ["core/purchase-without-customer", [buy("", "2026-01-01")], {}],
    ["core/purchase-without-customer", [null as never], {}],
    ["core/purchase-without-customer", [buy("a", "2026-01-01"), undefined as never], {}],
    ["core/purchase-without-currency", [{ ...buy("a", "2026-01-01"), amount: { amountMinor: 1 } as never }], {}],
    ["core/purchase-without-currency", [buy("a", "2026-01-01"), { ...buy("a", "2026-01-01"), amount: { amountMinor: 1 } as never }], {}],
    ["core/date-invalid", [buy("a", "2026-02-29")], {}],
    ["core/date-invalid", [buy("a", "2026-01-01T00:00:00Z")], {}],
    ["core/date-invalid", [buy("a", "2026-01-01")], { endsOn: "soon" }],
    ["core/purchase-not-whole", [buy("a", "2026-01-01", 1.5)], {}],
    ["core/purchase-not-whole", [buy("a", "2026-01-01", Number.NaN)], {}],
    ["core/purchase-not-whole", [{ customerId: "a", on: "2026-01-01" } as Purchase], {}],
    ["core/date-invalid", [{ customerId: "a", amount: { amountMinor: 1, currency: "CNY" } } as Purchase], {}],
    ["core/purchase-negative", [buy("a", "2026-01-01", -100)], {}],
    ["core/amount-too-large", [buy("a", "2026-01-01", 2 ** 53)], {}],
    ["core/amount-too-large", [buy("a", "2026-01-01", 2 ** 53 - 1), buy("a", "2026-01-02", 1)], {}],
    ["core/different-currencies", [buy("a", "2026-01-01"), { ...buy("a", "2026-01-01"), amount: { amountMinor: 1, currency: "USD" } }], {}],
    ["core/unit-unknown", [buy("a", "2026-01-01")], { unit: "month" as never }],
    ["core/unit-unknown", [buy("a", "2026-01-01")], { unit: "toString" as never }],
    ["core/unit-unknown", [buy("a", "2026-01-01")], { unit: undefined as never }],
    ["core/period-invalid", [buy("a", "2026-01-01")], { holdoutEndsOn: "2026-03-31" }],
  ])("refuses with %s", (code, purchases, changed) => {
    expect(() => summarisePurchases(purchases, { ...options, ...changed })).toThrow(refusal(code));
  });
});

describe.skipIf(!sharedData())("summarisePurchases on CDNOW", () => {
  it("has the published sums of the sample", () => {
    const lines = readFileSync(`${sharedData()}/cdnow/CDNOW_sample.txt`, "utf8").trim().split("\r\n");
    const purchases = lines.map((line): Purchase => {
      const [, id = "", day = "", , dollars = ""] = line.trim().split(/\s+/);
      const on = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
      return { customerId: id, on, amount: { amountMinor: Math.round(Number(dollars) * 100), currency: "USD" } };
    });
    const summary = summarisePurchases(purchases, { unit: "week", endsOn: "1997-09-30", holdoutEndsOn: "1998-06-30" });
    const sum = (column: Float64Array): number => column.reduce((total, each) => total + each, 0);
    expect(summary.customerIds).toHaveLength(2357);
    expect(sum(summary.frequency)).toBe(2457);
    expect(sum(summary.recency)).toBeCloseTo(16_135.571429, 6);
    expect(sum(summary.age)).toBeCloseTo(77_111.285714, 6);
    expect(sum(summary.monetaryValue) / 100).toBeCloseTo(33_183.643767, 6);
    expect(sum(summary.frequency.map((x, row) => x * (summary.monetaryValue[row] as number)))).toBeCloseTo(9_535_560, 6);
    expect(summary.holdout?.duration).toBe(39);
    expect(sum(summary.holdout?.frequency ?? new Float64Array())).toBe(1882);
  });
});
