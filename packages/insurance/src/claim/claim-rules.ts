import { defineRefusal, defineRule, one } from "@kehu/core";
import { notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, datesOutOfOrder, inCurrencyOf } from "../policy/policy-rules.js";
import { claim } from "./claim.js";

export const approvedAmountMissing = defineRefusal(
  "insurance/approved-amount-missing",
  "A claim that is {state} has an approved amount; enter it.",
);

export const claimIsSound = defineRule("insurance/claim-is-sound", claim, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record, needs, today }) => {
    const { lossOn, reportedOn, claimedAmount } = record;
    if (lossOn > reportedOn) return datesOutOfOrder({ later: "reportedOn", laterOn: reportedOn, earlier: "lossOn", earlierOn: lossOn });
    if (claimedAmount !== undefined && claimedAmount.amountMinor <= 0) return amountNotPositive({ field: "claimedAmount" });
    if (record.approvedAmount === undefined && (record.state === "approved" || record.state === "paid"))
      return approvedAmountMissing({ state: record.state });
    return notInFuture("reportedOn", reportedOn, today) ?? inCurrencyOf(needs.policy, claimedAmount);
  },
});
