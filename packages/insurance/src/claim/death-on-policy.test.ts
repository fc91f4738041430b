import type { TestCrm, TestSession } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { aDeath, today } from "../../test/death-book.js";
import { yuan } from "../../test/moments.js";
import { policyLending } from "../loan/lend.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { policyEnd } from "../policy/policy-end.js";
import { claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";

let world: TestCrm;
let manager: TestSession;
afterEach(() => world.close());
async function book(...given: Parameters<typeof aDeath>) {
  const its = await aDeath(...given);
  ({ world, manager } = its);
  return its;
}

describe("a death on a policy", () => {
  it("ends it for its cash value where the benefit is denied for a suicide, and a step pays that", async () => {
    const { id, register, now } = await book();
    await manager.apply(policyLending.lend, id, { amount: yuan(2_000) });
    const death = await register();
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "capable" });
    await manager.apply(claimLifecycle.deny, death, { reason: "Suicide within two years" });
    expect(await now()).toMatchObject({
      state: "terminated",
      diedOn: "2025-05-01",
      endedOn: "2025-05-01",
      endReason: "deathExcluded",
      endValue: yuan(8_000),
      loansSetOff: yuan(2_000),
    });
    await manager.apply(policyEnd.payTerminationValue, id);
    expect(await now()).toMatchObject({ state: "terminationPaid", endValuePaidOn: today });
    const told = await manager.apply(claimLifecycle.sendDenialNotice, death, { sentOn: today });
    expect(told.state).toBe("closed");
  });

  it("wants the cash value by hand where no table says it, and owes nothing where that is nothing", async () => {
    const { register, now } = await book({}, "life", false);
    const death = await register();
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "capable" });
    const reason = "Suicide within two years";
    await expect(manager.apply(claimLifecycle.deny, death, { reason })).rejects.toMatchObject({ code: "insurance/value-not-in-table" });
    await manager.apply(claimLifecycle.deny, death, { reason, cashValue: yuan(0) });
    const ended = await now();
    expect([ended.state, ended.endReason, ended.endValue]).toEqual(["terminated", "deathExcluded", undefined]);
  });

  it("gives the policy back where it was no death, and ends it where another exclusion is entered", async () => {
    const { register, now } = await book();
    await manager.apply(claimLifecycle.deny, await register(), { reason: "He is alive" });
    const stands = await now();
    expect([stands.state, stands.diedOn]).toEqual(["inForce", undefined]);
    const deny = manager.apply(claimLifecycle.deny, await register("illness"), { reason: "?", deathStands: true });
    await expect(deny).rejects.toMatchObject({ code: "insurance/no-death-to-end" });
    await manager.apply(claimLifecycle.deny, await register(), { reason: "Died in a robbery of his own", deathStands: true });
    expect(await now()).toMatchObject({ state: "terminated", endReason: "deathExcluded", endValue: yuan(10_000) });
  });

  it("counts a reduced sum as what it costs, as before the death", async () => {
    const { register, now } = await book();
    await manager.apply(nonForfeiture.electReducedPaidUp, (await now()).id);
    await manager.apply(claimLifecycle.deny, await register(), { reason: "Excluded", deathStands: true });
    // 20,000 paid up × 100 ÷ 200 per mille; the reduced sum is of today, after the death
    expect(await now()).toMatchObject({ state: "terminated", endValue: yuan(10_000) });
  });

  it("does not leave it in force once the benefit is paid, and a second claim is paid after the end", async () => {
    const { register, now } = await book();
    const [one, other] = [await register(), await register()];
    for (const each of [one, other]) await manager.apply(claimLifecycle.approve, each, { amount: yuan(50_000) });
    await expect(manager.apply(claimLifecycle.pay, one, { paidOn: today, endsPolicy: false })).rejects.toMatchObject({
      code: "insurance/death-ends-policy",
    });
    await manager.apply(claimLifecycle.pay, one, { paidOn: today, endsPolicy: true });
    await manager.apply(claimLifecycle.pay, other, { paidOn: today, endsPolicy: false });
    expect(await now()).toMatchObject({ state: "deathClaimPaid", endReason: "claimPaid" });
    expect((await manager.get(claim, other)).state).toBe("paid");
  });

  it("of somebody whom a motor policy does not insure leaves that as it is", async () => {
    const { register, now } = await book({}, "motor");
    const death = await register();
    expect((await now()).state).toBe("inForce");
    await manager.apply(claimLifecycle.approve, death, { amount: yuan(50_000) });
    await manager.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: false });
    expect((await now()).state).toBe("inForce");
  });
});
