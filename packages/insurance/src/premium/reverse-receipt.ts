import { defineOperation, defineRefusal, group, list, ref, text } from "@kehu/core";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { premiumReceiptLifecycle } from "./premium-receipt-lifecycle.js";

export const unknownReceipt = defineRefusal(
  "insurance/unknown-receipt",
  "There is no payment {receiptNumber} that counts; check the number, and whether it was reversed already.",
);

/**
 * Takes a payment back, by its number. The premiums that it was a part of are unpaid again, the policy's paid-to date and state go
 * back with them, and the parts that other payments gave are held.
 */
export const reverseReceipt = defineOperation("insurance/reverse-receipt", {
  input: { receiptNumber: premiumReceipt.fields.receiptNumber, reason: text(300) },
  output: group({ receiptIds: list(ref("insurance/premium-receipt"), 1000) }),
  async run(work, { receiptNumber, reason }) {
    const paymentReference = receiptNumber;
    const { items: parts } = await work.find(premiumCredit, { where: { paymentReference }, select: ["appliedToId"], limit: 1000 });
    const which = parts.length === 0 ? { receiptNumber } : { id: { in: parts.flatMap(({ appliedToId }) => appliedToId ?? []) } };
    const { items: receipts } = await work.find(premiumReceipt, {
      where: { ...which, state: "posted" },
      select: ["id", "paidToOn"],
      limit: 1000,
    });
    const latestFirst = receipts.toSorted((one, other) => (one.paidToOn > other.paidToOn ? -1 : 1));
    for (const { id } of latestFirst) await work.apply(premiumReceiptLifecycle.reverse, id, { reason });
    const { items: held } = await work.find(premiumCredit, {
      where: { paymentReference, state: "held" },
      select: ["id"],
      limit: 1000,
    });
    if (receipts.length + held.length === 0) return work.refuse(unknownReceipt({ receiptNumber }));
    for (const { id } of held) await work.apply(premiumCreditLifecycle.reverse, id);
    return { receiptIds: latestFirst.map(({ id }) => id) };
  },
});
