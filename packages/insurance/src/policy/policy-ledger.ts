import { defineLedger } from "@kehu/core";
import { policy } from "./policy.js";

/** What goes back to the policyholder at the end: the cash value of a surrender, or the premium of a policy cancelled in its cooling-off period. */
export const policyLedger = defineLedger(policy, {
  entries: ({ record }) =>
    record.endValue === undefined || record.endedOn === undefined
      ? []
      : [
          {
            key: "end-value",
            customerId: record.holderId,
            on: record.endedOn,
            kind: "cost",
            category: record.endReason === "freeLook" ? "premium-refund" : "cash-value",
            amount: record.endValue,
          },
        ],
});
