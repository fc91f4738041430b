import { consent, customer } from "@kehu/core";
import { testCrm } from "@kehu/testing";
import { claimLifecycle } from "../src/claim/claim-lifecycle.js";
import { reportClaim } from "../src/claim/report-claim.js";
import { consentPurpose } from "../src/health/medical-note.js";
import { insurance } from "../src/insurance.js";
import { type Policy, policy } from "../src/policy/policy.js";
import { product } from "../src/policy/product.js";
import { startOf, yuan } from "./moments.js";

export const today = "2025-06-01";
export const diedOn = "2025-05-01";

/** In force since 2024-03-01 for 100,000 yuan, worth a tenth of it after a year, and deaths of 2025-05-01 that are reported on it. */
export async function aDeath(changes: Partial<Policy> = {}, line: "life" | "motor" = "life", hasTable = true) {
  const world = await testCrm({ packs: [insurance], now: `${today}T04:00:00.000Z` });
  const manager = await world.as("insurance/manager");
  const { id: holderId } = await world.system.create(customer, { kind: "person", displayName: "王芳" });
  const table = hasTable ? [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 200, extendedTermDays: 0 }] : [];
  const { id: productId } = await world.system.create(product, { code: "L", name: "终身寿险", line, nonForfeiture: table });
  await world.system.create(consent, {
    customerId: holderId,
    purpose: consentPurpose("claim"),
    channel: "any",
    decision: "given",
    decidedAt: startOf("2025-01-01"),
    textVersion: "1",
    evidence: "signed form",
  });
  const terms = { policyNumber: "P-1", holderId, insuredId: holderId, productId, sumAssured: yuan(100_000), premium: yuan(1_000) };
  const { id } = await world.system.adopt(
    policy,
    { ...terms, premiumFrequency: "annual", effectiveOn: "2024-03-01", issuedOn: "2024-03-01", paidToOn: "2026-03-01", ...changes },
    { state: "inForce", asOf: today, since: startOf("2024-03-01"), source: "P-1" },
  );
  const register = async (kind: "death" | "illness" = "death") => {
    const told = { policyNumber: "P-1", kind, lossOn: diedOn, cause: "A fall", reporterId: holderId, channel: "phone" } as const;
    const { claimId } = await manager.call(reportClaim, told);
    await manager.apply(claimLifecycle.register, claimId);
    return claimId;
  };
  return { world, manager, id, holderId, register, now: () => manager.get(policy, id) };
}
