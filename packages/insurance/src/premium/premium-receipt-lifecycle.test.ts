import { check, decide } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aReceipt, at, done, yuan } from "../../test/moments.js";
import type { Policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { premiumReceiptLifecycle, receiptIsSound } from "./premium-receipt-lifecycle.js";

const input = { reason: "The direct debit came back" };

describe("premiumReceiptLifecycle.reverse", () => {
  it("takes the policy back to the due date that the receipt paid", () => {
    const { record, acts } = done(
      decide(premiumReceiptLifecycle.reverse, {
        record: aReceipt(),
        needs: { policy: aPolicy(), parts: [], returned: [], waived: [], loans: [], lent: [] },
        input,
        ...at("2025-04-01"),
      }),
    );
    expect(record).toMatchObject({ state: "reversed", reversedOn: "2025-04-01", reversalReason: input.reason });
    expect(acts).toMatchObject([
      { verb: "apply", on: policyPremium.reversePremium, id: "policy_1", input: { paidToOn: "2025-03-01", paidOn: "2025-03-01" } },
    ]);
  });

  it("refuses a receipt before the last one", () => {
    const needs = { policy: aPolicy({ paidToOn: "2027-03-01" }), parts: [], returned: [], waived: [], loans: [], lent: [] };
    expect(answer(decide(premiumReceiptLifecycle.reverse, { record: aReceipt(), needs, input, ...at("2026-04-01") }))).toBe(
      "insurance/later-receipts-first",
    );
  });

  it("comes to an end where a loan paid for no time at all", () => {
    const lent = [aReceipt({ id: "receipt_2", method: "policyLoan", periodFrom: "2026-03-01", paidToOn: "2026-03-01" })];
    const needs = { policy: aPolicy(), parts: [], returned: [], waived: [], loans: [], lent };
    expect(answer(decide(premiumReceiptLifecycle.reverse, { record: aReceipt(), needs, input, ...at("2026-04-01") }))).toBe("reversed");
  });

  it("leaves alone what was kept of a benefit", () => {
    const record = aReceipt({ method: "claimDeduction" });
    expect(
      answer(
        decide(premiumReceiptLifecycle.reverse, {
          record,
          needs: { policy: aPolicy(), parts: [], returned: [], waived: [], loans: [], lent: [] },
          input,
          ...at("2025-04-01"),
        }),
      ),
    ).toBe("insurance/kept-of-benefit");
  });

  it("refuses to reverse twice", () => {
    const record = aReceipt({ state: "reversed" });
    expect(
      answer(
        decide(premiumReceiptLifecycle.reverse, {
          record,
          needs: { policy: aPolicy(), parts: [], returned: [], waived: [], loans: [], lent: [] },
          input,
          ...at("2025-04-01"),
        }),
      ),
    ).toBe("core/not-from-here");
  });
});

describe("receiptIsSound", () => {
  const codesOf = (record: ReturnType<typeof aReceipt>, policy: Partial<Policy> = {}) =>
    check([receiptIsSound], { record, needs: { policy: aPolicy(policy) }, ...at("2025-03-01") }).map(({ code }) => code);

  it("takes a receipt over a period", () => {
    expect(codesOf(aReceipt())).toEqual([]);
    expect(codesOf(aReceipt({ paidToOn: "2025-03-01" }))).toEqual([]);
  });

  it("refuses nothing, less than nothing, and a period that runs backwards", () => {
    expect(codesOf(aReceipt({ amount: yuan(0) }))).toEqual(["insurance/amount-not-positive"]);
    expect(codesOf(aReceipt({ amount: yuan(-1) }))).toEqual(["insurance/amount-not-positive"]);
    expect(codesOf(aReceipt({ paidToOn: "2025-02-28" }))).toEqual(["insurance/dates-out-of-order"]);
    expect(codesOf(aReceipt({ amount: { amountMinor: 1, currency: "USD" } }))).toEqual(["insurance/currencies-differ"]);
  });

  it("takes a premium that was paid ahead, up to the day of the proposal, and none of tomorrow", () => {
    expect(codesOf(aReceipt({ paidOn: "2024-02-20" }), { proposedOn: "2024-02-20" })).toEqual([]);
    expect(codesOf(aReceipt({ paidOn: "2024-02-19" }), { proposedOn: "2024-02-20" })).toEqual(["insurance/before-proposal"]);
    expect(codesOf(aReceipt({ paidOn: "2025-03-02" }))).toEqual(["insurance/date-in-future"]);
  });

  it("refuses a period from before the cover", () => {
    expect(codesOf(aReceipt({ periodFrom: "2024-02-29" }))).toEqual(["insurance/dates-out-of-order"]);
  });
});
