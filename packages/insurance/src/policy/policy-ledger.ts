import { defineLedger, type LedgerEntry } from "@kehu/core";
import { type Policy, policy } from "./policy.js";

/**
 * What goes back to the policyholder at the end, on the day of its payment; until then on the day from which it is owed. A commission
 * that the agent gives back is earned again.
 */
export const policyLedger = defineLedger(policy, {
  entries: ({ record }) => [...endValueOf(record), ...clawbackOf(record)],
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

function clawbackOf({ commissionClawback: amount, endedOn: on, holderId: customerId }: Policy): readonly LedgerEntry[] {
  return amount === undefined || on === undefined
    ? []
    : [{ key: "commission-clawback", customerId, on, kind: "revenue", category: "commission-clawback", amount }];
}
