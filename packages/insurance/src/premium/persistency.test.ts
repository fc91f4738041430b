import { describe, expect, it } from "vitest";
import { aPolicy, calendar, yuan } from "../../test/moments.js";
import { type PersistencyOptions, type PersistencyRow, persistency } from "./persistency.js";

const options: PersistencyOptions = {
  month: 13,
  cohortFrom: "2024-04",
  cohortUntil: "2024-04",
  currency: "CNY",
  asOf: "2026-01-01",
  calendar,
};
/** A policy of a month with its premium, and whether its second one was paid, and when. */
function row(effectiveOn: string, premium: number, paidOn?: string, changes: Partial<PersistencyRow["policy"]> = {}): PersistencyRow {
  const periodFrom = `2025${effectiveOn.slice(4)}`;
  const receipt = {
    state: "posted" as const,
    amount: yuan(premium),
    paidOn: paidOn ?? "",
    periodFrom,
    paidToOn: `2026${effectiveOn.slice(4)}`,
  };
  return {
    policy: aPolicy({ effectiveOn, premium: yuan(premium), ...changes }),
    receipts: paidOn === undefined ? [] : [receipt],
    graceDays: 60,
  };
}
const april = [row("2024-04-10", 9_000, "2025-04-10"), row("2024-04-20", 1_000)];
const may = [row("2024-05-15", 5_000, "2025-05-15")];
const june = [row("2024-06-30", 10_000, "2025-08-29")];

describe("persistency", () => {
  it.each([
    ["2024-04", 9_000, 10_000, 90.0],
    ["2024-05", 14_000, 15_000, 93.3],
    ["2024-06", 24_000, 25_000, 96.0],
  ])("gives the published figures of the cohorts up to %s", (cohortUntil, numerator, denominator, percent) => {
    const figure = persistency([...april, ...may, ...june], { ...options, cohortUntil });
    expect(figure).toMatchObject({
      numerator: numerator * 100,
      denominator: denominator * 100,
      method: "original-cohort",
      basis: "premium",
      asOf: "2026-01-01",
    });
    expect(Math.round((figure.value ?? 0) * 1000) / 10).toBe(percent);
  });

  it("has no value where there is nothing to divide by", () => {
    expect(persistency([], options)).toMatchObject({ numerator: 0, denominator: 0, value: null, finalFrom: null, isFinal: false });
  });

  it("does not count the arrears of a reinstatement, though they came within the days that no demand had shortened", () => {
    const [paid] = [row("2024-04-10", 1_000, "2025-05-20")];
    expect(persistency([paid], options).numerator).toBe(100_000);
    const reinstated = { ...paid, receipts: paid.receipts.map((receipt) => ({ ...receipt, paysArrears: true })) };
    expect(persistency([reinstated], options)).toMatchObject({ numerator: 0, denominator: 100_000 });
  });

  it("leaves out what cannot persist, and says why", () => {
    const rows = [
      row("2024-03-31", 100, "2025-03-31"),
      row("2024-04-01", 100, undefined, { state: "notTaken" }),
      row("2024-04-01", 100, undefined, { state: "terminated", endReason: "nonDisclosure" }),
      row("2024-04-01", 100, undefined, { premiumFrequency: "single" }),
      row("2024-04-01", 100, undefined, { state: "freeLookCancelled" }),
      row("2024-04-01", 100, undefined, { state: "freeLookRefunded" }),
      row("2024-04-01", 100, undefined, { state: "terminated", endReason: "claimPaid", endedOn: "2025-04-01" }),
      row("2024-04-01", 100, undefined, { state: "terminated", endReason: "deathExcluded", endedOn: "2025-04-01" }),
      row("2024-04-01", 100, undefined, { state: "deathClaimPending", diedOn: "2025-04-01" }),
      row("2024-04-01", 100, undefined, { state: "terminated", endReason: "transferredOut", endedOn: "2025-05-31" }),
      row("2024-04-01", 100, undefined, { expiresOn: "2025-03-31" }),
      row("2024-04-01", 100, undefined, { premium: { amountMinor: 100, currency: "USD" } }),
    ];
    expect(persistency(rows, options)).toMatchObject({
      policies: 0,
      value: null,
      excluded: {
        notInCohort: 1,
        neverInForce: 2,
        singlePremium: 1,
        freeLookCancelled: 2,
        endedByClaim: 2,
        deathClaimPending: 1,
        transferredOut: 1,
        nothingDue: 1,
        otherCurrency: 1,
      },
    });
  });

  it("measures by the premium of the first year, whatever became of it since", () => {
    const halved = row("2024-04-10", 600, "2025-04-10", { initialPremium: yuan(1_200) });
    expect(persistency([halved], options)).toMatchObject({ numerator: 60_000, denominator: 120_000, value: 0.5 });
  });

  it("keeps those that ended otherwise, and those that a claim ended later", () => {
    const rows = [
      row("2024-04-01", 100, undefined, { state: "surrendered", endReason: "surrender", endedOn: "2024-12-01" }),
      row("2024-04-01", 100, "2025-04-01", { state: "terminated", endReason: "claimPaid", endedOn: "2025-04-02" }),
      row("2024-04-01", 100, "2025-04-01", { state: "deathClaimPending", diedOn: "2025-04-02" }),
      row("2024-04-01", 100, undefined, { state: "terminated", endReason: "transferredOut", endedOn: "2025-06-01" }),
    ];
    expect(persistency(rows, options)).toMatchObject({ numerator: 20_000, denominator: 40_000, value: 0.5 });
  });

  it("counts a waived premium as collected, from the day of the waiver to its end", () => {
    const waived = (changes: Partial<PersistencyRow["policy"]>) =>
      row("2024-04-10", 1_000, undefined, { state: "premiumWaived", ...changes });
    const figure = (changes: Partial<PersistencyRow["policy"]>, asOf = options.asOf) =>
      persistency([waived(changes)], { ...options, asOf });
    expect(figure({ waivedFromOn: "2025-04-10" })).toMatchObject({ numerator: 100_000, denominator: 100_000, value: 1 });
    expect(figure({ waivedFromOn: "2025-04-11" })).toMatchObject({ numerator: 0, denominator: 100_000, value: 0 });
    // over since: the next premium is owed again, this one was waived
    expect(figure({ state: "inForce", waivedFromOn: "2024-12-01", waivedUntilOn: "2025-04-11" }).value).toBe(1);
    expect(figure({ state: "inForce", waivedFromOn: "2024-12-01", waivedUntilOn: "2025-04-10" }).value).toBe(0);
    expect(figure({ state: "surrendered", endReason: "surrender", waivedFromOn: "2024-12-01", endedOn: "2025-04-10" }).value).toBe(0);
    expect(figure({ waivedFromOn: "2024-12-01" }, "2025-04-09").value).toBe(0);
    const monthly = waived({ premium: yuan(100), premiumFrequency: "monthly", waivedFromOn: "2024-12-01" });
    expect(persistency([monthly], options)).toMatchObject({ numerator: 120_000, denominator: 120_000 });
    expect(persistency([row("2024-04-10", 9_000, "2025-04-10"), waived({ waivedFromOn: "2025-01-01" })], options).value).toBe(1);
  });

  it("takes what was paid on the last day of grace and not a day later", () => {
    expect(persistency([row("2024-04-30", 100, "2025-06-29")], options).value).toBe(1);
    expect(persistency([row("2024-04-30", 100, "2025-06-30")], options).value).toBe(0);
  });

  it("does not know what was paid after the day of the figure", () => {
    expect(persistency(april, { ...options, asOf: "2025-04-09" }).numerator).toBe(0);
    expect(persistency(april, { ...options, asOf: "2025-04-10" }).numerator).toBe(900_000);
  });

  it("is final in the month in which the last grace period is over", () => {
    const cohort = [row("2024-04-30", 100, "2025-04-30")];
    expect(persistency(cohort, { ...options, asOf: "2025-06-29" })).toMatchObject({ finalFrom: "2025-06", isFinal: false });
    expect(persistency(cohort, { ...options, asOf: "2025-06-30" })).toMatchObject({ finalFrom: "2025-06", isFinal: true });
  });

  it("weighs instalments by what they come to in a year, and ignores reversed receipts", () => {
    const policy = aPolicy({ effectiveOn: "2024-04-15", premium: yuan(100), premiumFrequency: "monthly" });
    const thirteenth = {
      state: "posted" as const,
      amount: yuan(300),
      paidOn: "2025-04-15",
      periodFrom: "2025-03-15",
      paidToOn: "2025-06-15",
    };
    expect(persistency([{ policy, receipts: [thirteenth], graceDays: 60 }], options)).toMatchObject({
      numerator: 120_000,
      denominator: 120_000,
    });
    expect(persistency([{ policy, receipts: [{ ...thirteenth, state: "reversed" }], graceDays: 60 }], options).numerator).toBe(0);
  });
});
