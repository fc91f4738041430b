import { date, defineLedger, defineRecord, money, one, ref, type Stored } from "@kehu/core";
import { policy } from "./policy.js";

/** Interest on arrears that was received. */
export const interestReceipt = defineRecord("insurance/interest-receipt", {
  fields: { policyId: ref("insurance/policy"), amount: money(), paidOn: date() },
  appendOnly: true,
});
export interface InterestReceipt extends Stored<typeof interestReceipt> {}

export const interestLedger = defineLedger(interestReceipt, {
  needs: { policy: one(policy, "policyId") },
  entries: ({ record: { amount, paidOn: on }, needs }) => [
    { key: "interest", customerId: needs.policy.holderId, on, kind: "revenue", category: "arrears-interest", amount },
  ],
});
