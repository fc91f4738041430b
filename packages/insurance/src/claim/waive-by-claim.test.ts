import { customer, type Id } from "@kehu/core";
import type { TestCrm, TestSession } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { aDeath, diedOn, today } from "../../test/death-book.js";
import { startOf, yuan } from "../../test/moments.js";
import { coverage } from "../coverage/coverage.js";
import { claimFigures } from "../measures/claim-figures.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import type { Policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimReserve } from "./claim-reserve.js";
import { reportClaim } from "./report-claim.js";

let world: TestCrm;
let handler: TestSession;
let manager: TestSession;
afterEach(() => world.close());

/** A policy paid to 2026-03-01 with a rider that waives its premium, and an illness of 2025-02-01 that is claimed for on it. */
async function book(changes: Partial<Policy> = {}, of: "holder" | "parent" = "holder") {
  const its = await aDeath(changes);
  ({ world, manager } = its);
  handler = await world.as("insurance/claims-handler");
  const parent = await world.system.create(customer, { kind: "person", displayName: "王刚", birthOn: "1970-01-01" });
  const whose = of === "parent" ? { insuredId: parent.id } : {};
  const rider = { policyId: its.id, coverageCode: "WOP", kind: "rider", benefit: "waiver", ...whose } as const;
  const { id: coverageId } = await world.system.adopt(
    coverage,
    { ...rider, sumAssured: yuan(10_000), premium: yuan(20), effectiveOn: "2024-03-01" },
    { state: "active", asOf: today, since: startOf("2024-03-01"), source: "WOP" },
  );
  const register = async (kind: "illness" | "death" = "illness", lossOn = "2025-02-01"): Promise<Id<"insurance/claim">> => {
    const told = { policyNumber: "P-1", kind, lossOn, reporterId: its.holderId, channel: "phone" } as const;
    const { claimId } = await manager.call(reportClaim, told);
    await handler.apply(claimLifecycle.register, claimId);
    return claimId;
  };
  const name = (claimId: Id<"insurance/claim">) => handler.apply(claimLifecycle.nameCover, claimId, { coverageId });
  return { ...its, coverageId, register, name };
}
const grant = (claimId: Id<"insurance/claim">, input: object = {}) => handler.apply(claimLifecycle.grantWaiver, claimId, input);
const credits = async () => (await manager.find(premiumCredit, {})).items.map(({ reason, amount }) => [reason, amount.amountMinor / 100]);

describe("a claim on a rider that waives premium", () => {
  it("is met by the waiver from the day of the loss on, and by no money", async () => {
    const { register, name, now, id } = await book();
    const illness = await register();
    await expect(grant(illness)).rejects.toMatchObject({ code: "insurance/no-waiver-claimed" });
    await name(illness);
    await expect(handler.apply(claimLifecycle.approve, illness, { amount: yuan(100) })).rejects.toMatchObject({
      code: "insurance/waives-only",
    });
    await world.system.create(claimReserve, { claimId: illness, kind: "indemnity", amount: yuan(9_000), setOn: today });
    expect(await grant(illness)).toMatchObject({ state: "closed", approvedOn: today, waivedFromOn: "2025-02-01" });
    expect(await now()).toMatchObject({ state: "premiumWaived", waivedFromOn: "2025-02-01", paidToOn: "2025-03-01" });
    // the premium of 2025-03-01 had been paid
    expect(await credits()).toEqual([["waived", 1_000]]);
    const reserves = (await manager.find(claimReserve, { sort: "createdAt" })).items.map(({ amount }) => amount.amountMinor);
    expect(reserves.at(-1)).toBe(0);
    // it counts as decided and met
    const { denial } = await manager.call(claimFigures, { from: today, until: today });
    expect([denial.numerator, denial.denominator]).toEqual([0, 1]);
    const before = manager.apply(policyEnd.surrender, id, { noticeOn: "2025-01-31" });
    await expect(before).rejects.toMatchObject({ code: "insurance/ends-before-loss" });
  });

  it("asks for what fell due before the loss, and for a policy that owes premium at all", async () => {
    const { register, name, id } = await book({ paidToOn: "2025-05-01", premiumFrequency: "monthly" });
    const late = await register("illness", "2025-05-10");
    await name(late);
    await expect(grant(late)).rejects.toMatchObject({ code: "insurance/due-before-waiver" });
    await manager.apply(nonForfeiture.electReducedPaidUp, id);
    await expect(grant(late)).rejects.toMatchObject({ code: "insurance/nothing-to-waive" });
  });

  it("may be opened again, and comes to the same or is denied; the waiver then ends on the day that is entered", async () => {
    const { register, name, now, id } = await book();
    const illness = await register();
    await name(illness);
    await grant(illness);
    await manager.apply(claimLifecycle.reopen, illness, { reason: "A second opinion" });
    expect((await manager.get(claim, illness)).waivedFromOn).toBeUndefined();
    expect(await grant(illness)).toMatchObject({ state: "closed", waivedFromOn: "2025-02-01" });
    expect([(await now()).state, await credits()]).toEqual(["premiumWaived", [["waived", 1_000]]]);
    await manager.apply(nonForfeiture.limitWaiver, id, { waivedUntilOn: "2025-06-30" });
    await world.clock.advance({ until: "2025-07-02" });
    expect(await now()).toMatchObject({ state: "inForce", paidToOn: "2026-03-01" });
  });

  it("is for the death of another life, whose cover ends with it, and not for that of the policy's insured", async () => {
    const { register, name, now, coverageId } = await book({}, "parent");
    const death = await register("death", diedOn);
    await name(death);
    await grant(death);
    expect([(await now()).state, (await manager.get(coverage, coverageId)).state]).toEqual(["premiumWaived", "ended"]);
    await world.close();
    const own = await book();
    const died = await own.register("death", diedOn);
    await own.name(died);
    await expect(grant(died)).rejects.toMatchObject({ code: "insurance/death-ends-policy" });
  });
});
