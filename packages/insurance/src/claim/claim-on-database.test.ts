import { consent, customer, type Id, KehuError, task } from "@kehu/core";
import { postgres } from "@kehu/crm/postgres";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { startOf, yuan } from "../../test/moments.js";
import { coverage } from "../coverage/coverage.js";
import { consentPurpose } from "../health/medical-note.js";
import { insurance } from "../insurance.js";
import { policyLending } from "../loan/lend.js";
import { policyLoan } from "../loan/policy-loan.js";
import { lossRatioByProduct } from "../measures/loss-ratio-figure.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { product } from "../policy/product.js";
import { payPremium } from "../premium/pay-premium.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { requestServicing } from "../servicing/request-servicing.js";
import { servicingRequestLifecycle } from "../servicing/servicing-request.js";
import { nonDisclosure } from "../underwriting/non-disclosure.js";
import { claim } from "./claim.js";
import { claimLifecycle } from "./claim-lifecycle.js";
import { claimPayment, claimPaymentLifecycle } from "./claim-payment.js";
import { claimReserve } from "./claim-reserve.js";
import { reportClaim } from "./report-claim.js";

const today = "2025-06-01";
const kinds = ["PGlite", ...(postgresUrl() === undefined ? [] : ["PostgreSQL"])] as const;
describe.each(kinds)("claims on a policy on %s", (kind) => {
  let server: { readonly url: string; drop(): Promise<void> } | undefined;
  let world: TestCrm;
  let manager: TestSession;
  let ids: { readonly holder: Id<"customer">; readonly product: Id<"insurance/product"> };
  let policies = 0;
  beforeAll(async () => {
    if (kind === "PostgreSQL") server = await createTestDatabase("claims");
    world = await testCrm({
      packs: [insurance],
      now: `${today}T04:00:00.000Z`,
      ...(server && { database: postgres({ url: server.url }) }),
    });
    manager = await world.as("insurance/manager");
    const holder = await world.system.create(customer, { kind: "person", displayName: "王芳" });
    const life = await world.system.create(product, { code: "L", name: "终身寿险" });
    ids = { holder: holder.id, product: life.id };
    const agreed = { purpose: consentPurpose("claim"), channel: "any", decision: "given", decidedAt: startOf("2025-01-01") } as const;
    const shown = { textVersion: "1", evidence: "signed form" };
    await world.system.create(consent, { customerId: holder.id, ...agreed, ...shown });
  });
  afterAll(async () => {
    await world.close();
    await server?.drop();
  });

  /** In force since 2024-03-01 for 100,000 yuan. */
  async function aBook(changes: Partial<Policy> = {}) {
    const policyNumber = `P-${++policies}`;
    const terms = {
      policyNumber,
      holderId: ids.holder,
      insuredId: ids.holder,
      productId: ids.product,
      sumAssured: yuan(100_000),
      premium: yuan(1_000),
      premiumFrequency: "annual",
      effectiveOn: "2024-03-01",
      issuedOn: "2024-03-01",
      paidToOn: "2026-03-01",
      ...changes,
    } as const;
    const as = { state: "inForce", asOf: today, since: startOf(terms.effectiveOn), source: policyNumber } as const;
    const made = await world.system.adopt(policy, terms, as);
    return {
      policyId: made.id,
      async register(kindOf: "death" | "illness" = "illness", lossOn = "2025-05-01") {
        const told = { policyNumber, kind: kindOf, lossOn, cause: "A fall", reporterId: ids.holder, channel: "phone" } as const;
        const { claimId } = await manager.call(reportClaim, told);
        await manager.apply(claimLifecycle.register, claimId);
        return claimId;
      },
    };
  }
  type ClaimId = Id<"insurance/claim">;
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return "done";
    } catch (error) {
      if (error instanceof KehuError) return error.code;
      throw error;
    }
  };
  const advance = (id: ClaimId, amount: number) =>
    codeOf(manager.apply(claimLifecycle.payInAdvance, id, { amount: yuan(amount), paidOn: today }));
  const approve = (id: ClaimId, amount: number) => codeOf(manager.apply(claimLifecycle.approve, id, { amount: yuan(amount) }));
  const pay = (id: ClaimId, endsPolicy = false) => codeOf(manager.apply(claimLifecycle.pay, id, { paidOn: today, endsPolicy }));

  it("never pay more than the sum assured, whatever became of those that paid", async () => {
    const { register } = await aBook();
    const [denied, withdrawn, reopened, last] = [await register(), await register(), await register(), await register()];
    expect([await advance(denied, 30_000), await advance(denied, 10_000), await advance(denied, 60_001)]).toEqual([
      "done",
      "done",
      "insurance/above-sum-assured",
    ]);
    await manager.apply(claimLifecycle.deny, denied, { reason: "Excluded" });
    await manager.apply(claimLifecycle.sendDenialNotice, denied, { sentOn: today });
    await approve(withdrawn, 20_000);
    await manager.apply(claimLifecycle.payPart, withdrawn, { amount: yuan(5_000), paidOn: today });
    await manager.apply(claimLifecycle.withdraw, withdrawn, { reason: "Found it" });
    await approve(reopened, 25_000);
    await pay(reopened);
    await manager.apply(claimLifecycle.close, reopened);
    await manager.apply(claimLifecycle.reopen, reopened, { reason: "A second opinion" });
    // 40,000 paid and denied, 5,000 paid and withdrawn, 25,000 paid and opened again: 30,000 are left
    expect([await approve(last, 30_001), await approve(last, 30_000)]).toEqual(["insurance/sum-assured-used-up", "done"]);
    expect([await approve(reopened, 24_999), await approve(reopened, 25_001), await approve(reopened, 25_000)]).toEqual([
      "insurance/below-paid",
      "insurance/sum-assured-used-up",
      "done",
    ]);
  });

  it("on a rider with a sum of its own leave the policy's as it is, and on one that is paid ahead do not", async () => {
    const { register, policyId } = await aBook();
    const terms = { policyId, kind: "rider", premium: yuan(100), effectiveOn: "2024-03-01" } as const;
    const as = { state: "active", asOf: today, since: startOf("2024-03-01") } as const;
    const rider = (coverageCode: string, benefit: "additional" | "accelerated") =>
      world.system.adopt(
        coverage,
        { ...terms, coverageCode, benefit, sumAssured: yuan(30_000) },
        { ...as, source: `${policyId}${coverageCode}` },
      );
    const [beside, ahead] = [await rider("HOSP", "additional"), await rider("CI", "accelerated")];
    const [one, two, main] = [await register(), await register(), await register()];
    await manager.apply(claimLifecycle.nameCover, one, { coverageId: beside.id });
    await manager.apply(claimLifecycle.nameCover, two, { coverageId: ahead.id });
    expect([await approve(one, 20_000), await approve(two, 30_001), await advance(two, 30_000)]).toEqual([
      "done",
      "insurance/above-sum-assured",
      "done",
    ]);
    expect([await approve(main, 70_001), await approve(main, 70_000)]).toEqual(["insurance/sum-assured-used-up", "done"]);
  });

  it("count no payment that the bank sent back", async () => {
    const { register } = await aBook();
    const [returned, next] = [await register(), await register()];
    await advance(returned, 90_000);
    expect(await approve(next, 10_001)).toBe("insurance/sum-assured-used-up");
    const [payment] = (await manager.find(claimPayment, { where: { claimId: returned } })).items;
    await manager.apply(claimPaymentLifecycle.takeBack, payment?.id as Id<"insurance/claim-payment">);
    expect(await approve(next, 100_000)).toBe("done");
    expect((await manager.get(claim, next)).approvedAmount).toEqual(yuan(100_000));
  });

  it("keep the policy of a death in step with all of them", async () => {
    const { register, policyId } = await aBook();
    const policyNow = async () => {
      const { state, diedOn } = await manager.get(policy, policyId);
      return [state, diedOn];
    };
    const [real, duplicate] = [await register("death"), await register("death")];
    await manager.apply(claimLifecycle.deny, duplicate, { reason: "Reported twice" });
    expect(await policyNow()).toEqual(["deathClaimPending", "2025-05-01"]);
    await manager.apply(claimLifecycle.correctLossDate, real, { lossOn: "2025-04-30" });
    expect(await policyNow()).toEqual(["deathClaimPending", "2025-04-30"]);
    await manager.apply(claimLifecycle.withdraw, real, { reason: "He is alive" });
    expect(await policyNow()).toEqual(["inForce", undefined]);
    await manager.apply(claimLifecycle.sendDenialNotice, duplicate, { sentOn: today });
    await manager.apply(claimLifecycle.reopen, duplicate, { reason: "He is not" });
    expect(await policyNow()).toEqual(["deathClaimPending", "2025-05-01"]);
    const second = await register("death");
    await approve(duplicate, 50_000);
    await approve(second, 50_000);
    expect([await pay(duplicate, true), await pay(second, true)]).toEqual(["done", "done"]);
    expect(await policyNow()).toEqual(["deathClaimPaid", "2025-05-01"]);
  });

  it("are not paid once the contract is rescinded for what was hidden, though a death was being looked into", async () => {
    const { register, policyId } = await aBook({ effectiveOn: "2025-03-01", issuedOn: "2025-03-01" });
    const death = await register("death");
    await manager.apply(nonDisclosure.learnOfNonDisclosure, policyId, { knownOn: today, kind: "deliberate" });
    await manager.apply(nonDisclosure.rescindForNonDisclosure, policyId);
    expect([await approve(death, 100_000), await advance(death, 1)]).toEqual([
      "insurance/rescinded-for-hiding",
      "insurance/rescinded-for-hiding",
    ]);
    await manager.apply(claimLifecycle.deny, death, { reason: "Rescinded" });
    expect((await manager.get(policy, policyId)).state).toBe("terminated");
  });

  it("pay the premium that is kept of them, once, so that the policy does not lapse", async () => {
    const { register, policyId } = await aBook({ paidToOn: "2025-03-01" });
    const [first, second] = [await register("illness", "2025-04-01"), await register("illness", "2025-04-02")];
    // it lapsed on 2025-04-30, with the losses in its grace
    await world.clock.advance("PT1S");
    expect((await manager.get(policy, policyId)).state).toBe("lapsed");
    for (const each of [first, second]) {
      await approve(each, 5_000);
      await manager.apply(claimLifecycle.pay, each, { paidOn: today, endsPolicy: false, deductArrears: true });
    }
    expect(await manager.get(claim, first)).toMatchObject({ paidAmount: yuan(4_000), arrearsDeducted: yuan(1_000) });
    const undeducted = await manager.get(claim, second);
    expect([undeducted.paidAmount, undeducted.arrearsDeducted]).toEqual([yuan(5_000), undefined]);
    expect(await manager.get(policy, policyId)).toMatchObject({ state: "inForce", paidToOn: "2026-03-01" });
    const receipts = await manager.find(premiumReceipt, { where: { policyId } });
    expect(receipts.items).toMatchObject([
      { method: "claimDeduction", amount: yuan(1_000), periodFrom: "2025-03-01", paidToOn: "2026-03-01" },
    ]);
    // paid in full by what went out and what was kept
    await manager.apply(claimLifecycle.close, first);
    await manager.apply(claimLifecycle.reopen, first, { reason: "More bills" });
    await approve(first, 6_000);
    await pay(first);
    expect((await manager.get(claim, first)).paidAmount).toEqual(yuan(1_000));
  });

  it("are denied after all where their cover fell away after the approval, and told so", async () => {
    const { register, policyId } = await aBook({ paidToOn: "2025-03-01", graceDays: 30 });
    const late = await register("illness", "2025-05-20");
    const receipt = { receiptNumber: `${policyId.slice(-30)}`, paidOn: "2025-03-20", method: "cheque", amount: yuan(1_000) } as const;
    await manager.call(payPremium, { ...receipt, policyNumber: (await manager.get(policy, policyId)).policyNumber });
    await approve(late, 500);
    await expect(manager.apply(claimLifecycle.reviseToDenied, late, { reason: "?" })).rejects.toMatchObject({
      code: "insurance/still-covered",
    });
    await manager.call(reverseReceipt, { receiptNumber: receipt.receiptNumber, reason: "The cheque bounced" });
    expect(await pay(late)).toBe("insurance/not-covered");
    await manager.apply(claimLifecycle.reviseToDenied, late, { reason: "The policy had lapsed on the day of the loss" });
    expect(await manager.get(claim, late)).not.toHaveProperty("approvedAmount");
    await manager.apply(claimLifecycle.sendDenialNotice, late, { sentOn: today });
    expect(await manager.get(claim, late)).toMatchObject({ state: "closed", deniedOn: today, denialNoticeOn: today });
  });

  it("are not taken over in another currency than the policy's, nor are receipts and payments", async () => {
    const { register, policyId } = await aBook();
    const dollars = { amountMinor: 1, currency: "USD" };
    const as = (state: string) => ({ state: state as never, asOf: today, source: `${policyId}-${state}` });
    const told = { policyId, claimNumber: `${policyId.slice(-20)}-X`, lossOn: "2025-05-01", reportedOn: "2025-05-02", cause: "?" };
    const closed = { ...told, approvedAmount: dollars, approvedOn: "2025-05-03", paidAmount: dollars, paidOn: "2025-05-04" };
    const receipt = { receiptNumber: told.claimNumber, paidOn: "2025-03-01", periodFrom: "2025-03-01", paidToOn: "2026-03-01" };
    const payment = { claimId: await register(), kind: "part", amount: dollars, paidOn: "2025-05-04" } as const;
    const { system } = world;
    expect([
      await codeOf(system.adopt(claim, closed, as("closed"))),
      await codeOf(system.adopt(premiumReceipt, { ...receipt, policyId, amount: dollars, method: "cash" }, as("posted"))),
      await codeOf(system.adopt(claimPayment, payment, as("paid"))),
    ]).toEqual(["insurance/currencies-differ", "insurance/currencies-differ", "insurance/currencies-differ"]);
  });

  it("keep the loans of a policy that they end, and take nothing of its table by hand", async () => {
    const values = { nonForfeiture: [{ year: 1, cashValuePerMille: 100, paidUpPerMille: 0, extendedTermDays: 0 }] };
    const endowment = await world.system.create(product, { code: "V", name: "两全保险", ...values });
    const { register, policyId } = await aBook({ productId: endowment.id });
    await manager.apply(policyLending.lend, policyId, { amount: yuan(2_000) });
    const death = await register("death", "2025-06-01");
    await approve(death, 50_000);
    await manager.apply(claimLifecycle.pay, death, { paidOn: today, endsPolicy: true });
    expect(await manager.get(claim, death)).toMatchObject({ paidAmount: yuan(48_000), loansDeducted: yuan(2_000) });
    const loans = await manager.find(policyLoan, { where: { policyId } });
    expect(loans.items).toMatchObject([{ state: "setOff" }]);
    const other = await aBook({ productId: endowment.id });
    await manager.apply(policyLending.lend, other.policyId, { amount: yuan(2_000) });
    await expect(manager.apply(policyEnd.surrender, other.policyId, { noticeOn: today, cashValue: yuan(1) })).rejects.toMatchObject({
      code: "insurance/value-in-table",
    });
    await manager.apply(policyEnd.surrender, other.policyId, { noticeOn: today });
    expect(await manager.get(policy, other.policyId)).toMatchObject({ state: "surrendered", endValue: yuan(8_000) });
  });

  it("keep the premium of two claims on one death once", async () => {
    const { register, policyId } = await aBook({ paidToOn: "2025-03-01" });
    const [one, other] = [await register("death", "2025-04-02"), await register("death", "2025-04-02")];
    for (const each of [one, other]) {
      await approve(each, 50_000);
      await manager.apply(claimLifecycle.pay, each, { paidOn: today, endsPolicy: true, deductArrears: true });
    }
    const paid = [(await manager.get(claim, one)).paidAmount, (await manager.get(claim, other)).paidAmount];
    expect(paid).toEqual([yuan(49_000), yuan(50_000)]);
    expect((await manager.get(policy, policyId)).state).toBe("terminated");
  });

  it("count once in the losses, whether they are expected or paid", async () => {
    const motor = await world.system.create(product, { code: "RES", name: "家财险", line: "property" });
    const { register } = await aBook({ productId: motor.id });
    const id = await register();
    const { system } = world;
    await system.create(claimReserve, { claimId: id, kind: "indemnity", amount: yuan(800), setOn: today, reason: "As reported" });
    const incurred = async () => {
      const { rows } = await manager.call(lossRatioByProduct, { from: "2025-06-01", until: "2025-06-30" });
      return rows.find(({ code }) => code === "RES")?.numerator;
    };
    expect(await incurred()).toBe(800_00);
    await approve(id, 700);
    await world.clock.advance("PT1S");
    await manager.apply(claimLifecycle.payPart, id, { amount: yuan(300), paidOn: today });
    expect(await incurred()).toBe(800_00);
    await world.clock.advance("PT1S");
    await pay(id);
    expect(await incurred()).toBe(700_00);
    const [part] = (await manager.find(claimPayment, { where: { claimId: id } })).items;
    await world.clock.advance("PT1S");
    await manager.apply(claimPaymentLifecycle.takeBack, part?.id as Id<"insurance/claim-payment">);
    expect(await incurred()).toBe(700_00);
  });

  it("are measured by the sum that was insured on the day of the loss", async () => {
    const { register, policyId } = await aBook();
    const [earlier, thatDay] = [await register("illness", "2025-05-20"), await register("illness", today)];
    const { policyNumber } = await manager.get(policy, policyId);
    const change = { type: "sumReduction", sumAssured: yuan(40_000), premium: yuan(500) } as const;
    const asked = { policyNumber, requesterId: ids.holder, channel: "storeVisit", identifiedBy: "faceToFace", change } as const;
    const { requestId } = await manager.call(requestServicing, asked);
    await manager.apply(servicingRequestLifecycle.approve, requestId);
    await world.clock.advance({ until: "2025-06-03" });
    const later = await register("illness", "2025-06-02");
    expect(await approve(later, 40_001)).toBe("insurance/above-sum-assured");
    expect(await approve(earlier, 100_001)).toBe("insurance/above-sum-assured");
    expect(await approve(earlier, 60_000)).toBe("done");
    expect(await approve(thatDay, 40_001)).toBe("insurance/sum-assured-used-up");
    expect(await approve(thatDay, 40_000)).toBe("done");
  });

  it("are not paid again what came back, once their cover has fallen away", async () => {
    const on = "2025-06-04";
    await world.clock.advance({ until: on });
    const { policyId, register } = await aBook();
    const id = await register("illness");
    await manager.apply(claimLifecycle.approve, id, { amount: yuan(100) });
    await manager.apply(claimLifecycle.payPart, id, { amount: yuan(40), paidOn: on });
    await manager.apply(claimLifecycle.pay, id, { paidOn: on, endsPolicy: false });
    const [payment] = (await manager.find(claimPayment, { where: { claimId: id } })).items;
    const paymentId = payment?.id as Id<"insurance/claim-payment">;
    await manager.apply(claimPaymentLifecycle.takeBack, paymentId);
    expect(await codeOf(manager.apply(claimPaymentLifecycle.payAgain, paymentId, { paidOn: on }))).toBe("done");
    await manager.apply(claimPaymentLifecycle.takeBack, paymentId);
    await manager.apply(nonDisclosure.learnOfNonDisclosure, policyId, { knownOn: on, kind: "deliberate" });
    await manager.apply(nonDisclosure.rescindForNonDisclosure, policyId);
    expect(await codeOf(manager.apply(claimPaymentLifecycle.payAgain, paymentId, { paidOn: on }))).toBe("insurance/rescinded-for-hiding");
  });

  it("are denied anew after they were opened again, and each denial has its notice", async () => {
    await world.clock.advance({ until: "2025-06-05" });
    const { register } = await aBook();
    const id = await register();
    await manager.apply(claimLifecycle.deny, id, { reason: "Excluded" });
    await manager.apply(claimLifecycle.sendDenialNotice, id, { sentOn: "2025-06-05" });
    await world.clock.advance({ until: "2025-06-11" });
    await manager.apply(claimLifecycle.reopen, id, { reason: "A second opinion" });
    expect(await manager.get(claim, id, { select: ["deniedOn", "denialNoticeOn", "denialReason"] })).toEqual({});
    await manager.apply(claimLifecycle.deny, id, { reason: "Excluded after all" });
    expect(await manager.get(claim, id, { select: ["state", "deniedOn"] })).toEqual({ state: "denied", deniedOn: "2025-06-11" });
    const late = async () => (await manager.find(task, { where: { aboutId: id } })).items.length;
    await world.clock.advance({ until: "2025-06-13" });
    expect(await late()).toBe(0);
    await world.clock.advance({ until: "2025-06-14" });
    expect(await late()).toBe(1);
  });

  it("tell a claimant within three days why the rest was denied, before they are closed", async () => {
    const on = "2025-06-16";
    await world.clock.advance({ until: on });
    const { register } = await aBook();
    const [told, untold] = [await register(), await register()];
    for (const id of [told, untold]) {
      await manager.apply(claimLifecycle.approvePartly, id, { amount: yuan(100), reason: "Wear" });
      await manager.apply(claimLifecycle.pay, id, { paidOn: on, endsPolicy: false });
    }
    expect(await codeOf(manager.apply(claimLifecycle.close, told))).toBe("insurance/denial-untold");
    await manager.apply(claimLifecycle.sendDenialNotice, told, { sentOn: on });
    expect(await codeOf(manager.apply(claimLifecycle.close, told))).toBe("done");
    await world.clock.advance("P4D");
    const late = await manager.find(task, { where: { aboutId: { in: [told, untold] } } });
    expect(late.items.map(({ aboutId }) => aboutId)).toEqual([untold]);
  });
});
