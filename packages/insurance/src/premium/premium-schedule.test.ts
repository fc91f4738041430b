import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aPolicy, calendar, yuan } from "../../test/moments.js";
import { monthsBetween, nextDueOn, paidToAfter, premiumSchedule } from "./premium-schedule.js";

const duesOf = (policy: ReturnType<typeof aPolicy>, until: string) =>
  premiumSchedule(policy, { until, calendar }).map(({ dueOn }) => dueOn);

describe("premiumSchedule", () => {
  it("counts each due date from the effective date, so that months end where they end", () => {
    expect(duesOf(aPolicy({ effectiveOn: "2024-01-31", premiumFrequency: "monthly" }), "2024-05-31")).toEqual([
      "2024-01-31",
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
      "2024-05-31",
    ]);
  });

  it("is due on February 28th in common years for a policy of a leap day", () => {
    expect(duesOf(aPolicy({ effectiveOn: "2024-02-29" }), "2028-12-31")).toEqual([
      "2024-02-29",
      "2025-02-28",
      "2026-02-28",
      "2027-02-28",
      "2028-02-29",
    ]);
  });

  it("says what is paid", () => {
    const instalments = premiumSchedule(aPolicy({ premiumFrequency: "semiannual", paidToOn: "2025-03-01" }), {
      until: "2025-03-01",
      calendar,
    });
    expect(instalments).toEqual([
      { dueOn: "2024-03-01", amount: yuan(1_000), isPaid: true },
      { dueOn: "2024-09-01", amount: yuan(1_000), isPaid: true },
      { dueOn: "2025-03-01", amount: yuan(1_000), isPaid: false },
    ]);
  });

  it("ends with the time in which premiums are payable, else with the cover", () => {
    expect(duesOf(aPolicy({ premiumsUntilOn: "2026-03-01" }), "2030-01-01")).toEqual(["2024-03-01", "2025-03-01"]);
    expect(duesOf(aPolicy({ expiresOn: "2026-02-28" }), "2030-01-01")).toEqual(["2024-03-01", "2025-03-01"]);
    expect(duesOf(aPolicy({ premiumFrequency: "single" }), "2030-01-01")).toEqual(["2024-03-01"]);
    expect(duesOf(aPolicy(), "2024-02-29")).toEqual([]);
  });

  it("is bounded", () => {
    expect(
      premiumSchedule(aPolicy({ effectiveOn: "1900-01-01", premiumFrequency: "monthly" }), { until: "2200-01-01", calendar }),
    ).toHaveLength(1200);
  });
});

describe("nextDueOn", () => {
  it("is the effective date until something is paid, then the day to which it is paid", () => {
    const { paidToOn: _, ...unpaid } = aPolicy();
    expect(nextDueOn(unpaid)).toBe("2024-03-01");
    expect(nextDueOn(aPolicy())).toBe("2026-03-01");
  });

  it("is empty once all is paid", () => {
    expect(nextDueOn(aPolicy({ premiumFrequency: "single", paidToOn: "2024-03-01" }))).toBeUndefined();
    expect(nextDueOn(aPolicy({ premiumsUntilOn: "2026-03-01" }))).toBeUndefined();
    expect(nextDueOn(aPolicy({ premiumsUntilOn: "2026-03-02" }))).toBe("2026-03-01");
  });
});

describe("paidToAfter", () => {
  it("moves on by instalments", () => {
    expect(paidToAfter(aPolicy(), 1, calendar)).toBe("2027-03-01");
    expect(paidToAfter(aPolicy({ premiumFrequency: "quarterly" }), 3, calendar)).toBe("2026-12-01");
  });

  it("stops at the last one", () => {
    const policy = aPolicy({ premiumsUntilOn: "2028-03-01" });
    expect(paidToAfter(policy, 2, calendar)).toBe("2028-03-01");
    expect(paidToAfter(policy, 3, calendar)).toBeUndefined();
    expect(paidToAfter(policy, 1e9, calendar)).toBeUndefined();
  });

  it("takes a single premium once", () => {
    const { paidToOn: _, ...single } = aPolicy({ premiumFrequency: "single" });
    expect(paidToAfter(single, 1, calendar)).toBe("2024-03-01");
    expect(paidToAfter({ ...single, expiresOn: "2034-02-28" }, 1, calendar)).toBe("2034-03-01");
    expect(paidToAfter(single, 2, calendar)).toBeUndefined();
    expect(paidToAfter({ ...single, paidToOn: "2024-03-01" }, 1, calendar)).toBeUndefined();
  });

  it("comes to the same day at once or one by one", () => {
    const days = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        days,
        fc.constantFrom("monthly", "quarterly", "semiannual", "annual"),
        fc.integer({ min: 1, max: 24 }),
        (effectiveOn, premiumFrequency, instalments) => {
          const policy = aPolicy({ effectiveOn, premiumFrequency, paidToOn: effectiveOn });
          let paidToOn = effectiveOn;
          for (let paid = 0; paid < instalments; paid++) paidToOn = paidToAfter({ ...policy, paidToOn }, 1, calendar) ?? "";
          expect(paidToAfter(policy, instalments, calendar)).toBe(paidToOn);
        },
      ),
    );
  });
});

describe("monthsBetween", () => {
  it("counts the calendar months of due dates", () => {
    expect(monthsBetween("2024-01-31", "2025-01-31")).toBe(12);
    expect(monthsBetween("2024-12-31", "2025-02-28")).toBe(2);
  });
});
