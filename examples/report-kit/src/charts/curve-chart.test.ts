import { profitCurve } from "@kehu/core/value";
import { describe, expect, it } from "vitest";
import { both } from "../page/text.js";
import { curveChart } from "./curve-chart.js";

const chartOf = (profits: readonly number[]): string =>
  curveChart(
    profitCurve(
      profits.map((profitMinor, index) => ({ customerId: `c${index}`, profitMinor })),
      { asOf: "2026-01-01", currency: "CNY" },
    ),
    { captionId: "caption", value: (value) => both(`<${value}>`, `<${value}>`), axis: both("Customers", "客户") },
  ).markup;

describe("curveChart", () => {
  it("names the peak where the curve falls after it, and only there", () => {
    expect(chartOf([300, 200, -100])).toContain("Peak: &lt;500&gt;, 125 % of the total");
    expect(chartOf([300, 200, 0])).not.toContain("Peak");
  });

  it("draws no more points than can be seen, the last one among them", () => {
    const line = /<polyline points="([^"]*)"/.exec(chartOf(Array.from({ length: 100_000 }, () => 1)))?.[1]?.split(" ") ?? [];
    expect(line).toHaveLength(601);
    expect([line[0], line.at(-1)]).toEqual(["84,340", "834,40"]);
  });

  it("says it where there are no customers", () => {
    expect(chartOf([])).toContain("还没有客户");
  });
});
