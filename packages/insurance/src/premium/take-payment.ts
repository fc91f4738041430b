import { date, defineOperation, group, type Id, list, money, ref, type Work } from "@kehu/core";
import * as z from "zod";
import { findPolicy } from "../policy/find-policy.js";
import { policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { nextReceipt, type Part } from "./next-receipt.js";
import { arrearsOf } from "./pay-premium.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { type PremiumReceipt, paymentMethods, premiumReceipt } from "./premium-receipt.js";
import { expectNewNumber } from "./receipt-number.js";
import { expectPremiumTaken } from "./takes-premium.js";

const { receiptNumber } = premiumReceipt.fields;
const method = z.enum(paymentMethods);

/**
 * Takes whatever came in: with what is held already it pays as many whole instalments as it can, and the rest is held.
 *
 * An instalment is paid on the day on which its parts became the whole. Those that became full on different days have receipts of
 * their own, the later ones with a number after the payment's.
 */
export const takePayment = defineOperation("insurance/take-payment", {
  input: { policyNumber: policy.fields.policyNumber, receiptNumber, amount: money(), paidOn: date(), method },
  output: group({ receiptIds: list(ref("insurance/premium-receipt"), 1000), held: money() }),
  async run(work, { policyNumber, receiptNumber, amount, paidOn, method }) {
    const owed = await findPolicy(work, policyNumber);
    const policyId = owed.id;
    await expectPremiumTaken(work, owed, paidOn);
    await expectNewNumber(work, receiptNumber);
    await work.create(premiumCredit, { policyId, amount, receivedOn: paidOn, reason: "partial", paymentReference: receiptNumber });
    const receiptIds: Id<"insurance/premium-receipt">[] = [];
    for (;;) {
      const number = receiptIds.length === 0 ? receiptNumber : `${receiptNumber.slice(0, 36)}/${receiptIds.length + 1}`;
      const receiptId = await postNext(work, policyId, { receiptNumber: number, method });
      if (receiptId === undefined) break;
      receiptIds.push(receiptId);
    }
    const left = await heldFor(work, policyId);
    return { receiptIds, held: { ...amount, amountMinor: left.reduce((total, each) => total + each.amount.amountMinor, 0) } };
  },
});

/** At most a thousand, of which nobody has so many. */
async function heldFor(work: Work, policyId: Id<"insurance/policy">): Promise<readonly Part[]> {
  const { items } = await work.find(premiumCredit, {
    where: { policyId, state: "held" },
    select: ["id", "amount", "receivedOn"],
    limit: 1000,
  });
  return items;
}

async function postNext(
  work: Work,
  policyId: Id<"insurance/policy">,
  named: Pick<PremiumReceipt, "receiptNumber" | "method">,
): Promise<Id<"insurance/premium-receipt"> | undefined> {
  const owed = await work.get(policy, policyId);
  const next = nextReceipt(owed, { held: await heldFor(work, policyId), calendar: work.calendar });
  if (next === undefined) return undefined;
  const { amountMinor, parts, ...period } = next;
  const posted = await work.apply(policyPremium.postPremium, policyId, { paidOn: period.paidOn, paidToOn: period.paidToOn });
  const amount = { ...owed.premium, amountMinor };
  const receipt = await work.create(premiumReceipt, { ...named, ...period, ...arrearsOf(posted), amount, policyId });
  for (const { id, amountMinor } of parts)
    await work.apply(premiumCreditLifecycle.apply, id, { appliedToId: receipt.id, amount: { ...owed.premium, amountMinor } });
  return receipt.id;
}
