import { date, defineLifecycle, defineRecord, money, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** Money of a policyholder that pays no instalment yet (暂收保费): too little, too much, or paid back for a corrected age. */
export const premiumCredit = defineRecord("insurance/premium-credit", {
  fields: {
    policyId: ref("insurance/policy"),
    amount: money(),
    receivedOn: date(),
    reason: z.enum(["partial", "overpaid", "misstatedAge"]),
    /** Of the payment that it came with. */
    paymentReference: text(40).optional(),
    settledOn: date().optional(),
  },
  states: ["held", "applied", "refunded"],
  initial: ["held"],
  managed: ["policyId", "amount", "receivedOn", "reason", "paymentReference", "settledOn"],
});
export interface PremiumCredit extends Stored<typeof premiumCredit> {}

export const premiumCreditLifecycle = defineLifecycle(premiumCredit, (t) => ({
  /** It became part of a premium, which has a receipt of its own. */
  apply: t({ from: "held", to: "applied", set: ({ today }) => ({ settledOn: today }) }),
  refund: t({ from: "held", to: "refunded", set: ({ today }) => ({ settledOn: today }) }),
}));
