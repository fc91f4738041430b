import { describe, expect, it } from "vitest";
import { aPolicy, calendar } from "../../test/moments.js";
import type { Policy } from "../policy/policy.js";
import { persistencyByCount } from "../premium/persistency-by-count.js";
import { reducingBalance, triangleRow } from "../premium/persistency-triangle.js";
import { claimCycleDays, complaintsPerTenThousand, denialRate, lapseRatio, placementRate, renewalRate } from "./book-ratios.js";
import { earnedPremium, earnedUntilEnd } from "./earned-premium.js";
import { combinedRatio, expenseRatio, incurredLosses, lossRatio } from "./underwriting-result.js";

describe("earnedPremium", () => {
  const year = [{ amountMinor: 36_500, from: "2025-07-01", paidToOn: "2026-07-01" }];

  it("earns by days: 184 of 2025 and 181 of 2026", () => {
    expect(earnedPremium(year, { from: "2025-01-01", until: "2025-12-31" })).toBe(18_400);
    expect(earnedPremium(year, { from: "2026-01-01", until: "2026-12-31" })).toBe(18_100);
    expect(earnedPremium(year, { from: "2025-07-01", until: "2025-07-01" })).toBe(100);
  });

  it("earns nothing before and after, and counts the leap day", () => {
    expect(earnedPremium(year, { from: "2025-01-01", until: "2025-06-30" })).toBe(0);
    expect(earnedPremium(year, { from: "2026-07-01", until: "2026-12-31" })).toBe(0);
    const leap = [{ amountMinor: 36_600, from: "2024-01-01", paidToOn: "2025-01-01" }];
    expect(earnedPremium(leap, { from: "2024-02-01", until: "2024-02-29" })).toBe(2_900);
  });
});

describe("earnedUntilEnd", () => {
  const premiums = [
    { amountMinor: 36_500, from: "2025-01-01", paidToOn: "2026-01-01" },
    { amountMinor: 36_500, from: "2026-01-01", paidToOn: "2027-01-01" },
  ];
  const earned = (refundMinor: number, dayBefore: string, until: string) =>
    earnedUntilEnd({ premiums, endedOn: "2026-04-10", refundMinor }, { dayBefore, until });

  it("earns by days until the end, and then what was not paid back", () => {
    expect(earned(26_500, "2024-12-31", "2025-12-31")).toBe(36_500);
    // 99 days, and one fen more: 10,000 of the second year are kept
    expect(earned(26_500, "2025-12-31", "2026-04-09")).toBe(9_900);
    expect(earned(26_500, "2026-04-09", "2026-04-10")).toBe(100);
    expect(earned(26_500, "2026-04-10", "2030-12-31")).toBe(0);
  });

  it("takes off what had been earned where all of it goes back, and comes to what was kept however the time is cut", () => {
    expect(earned(73_000, "2026-03-31", "2026-04-30")).toBe(-36_500 - 9_000);
    for (const refundMinor of [0, 1, 26_500, 73_000])
      expect(earned(refundMinor, "2024-12-31", "2025-06-30") + earned(refundMinor, "2025-06-30", "2027-12-31")).toBe(73_000 - refundMinor);
  });
});

const figures = {
  paid: 600,
  recovered: 50,
  reservesAtStart: 200,
  reservesAtEnd: 300,
  ibnrChange: 20,
  adjustmentExpense: 30,
  earned: 1_000,
  written: 1_200,
  expense: 300,
};

describe("lossRatio, expenseRatio and combinedRatio", () => {
  it("are 70.0, 25.0 and 95.0 per cent of the worked figures", () => {
    expect(incurredLosses(figures)).toBe(670);
    expect(lossRatio(figures)).toEqual({ numerator: 700, denominator: 1_000, value: 0.7 });
    expect(expenseRatio(figures)).toEqual({ numerator: 300, denominator: 1_200, value: 0.25 });
    expect(combinedRatio({ loss: lossRatio(figures), expense: expenseRatio(figures) })).toBe(0.95);
  });

  it("are nothing where there is nothing to divide by", () => {
    expect(lossRatio({ ...figures, earned: 0 }).value).toBeNull();
    const [loss, expense] = [lossRatio(figures), expenseRatio(figures)];
    expect(combinedRatio({ loss: lossRatio({ ...figures, earned: 0 }), expense })).toBeNull();
    expect(combinedRatio({ loss, expense: expenseRatio({ ...figures, written: 0 }) })).toBeNull();
  });
});

describe("the ratios of the book", () => {
  const span = { from: "2026-01-01", until: "2026-03-31" };

  it("count lapses among those exposed", () => {
    const inForce = { state: "inForce", from: "2025-01-01" };
    const lapsedOn = (until: string) => ({
      stays: [
        { ...inForce, until },
        { state: "lapsed", from: until },
      ],
    });
    const book = [{ stays: [inForce] }, lapsedOn("2026-02-01"), lapsedOn("2026-03-31"), lapsedOn("2026-04-01"), lapsedOn("2025-12-31")];
    expect(lapseRatio(book, span)).toEqual({ numerator: 2, denominator: 4, value: 0.5 });
    expect(lapseRatio([], span).value).toBeNull();
  });

  it("count renewals, placements, denials and complaints", () => {
    expect(renewalRate([{ isRenewed: true }, { isRenewed: true }, { isRenewed: false }]).value).toBeCloseTo(2 / 3, 12);
    expect(renewalRate([]).value).toBeNull();
    const submitted = ["inForce", "lapsed", "freeLookRefunded", "declined", "underwriting", "issued"].map((state) => ({ state }));
    expect(placementRate(submitted)).toEqual({ numerator: 2, denominator: 4, value: 0.5 });
    expect(denialRate(3, 97)).toEqual({ numerator: 3, denominator: 100, value: 0.03 });
    expect(denialRate(0, 0).value).toBeNull();
    expect(complaintsPerTenThousand(3, 20_000)).toEqual({ numerator: 3, denominator: 20_000, value: 1.5 });
    expect(complaintsPerTenThousand(3, 0).value).toBeNull();
  });

  it("measure the days from report to payment", () => {
    const paid = [
      { reportedOn: "2026-01-01", paidOn: "2026-01-11" },
      { reportedOn: "2026-01-01", paidOn: "2026-01-06" },
    ];
    expect(claimCycleDays(paid)).toEqual({ numerator: 15, denominator: 2, value: 7.5 });
    expect(claimCycleDays([]).value).toBeNull();
  });
});

describe("persistencyByCount", () => {
  const sold = (effectiveOn: string, paidToOn: string, changes: Partial<Policy> = {}) => aPolicy({ effectiveOn, paidToOn, ...changes });
  const at13 = (policies: readonly Policy[]) => persistencyByCount(policies, { months: 13, asOf: "2026-03-31", calendar });

  it("looks at the twelve months that lie thirteen months back", () => {
    const kept = sold("2024-06-01", "2025-07-01");
    expect(at13([kept, sold("2024-06-01", "2025-06-30")])).toEqual({ numerator: 1, denominator: 2, value: 0.5 });
    expect(at13([sold("2024-02-29", "2026-01-01"), sold("2025-02-28", "2026-03-28")])).toMatchObject({ denominator: 1 });
    expect(at13([sold("2025-03-01", "2026-06-01")]).value).toBeNull();
  });

  it("leaves out what never was on the books for good", () => {
    const out = (changes: Partial<Policy>) => at13([sold("2024-06-01", "2025-07-01", changes)]).denominator;
    expect([out({ state: "freeLookRefunded" }), out({ state: "notTaken" }), out({ endReason: "nonDisclosure" }), out({})]).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe("persistencyByCount of waived premiums", () => {
  const at13 = (changes: Partial<Policy>) =>
    persistencyByCount([aPolicy({ effectiveOn: "2024-06-01", paidToOn: "2025-06-01", state: "premiumWaived", ...changes })], {
      months: 13,
      asOf: "2026-03-31",
      calendar,
    });

  it("counts a waiver that reaches over the months, whether it still runs or the policy goes on after it", () => {
    expect(at13({ waivedFromOn: "2025-06-01" })).toEqual({ numerator: 1, denominator: 1, value: 1 });
    expect(at13({ state: "inForce", waivedFromOn: "2025-06-01", waivedUntilOn: "2025-07-01" }).value).toBe(1);
    expect(at13({ state: "inForce", waivedFromOn: "2025-06-01", waivedUntilOn: "2025-06-30" }).value).toBe(0);
    const twice: Partial<Policy> = {
      state: "inForce",
      waivedFromOn: "2025-09-01",
      earlierWaivers: [{ fromOn: "2025-06-01", untilOn: "2025-07-01" }],
    };
    expect(at13(twice).value).toBe(1);
    expect(at13({ state: "surrendered", waivedFromOn: "2025-06-01", endedOn: "2025-06-20", endReason: "surrender" }).value).toBe(0);
  });
});

describe("persistencyByCount where no premium could be paid any more", () => {
  const at13 = (changes: Partial<Policy>) =>
    persistencyByCount([aPolicy({ effectiveOn: "2024-06-01", paidToOn: "2025-06-01", ...changes })], {
      months: 13,
      asOf: "2026-03-31",
      calendar,
    });
  const gone = [
    { state: "deathClaimPending", diedOn: "2025-07-01" },
    { state: "deathClaimPaid", diedOn: "2025-07-01", endedOn: "2025-07-01", endReason: "claimPaid" },
    { state: "terminated", endedOn: "2025-07-01", endReason: "claimPaid" },
    { state: "terminated", endedOn: "2025-07-01", endReason: "transferredOut" },
  ] satisfies Partial<Policy>[];

  it("leaves out a death, another claim that ended it and a transfer before the months are over", () => {
    expect(gone.map((changes) => at13(changes))).toEqual(gone.map(() => ({ numerator: 0, denominator: 0, value: null })));
  });

  it("counts what came later, and what was paid for already", () => {
    const later = gone.map(({ state, ...changes }) =>
      at13({ state, ...Object.fromEntries(Object.entries(changes).map(([key, on]) => [key, on === "2025-07-01" ? "2025-07-02" : on])) }),
    );
    expect(later).toEqual(gone.map(() => ({ numerator: 0, denominator: 1, value: 0 })));
    expect(at13({ state: "deathClaimPending", diedOn: "2025-06-30", paidToOn: "2025-07-01" })).toMatchObject({ numerator: 1, value: 1 });
    expect(at13({ state: "matured", expiresOn: "2025-06-01", endedOn: "2025-06-01", endReason: "endOfTerm" }).value).toBe(1);
  });
});

describe("reducingBalance", () => {
  it("is a chain: one less the lapses of each year, multiplied, is the persistency of the original cohort", () => {
    const cohort = [90, 72, 54].map((numerator) => ({ numerator, denominator: 100 }));
    const steps = reducingBalance(cohort).map(({ value }) => value ?? 0);
    expect(steps.map((step) => 1 - step)).toEqual([0.1, 0.2, 0.25].map((lapse) => expect.closeTo(lapse, 12)));
    const chained = steps.map((_, index) => steps.slice(0, index + 1).reduce((product, step) => product * step, 1));
    expect(chained).toEqual([0.9, 0.72, 0.54].map((value) => expect.closeTo(value, 12)));
  });

  it("flatters: 60 of 70 where 60 of 100 are left", () => {
    const collected = [
      { numerator: 70, denominator: 100 },
      { numerator: 60, denominator: 100 },
    ];
    const [first, second] = reducingBalance(collected);
    expect(first).toEqual({ numerator: 70, denominator: 100, value: 0.7, method: "reducing-balance" });
    expect(second?.value).toBeCloseTo(0.857142857, 9);
    expect(reducingBalance([{ numerator: 0, denominator: 0 }])[0]?.value).toBeNull();
  });
});

describe("triangleRow", () => {
  it("leaves out the months that have not come", () => {
    const figure = (month: number) => ({ numerator: 9, denominator: 10, value: 0.9, isFinal: month === 13, finalFrom: null, month });
    const months = (asOf: string) => triangleRow("2024-03", [figure(13), figure(25), figure(37)], asOf).map(({ month }) => month);
    expect([months("2025-02"), months("2025-03"), months("2026-03")]).toEqual([[], [13], [13, 25]]);
    expect(triangleRow("2024-12", [figure(13)], "2025-12")).toHaveLength(1);
  });
});
