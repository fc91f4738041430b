import { describe, expect, it } from "vitest";
import { summarisePurchases } from "../purchases/summarise-purchases.js";
import { rfmByBounds, rfmByRank, rfmColumns } from "./score-rfm.js";
import type { RfmColumns } from "./sum-transactions.js";

const columns: RfmColumns = {
  recencyDays: Int32Array.of(30, 31, 90, 91, 0),
  frequency: Int32Array.of(1, 2, 3, 5, 10),
  monetaryMinor: Float64Array.of(500, 400, 300, 200, 100),
};
const bounds = { recencyDays: [30, 90], frequency: [3, 5], monetaryMinor: [250, 500] };

describe("rfmByRank", () => {
  it("is best for the latest, the most frequent and the largest", () => {
    expect(rfmByRank(columns)).toEqual({
      bins: 5,
      recency: Uint8Array.of(4, 3, 2, 1, 5),
      frequency: Uint8Array.of(1, 2, 3, 4, 5),
      monetary: Uint8Array.of(5, 4, 3, 2, 1),
    });
  });
  it("takes other counts of groups", () => {
    expect(rfmByRank(columns, { bins: 2 }).frequency).toEqual(Uint8Array.of(1, 1, 1, 2, 2));
    expect(() => rfmByRank(columns, { bins: 1 })).toThrow(expect.objectContaining({ code: "core/bins-unusable" }));
  });
  it("refuses columns of different lengths", () => {
    expect(() => rfmByRank({ ...columns, recencyDays: Int32Array.of(1) })).toThrow(
      expect.objectContaining({ code: "core/columns-differ" }),
    );
  });
});

describe("rfmByBounds", () => {
  it("gives a value at a bound the better score", () => {
    expect(rfmByBounds(columns, bounds)).toEqual({
      bins: 3,
      recency: Uint8Array.of(3, 2, 2, 1, 3),
      frequency: Uint8Array.of(1, 1, 2, 3, 3),
      monetary: Uint8Array.of(3, 2, 2, 1, 1),
    });
  });
  it.each([
    { ...bounds, frequency: [5, 3] },
    { ...bounds, frequency: [3] },
    { ...bounds, monetaryMinor: [250, Number.NaN] },
    { recencyDays: [], frequency: [], monetaryMinor: [] },
  ])("refuses bounds that bound nothing", (broken) => {
    expect(() => rfmByBounds(columns, broken)).toThrow(expect.objectContaining({ code: "core/bounds-unusable" }));
  });
  it("refuses what is no number, which would be the best recency", () => {
    const broken = { ...columns, recencyDays: Float64Array.from(columns.recencyDays, () => Number.NaN) };
    expect(() => rfmByBounds(broken, bounds)).toThrow(expect.objectContaining({ code: "core/value-not-finite" }));
  });
});

describe("rfmColumns", () => {
  it("counts the first purchase and the days since the last", () => {
    const buy = (on: string) => ({ customerId: "a", on, amount: { amountMinor: 100, currency: "CNY" } });
    const summary = summarisePurchases([buy("2026-01-01"), buy("2026-01-20")], { unit: "week", endsOn: "2026-01-31" });
    expect(rfmColumns(summary)).toEqual({
      recencyDays: Float64Array.of(11),
      frequency: Float64Array.of(2),
      monetaryMinor: Float64Array.of(200),
    });
  });
});
