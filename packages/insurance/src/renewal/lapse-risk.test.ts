import { describe, expect, it } from "vitest";
import { callFirst, lapseRisk } from "./lapse-risk.js";

const calm = {
  dueOn: "2026-03-01",
  isInGrace: false,
  isFirstRenewal: false,
  paidLateLastTime: false,
  wasReversed: false,
  paysByDirectDebit: true,
};

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
    const row = (name: string, points: number, dueOn = "2026-03-01", { waits = false, premiumMinor = 1 } = {}) => ({
      name,
      points,
      dueOn,
      premiumMinor,
      waits,
    });
    const rows = [
      row("promised", 90, "2026-03-01", { waits: true }),
      row("low", 10),
      row("later", 50, "2026-03-02"),
      row("high", 50),
      row("dear", 50, "2026-03-01", { premiumMinor: 2 }),
    ];
    expect([...rows].sort(callFirst).map(({ name }) => name)).toEqual(["dear", "high", "later", "low", "promised"]);
  });
});
