import { defineLedger, type LedgerEntry } from "@kehu/core";
import { type Policy, policy } from "./policy.js";

/**
 * What goes back to the policyholder at the end, on the day of its payment; until then on the day from which it is owed. A commission
 * that the agent gives back is earned again, and so is what comes back of a payout whose premium bounced.
 */
export const policyLedger = defineLedger(policy, {
  entries: ({ record }) => [...endValueOf(record), ...clawbackOf(record), ...recoveredOf(record)],
});

function endValueOf({ endValue: amount, endedOn, endValuePaidOn, endReason, holderId: customerId }: Policy): readonly LedgerEntry[] {
  const on = endValuePaidOn ?? endedOn;
  if (amount === undefined || on === undefined) return [];
  return [{ key: "end-value", customerId, on, kind: "cost", category: categoryOf(endReason), amount }];
}

function categoryOf(reason: Policy["endReason"]): string {
  if (reason === "freeLook" || reason === "nonDisclosure") return "premium-refund";
  return reason === "endOfTerm" ? "maturity-benefit" : "cash-value";
}

function recoveredOf({ recovered: amount, recoveredOn: on, holderId: customerId }: Policy): readonly LedgerEntry[] {
  return amount === undefined || on === undefined
    ? []
    : [{ key: "recovered", customerId, on, kind: "revenue", category: "recovered-payout", amount }];
}

function clawbackOf({ commissionClawback: amount, endedOn: on, holderId: customerId }: Policy): readonly LedgerEntry[] {
  return amount === undefined || on === undefined
    ? []
    : [{ key: "commission-clawback", customerId, on, kind: "revenue", category: "commission-clawback", amount }];
}
