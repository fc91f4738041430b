import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retentionTriangle } from "./retention-triangle.js";

const on = (customerId: string, ...days: readonly string[]) => days.map((day) => ({ customerId, on: day }));
const activity = [
  ...on("a", "2025-12-31", "2026-01-01", "2026-03-15"),
  ...on("b", "2025-12-01"),
  ...on("c", "2026-02-10", "2026-02-11", "2026-03-31", "2026-04-01"),
];

describe("retentionTriangle", () => {
  it("counts each customer once in each month since the first", () => {
    expect(retentionTriangle(activity, { periodMonths: 1, asOf: "2026-03-31" })).toEqual([
      { period: "2025-12", customers: 2, active: [2, 1, 0, 1], retention: [1, 0.5, 0, 0.5] },
      { period: "2026-02", customers: 1, active: [1, 1], retention: [1, 1] },
    ]);
  });
  it("leaves a period out that is not over", () => {
    expect(retentionTriangle(activity, { periodMonths: 1, asOf: "2026-03-30" }).map(({ active }) => active.length)).toEqual([3, 1]);
    expect(retentionTriangle(on("d", "2026-03-02"), { periodMonths: 1, asOf: "2026-03-30" })).toEqual([
      { period: "2026-03", customers: 1, active: [], retention: [] },
    ]);
  });
  it("counts in quarters and years", () => {
    expect(retentionTriangle(activity, { periodMonths: 3, asOf: "2026-03-31" }).map(({ period, active }) => [period, ...active])).toEqual([
      ["2025-10", 2, 1],
      ["2026-01", 1],
    ]);
    expect(retentionTriangle(activity, { periodMonths: 12, asOf: "2026-12-31" }).map(({ period }) => period)).toEqual([
      "2025-01",
      "2026-01",
    ]);
  });
  it("does not depend on the order, and begins with everybody", () => {
    const day = fc.integer({ min: 1, max: 28 }).map((each) => `2026-0${1 + (each % 6)}-${String(each).padStart(2, "0")}`);
    fc.assert(
      fc.property(fc.array(fc.record({ customerId: fc.constantFrom("a", "b", "c"), on: day })), (rows) => {
        const options = { periodMonths: 1, asOf: "2026-06-30" } as const;
        const triangle = retentionTriangle(rows, options);
        expect(retentionTriangle([...rows].reverse(), options)).toEqual(triangle);
        for (const { retention } of triangle) expect(retention[0]).toBe(1);
      }),
    );
  });
  it("refuses other periods and days that do not exist", () => {
    expect(() => retentionTriangle([], { periodMonths: 2 as 1, asOf: "2026-01-01" })).toThrow(
      expect.objectContaining({ code: "core/period-unusable" }),
    );
    expect(() => retentionTriangle(on("a", "2026-02-30"), { periodMonths: 1, asOf: "2026-03-01" })).toThrow(
      expect.objectContaining({ code: "core/date-invalid" }),
    );
  });
});
