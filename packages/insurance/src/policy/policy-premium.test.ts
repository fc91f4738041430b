import { decide, dueAt, staysOf } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aProduct, at, done, endOf, inGrace, lapsed, startOf } from "../../test/moments.js";
import type { Policy } from "./policy.js";
import { policyLifecycle } from "./policy-lifecycle.js";
import { policyPremium } from "./policy-premium.js";

const needs = { product: aProduct(), formerSums: [] };
const post = (record: Policy, paidOn: string, today: string, paidToOn = "2027-03-01", given: typeof needs = needs) =>
  decide(policyPremium.postPremium, { record, needs: given, input: { paidOn, paidToOn }, ...at(today) });
const reverse = (record: Policy, paidToOn: string, today: string, paidOn = paidToOn, given: typeof needs = needs) =>
  decide(policyPremium.reversePremium, { record, input: { paidToOn, paidOn }, needs: given, ...at(today) });

describe("policyPremium.postPremium", () => {
  it("pays a proposal, which waits to be issued", () => {
    const { paidToOn: _, ...proposal } = aPolicy({ state: "proposed" });
    expect(done(post(proposal, "2024-02-20", "2024-02-20", "2025-03-01")).record).toMatchObject({
      state: "proposed",
      paidToOn: "2025-03-01",
    });
  });

  it("pays ahead of the due date without a change of state", () => {
    expect(done(post(aPolicy(), "2026-02-01", "2026-02-01")).record).toMatchObject({
      state: "inForce",
      paidToOn: "2027-03-01",
      since: aPolicy().since,
    });
  });

  it("ends the grace period on the day of the payment", () => {
    expect(done(post(inGrace(), "2026-03-20", "2026-03-25")).record).toMatchObject({ state: "inForce", since: startOf("2026-03-20") });
  });

  it("takes the grace period back where it was paid by the due date", () => {
    const { record } = done(post(inGrace(), "2026-02-27", "2026-03-05"));
    // as if the grace had never been, down to the clock of the state
    expect(record).toMatchObject({ state: "inForce", since: startOf("2024-03-01") });
    const stays = staysOf([
      { state: "inForce", from: startOf("2024-03-01") },
      { state: "grace", from: inGrace().since },
      { state: record.state, from: endOf("2026-03-01") },
    ]);
    expect(stays).toEqual([{ state: "inForce", from: startOf("2024-03-01") }]);
  });

  it("stays in grace where a later premium is missing too, and forgets a demand for the earlier one", () => {
    const monthly = inGrace({ premiumFrequency: "monthly", demandedOn: "2026-03-15" });
    const { record } = done(post(monthly, "2026-04-10", "2026-04-10", "2026-04-01"));
    expect(record).toMatchObject({ state: "grace", paidToOn: "2026-04-01" });
    expect(record.demandedOn).toBeUndefined();
    expect(done(post({ ...monthly, demandedOn: "2026-04-01" }, "2026-04-10", "2026-04-10", "2026-04-01")).record.demandedOn).toBe(
      "2026-04-01",
    );
  });

  it("is in force on the new due date and in grace on the day after", () => {
    const monthly = inGrace({ premiumFrequency: "monthly" });
    expect(answer(post(monthly, "2026-04-01", "2026-04-10", "2026-04-01"))).toBe("inForce");
    expect(answer(post(monthly, "2026-04-02", "2026-04-10", "2026-04-01"))).toBe("grace");
  });

  it("brings back a policy that lapsed although it was paid on the last day of grace", () => {
    const { record, effectiveAt } = done(post(lapsed(), "2026-04-30", "2026-05-20"));
    expect(record).toMatchObject({ state: "inForce", since: startOf("2026-04-30"), paidToOn: "2027-03-01" });
    expect(effectiveAt).toBe(startOf("2026-04-30"));
  });

  it("refuses a payment on the day after, which needs a reinstatement", () => {
    expect(answer(post(lapsed(), "2026-05-01", "2026-05-20"))).toBe("insurance/paid-after-lapse");
    expect(answer(post(lapsed({ demandedOn: "2026-03-10" }), "2026-04-10", "2026-05-20"))).toBe("insurance/paid-after-lapse");
    expect(answer(post(lapsed({ demandedOn: "2026-03-10" }), "2026-04-09", "2026-05-20"))).toBe("inForce");
  });

  it("lets the clocks of the next due date run from there", () => {
    const monthly = lapsed({ premiumFrequency: "monthly" });
    const { record } = done(post(monthly, "2026-03-20", "2026-08-01", "2026-04-01"));
    expect(record.state).toBe("inForce");
    const graceAt = dueAt(policyLifecycle.enterGrace, { record, needs, ...at("2026-08-01") });
    expect(graceAt).toBe(endOf("2026-04-01"));
    const late = done(decide(policyLifecycle.enterGrace, { record, ...at(graceAt ?? "") })).record;
    expect(dueAt(policyLifecycle.lapse, { record: late, needs, ...at("2026-08-01") })).toBe(endOf("2026-05-31"));
  });

  it("refuses to run backwards, and payments of tomorrow", () => {
    expect(answer(post(aPolicy(), "2026-02-01", "2026-02-01", "2026-03-01"))).toBe("insurance/paid-to-runs-backwards");
    expect(answer(post(aPolicy(), "2026-02-02", "2026-02-01"))).toBe("insurance/date-in-future");
  });

  it("takes a payment from the day of the proposal on, and none before", () => {
    const { paidToOn: _, ...proposal } = aPolicy({ state: "proposed", proposedOn: "2024-02-20" });
    const pay = (paidOn: string, record: Policy = proposal) => answer(post(record, paidOn, "2024-03-01", "2025-03-01"));
    expect([pay("2024-02-19"), pay("2024-02-20")]).toEqual(["insurance/before-proposal", "proposed"]);
    const { proposedOn: __, ...undated } = proposal;
    expect([pay("2023-02-28", undated), pay("2023-03-01", undated)]).toEqual(["insurance/before-proposal", "proposed"]);
  });

  it("takes back a lapse whose premium is found late, though a reinstatement was applied for", () => {
    const pending = lapsed({
      state: "reinstatementPending",
      since: startOf("2026-05-10"),
      origin: { state: "lapsed", since: lapsed().since },
      reinstatementAppliedOn: "2026-05-10",
      arrearsFromOn: "2026-03-01",
    });
    const { record } = done(post(pending, "2026-04-30", "2026-05-20"));
    expect(record).toMatchObject({ state: "inForce", since: startOf("2026-04-30"), paidToOn: "2027-03-01" });
    expect([record.reinstatementAppliedOn, record.arrearsFromOn, record.arrearsPaidOn]).toEqual([undefined, undefined, undefined]);
    const late = done(post(pending, "2026-05-01", "2026-05-20")).record;
    expect(late).toMatchObject({ state: "reinstatementPending", arrearsPaidOn: "2026-05-01" });
  });

  it("counts interest on the arrears, each instalment from its due date, and takes it off again with a reversal", () => {
    const rated = { ...needs, product: aProduct({ arrearsRate: "3.65" }) };
    const pending = lapsed({ state: "reinstatementPending", premiumFrequency: "quarterly", arrearsFromOn: "2026-03-01" });
    // 1,000 yuan at 3.65 per cent are ten fen a day: 122 days, and 91 with 30
    const first = done(post(pending, "2026-07-01", "2026-07-01", "2026-06-01", rated)).record;
    expect(first.arrearsInterest).toEqual({ amountMinor: 1_220, currency: "CNY" });
    const both = done(post(first, "2026-07-03", "2026-07-03", "2026-09-01", rated)).record;
    expect(both.arrearsInterest).toEqual({ amountMinor: 1_220 + 320, currency: "CNY" });
    expect(done(post(pending, "2026-07-01", "2026-07-01", "2026-09-01", rated)).record.arrearsInterest?.amountMinor).toBe(1_220 + 300);
    const back = done(reverse(both, "2026-06-01", "2026-07-04", "2026-07-03", rated)).record;
    expect(back.arrearsInterest).toEqual(first.arrearsInterest);
    expect(done(reverse(back, "2026-03-01", "2026-07-05", "2026-07-01", rated)).record.arrearsInterest).toBeUndefined();
    expect(done(post(pending, "2026-07-01", "2026-07-01", "2026-06-01")).record.arrearsInterest).toBeUndefined();
  });

  it("refuses a payment from before the lapse once arrears were posted", () => {
    const pending = lapsed({
      state: "reinstatementPending",
      premiumFrequency: "quarterly",
      origin: { state: "lapsed", since: lapsed().since },
      paidToOn: "2026-06-01",
      arrearsFromOn: "2026-03-01",
    });
    expect(answer(post(pending, "2026-04-29", "2026-07-20", "2026-09-01"))).toBe("insurance/paid-before-lapse");
    expect(answer(post(pending, "2026-04-30", "2026-07-20", "2026-09-01"))).toBe("reinstatementPending");
  });

  it.each(["surrendered", "terminated", "freeLookCancelled", "notTaken", "expired", "matured"] as const)(
    "refuses a policy that is %s",
    (state) => {
      expect(answer(post(aPolicy({ state }), "2026-02-01", "2026-02-01"))).toBe("core/not-from-here");
    },
  );

  it("keeps the day on which the arrears were paid in full", () => {
    const pending = lapsed({ state: "reinstatementPending", premiumFrequency: "quarterly", arrearsFromOn: "2026-03-01" });
    const first = done(post(pending, "2026-07-01", "2026-07-01", "2026-06-01")).record;
    expect(first).toMatchObject({ state: "reinstatementPending", paidToOn: "2026-06-01" });
    expect(first.arrearsPaidOn).toBeUndefined();
    expect(done(post(first, "2026-07-03", "2026-07-03", "2026-09-01")).record).toMatchObject({
      state: "reinstatementPending",
      arrearsPaidOn: "2026-07-03",
    });
  });
});

describe("policyPremium.reversePremium", () => {
  it("lets a grace period begin where the premium is missing now, a year before", () => {
    const { record } = done(reverse(inGrace(), "2025-03-01", "2026-03-10"));
    expect(record).toMatchObject({ state: "grace", since: endOf("2025-03-01"), paidToOn: "2025-03-01" });
    // so that the day on which it lapsed is a year before, too
    expect(dueAt(policyLifecycle.lapse, { record, needs, ...at("2026-03-10") })).toBe(endOf("2025-04-30"));
  });

  const paid = aPolicy({ paidToOn: "2027-03-01" });

  it("puts a policy that is due since then into grace, from the due date on", () => {
    expect(done(reverse(paid, "2026-03-01", "2026-03-02")).record).toMatchObject({
      state: "grace",
      since: endOf("2026-03-01"),
      paidToOn: "2026-03-01",
    });
  });

  it("leaves one that is not due yet in force", () => {
    expect(done(reverse(paid, "2026-03-01", "2026-03-01")).record).toMatchObject({
      state: "inForce",
      since: paid.since,
      paidToOn: "2026-03-01",
    });
  });

  it("is in grace from the last millisecond of the due date on", () => {
    expect(answer(reverse(paid, "2026-03-01", "2026-03-01T15:59:59.998Z"))).toBe("inForce");
    expect(answer(reverse(paid, "2026-03-01", "2026-03-01T15:59:59.999Z"))).toBe("grace");
  });

  it("moves the grace period of a later premium back to the earlier one", () => {
    const { record } = done(reverse(inGrace({ paidToOn: "2026-03-01" }), "2025-03-01", "2026-03-10"));
    expect(record).toMatchObject({ state: "grace", paidToOn: "2025-03-01" });
    expect(dueAt(policyLifecycle.lapse, { record, needs, ...at("2026-03-10") })).toBe(endOf("2025-04-30"));
  });

  it("forgets the first premium altogether", () => {
    const { record } = done(reverse(aPolicy({ state: "proposed", paidToOn: "2025-03-01" }), "2024-03-01", "2024-02-25"));
    expect(record.paidToOn).toBeUndefined();
    expect(record.state).toBe("proposed");
  });

  it("goes back to a due date of the policy, and never forwards", () => {
    expect(answer(reverse(paid, "2024-02-29", "2026-03-02"))).toBe("insurance/dates-out-of-order");
    expect(answer(reverse(paid, "2027-03-02", "2026-03-02"))).toBe("insurance/dates-out-of-order");
  });

  it("forgets that the arrears were paid", () => {
    const { record } = done(
      reverse(lapsed({ state: "reinstatementPending", arrearsPaidOn: "2026-06-01", paidToOn: "2027-03-01" }), "2026-03-01", "2026-06-10"),
    );
    expect(record.arrearsPaidOn).toBeUndefined();
    expect(record.state).toBe("reinstatementPending");
  });
});
