import { customer, type Id } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { policyLoan, policyLoanLifecycle } from "./policy-loan.js";

let world: TestCrm;
let manager: TestSession;
let id: Id<"insurance/policy">;
afterEach(() => world.close());
const now = () => manager.get(policy, id);
const loans = async () =>
  (await manager.find(policyLoan, { sort: ["grantedOn", "createdAt"] })).items.map(({ state, grantedOn }) => [state, grantedOn]);
const credits = async () =>
  (await manager.find(premiumCredit, { sort: "createdAt" })).items.map(({ state, reason, amount }) => [
    state,
    reason,
    amount.amountMinor / 100,
  ]);
const reverse = (receiptNumber: string) => manager.call(reverseReceipt, { receiptNumber, reason: "It came back" });
async function automatic(): Promise<string> {
  const where = { method: "policyLoan", state: "posted" } as const;
  return (await manager.find(premiumReceipt, { where, sort: "-paidToOn" })).items[0]?.receiptNumber ?? "none";
}

/** An annual premium of 1,000 yuan: that of 2024-03-01 was paid by a debit, R-1, and that of 2025-03-01 by a loan on 2025-04-30. */
async function lent() {
  world = await testCrm({ packs: [insurance], now: "2024-03-01T04:00:00.000Z" });
  manager = await world.as("insurance/manager");
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const table = [{ year: 1, cashValuePerMille: 50, paidUpPerMille: 0, extendedTermDays: 0 }];
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险", nonForfeiture: table });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(50_000), premium: yuan(1_000) };
  const made = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "annual", effectiveOn: "2022-03-01", paidToOn: "2024-03-01", nonForfeiture: "automaticPremiumLoan" },
    { state: "inForce", asOf: "2024-03-01", since: startOf("2022-03-01"), source: "P-1" },
  );
  id = made.id;
  const paid = { policyNumber: "P-1", amount: yuan(1_000), paidOn: "2024-03-01", method: "directDebit" as const };
  await manager.call(payPremium, { ...paid, receiptNumber: "R-1" });
  await world.clock.advance({ until: "2025-05-10" });
  expect([await loans(), (await now()).paidToOn]).toEqual([[["outstanding", "2025-04-30"]], "2026-03-01"]);
}

describe("the reversal of a premium that a loan has paid by itself", () => {
  it("undoes the loan, and the policy is where it would have been without it", async () => {
    await lent();
    await manager.apply(nonForfeiture.chooseOption, id, { nonForfeiture: "lapse" });
    await reverse(await automatic());
    expect(await loans()).toEqual([["undone", "2025-04-30"]]);
    expect(await now()).toMatchObject({ state: "lapsed", lapsedOn: "2025-04-30", paidToOn: "2025-03-01" });
  });

  it("follows that of the payment before it, and the clocks lend anew what they would have lent without both", async () => {
    await lent();
    await reverse("R-1");
    expect(await loans()).toEqual([
      ["outstanding", "2024-04-30"],
      ["undone", "2025-04-30"],
    ]);
    // four fifths of 2,500 lend no second premium beside the first and its interest
    expect(await now()).toMatchObject({ state: "lapsed", paidToOn: "2025-03-01", lapsedOn: "2025-04-30" });
    const receipts = (await manager.find(premiumReceipt, { where: { state: "posted" } })).items;
    expect(receipts.map(({ periodFrom, method }) => [periodFrom, method])).toEqual([["2024-03-01", "policyLoan"]]);
  });

  it("lends the same premium again where that is what was chosen, and counts it once", async () => {
    await lent();
    await reverse(await automatic());
    expect(await loans()).toEqual([
      ["undone", "2025-04-30"],
      ["outstanding", "2025-04-30"],
    ]);
    expect([(await now()).state, (await now()).paidToOn]).toEqual(["inForce", "2026-03-01"]);
  });

  it("holds what the loan was repaid with, which pays the premium by itself", async () => {
    await lent();
    const [loan] = (await manager.find(policyLoan, {})).items;
    await manager.apply(policyLoanLifecycle.repay, loan?.id as never);
    await manager.apply(nonForfeiture.chooseOption, id, { nonForfeiture: "lapse" });
    await reverse(await automatic());
    expect(await credits()).toEqual([["held", "overpaid", 1_000]]);
    expect(await loans()).toEqual([["repaid", "2025-04-30"]]);
  });

  it("leaves the loan set off that was settled with an end, in the place of the premium", async () => {
    await lent();
    await manager.apply(policyEnd.surrender, id, { noticeOn: "2025-05-10" });
    const { endValue, loansSetOff } = await now();
    await reverse("R-1");
    expect([await loans(), (await now()).paidToOn]).toEqual([[["setOff", "2025-04-30"]], "2024-03-01"]);
    expect((await now()).loansSetOff).toEqual(loansSetOff);
    expect((await now()).endValue?.amountMinor).toBe((endValue?.amountMinor ?? 0) - 100_000);
  });
});
