import { customer, type Id, task } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "./pay-premium.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { reverseReceipt } from "./reverse-receipt.js";

const today = "2026-02-10";
let world: TestCrm;
let manager: TestSession;
let id: Id<"insurance/policy">;
let holderId: Id<"customer">;
afterEach(() => world.close());

/**
 * Monthly premiums of 100 yuan, paid to 2026-02-01; R-1 pays four of them, and with today the policy is surrendered for 500 yuan: one
 * was due by then, and three went back.
 */
async function surrendered() {
  world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  manager = await world.as("insurance/manager");
  holderId = (await world.system.create(customer, { kind: "person", displayName: "王芳" })).id;
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险" });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(10_000), premium: yuan(100) };
  const made = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "monthly", effectiveOn: "2025-03-01", issuedOn: "2025-03-01", paidToOn: "2026-02-01" },
    { state: "grace", asOf: today, since: startOf("2026-02-02"), source: "P-1" },
  );
  id = made.id;
  await manager.call(payPremium, { policyNumber: "P-1", receiptNumber: "R-1", amount: yuan(400), paidOn: today, method: "directDebit" });
  await manager.apply(policyEnd.surrender, id, { noticeOn: today, cashValue: yuan(500) });
}
const credits = async () =>
  (await manager.find(premiumCredit, { sort: "createdAt" })).items.map(({ state, amount }) => [state, amount.amountMinor / 100]);
const refund = async () => {
  const [credit] = (await manager.find(premiumCredit, { where: { state: "held" } })).items;
  await manager.apply(premiumCreditLifecycle.refund, credit?.id as never);
};
const bounce = () => manager.call(reverseReceipt, { receiptNumber: "R-1", reason: "The debit came back" });
const now = () => manager.get(policy, id);
const earned = async () => {
  const line = (await world.system.call(viewCustomer, { customerId: holderId })).value.find((each) => each.line === "insurance");
  return ((line?.revenueMinor ?? 0) - (line?.costMinor ?? 0)) / 100;
};

describe("a payment that paid ahead of the end and bounces after it", () => {
  it("takes off the cash value what was due before, and gives nothing back for the rest", async () => {
    await surrendered();
    expect(await credits()).toEqual([["held", 300]]);
    await bounce();
    const ended = await now();
    expect([ended.endValue, ended.recoverable, await credits()]).toEqual([yuan(400), undefined, [["reversed", 300]]]);
    expect([(await manager.find(task, {})).items, await earned()]).toEqual([[], -400]);
  });

  it("is owed by the policyholder as far as it was refunded, until that came back", async () => {
    await surrendered();
    await refund();
    await bounce();
    expect([(await now()).endValue, (await now()).recoverable, await credits()]).toEqual([yuan(400), yuan(300), [["refunded", 300]]]);
    expect((await manager.find(task, {})).items).toMatchObject([{ subject: "P-1", aboutId: id, customerId: holderId, dueOn: today }]);
    expect(await earned()).toBe(-700);
    const cashier = await world.as("insurance/cashier");
    await cashier.apply(policyEnd.recover, id);
    const settled = await now();
    expect([settled.recoverable, settled.recovered, settled.recoveredOn, await earned()]).toEqual([undefined, yuan(300), today, -400]);
    await expect(cashier.apply(policyEnd.recover, id)).rejects.toMatchObject({ code: "insurance/nothing-to-recover" });
  });

  it("is owed as well as far as the cash value was paid", async () => {
    await surrendered();
    await refund();
    await manager.apply(policyEnd.paySurrenderValue, id);
    await bounce();
    expect([(await now()).endValue, (await now()).recoverable]).toEqual([yuan(500), yuan(400)]);
    await manager.apply(policyEnd.recover, id);
    // as if 400 had never come in, and 400 had gone out
    expect(await earned()).toBe(-400);
  });
});
