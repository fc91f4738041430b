import { describe, expect, it } from "vitest";
import { stepOf } from "./renewal-steps.js";

describe("stepOf", () => {
  const step = (today: string, steps: readonly number[] = [60, 30, 15, 7, 1]) => stepOf("2026-03-01", { today, steps });

  it("changes at 60, 30, 15, 7 and 1 days before the day", () => {
    const days = [
      "2025-12-30",
      "2025-12-31",
      "2026-01-29",
      "2026-01-30",
      "2026-02-13",
      "2026-02-14",
      "2026-02-21",
      "2026-02-22",
      "2026-02-27",
    ];
    expect(days.map((today) => step(today))).toEqual([undefined, 60, 60, 30, 30, 15, 15, 7, 7]);
    expect([step("2026-02-28"), step("2026-03-01"), step("2026-04-01")]).toEqual([1, 0, 0]);
  });

  it("goes by the steps of the house, in any order", () => {
    expect(["2025-11-30", "2025-12-01", "2026-02-19"].map((today) => step(today, [10, 90]))).toEqual([undefined, 90, 10]);
  });
});
