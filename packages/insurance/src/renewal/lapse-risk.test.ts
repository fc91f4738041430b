import { describe, expect, it } from "vitest";
import { callFirst, lapseRisk, stepOf } from "./lapse-risk.js";

const calm = {
  dueOn: "2026-03-01",
  isInGrace: false,
  isFirstRenewal: false,
  paidLateLastTime: false,
  wasReversed: false,
  paysByDirectDebit: true,
};

describe("stepOf", () => {
  it("changes at 60, 30, 15, 7 and 1 days before the due date", () => {
    const steps = [
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
    expect(steps.map((today) => stepOf("2026-03-01", today))).toEqual([undefined, 60, 60, 30, 30, 15, 15, 7, 7]);
    expect([stepOf("2026-03-01", "2026-02-28"), stepOf("2026-03-01", "2026-03-01"), stepOf("2026-03-01", "2026-04-01")]).toEqual([1, 0, 0]);
  });
});

describe("lapseRisk", () => {
  it("says each reason, and none where all is well", () => {
    expect(lapseRisk(calm)).toEqual({ points: 0, reasons: [] });
    expect(lapseRisk({ ...calm, isInGrace: true, lastOutcome: "wrongNumber" })).toEqual({
      points: 50,
      reasons: ["inGrace", "unreachable"],
    });
    expect(lapseRisk({ ...calm, paidLateLastTime: true, wasReversed: true }).reasons).toEqual(["lateLastTime", "paymentReversed"]);
  });
});

describe("callFirst", () => {
  it("calls the greater risk first, and lets wait who promised", () => {
    const row = (name: string, points: number, dueOn = "2026-03-01", lastOutcome?: "promised", premiumMinor = 1) => ({
      name,
      points,
      dueOn,
      premiumMinor,
      lastOutcome,
    });
    const rows = [
      row("promised", 90, "2026-03-01", "promised"),
      row("low", 10),
      row("later", 50, "2026-03-02"),
      row("high", 50),
      row("dear", 50, "2026-03-01", undefined, 2),
    ];
    expect([...rows].sort(callFirst).map(({ name }) => name)).toEqual(["dear", "high", "later", "low", "promised"]);
  });
});
