import { customer, type Id, task } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { aPolicy, at, startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { earnedPremiumFigure } from "../measures/earned-premium-figure.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "./pay-premium.js";
import { creditLedger, type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { reverseReceipt } from "./reverse-receipt.js";
import { takePayment } from "./take-payment.js";

let world: TestCrm;
let manager: TestSession;
let policyId: Id<"insurance/policy">;
afterEach(() => world.close());

/** Monthly premiums of 100 yuan, paid to 2026-03-01; today is 2026-02-10. */
async function aBook(changes: Partial<Policy> = {}) {
  world = await testCrm({ packs: [insurance], now: "2026-02-10T04:00:00.000Z" });
  manager = await world.as("insurance/manager");
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险" });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(10_000), premium: yuan(100) };
  const made = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "monthly", effectiveOn: "2025-03-01", issuedOn: "2025-03-01", paidToOn: "2026-03-01", ...changes },
    { state: "inForce", asOf: "2026-02-10", since: startOf("2025-03-01"), source: "P-1" },
  );
  policyId = made.id;
}
const payment = (amount: number, receiptNumber = "R-1") => ({
  policyNumber: "P-1",
  receiptNumber,
  amount: yuan(amount),
  paidOn: "2026-02-10",
  method: "cash" as const,
});
const surrender = (noticeOn: string) => manager.apply(policyEnd.surrender, policyId, { noticeOn, cashValue: yuan(50) });
const credits = async () => (await manager.find(premiumCredit, { where: { policyId }, sort: "id" })).items;
const heldOnes = async () => (await credits()).filter(({ state }) => state === "held").map(({ amount, reason }) => [amount, reason]);

describe("premium that is held", () => {
  it("is what came in for due dates more than a year ahead, and pays each of them when it has come", async () => {
    await aBook();
    // of a hundred instalments the twelve until 2027-02-01 are paid
    const { held, receiptIds } = await manager.call(takePayment, payment(10_050));
    expect([receiptIds.length, held]).toEqual([1, yuan(8_850)]);
    expect(await manager.get(policy, policyId)).toMatchObject({ paidToOn: "2027-03-01" });
    await world.clock.advance({ until: "2027-03-02" });
    // by 2027-03-01 the next thirteen are, until 2028-03-01
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "inForce", paidToOn: "2028-04-01" });
    expect(await heldOnes()).toEqual([[yuan(7_550), "overpaid"]]);
    const receipts = await manager.find(premiumReceipt, { where: { policyId, method: "heldPremium" } });
    expect(receipts.items).toMatchObject([{ amount: yuan(1_300), periodFrom: "2027-03-01", paidToOn: "2028-04-01" }]);
  });

  it("waits for nothing where a whole premium comes in on its due date or in grace, and is paid by the payment itself", async () => {
    await aBook();
    for (const [on, receiptNumber] of [
      ["2026-03-01", "R-1"],
      ["2026-04-20", "R-2"],
    ] as const) {
      await world.clock.advance({ until: on });
      const { held, receiptIds } = await manager.call(takePayment, { ...payment(100, receiptNumber), paidOn: on });
      expect([receiptIds.length, held]).toEqual([1, yuan(0)]);
    }
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "inForce", paidToOn: "2026-05-01" });
    const receipts = await manager.find(premiumReceipt, { where: { policyId }, sort: "id" });
    expect(receipts.items).toMatchObject([{ receiptNumber: "R-1" }, { receiptNumber: "R-2", periodFrom: "2026-04-01", method: "cash" }]);
  });

  it("is not asked for by whole instalments beyond a year", async () => {
    await aBook();
    await expect(manager.call(payPremium, payment(1_300))).rejects.toMatchObject({ code: "insurance/paid-too-far-ahead" });
    await manager.call(payPremium, payment(1_200));
    await expect(manager.call(payPremium, payment(100, "R-2"))).rejects.toMatchObject({ code: "insurance/paid-too-far-ahead" });
  });

  it("is to be refunded within thirty days of the end, and leaves a task where it is not", async () => {
    await aBook();
    await manager.call(takePayment, payment(40));
    await surrender("2026-02-10");
    const late = async () => (await manager.find(task, { where: { aboutId: (await credits())[0]?.id ?? null } })).items.length;
    await world.clock.advance({ until: "2026-03-11" });
    expect(await late()).toBe(0);
    await world.clock.advance({ until: "2026-03-12" });
    expect(await late()).toBe(1);
  });

  it("is quiet once it is refunded", async () => {
    await aBook();
    await manager.call(takePayment, payment(40));
    await surrender("2026-02-10");
    const [credit] = await credits();
    await manager.apply(premiumCreditLifecycle.refund, credit?.id as Id<"insurance/premium-credit">);
    await world.clock.advance({ until: "2026-04-01" });
    expect((await manager.find(task, { where: { aboutId: credit?.id ?? null } })).items).toEqual([]);
  });
});

describe("premium that was paid ahead of the end", () => {
  it("goes back at a surrender, beside the cash value, and is earned no more", async () => {
    await aBook();
    await manager.call(payPremium, payment(1_200));
    // the months of 2026-03 and 2026-04 had begun; ten of twelve had not
    await world.clock.advance({ until: "2026-04-20" });
    await surrender("2026-04-15");
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "surrendered", endValue: yuan(50) });
    expect(await heldOnes()).toEqual([[yuan(1_000), "paidAhead"]]);
    const earned = await manager.call(earnedPremiumFigure, { from: "2026-03-01", until: "2027-03-31" });
    expect(earned.figures).toMatchObject([{ currency: "CNY", numerator: 200_00 }]);
    const [credit] = await credits();
    await manager.apply(premiumCreditLifecycle.refund, credit?.id as Id<"insurance/premium-credit">);
    const [refunded] = await credits();
    const entriesOf = (record: PremiumCredit) =>
      creditLedger.entries({ record, needs: { policy: aPolicy() }, ...at("2026-04-20") }).map(({ kind, on, amount }) => [kind, on, amount]);
    expect(entriesOf(refunded as PremiumCredit)).toEqual([["cost", "2026-04-20", yuan(1_000)]]);
    expect(entriesOf({ ...(refunded as PremiumCredit), state: "held" })).toEqual([]);
    expect(entriesOf({ ...(refunded as PremiumCredit), reason: "overpaid" })).toEqual([]);
  });

  it("does not go back where it bounced", async () => {
    await aBook();
    for (const [number, amount] of [
      ["R-1", 300],
      ["R-2", 200],
    ] as const)
      await manager.call(payPremium, payment(amount, number));
    await surrender("2026-02-10");
    expect(await heldOnes()).toEqual([[yuan(500), "paidAhead"]]);
    await manager.call(reverseReceipt, { receiptNumber: "R-2", reason: "It bounced" });
    expect(await heldOnes()).toEqual([[yuan(300), "paidAhead"]]);
    await manager.call(reverseReceipt, { receiptNumber: "R-1", reason: "It bounced" });
    expect(await heldOnes()).toEqual([]);
  });

  it("is nothing where the end comes before the next due date, and no notice comes before the cover", async () => {
    await aBook();
    await expect(surrender("2025-02-28")).rejects.toMatchObject({ code: "insurance/dates-out-of-order" });
    await surrender("2026-02-10");
    expect(await credits()).toEqual([]);
  });
});
