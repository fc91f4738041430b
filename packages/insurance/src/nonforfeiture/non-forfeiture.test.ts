import { decide, dueAt } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aLoan, answer, aPolicy, aProduct, at, calendar, done, endOf, inGrace, lapsed, startOf, yuan } from "../../test/moments.js";
import { type PolicyLoan, policyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import type { Policy } from "../policy/policy.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { nonForfeiture } from "./non-forfeiture.js";
import { policyYears, surrenderValue } from "./surrender-value.js";
import { endOfWaiver, isWaivedOn } from "./waiver.js";

const table = [
  { year: 1, cashValuePerMille: 0, paidUpPerMille: 0, extendedTermDays: 0 },
  { year: 2, cashValuePerMille: 25, paidUpPerMille: 120, extendedTermDays: 730 },
  { year: 3, cashValuePerMille: 41, paidUpPerMille: 180, extendedTermDays: 1100 },
];
const product = aProduct({ nonForfeiture: table });
const without = { product: aProduct() };
const none = { product, loans: [] as readonly PolicyLoan[] };

describe("surrenderValue", () => {
  it("is that of the last full policy year, rounded down", () => {
    const valueOn = (on: string) => surrenderValue(aPolicy(), product, on);
    expect([valueOn("2025-12-31"), valueOn("2026-02-28"), valueOn("2026-03-01"), valueOn("2027-03-01")]).toEqual(
      [0, 0, 2_500, 4_100].map(yuan),
    );
    expect(surrenderValue({ ...aPolicy(), sumAssured: { amountMinor: 999, currency: "CNY" } }, product, "2026-03-01").amountMinor).toBe(24);
    expect(valueOn("2040-01-01")).toEqual(yuan(4_100));
  });

  it("is for a reduced sum what that would cost: as much as before on the day of the reduction, and more a year later", () => {
    const reduced = aPolicy({ state: "reducedPaidUp", sumAssured: yuan(12_000) });
    expect(surrenderValue(reduced, product, "2026-03-01")).toEqual(yuan(2_500));
    expect(surrenderValue(reduced, product, "2027-03-01")).toEqual({ amountMinor: 273_333, currency: "CNY" });
  });

  it("counts full years from the first day of cover", () => {
    expect(policyYears({ effectiveOn: "2024-02-29" }, "2025-02-28")).toBe(0);
    expect(policyYears({ effectiveOn: "2024-02-29" }, "2025-03-01")).toBe(1);
    expect(policyYears({ effectiveOn: "2024-03-01" }, "2024-01-01")).toBe(0);
  });
});

describe("nonForfeiture.electReducedPaidUp and electExtendedTerm", () => {
  it("reduce the sum, or its time, from the table", () => {
    const given = { record: inGrace(), needs: { product }, ...at("2026-03-10") };
    expect(done(decide(nonForfeiture.electReducedPaidUp, given)).record).toMatchObject({
      state: "reducedPaidUp",
      sumAssured: yuan(12_000),
    });
    expect(done(decide(nonForfeiture.electExtendedTerm, given)).record).toMatchObject({
      state: "extendedTerm",
      sumAssured: yuan(100_000),
      extendedUntilOn: "2028-02-29",
    });
  });

  it("never reach beyond the term", () => {
    const record = inGrace({ expiresOn: "2027-02-28" });
    const { record: extended } = done(decide(nonForfeiture.electExtendedTerm, { record, needs: { product }, ...at("2026-03-10") }));
    expect(extended.extendedUntilOn).toBe("2027-02-28");
    const due = dueAt(nonForfeiture.expireExtendedTerm, { record: extended, needs: {}, ...at("2026-03-10") });
    expect(due).toBe(endOf("2027-02-28"));
    expect(done(decide(nonForfeiture.expireExtendedTerm, { record: extended, ...at(due ?? "") })).record).toMatchObject({
      state: "expired",
      endedOn: "2027-02-28",
    });
  });

  it("need a value", () => {
    for (const transition of [nonForfeiture.electReducedPaidUp, nonForfeiture.electExtendedTerm])
      for (const needs of [without, { product: aProduct({ nonForfeiture: table.slice(0, 1) }) }])
        expect(answer(decide(transition, { record: inGrace(), needs, ...at("2026-03-10") }))).toBe("insurance/no-surrender-value");
  });
});

describe("nonForfeiture.applyOption", () => {
  const optionOf = (option: Policy["nonForfeiture"], needs: typeof none = none, changes: Partial<Policy> = {}) =>
    decide(nonForfeiture.applyOption, {
      record: inGrace({ ...(option && { nonForfeiture: option }), ...changes }),
      needs,
      ...at(endOf("2026-04-30")),
    });
  const dueOf = (option: Policy["nonForfeiture"]) => {
    const record = inGrace(option && { nonForfeiture: option });
    return [
      dueAt(nonForfeiture.applyOption, { record, needs: none, ...at("2026-03-10") }),
      dueAt(policyLifecycle.lapse, { record, needs: none, ...at("2026-03-10") }),
    ];
  };

  it("takes the place of the lapse at its instant, where something was chosen", () => {
    expect(dueOf(undefined)).toEqual([undefined, endOf("2026-04-30")]);
    expect(dueOf("lapse")).toEqual([undefined, endOf("2026-04-30")]);
    for (const option of ["reducedPaidUp", "extendedTerm", "automaticPremiumLoan"] as const)
      expect(dueOf(option)).toEqual([endOf("2026-04-30"), undefined]);
  });

  it("reduces the sum or its time", () => {
    expect(done(optionOf("reducedPaidUp")).record).toMatchObject({ state: "reducedPaidUp", sumAssured: yuan(12_000) });
    expect(done(optionOf("extendedTerm")).record).toMatchObject({ state: "extendedTerm", extendedUntilOn: "2028-02-29" });
  });

  it("lends the premium, with a loan and a receipt", () => {
    const { record, acts } = done(optionOf("automaticPremiumLoan"));
    expect(record).toMatchObject({ state: "inForce", paidToOn: "2027-03-01" });
    expect(acts).toMatchObject([
      { on: policyLoan, input: { kind: "automaticPremium", principal: yuan(1_000), grantedOn: "2026-04-30", annualRate: "5" } },
      { on: premiumReceipt, input: { amount: yuan(1_000), periodFrom: "2026-03-01", paidToOn: "2027-03-01", method: "policyLoan" } },
    ]);
  });

  it("lapses where the value does not reach", () => {
    expect(answer(optionOf("reducedPaidUp", { product: aProduct(), loans: [] }))).toBe("lapsed");
    expect(answer(optionOf("extendedTerm", { product: aProduct(), loans: [] }))).toBe("lapsed");
    // 80 % of 2,500 are 2,000
    expect(answer(optionOf("automaticPremiumLoan", none, { premium: yuan(2_000) }))).toBe("inForce");
    expect(answer(optionOf("automaticPremiumLoan", none, { premium: yuan(2_001) }))).toBe("lapsed");
    const loan = aLoan("2026-04-30", { principal: yuan(1_001), annualRate: "5" });
    expect(answer(optionOf("automaticPremiumLoan", { product, loans: [loan] }))).toBe("lapsed");
    expect(done(optionOf("automaticPremiumLoan", { product: aProduct(), loans: [] })).acts).toEqual([]);
  });
});

describe("nonForfeiture.chooseOption and becomePaidUp", () => {
  it("keeps what was chosen", () => {
    const choose = (record: Policy) =>
      decide(nonForfeiture.chooseOption, { record, input: { nonForfeiture: "extendedTerm" }, ...at("2026-01-01") });
    expect(done(choose(aPolicy())).record.nonForfeiture).toBe("extendedTerm");
    expect(answer(choose(aPolicy({ state: "lapsed" })))).toBe("core/not-from-here");
  });

  it("comes with the day to which the last premium pays, for products that keep it apart", () => {
    const due = (changes: Partial<Policy>, showsPaidUp = true) =>
      dueAt(nonForfeiture.becomePaidUp, { record: aPolicy(changes), needs: { product: aProduct({ showsPaidUp }) }, ...at("2026-01-01") });
    expect(due({ premiumsUntilOn: "2026-03-01" })).toBe(endOf("2026-03-01"));
    expect(due({ premiumsUntilOn: "2026-03-01" }, false)).toBeUndefined();
    expect(due({ premiumsUntilOn: "2027-03-01" })).toBeUndefined();
    const record = aPolicy({ premiumsUntilOn: "2026-03-01" });
    expect(answer(decide(nonForfeiture.becomePaidUp, { record, needs: { product }, ...at("2026-03-02") }))).toBe("paidUp");
  });
});

describe("nonForfeiture.waivePremium and endWaiver", () => {
  const waive = (input: object, record: Policy = inGrace()) =>
    decide(nonForfeiture.waivePremium, { record, input: { waivedFromOn: "2026-03-01", ...input }, ...at("2026-03-10") });

  it("asks for nothing until the waiver ends, and for the premium from there on", () => {
    const waived = done(waive({ waivedUntilOn: "2027-03-01" })).record;
    expect(waived.state).toBe("premiumWaived");
    const due = dueAt(nonForfeiture.endWaiver, { record: waived, needs: {}, ...at("2026-03-10") });
    expect(due).toBe(endOf("2027-03-01"));
    expect(done(decide(nonForfeiture.endWaiver, { record: waived, ...at(due ?? "") })).record).toMatchObject({
      state: "inForce",
      paidToOn: "2027-03-01",
    });
    expect(dueAt(nonForfeiture.endWaiver, { record: done(waive({})).record, needs: {}, ...at("2026-03-10") })).toBeUndefined();
  });

  it("takes nothing away that was paid for beyond it", () => {
    const waived = done(waive({ waivedUntilOn: "2026-04-17" }, aPolicy({ paidToOn: "2027-03-01" }))).record;
    const ended = decide(nonForfeiture.endWaiver, { record: waived, ...at(endOf("2026-04-17")) });
    expect(done(ended).record.paidToOn).toBe("2027-03-01");
  });

  it("owes the next premium when it would have been due, however the waiver ends between two of them", () => {
    const waived = done(waive({ waivedUntilOn: "2026-09-15" })).record;
    const ended = done(decide(nonForfeiture.endWaiver, { record: waived, ...at(endOf("2026-09-15")) })).record;
    expect(ended).toMatchObject({ paidToOn: "2027-03-01", waivedFromOn: "2026-03-01", waivedUntilOn: "2026-09-15" });
    const monthly = done(waive({ waivedUntilOn: "2026-05-02" }, inGrace({ premiumFrequency: "monthly" }))).record;
    expect(endOfWaiver(monthly, "2026-05-02", calendar).paidToOn).toBe("2026-06-01");
  });

  it("forgets a demand, and the end of a waiver before it", () => {
    const record = inGrace({ demandedOn: "2026-03-05", waivedFromOn: "2025-03-01", waivedUntilOn: "2025-06-01" });
    const again = done(waive({}, record)).record;
    expect(again).toMatchObject({
      waivedFromOn: "2026-03-01",
      earlierWaivers: [{ fromOn: "2025-03-01", untilOn: "2025-06-01" }],
    });
    const of = (dueOn: string) => isWaivedOn(again, dueOn);
    expect(["2025-02-28", "2025-03-01", "2025-05-31", "2025-06-01", "2026-02-28", "2026-03-01"].map(of)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
    ]);
    const { demandedOn, waivedUntilOn } = done(waive({}, record)).record;
    expect([demandedOn, waivedUntilOn]).toEqual([undefined, undefined]);
  });

  it("begins with the due date of a premium for which the policy lapsed while the disability was looked into, and for no other lapse", () => {
    const late = (changes: Partial<Policy>) =>
      decide(nonForfeiture.waivePremium, {
        record: lapsed({ lapsedOn: "2026-04-30", ...changes }),
        input: { waivedFromOn: "2026-02-20" },
        ...at("2026-06-10"),
      });
    const { record } = done(late({}));
    expect(record).toMatchObject({ state: "premiumWaived", since: endOf("2026-03-01"), paidToOn: "2026-03-01" });
    expect(record.lapsedOn).toBeUndefined();
    for (const other of [{ paidToOn: "2027-03-01" }, { lapsedWithCoverages: true }])
      expect(answer(late(other))).toBe("insurance/not-lapsed-for-waived");
  });

  it("takes back a reinstatement that was applied for meanwhile, and holds what was paid for it", () => {
    const applied = { lapsedOn: "2026-04-30", arrearsFromOn: "2026-03-01", paidToOn: "2027-03-01", state: "reinstatementPending" } as const;
    const paid = { arrearsPaidOn: "2026-05-20", arrearsInterest: yuan(5), arrearsInterestPaidOn: "2026-05-21" };
    const late = (changes: Partial<Policy>, waivedFromOn = "2026-02-20") =>
      decide(nonForfeiture.waivePremium, {
        record: lapsed({ ...applied, reinstatementAppliedOn: "2026-05-10", ...changes }),
        input: { waivedFromOn },
        ...at("2026-06-10"),
      });
    const { record, acts } = done(late(paid));
    expect(record).toMatchObject({ state: "premiumWaived", since: endOf("2026-03-01"), paidToOn: "2026-03-01" });
    for (const field of ["reinstatementAppliedOn", "arrearsFromOn", "arrearsPaidOn", "arrearsInterest", "arrearsInterestPaidOn"] as const)
      expect(record[field]).toBeUndefined();
    expect(acts.map(({ input }) => input)).toMatchObject([
      { amount: yuan(1_000), reason: "waived" },
      { amount: yuan(5), reason: "waived" },
    ]);
    expect(done(late({ paidToOn: "2026-03-01" })).acts).toEqual([]);
    // for what fell due before the waiver, for its loans or with its covers it lapsed all the same
    const others = [late({}, "2026-03-02"), late({ arrearsFromOn: "2027-03-01" }), late({ lapsedWithCoverages: true })];
    expect(others.map(answer)).toEqual(Array(3).fill("insurance/not-lapsed-for-waived"));
  });

  it("holds what was paid for due dates that are waived, once, and lets nothing count as paid from there on", () => {
    const ahead = waive({ waivedFromOn: "2025-06-01" }, aPolicy({ paidToOn: "2028-03-01" }));
    const { record, acts } = done(ahead);
    expect([record.paidToOn, acts.map(({ input }) => input)]).toEqual([
      "2026-03-01",
      [{ policyId: "policy_1", amount: yuan(2_000), receivedOn: "2026-03-10", reason: "waived" }],
    ]);
    expect(endOfWaiver(record, "2026-09-15", calendar).paidToOn).toBe("2027-03-01");
    expect(done(waive({})).acts).toEqual([]);
  });

  it("leaves what was due before it to be paid", () => {
    expect(answer(waive({ waivedFromOn: "2026-03-02" }))).toBe("insurance/due-before-waiver");
    expect(answer(waive({ waivedFromOn: "2026-03-01" }))).toBe("premiumWaived");
  });

  it("begins by today and ends in time to come", () => {
    expect(answer(waive({ waivedFromOn: "2026-03-11" }))).toBe("insurance/date-in-future");
    expect(answer(waive({ waivedFromOn: "2020-01-01" }))).toBe("insurance/before-proposal");
    expect(answer(waive({ waivedUntilOn: "2026-03-09" }))).toBe("insurance/waiver-over");
    expect(answer(waive({}, aPolicy({ state: "surrendered" })))).toBe("core/not-from-here");
  });
});

describe("nonForfeiture, death and maturity", () => {
  const open = (diedOn: string, record: Policy = aPolicy()) =>
    decide(nonForfeiture.openDeathClaim, { record, input: { diedOn }, ...at("2026-02-20") });

  it("covers the day of the death, and looks into it from there", () => {
    expect(done(open("2026-02-01")).record).toMatchObject({ state: "deathClaimPending", since: endOf("2026-02-01"), diedOn: "2026-02-01" });
    expect(done(open("2026-02-20")).record.since).toBe(at("2026-02-20").now);
    expect(answer(open("2026-02-21"))).toBe("insurance/date-in-future");
    expect(answer(open("2024-02-29"))).toBe("insurance/dates-out-of-order");
    expect(answer(open("2026-02-01", aPolicy({ state: "lapsed" })))).toBe("core/not-from-here");
  });

  it("goes back where it came from, or ends with the payment", () => {
    const record = done(open("2026-02-01")).record;
    const refused = done(decide(nonForfeiture.refuseDeathClaim, { record, ...at("2026-02-25") })).record;
    expect(refused).toMatchObject({ state: "inForce", since: startOf("2024-03-01") });
    expect(refused.diedOn).toBeUndefined();
    expect(done(decide(nonForfeiture.payDeathClaim, { record, ...at("2026-02-25") })).record).toMatchObject({
      state: "deathClaimPaid",
      endedOn: "2026-02-01",
      endReason: "claimPaid",
    });
    expect(answer(decide(nonForfeiture.payDeathClaim, { record: refused, ...at("2026-02-25") }))).toBe("core/not-from-here");
  });

  it("ends the cover with the day of the death, and is in force again where the premium was paid while it was looked into", () => {
    const record = done(open("2026-02-01")).record;
    expect(done(decide(nonForfeiture.payDeathClaim, { record, ...at("2026-02-25") })).record.since).toBe(endOf("2026-02-01"));
    const origin = { state: "grace", since: endOf("2026-02-01") } as const;
    const back = (paidToOn: string) =>
      answer(decide(nonForfeiture.refuseDeathClaim, { record: { ...record, origin, paidToOn }, ...at("2026-02-25") }));
    expect([back("2026-02-01"), back("2027-02-01")]).toEqual(["grace", "inForce"]);
  });

  it("pays at maturity, in the currency of the policy", () => {
    const pay = (amount = yuan(100_000), state: Policy["state"] = "matured", loans: readonly PolicyLoan[] = []) =>
      decide(nonForfeiture.payMaturity, {
        record: aPolicy({ state, endedOn: "2026-02-01" }),
        needs: { loans },
        input: { amount },
        ...at("2026-02-20"),
      });
    expect(done(pay()).record).toMatchObject({ state: "maturityPaid", endValue: yuan(100_000), endValuePaidOn: "2026-02-20" });
    expect(answer(pay(yuan(-1)))).toBe("insurance/amount-negative");
    expect(answer(pay({ amountMinor: 1, currency: "USD" }))).toBe("insurance/currencies-differ");
    expect(answer(pay(yuan(1), "expired"))).toBe("core/not-from-here");
    const lent = done(pay(yuan(100_000), "matured", [aLoan("2025-02-01")]));
    expect(lent.record.endValue).toEqual(yuan(98_950));
    expect(lent.acts).toMatchObject([{ on: policyLoanLifecycle.setOff, id: "loan_1" }]);
  });
});
