import { defineOperation, defineRefusal, group, ref, text } from "@kehu/core";
import { premiumReceipt } from "./premium-receipt.js";
import { premiumReceiptLifecycle } from "./premium-receipt-lifecycle.js";

export const unknownReceipt = defineRefusal("insurance/unknown-receipt", "There is no receipt {receiptNumber}; check the number.");

/** Takes a receipt back; the policy's paid-to date and state go back with it. */
export const reverseReceipt = defineOperation("insurance/reverse-receipt", {
  input: { receiptNumber: premiumReceipt.fields.receiptNumber, reason: text(300) },
  output: group({ receiptId: ref("insurance/premium-receipt") }),
  async run(work, { receiptNumber, reason }) {
    const { items } = await work.find(premiumReceipt, { where: { receiptNumber }, select: ["id"], limit: 1 });
    const [receipt] = items;
    if (receipt === undefined) return work.refuse(unknownReceipt({ receiptNumber }));
    await work.apply(premiumReceiptLifecycle.reverse, receipt.id, { reason });
    return { receiptId: receipt.id };
  },
});
