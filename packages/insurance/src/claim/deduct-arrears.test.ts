import { consent, customer, KehuError } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { consentPurpose } from "../health/medical-note.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { takePayment } from "../premium/take-payment.js";
import { claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimPayment } from "./claim-payment.js";
import { reportClaim } from "./report-claim.js";

const today = "2025-04-20";
let world: TestCrm;
let manager: TestSession;
afterEach(() => world.close());

/** In grace since 2025-03-01 with a premium of 1,000 yuan, and a claim of 2025-04-01 that is approved. */
async function approved(amount: number, kind: "illness" | "death" = "illness") {
  world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  manager = await world.as("insurance/manager");
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险" });
  const agreed = { purpose: consentPurpose("claim"), channel: "any", decision: "given", decidedAt: startOf("2025-01-01") } as const;
  await world.system.create(consent, { customerId: holderId, ...agreed, textVersion: "1", evidence: "signed form" });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(100_000), premium: yuan(1_000) };
  const { id: policyId } = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "annual", effectiveOn: "2024-03-01", issuedOn: "2024-03-01", paidToOn: "2025-03-01" },
    { state: "inForce", asOf: "2025-02-01", since: startOf("2024-03-01"), source: "P-1" },
  );
  const told = { policyNumber: "P-1", kind, lossOn: "2025-04-01", cause: "A fall", reporterId: holderId, channel: "phone" } as const;
  const { claimId } = await manager.call(reportClaim, told);
  await manager.apply(claimLifecycle.register, claimId);
  await manager.apply(claimLifecycle.approve, claimId, { amount: yuan(amount) });
  return { policyId, claimId };
}
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof KehuError) return error.code;
    throw error;
  }
};
const pay = (id: string, endsPolicy = false) =>
  codeOf(manager.apply(claimLifecycle.pay, id as never, { paidOn: today, endsPolicy, deductArrears: true }));

describe("premium that is kept of a benefit", () => {
  it("is all that the benefit reaches for: less than an instalment is held until the rest comes", async () => {
    const { policyId, claimId } = await approved(300);
    await pay(claimId);
    expect(await manager.get(claim, claimId)).toMatchObject({ paidAmount: yuan(0), arrearsDeducted: yuan(300) });
    const credits = await manager.find(premiumCredit, { where: { policyId } });
    expect(credits.items).toMatchObject([{ state: "held", amount: yuan(300), receivedOn: "2025-04-01", claimId }]);
    await manager.call(takePayment, {
      policyNumber: "P-1",
      receiptNumber: "R-1",
      amount: yuan(700),
      paidOn: today,
      method: "cash",
    });
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "inForce", paidToOn: "2026-03-01" });
  });

  it("is nothing to return where none was kept", async () => {
    const { claimId } = await approved(300);
    expect(await codeOf(manager.apply(claimLifecycle.returnArrears, claimId))).toBe("insurance/no-arrears-kept");
  });

  it("is no part of an instalment where the policy ends, which is said", async () => {
    const { claimId } = await approved(300, "death");
    expect(await pay(claimId, true)).toBe("insurance/less-than-a-premium");
  });

  it("goes back to the benefit of a claim that is opened again, where it had been paid", async () => {
    const { policyId, claimId } = await approved(5_000);
    expect(await pay(claimId)).toBe("done");
    const [receipt] = (await manager.find(premiumReceipt, { where: { policyId } })).items;
    expect(receipt).toMatchObject({ method: "claimDeduction", amount: yuan(1_000), claimId });
    expect(await codeOf(manager.call(reverseReceipt, { receiptNumber: receipt?.receiptNumber ?? "", reason: "?" }))).toBe(
      "insurance/kept-of-benefit",
    );
    await manager.apply(claimLifecycle.close, claimId);
    await manager.apply(claimLifecycle.reopen, claimId, { reason: "The premium had been paid on 2025-03-10" });
    await manager.apply(claimLifecycle.returnArrears, claimId);
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "grace", paidToOn: "2025-03-01" });
    expect((await manager.get(claim, claimId)).arrearsDeducted).toBeUndefined();
    const paid = { policyNumber: "P-1", receiptNumber: "R-1", amount: yuan(1_000), paidOn: "2025-03-10", method: "cash" } as const;
    await manager.call(payPremium, paid);
    await manager.apply(claimLifecycle.approve, claimId, { amount: yuan(5_000) });
    expect(await pay(claimId)).toBe("done");
    expect(await manager.get(claim, claimId)).toMatchObject({ paidAmount: yuan(1_000) });
    const payments = await manager.find(claimPayment, { where: { claimId, state: "paid" } });
    expect(payments.items).toMatchObject([{ kind: "part", amount: yuan(4_000) }]);
  });

  it("does not go back while it is a part of a later premium", async () => {
    const { policyId, claimId } = await approved(300);
    await pay(claimId);
    const rest = { policyNumber: "P-1", receiptNumber: "R-1", amount: yuan(700), paidOn: today, method: "cash" } as const;
    await manager.call(takePayment, rest);
    await manager.apply(claimLifecycle.close, claimId);
    await manager.apply(claimLifecycle.reopen, claimId, { reason: "?" });
    expect(await codeOf(manager.apply(claimLifecycle.returnArrears, claimId))).toBe("insurance/arrears-spent");
    await manager.call(reverseReceipt, { receiptNumber: "R-1", reason: "It bounced" });
    await manager.apply(claimLifecycle.returnArrears, claimId);
    const credits = await manager.find(premiumCredit, { where: { policyId, claimId } });
    expect(credits.items.every(({ state }) => state === "reversed")).toBe(true);
  });
});
