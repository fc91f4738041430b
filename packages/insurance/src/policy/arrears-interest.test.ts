import { decide, dueAt } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aProduct, at, calendar, done, endOf, lapsed, yuan } from "../../test/moments.js";
import { arrearsInterest, interestOnArrears } from "./arrears-interest.js";
import { interestLedger, interestReceipt } from "./interest-receipt.js";
import { policyReinstatement } from "./policy-reinstatement.js";

const pending = lapsed({
  state: "reinstatementPending",
  reinstatementAppliedOn: "2026-06-01",
  arrearsPaidOn: "2026-06-05",
  paidToOn: "2027-03-01",
  arrearsInterest: yuan(12),
});
const unlent = { product: aProduct(), loans: [] };
const bySilence = (record: typeof pending) => dueAt(policyReinstatement.reinstateBySilence, { record, needs: unlent, ...at("2026-06-10") });

describe("interestOnArrears", () => {
  const record = aPolicy({ paidToOn: "2024-03-01", premium: yuan(1_000) });
  const interest = (from: string, to: string, arrearsRate?: string) =>
    interestOnArrears(
      { record, needs: { product: aProduct(arrearsRate === undefined ? {} : { arrearsRate }) }, calendar },
      { from, to, paidOn: "2027-03-01" },
    );

  it("is simple, on each instalment from its due date, by days of 365, and on those that were paid alone", () => {
    // 1,095 days on the one of 2024-03-01, 730 on that of 2025-03-01
    expect(interest("2024-03-01", "2025-03-01", "5")).toEqual(yuan(150));
    expect(interest("2024-03-01", "2026-03-01", "5")).toEqual(yuan(250));
    expect(interest("2025-03-01", "2026-03-01", "5")).toEqual(yuan(100));
  });

  it("is none where the product has no rate", () => {
    expect(interest("2024-03-01", "2026-03-01")).toEqual(yuan(0));
  });
});

describe("arrearsInterest.settleArrearsInterest", () => {
  it("is a part of the arrears: without it nothing is reinstated, neither by hand nor by silence", () => {
    expect(answer(decide(policyReinstatement.reinstate, { record: pending, needs: unlent, ...at("2026-06-10") }))).toBe(
      "insurance/arrears-interest-owed",
    );
    expect(bySilence(pending)).toBeUndefined();
    const { record, acts } = done(decide(arrearsInterest.settleArrearsInterest, { record: pending, ...at("2026-06-10") }));
    expect(acts).toMatchObject([{ on: interestReceipt, input: { policyId: "policy_1", amount: yuan(12), paidOn: "2026-06-10" } }]);
    expect(answer(decide(arrearsInterest.settleArrearsInterest, { record, ...at("2026-06-10") }))).toBe("insurance/no-arrears-interest");
    expect(bySilence(record)).toBe(endOf("2026-07-01"));
    const back = done(decide(policyReinstatement.reinstate, { record, needs: unlent, ...at("2026-06-10") })).record;
    expect([back.state, back.arrearsInterest, back.arrearsInterestPaidOn]).toEqual(["inForce", undefined, undefined]);
  });
});

describe("interestLedger", () => {
  it("books what came in on the policyholder", () => {
    const record = stored(interestReceipt, { policyId: "policy_1", amount: yuan(12), paidOn: "2026-06-10" });
    expect(interestLedger.entries({ record, needs: { policy: aPolicy() }, ...at("2026-06-10") })).toMatchObject([
      { customerId: "customer_holder", kind: "revenue", category: "arrears-interest", on: "2026-06-10", amount: yuan(12) },
    ]);
  });
});
