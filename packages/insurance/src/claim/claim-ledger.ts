import { defineLedger, one } from "@kehu/core";
import { policy } from "../policy/policy.js";
import { claim } from "./claim.js";

/** A payout is a cost of the policyholder, who chose and pays the cover. */
export const claimLedger = defineLedger(claim, {
  needs: { policy: one(policy, "policyId") },
  entries: ({ record, needs }) =>
    record.paidAmount === undefined || record.paidOn === undefined
      ? []
      : [
          {
            key: "payout",
            customerId: needs.policy.holderId,
            on: record.paidOn,
            kind: "cost",
            category: "payout",
            amount: record.paidAmount,
          },
        ],
});
