import { customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aPolicy, aProduct, calendar, endOf, inGrace, yuan } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { payPremium, periodPaidBy } from "./pay-premium.js";
import { paymentMethods, premiumReceipt } from "./premium-receipt.js";
import { reverseReceipt } from "./reverse-receipt.js";
import { takePayment } from "./take-payment.js";

describe("periodPaidBy", () => {
  it("pays whole instalments from the next due date on", () => {
    expect(periodPaidBy(aPolicy(), yuan(1_000), calendar)).toEqual({ periodFrom: "2026-03-01", paidToOn: "2027-03-01" });
    expect(periodPaidBy(aPolicy(), yuan(3_000), calendar)).toEqual({ periodFrom: "2026-03-01", paidToOn: "2029-03-01" });
  });

  it.each([yuan(999), yuan(1_500), yuan(0), yuan(-1_000)])("refuses %o, which is no multiple of the premium", (amount) => {
    expect(periodPaidBy(aPolicy(), amount, calendar)).toMatchObject({ code: "insurance/not-whole-instalments" });
  });

  it("refuses more than is left to pay", () => {
    const policy = aPolicy({ premiumsUntilOn: "2027-03-01" });
    expect(periodPaidBy(policy, yuan(1_000), calendar)).toEqual({ periodFrom: "2026-03-01", paidToOn: "2027-03-01" });
    expect(periodPaidBy(policy, yuan(2_000), calendar)).toMatchObject({ code: "insurance/not-so-much-due" });
    expect(periodPaidBy(aPolicy({ premiumsUntilOn: "2026-03-01" }), yuan(1_000), calendar)).toMatchObject({
      code: "insurance/not-so-much-due",
    });
  });

  it("refuses another currency", () => {
    expect(periodPaidBy(aPolicy(), { amountMinor: 100_000, currency: "USD" }, calendar)).toMatchObject({
      code: "insurance/currencies-differ",
    });
  });
});

const paid = { policyNumber: "P1", receiptNumber: "R9", amount: yuan(1_000), paidOn: "2026-03-20", method: "cash" } as const;
function book(record = inGrace(), time = "2026-03-25"): MemoryWork {
  const memory = new MemoryWork(time);
  memory.add(product, aProduct());
  memory.add(policy, record);
  memory.add(customer, aCustomer("customer_insured"));
  return memory;
}

describe("payPremium", () => {
  it("takes what somebody paid: what a loan or a benefit pays comes by itself, with the loan or the claim", () => {
    for (const { input } of [payPremium, takePayment]) {
      const takes = (method: string): boolean => z.safeParse(input["method"] as z.ZodType, method).success;
      expect(paymentMethods.every(takes)).toBe(true);
      expect(["policyLoan", "claimDeduction"].some(takes)).toBe(false);
    }
  });

  it("writes the receipt and posts it", async () => {
    const memory = book();
    const { receiptId, paidToOn } = await payPremium.run(memory.work, paid as never);
    expect(paidToOn).toBe("2027-03-01");
    expect(memory.row(receiptId)).toMatchObject({
      state: "posted",
      receiptNumber: "R9",
      policyId: "policy_1",
      periodFrom: "2026-03-01",
      paidToOn: "2027-03-01",
    });
    expect(memory.row("policy_1")).toMatchObject({ state: "inForce", paidToOn: "2027-03-01" });
  });

  it("refuses an unknown policy number and an amount that pays nothing whole", async () => {
    await expect(payPremium.run(book().work, { ...paid, policyNumber: "P2" } as never)).rejects.toMatchObject({
      code: "insurance/unknown-policy",
    });
    await expect(payPremium.run(book().work, { ...paid, amount: yuan(1) } as never)).rejects.toMatchObject({
      code: "insurance/not-whole-instalments",
    });
    const memory = book();
    await payPremium.run(memory.work, paid as never);
    await expect(payPremium.run(memory.work, paid as never)).rejects.toMatchObject({ code: "insurance/receipt-number-taken" });
  });
});

describe("reverseReceipt", () => {
  it("undoes what the payment did", async () => {
    const memory = book();
    const { receiptId } = await payPremium.run(memory.work, paid as never);
    expect(await reverseReceipt.run(memory.work, { receiptNumber: "R9", reason: "Came back" } as never)).toEqual({
      receiptIds: [receiptId],
    });
    expect(memory.row(receiptId)).toMatchObject({ state: "reversed", reversalReason: "Came back" });
    expect(memory.row("policy_1")).toMatchObject({ state: "grace", since: endOf("2026-03-01"), paidToOn: "2026-03-01" });
    expect(memory.all(premiumReceipt, { state: "posted" })).toEqual([]);
  });

  it("undoes the first premium of a proposal", async () => {
    const { paidToOn: _, ...proposal } = aPolicy({ state: "proposed" });
    const memory = book(proposal, "2024-02-25");
    await payPremium.run(memory.work, { ...paid, paidOn: "2024-02-20" } as never);
    expect(memory.row("policy_1")).toMatchObject({ state: "proposed", paidToOn: "2025-03-01" });
    await reverseReceipt.run(memory.work, { receiptNumber: "R9", reason: "Came back" } as never);
    expect(memory.row("policy_1")).toMatchObject({ state: "proposed" });
    expect(memory.row("policy_1")["paidToOn"]).toBeUndefined();
  });

  it("refuses an unknown receipt, and one that was reversed", async () => {
    const memory = book();
    const reverse = (receiptNumber: string) => reverseReceipt.run(memory.work, { receiptNumber, reason: "?" } as never);
    await expect(reverse("R0")).rejects.toMatchObject({ code: "insurance/unknown-receipt" });
    await payPremium.run(memory.work, paid as never);
    await reverse("R9");
    await expect(reverse("R9")).rejects.toMatchObject({ code: "insurance/unknown-receipt" });
  });
});
