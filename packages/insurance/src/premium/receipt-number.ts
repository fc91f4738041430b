import { defineRefusal, type Work } from "@kehu/core";
import { premiumCredit } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";

export const receiptNumberTaken = defineRefusal(
  "insurance/receipt-number-taken",
  "A payment with the receipt number {receiptNumber} was entered already; check whether this one is the same, else give it a number of its own.",
);

/** A number stands for one payment, whether it paid a premium or is held as a part of one, and also when it came back. */
export async function expectNewNumber(work: Work, receiptNumber: string): Promise<void> {
  const receipts = await work.find(premiumReceipt, { where: { receiptNumber }, select: ["id"], limit: 1 });
  const credits = await work.find(premiumCredit, { where: { paymentReference: receiptNumber }, select: ["id"], limit: 1 });
  if (receipts.items.length + credits.items.length > 0) work.refuse(receiptNumberTaken({ receiptNumber }));
}
