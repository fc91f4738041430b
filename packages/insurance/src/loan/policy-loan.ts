import { date, decimal, defineLifecycle, defineRecord, defineRule, money, one, ref, type Stored } from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";

/** A loan on the cash value of a policy (保单贷款). */
export const policyLoan = defineRecord("insurance/policy-loan", {
  fields: {
    policyId: ref("insurance/policy"),
    kind: z.enum(["requested", "automaticPremium"]),
    principal: money(),
    grantedOn: date(),
    /** In per cent a year, simple, on 365 days. */
    annualRate: decimal(4),
    /** When the insured agreed in writing, where the policy pays on the death of somebody else than its holder. */
    insuredConsentedOn: date().optional(),
    /** Since when it and the other loans exceed the cash value of the policy, and its holder is to be told. */
    overloanOn: date().optional(),
    settledOn: date().optional(),
  },
  states: ["outstanding", "repaid", "setOff", "undone"],
  initial: ["outstanding"],
  managed: ["policyId", "kind", "principal", "grantedOn", "annualRate", "insuredConsentedOn", "overloanOn", "settledOn"],
});
export interface PolicyLoan extends Stored<typeof policyLoan> {}

export const policyLoanLifecycle = defineLifecycle(policyLoan, (t) => ({
  repay: t({ from: "outstanding", to: "repaid", set: ({ today }) => ({ settledOn: today }) }),
  /** Against a benefit or the cash value. */
  setOff: t({ from: "outstanding", to: "setOff", set: ({ today }) => ({ settledOn: today }) }),
  /** The receipt of the premium that it paid by itself was reversed: nothing was lent. */
  undo: t({ from: "outstanding", to: "undone", set: ({ today }) => ({ settledOn: today }) }),
  /** The end with which it was set off was taken back. */
  restore: t({ from: "setOff", to: "outstanding", set: () => ({ settledOn: undefined }) }),
}));

export const loanIsSound = defineRule("insurance/loan-is-sound", policyLoan, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record: { principal, grantedOn }, before, needs, today }) => {
    if (before !== undefined) return undefined;
    if (principal.amountMinor <= 0) return amountNotPositive({ field: "principal" });
    return (
      inCurrencyOf(needs.policy, principal) ??
      inOrder(["effectiveOn", needs.policy.effectiveOn], ["grantedOn", grantedOn]) ??
      notInFuture("grantedOn", grantedOn, today)
    );
  },
});
