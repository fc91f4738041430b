import { date, defineRecord, money, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** How somebody pays. */
export const paymentMethods = ["bankTransfer", "directDebit", "card", "onlinePayment", "cash", "cheque"] as const;

/** What stands on a payment, as whoever took it numbers it; what is numbered after it or by itself is longer. */
export const givenReceiptNumber = text(40);

/** A premium that was received, for the time from one due date to another. */
export const premiumReceipt = defineRecord("insurance/premium-receipt", {
  fields: {
    receiptNumber: text(64),
    policyId: ref("insurance/policy"),
    amount: money(),
    paidOn: date(),
    /** The due date of the first instalment that it pays. */
    periodFrom: date(),
    /** The due date of the first instalment that it does not pay. */
    paidToOn: date(),
    /** `policyLoan`: a loan pays it by itself; `claimDeduction`: kept of a benefit; `heldPremium`: what came in before and was held. */
    method: z.enum([...paymentMethods, "policyLoan", "claimDeduction", "heldPremium"]),
    /** The claim of whose benefit it was kept. */
    claimId: ref("insurance/claim").optional(),
    /** It came after the grace period, as arrears of a reinstatement: the cover had been suspended. */
    paysArrears: z.boolean().optional(),
    reversedOn: date().optional(),
    reversalReason: text(300).optional(),
  },
  states: ["posted", "reversed"],
  initial: ["posted"],
  unique: [{ by: ["receiptNumber"] }],
  managed: [
    "receiptNumber",
    "policyId",
    "amount",
    "paidOn",
    "periodFrom",
    "paidToOn",
    "method",
    "paysArrears",
    "reversedOn",
    "reversalReason",
  ],
});
export interface PremiumReceipt extends Stored<typeof premiumReceipt> {}
