import { customer } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { yuan } from "../../test/moments.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { reportClaim } from "../claim/report-claim.js";
import { insurance } from "../insurance.js";
import { policy } from "../policy/policy.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { exclusion } from "./exclusion.js";
import { underwriting } from "./underwriting-lifecycle.js";
import { underwritingTerms } from "./underwriting-terms.js";

const today = "2025-03-01";
const excluded = "Diseases of the thyroid and what follows from them";
let world: TestCrm;
let underwriter: TestSession;
let handler: TestSession;
let manager: TestSession;
afterEach(() => world.close());

/** An application on one's own life that an underwriter makes another offer for. */
async function anOffer(offer: object = { terms: "Nodule TI-RADS 3 of 2024-11", exclusions: [excluded] }) {
  world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  [underwriter, handler, manager] = [
    await world.as("insurance/underwriter"),
    await world.as("insurance/claims-handler"),
    await world.as("insurance/manager"),
  ];
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳", birthOn: "1985-05-05" });
  const { id: productId } = await world.system.create(product, { code: "CI", name: "重疾险", line: "health", isUnderwritten: true });
  const { id } = await world.system.create(policy, {
    policyNumber: "P-1",
    holderId,
    insuredId: holderId,
    productId,
    sumAssured: yuan(100_000),
    premium: yuan(1_000),
    premiumFrequency: "annual",
    effectiveOn: today,
  });
  await manager.apply(underwriting.submit, id);
  await underwriter.apply(underwriting.takeUp, id);
  await underwriter.apply(underwriting.counterOffer, id, {
    offer: { premium: yuan(1_000), sumAssured: yuan(100_000), ...offer },
  });
  return { id, holderId };
}
async function aLoss(holderId: string) {
  const { claimId } = await manager.call(reportClaim, {
    policyNumber: "P-1",
    kind: "illness",
    lossOn: today,
    reporterId: holderId as never,
    channel: "phone",
  });
  await handler.apply(claimLifecycle.register, claimId);
  return claimId;
}
async function inForce(id: string) {
  await manager.apply(underwriting.acceptCounterOffer, id as never);
  await manager.call(payPremium, { policyNumber: "P-1", receiptNumber: "R1", amount: yuan(1_000), paidOn: today, method: "cash" });
  await manager.apply(policyLifecycle.issue, id as never);
}

describe("what an offer excludes", () => {
  it("is a part of the contract once it is accepted, for who decides claims, and the underwriter's reason is not", async () => {
    const { id } = await anOffer();
    expect((await handler.find(exclusion, {})).items).toEqual([]);
    await manager.apply(underwriting.acceptCounterOffer, id);
    expect((await handler.find(exclusion, { where: { policyId: id } })).items).toMatchObject([{ excluded, agreedOn: today }]);
    await expect(handler.find(underwritingTerms, {})).rejects.toMatchObject({ code: "crm/not-granted" });
  });

  it("is judged by hand before a claim is approved, whichever way", async () => {
    const { id, holderId } = await anOffer();
    await inForce(id);
    const [one, other] = [await aLoss(holderId), await aLoss(holderId)];
    const unjudged = handler.apply(claimLifecycle.approve, one, { amount: yuan(10_000) });
    await expect(unjudged).rejects.toMatchObject({ code: "insurance/exclusion-unjudged", details: { policyNumber: "P-1", count: 1 } });
    await handler.apply(claimLifecycle.judgeCover, one, { isCovered: false, reason: "Papillary carcinoma" });
    const excludedOne = handler.apply(claimLifecycle.approve, one, { amount: yuan(10_000) });
    await expect(excludedOne).rejects.toMatchObject({ code: "insurance/judged-not-covered" });
    await handler.apply(claimLifecycle.judgeCover, other, { isCovered: true, reason: "A carcinoma of the breast" });
    expect((await handler.apply(claimLifecycle.approve, other, { amount: yuan(10_000) })).state).toBe("approved");
  });

  it("asks nobody where nothing was excluded", async () => {
    const { id, holderId } = await anOffer({ terms: "A loading only" });
    await inForce(id);
    expect((await manager.find(exclusion, {})).items).toEqual([]);
    expect((await handler.apply(claimLifecycle.approve, await aLoss(holderId), { amount: yuan(10_000) })).state).toBe("approved");
  });
});
