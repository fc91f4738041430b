import { date, defineOperation, group, list, money, ref } from "@kehu/core";
import * as z from "zod";
import { findPolicy } from "../policy/find-policy.js";
import { isOver, policy } from "../policy/policy.js";
import { expectPremiumTaken } from "./expect-premium-taken.js";
import { fullOn } from "./next-receipt.js";
import { heldFor, postHeld } from "./post-held.js";
import { premiumCredit } from "./premium-credit.js";
import { givenReceiptNumber, paymentMethods } from "./premium-receipt.js";
import { expectNewNumber } from "./receipt-number.js";

const method = z.enum(paymentMethods);

/**
 * Takes whatever came in: with what is held already it pays as many whole instalments as it can and as may be paid ahead, and the rest is
 * held until it falls due.
 *
 * An instalment is paid on the day on which its parts became the whole.
 */
export const takePayment = defineOperation("insurance/take-payment", {
  input: { policyNumber: policy.fields.policyNumber, receiptNumber: givenReceiptNumber, amount: money(), paidOn: date(), method },
  output: group({ receiptIds: list(ref("insurance/premium-receipt"), 1000), held: money() }),
  async run(work, { policyNumber, receiptNumber, amount, paidOn, method }) {
    const found = await findPolicy(work, policyNumber);
    const policyId = found.id;
    const parts = isOver(found) ? [...(await heldFor(work, policyId)), { amount, receivedOn: paidOn }] : [];
    await expectPremiumTaken(work, found, { paidOn, fullOn: fullOn(found, parts) });
    await expectNewNumber(work, receiptNumber);
    await work.create(premiumCredit, { policyId, amount, receivedOn: paidOn, reason: "partial", paymentReference: receiptNumber });
    const receiptIds = [...(await postHeld(work, policyId, { receiptNumber, method }))];
    const left = await heldFor(work, policyId);
    return { receiptIds, held: { ...amount, amountMinor: left.reduce((total, each) => total + each.amount.amountMinor, 0) } };
  },
});
