import { date, defineOperation, group, list, money, ref } from "@kehu/core";
import * as z from "zod";
import { findPolicy } from "../policy/find-policy.js";
import { policy } from "../policy/policy.js";
import { heldFor, postHeld } from "./post-held.js";
import { premiumCredit } from "./premium-credit.js";
import { paymentMethods, premiumReceipt } from "./premium-receipt.js";
import { expectNewNumber } from "./receipt-number.js";
import { expectPremiumTaken } from "./takes-premium.js";

const { receiptNumber } = premiumReceipt.fields;
const method = z.enum(paymentMethods);

/**
 * Takes whatever came in: with what is held already it pays as many whole instalments as it can and as may be paid ahead, and the rest is
 * held until it falls due.
 *
 * An instalment is paid on the day on which its parts became the whole.
 */
export const takePayment = defineOperation("insurance/take-payment", {
  input: { policyNumber: policy.fields.policyNumber, receiptNumber, amount: money(), paidOn: date(), method },
  output: group({ receiptIds: list(ref("insurance/premium-receipt"), 1000), held: money() }),
  async run(work, { policyNumber, receiptNumber, amount, paidOn, method }) {
    const owed = await findPolicy(work, policyNumber);
    await expectPremiumTaken(work, owed, paidOn);
    await expectNewNumber(work, receiptNumber);
    const policyId = owed.id;
    await work.create(premiumCredit, { policyId, amount, receivedOn: paidOn, reason: "partial", paymentReference: receiptNumber });
    const receiptIds = [...(await postHeld(work, policyId, { receiptNumber, method }))];
    const left = await heldFor(work, policyId);
    return { receiptIds, held: { ...amount, amountMinor: left.reduce((total, each) => total + each.amount.amountMinor, 0) } };
  },
});
