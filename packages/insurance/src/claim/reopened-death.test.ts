import { decide, type Id } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import type { TestCrm, TestSession } from "@kehu/testing";
import { afterEach, describe, expect, it } from "vitest";
import { aDeath, diedOn, today } from "../../test/death-book.js";
import { answer, aProduct, at, done, endOf, startOf, yuan } from "../../test/moments.js";
import { policyLending } from "../loan/lend.js";
import { policyLoan } from "../loan/policy-loan.js";
import { excludedDeath } from "../policy/excluded-death.js";
import { policyEnd } from "../policy/policy-end.js";
import { premiumCredit, premiumCreditLifecycle } from "../premium/premium-credit.js";
import { claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimPayment } from "./claim-payment.js";

type ClaimId = Id<"insurance/claim">;
let world: TestCrm;
let manager: TestSession;
afterEach(() => world.close());

async function book(...given: Parameters<typeof aDeath>) {
  const its = await aDeath(...given);
  ({ world, manager } = its);
  const spent = async () => {
    const { value } = await world.system.call(viewCustomer, { customerId: its.holderId });
    return value.find(({ line }) => line === "insurance")?.costMinor ?? 0;
  };
  /** Denied as a suicide, told so, and over. */
  const denied = async (): Promise<ClaimId> => {
    const death = await its.register();
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "capable" });
    await manager.apply(claimLifecycle.deny, death, { reason: "Suicide within two years" });
    await manager.apply(claimLifecycle.sendDenialNotice, death, { sentOn: today });
    return death;
  };
  /** Paid as the end of the policy, and over. */
  const paid = async (): Promise<ClaimId> => {
    const death = await its.register();
    await payAll(death);
    await manager.apply(claimLifecycle.close, death);
    return death;
  };
  return { ...its, spent, denied, paid };
}
async function payAll(death: ClaimId, amount = yuan(100_000)) {
  await manager.apply(claimLifecycle.approve, death, { amount });
  return manager.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: true });
}
const reopen = (death: ClaimId) => manager.apply(claimLifecycle.reopen, death, { reason: "A second opinion" });
const paymentsOf = async (claimId: ClaimId) =>
  (await manager.find(claimPayment, { where: { claimId }, sort: "kind" })).items.map(({ kind, amount }) => [
    kind,
    amount.amountMinor / 100,
  ]);

describe("a benefit that is paid after the death was excluded", () => {
  it("is less what went back as the cash value, ends the policy by the claim and leaves the books at the benefit", async () => {
    const { denied, now, id, spent } = await book();
    await manager.apply(policyLending.lend, id, { amount: yuan(2_000) });
    const death = await denied();
    await manager.apply(policyEnd.payTerminationValue, id);
    expect([await spent(), (await now()).endValue]).toEqual([800_000, yuan(8_000)]);
    await reopen(death);
    // what was paid is out, the loan runs again, and the death is looked into
    expect(await now()).toMatchObject({ state: "deathClaimPending", diedOn, endValue: yuan(8_000), endValuePaidOn: today });
    expect((await manager.find(policyLoan, {})).items).toMatchObject([{ state: "outstanding" }]);
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "incapable" });
    expect(await payAll(death)).toMatchObject({
      paidAmount: yuan(90_000),
      loansDeducted: yuan(2_000),
      cashValueDeducted: yuan(8_000),
    });
    const after = await now();
    expect(after).toMatchObject({ state: "deathClaimPaid", endReason: "claimPaid", endedOn: diedOn });
    expect([after.endValue, after.endValuePaidOn, after.loansSetOff]).toEqual([undefined, undefined, undefined]);
    expect(await paymentsOf(death)).toEqual([
      ["cashValue", 8_000],
      ["loan", 2_000],
    ]);
    expect(await spent()).toBe(10_000_000);
  });

  it("takes the place of a cash value that was not paid yet", async () => {
    const { denied, now, spent } = await book();
    const death = await denied();
    await reopen(death);
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "incapable" });
    expect(await payAll(death)).toMatchObject({ paidAmount: yuan(100_000) });
    expect([(await now()).endValue, await spent()]).toEqual([undefined, 10_000_000]);
  });

  it("is no less than what went back", async () => {
    const { denied, id } = await book();
    const death = await denied();
    await manager.apply(policyEnd.payTerminationValue, id);
    await reopen(death);
    await manager.apply(claimLifecycle.findSuicide, death, { suicide: "incapable" });
    const less = payAll(death, yuan(9_999));
    await expect(less).rejects.toMatchObject({
      code: "insurance/less-than-cash-value",
      details: { amount: yuan(10_000), left: yuan(9_999) },
    });
  });

  it("is denied again as it was before, and nothing is paid twice", async () => {
    const { denied, now, id, spent } = await book();
    const death = await denied();
    await manager.apply(policyEnd.payTerminationValue, id);
    await reopen(death);
    await manager.apply(claimLifecycle.deny, death, { reason: "It remains a suicide" });
    expect(await now()).toMatchObject({ state: "terminationPaid", endReason: "deathExcluded", endValue: yuan(10_000) });
    expect(await spent()).toBe(1_000_000);
  });
});

describe("excludedDeath.reopenDeath", () => {
  it("takes back the end by a death only, and where it is known what was before", async () => {
    const { now } = await book();
    const ended = { ...(await now()), state: "terminated", endedOn: diedOn } as const;
    const undo = (endReason: "claimPaid" | "surrender", stays: readonly object[]) =>
      answer(
        decide(excludedDeath.reopenDeath, {
          record: { ...ended, endReason },
          needs: { stays, settledLoans: [], returned: [] } as never,
          ...at(today),
        }),
      );
    const known = [{ state: "grace", from: startOf("2025-03-01") }];
    expect([undo("claimPaid", known), undo("surrender", known), undo("claimPaid", [])]).toEqual([
      "deathClaimPending",
      "insurance/not-ended-by-death",
      "insurance/not-ended-by-death",
    ]);
  });
});

describe("excludedDeath.revive", () => {
  it("puts a policy into force whose missing premium was paid while the death was looked into, and leaves another in grace", async () => {
    const { now } = await book();
    const record = { ...(await now()), state: "deathClaimPending", diedOn } as const;
    const stays = [{ state: "grace", from: endOf("2025-04-20") }];
    const back = (paidToOn: string) =>
      answer(decide(excludedDeath.revive, { record: { ...record, paidToOn }, needs: { stays } as never, ...at(today) }));
    expect([back("2025-04-20"), back("2025-06-20")]).toEqual(["grace", "inForce"]);
  });
});

describe("excludedDeath.endByExcludedDeath", () => {
  it("counts a reduced sum as what it costs, also where the claim was opened again", async () => {
    const { now } = await book();
    const record = { ...(await now()), state: "deathClaimPending", sumAssured: yuan(20_000) } as const;
    const nonForfeiture = [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 200, extendedTermDays: 0 }];
    const stays = [{ state: "reducedPaidUp", from: startOf("2025-03-10") }];
    const end = decide(excludedDeath.endByExcludedDeath, {
      record,
      needs: { stays, product: aProduct({ nonForfeiture }), loans: [] } as never,
      input: { diedOn },
      ...at(today),
    });
    // 20,000 paid up × 100 ÷ 200 per mille
    expect(done(end).record.endValue).toEqual(yuan(10_000));
  });
});

describe("an excluded death from before a lapse", () => {
  it("ends the policy on its day, which is covered as a whole, and not with the lapse", async () => {
    const { now } = await book();
    const record = { ...(await now()), state: "lapsed", since: endOf("2025-05-20"), lapsedOn: "2025-05-20" } as const;
    const needs = { stays: [{ state: "lapsed", from: endOf("2025-05-20") }], product: aProduct(), loans: [] } as never;
    const end = decide(excludedDeath.endByExcludedDeath, { record, needs, input: { diedOn, cashValue: yuan(1) }, ...at(today) });
    expect(done(end).record).toMatchObject({ state: "terminated", endedOn: diedOn, since: endOf(diedOn) });
  });
});

describe("a death that turns out to be none", () => {
  it("gives a policy back that was paid out: by the claim that is open again, as it stood before", async () => {
    const { paid, now, spent } = await book();
    const death = await paid();
    expect((await now()).state).toBe("deathClaimPaid");
    await reopen(death);
    await manager.apply(claimLifecycle.deny, death, { reason: "She came back" });
    const back = await now();
    expect(back).toMatchObject({ state: "inForce", since: startOf("2024-03-01"), paidToOn: "2026-03-01" });
    expect([back.diedOn, back.endedOn, back.endReason]).toEqual([undefined, undefined, undefined]);
    // the benefit is out until it is taken back
    expect([await paymentsOf(death), await spent()]).toEqual([[["part", 100_000]], 10_000_000]);
  });

  it("wants the cash value back first, where that was paid", async () => {
    const { denied, now, id, spent } = await book();
    const death = await denied();
    await manager.apply(policyEnd.payTerminationValue, id);
    await reopen(death);
    const withdraw = () => manager.apply(claimLifecycle.withdraw, death, { reason: "She is alive" });
    await expect(withdraw()).rejects.toMatchObject({ code: "insurance/end-value-out" });
    const cashier = await world.as("insurance/cashier");
    await cashier.apply(policyEnd.takeBackEndValue, id);
    await withdraw();
    expect([(await now()).state, await spent()]).toEqual(["inForce", 0]);
  });

  it("leaves premium paid that was to go back, and unpaid what went back", async () => {
    const ahead = { paidToOn: "2027-03-01" } as const;
    const held = await book(ahead);
    const death = await held.paid();
    const credits = async () => (await manager.find(premiumCredit, {})).items.map(({ state, amount }) => [state, amount.amountMinor / 100]);
    expect(await credits()).toEqual([["held", 1_000]]);
    await reopen(death);
    await manager.apply(claimLifecycle.withdraw, death, { reason: "She is alive" });
    expect([await credits(), (await held.now()).paidToOn]).toEqual([[["reversed", 1_000]], "2027-03-01"]);
    await world.close();
    const refunded = await book(ahead);
    const other = await refunded.paid();
    const [credit] = (await manager.find(premiumCredit, {})).items;
    await manager.apply(premiumCreditLifecycle.refund, credit?.id as never);
    await reopen(other);
    await manager.apply(claimLifecycle.withdraw, other, { reason: "She is alive" });
    expect([await credits(), (await refunded.now()).paidToOn]).toEqual([[["refunded", 1_000]], "2026-03-01"]);
  });

  it("lets what has become due since the death happen by its clocks, and not before it is decided", async () => {
    const { paid, now } = await book({ paidToOn: "2025-03-01" });
    const death = await paid();
    await world.clock.advance({ until: "2025-09-01" });
    await reopen(death);
    expect((await now()).state).toBe("deathClaimPending");
    await manager.apply(claimLifecycle.deny, death, { reason: "She came back" });
    expect(await now()).toMatchObject({ state: "lapsed", since: endOf("2025-04-30"), lapsedOn: "2025-04-30" });
  });

  it("leaves the policy ended that another claim on the death was paid for", async () => {
    const { register, now } = await book();
    const [one, other] = [await register(), await register()];
    await payAll(one, yuan(50_000));
    for (const each of [one, other]) if (each === other) await payAll(each, yuan(50_000));
    for (const each of [one, other]) await manager.apply(claimLifecycle.close, each);
    await reopen(other);
    await manager.apply(claimLifecycle.deny, other, { reason: "Not on this cover" });
    expect([(await now()).state, (await manager.get(claim, other)).state]).toEqual(["deathClaimPaid", "denied"]);
  });
});
