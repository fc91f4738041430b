import { consent, customer, type Id } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { endOf, startOf, yuan } from "../../test/moments.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { claimPayment } from "../claim/claim-payment.js";
import { reportClaim } from "../claim/report-claim.js";
import { consentPurpose } from "../health/medical-note.js";
import { insurance } from "../insurance.js";
import { policyLending } from "../loan/lend.js";
import { lapseFigure } from "../measures/lapse-figure.js";
import { policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "./pay-premium.js";

type ClaimId = Id<"insurance/claim">;
const today = "2026-05-10";
const diedOn = "2024-04-10";
let world: TestCrm;
let manager: TestSession;
let id: Id<"insurance/policy">;
let holderId: Id<"customer">;
afterEach(() => world.close());
const now = () => manager.get(policy, id);

/** An annual premium of 1,000 yuan that was due on 2024-03-01 is not paid: lapsed with 2024-04-30, and two years later terminated. */
async function ended(lent = 0) {
  world = await testCrm({ packs: [insurance], now: "2024-02-01T04:00:00.000Z" });
  manager = await world.as("insurance/manager");
  holderId = (await world.system.create(customer, { kind: "person", displayName: "王芳" })).id;
  const nonForfeiture = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 0, extendedTermDays: 0 }];
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险", nonForfeiture });
  await world.system.create(consent, {
    ...{ customerId: holderId, purpose: consentPurpose("claim"), channel: "any", decision: "given" },
    ...{ decidedAt: startOf("2024-01-01"), textVersion: "1", evidence: "signed form" },
  });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(100_000), premium: yuan(1_000) };
  const made = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "annual", effectiveOn: "2022-03-01", issuedOn: "2022-03-01", paidToOn: "2024-03-01" },
    { state: "inForce", asOf: "2024-02-01", since: startOf("2022-03-01"), source: "P-1" },
  );
  id = made.id;
  if (lent > 0) await manager.apply(policyLending.lend, id, { amount: yuan(lent) });
  await world.clock.advance({ until: today });
  expect(await now()).toMatchObject({ state: "terminated", endReason: "twoYearsLapsed" });
}
const receipt = (paidOn = "2024-04-05") =>
  manager.call(payPremium, { policyNumber: "P-1", receiptNumber: "R-1", amount: yuan(1_000), paidOn, method: "bankTransfer" });
async function register(lossOn = diedOn): Promise<ClaimId> {
  const told = { policyNumber: "P-1", kind: "death", lossOn, reporterId: holderId, channel: "phone" } as const;
  const { claimId } = await manager.call(reportClaim, told);
  await manager.apply(claimLifecycle.register, claimId);
  return claimId;
}
const approve = (death: ClaimId) => manager.apply(claimLifecycle.approve, death, { amount: yuan(100_000) });
const pay = (death: ClaimId, changes: object = {}) =>
  manager.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: true, ...changes });

describe("the benefit on a death within the grace period that is found after the lapse had ended the contract", () => {
  it("is paid as its end: the contract ended with the death, and no cash value is owed beside it", async () => {
    await ended();
    expect((await now()).endValue).toEqual(yuan(10_000));
    const death = await register();
    await approve(death);
    await expect(pay(death, { endsPolicy: false })).rejects.toMatchObject({ code: "insurance/death-ends-policy" });
    expect(await pay(death)).toMatchObject({ paidAmount: yuan(100_000) });
    const after = await now();
    expect(after).toMatchObject({ state: "terminated", since: endOf(diedOn), endReason: "claimPaid", endedOn: diedOn });
    expect([after.endValue, after.lapsedOn]).toEqual([undefined, undefined]);
    // who died in grace has not lapsed
    expect(await manager.call(lapseFigure, { from: "2024-04-01", until: "2024-04-30" })).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it("is less what went back at the former end, with the loans that were set off of it", async () => {
    await ended(2_000);
    // 2,000 at five per cent for 819 days are 2,224.38
    const kept = 222_438;
    expect(await now()).toMatchObject({ endValue: { amountMinor: 1_000_000 - kept }, loansSetOff: { amountMinor: kept } });
    await manager.apply(policyEnd.payTerminationValue, id);
    const death = await register();
    await approve(death);
    expect(await pay(death)).toMatchObject({
      paidAmount: yuan(90_000),
      loansDeducted: { amountMinor: kept },
      cashValueDeducted: { amountMinor: 1_000_000 - kept },
    });
    const kinds = (await manager.find(claimPayment, { sort: "kind" })).items.map(({ kind }) => kind);
    expect([kinds, (await now()).state, (await now()).loansSetOff]).toEqual([["cashValue", "loan"], "terminated", undefined]);
  });
});

describe("a payment from within the grace period that is found after the lapse had ended the contract, where the insured has died", () => {
  it("opens nothing once the benefit is paid, because the contract ended with the death", async () => {
    await ended();
    const death = await register();
    await approve(death);
    await pay(death);
    await expect(receipt()).rejects.toMatchObject({ code: "insurance/premium-after-end", details: { endedOn: diedOn } });
    await manager.apply(claimLifecycle.close, death);
    await expect(receipt()).rejects.toMatchObject({ code: "insurance/premium-after-end" });
    expect(await now()).toMatchObject({ state: "terminated", endReason: "claimPaid", paidToOn: "2024-03-01" });
  });

  it("lets the death be looked into on the policy where it is claimed for and not decided, or approved", async () => {
    await ended();
    const death = await register();
    await approve(death);
    await receipt();
    expect(await now()).toMatchObject({ state: "deathClaimPending", since: endOf(diedOn), diedOn, paidToOn: "2025-03-01" });
    expect([(await now()).endReason, (await now()).endValue]).toEqual([undefined, undefined]);
    await pay(death, { deductArrears: true });
    const after = await now();
    // nothing was due any more on the day of the death
    expect(after).toMatchObject({ state: "deathClaimPaid", endReason: "claimPaid", endedOn: diedOn, paidToOn: "2025-03-01" });
    await expect(receipt()).rejects.toMatchObject({ code: "insurance/premium-after-end" });
  });

  it("gives the policy back as paid where nobody died", async () => {
    await ended();
    const death = await register();
    await receipt();
    await world.clock.advance("PT1S");
    await manager.apply(claimLifecycle.withdraw, death, { reason: "He is alive" });
    // the premium of 2025 was not paid
    expect(await now()).toMatchObject({ state: "lapsed", since: endOf("2025-04-30"), lapsedOn: "2025-04-30" });
    expect((await now()).diedOn).toBeUndefined();
  });

  it("opens it first, and the death that is claimed for then ends it", async () => {
    await ended();
    await receipt();
    expect((await now()).state).toBe("lapsed");
    const death = await register("2025-03-20");
    await approve(death);
    await pay(death);
    expect(await now()).toMatchObject({ state: "terminated", endReason: "claimPaid", endedOn: "2025-03-20", since: endOf("2025-03-20") });
    expect((await now()).lapsedOn).toBeUndefined();
  });

  it("is for a cover that had ended before the death, and opens it as it would have been", async () => {
    await ended();
    await register("2024-05-01");
    await receipt();
    expect((await now()).state).toBe("lapsed");
  });
});
