import { act, defineLifecycle, defineRefusal, defineRule, many, one, text } from "@kehu/core";
import { inOrder, notBeforeProposal, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";

export const laterReceiptsFirst = defineRefusal(
  "insurance/later-receipts-first",
  "The policy is paid to {paidToOn}, beyond this receipt; reverse the later receipts first.",
);

export const keptOfBenefit = defineRefusal(
  "insurance/kept-of-benefit",
  "This premium was kept of the benefit of a claim and counts as paid there; reopen the claim if its benefit was wrong.",
);

export const premiumReceiptLifecycle = defineLifecycle(premiumReceipt, (t) => ({
  /** A direct debit that came back, a payment on the wrong policy: the policy is as unpaid as it was before, and parts of it are held. */
  reverse: t({
    from: "posted",
    to: "reversed",
    input: { reason: text(300) },
    needs: { policy: one(policy, "policyId"), parts: many(premiumCredit, "appliedToId", { where: { state: "applied" } }) },
    guard: ({ record, needs }) => {
      if (record.method === "claimDeduction") return keptOfBenefit();
      return needs.policy.paidToOn !== undefined && needs.policy.paidToOn !== record.paidToOn
        ? laterReceiptsFirst({ paidToOn: needs.policy.paidToOn })
        : undefined;
    },
    set: ({ input, today }) => ({ reversedOn: today, reversalReason: input.reason }),
    also: ({ record, needs }) => [
      act.apply(policyPremium.reversePremium, record.policyId, {
        paidToOn: record.periodFrom,
        paidOn: record.paidOn,
        amount: record.amount,
      }),
      ...needs.parts.map(({ id }) => act.apply(premiumCreditLifecycle.release, id)),
    ],
  }),
}));

export const receiptIsSound = defineRule("insurance/receipt-is-sound", premiumReceipt, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record, before, needs, today, calendar, parameter }) => {
    if (before !== undefined) return undefined;
    const { amount, paidOn, periodFrom, paidToOn } = record;
    if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
    return (
      inCurrencyOf(needs.policy, amount) ??
      inOrder(["periodFrom", periodFrom], ["paidToOn", paidToOn]) ??
      inOrder(["effectiveOn", needs.policy.effectiveOn], ["periodFrom", periodFrom]) ??
      notBeforeProposal("paidOn", paidOn, { policy: needs.policy, calendar, parameter }) ??
      notInFuture("paidOn", paidOn, today)
    );
  },
});
