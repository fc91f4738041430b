import { type Act, act, type Calendar, defineLifecycle, defineRefusal, defineRule, many, one, type Refusal, text } from "@kehu/core";
import { type PolicyLoan, policyLoan } from "../loan/policy-loan.js";
import { loanOf, undoLoan } from "../loan/undo-automatic-loan.js";
import { inOrder, notBeforeProposal, notInFuture } from "../policy/dates.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { notReturned, partsOf } from "./bounced-after-end.js";
import { givenBack, holdNoMore, whyGone } from "./given-back.js";
import { type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { type PremiumReceipt, premiumReceipt } from "./premium-receipt.js";

export const laterReceiptsFirst = defineRefusal(
  "insurance/later-receipts-first",
  "The policy is paid to {paidToOn}, beyond this receipt; reverse the later receipts first.",
);

export const keptOfBenefit = defineRefusal(
  "insurance/kept-of-benefit",
  "This premium was kept of the benefit of a claim and counts as paid there; if that was wrong, reopen the claim and return its arrears.",
);

const itsPolicy = one(policy, "policyId");
const around = {
  policy: itsPolicy,
  parts: many(premiumCredit, "appliedToId", { where: { state: "applied" } }),
  returned: many(premiumCredit, "policyId", { of: itsPolicy, where: { reason: "paidAhead", state: { in: ["held", "refunded"] } } }),
  waived: many(premiumCredit, "policyId", { of: itsPolicy, where: { reason: "waived", state: "held" } }),
  loans: many(policyLoan, "policyId", { of: itsPolicy, where: { kind: "automaticPremium" } }),
  lent: many(premiumReceipt, "policyId", { of: itsPolicy, where: { method: "policyLoan", state: "posted" } }),
};
interface Around {
  readonly record: PremiumReceipt;
  readonly needs: {
    readonly policy: Policy;
    readonly parts: readonly Pick<PremiumCredit, "id">[];
    readonly returned: readonly PremiumCredit[];
    readonly waived: readonly PremiumCredit[];
    readonly loans: readonly PolicyLoan[];
    readonly lent: readonly PremiumReceipt[];
  };
  readonly calendar: Calendar;
}
/** The premiums right after it that were paid by loans only: without it they would not have been. */
function lentAfter({ record, needs }: Around): readonly PremiumReceipt[] {
  const after: PremiumReceipt[] = [];
  for (let next: PremiumReceipt | undefined = record; next !== undefined; ) {
    const from: string = next.paidToOn;
    // one over no time leads nowhere
    next = needs.lent.find(({ periodFrom, paidToOn }) => periodFrom === from && paidToOn > from);
    if (next) after.push(next);
  }
  return after;
}
function whyNotLast(moment: Around): Refusal | undefined {
  const { record, needs } = moment;
  if (givenBack(moment).amountMinor > 0) return whyGone(moment);
  const { paidToOn } = needs.policy;
  const last = lentAfter(moment).at(-1) ?? record;
  return paidToOn !== undefined && paidToOn !== last.paidToOn ? laterReceiptsFirst({ paidToOn }) : undefined;
}
/** The policy is as unpaid as it was before, and parts of the payment are held. */
function unpaid(moment: Around): readonly Act[] {
  const { policyId, periodFrom: paidToOn, paidOn } = moment.record;
  const back = givenBack(moment).amountMinor;
  const after = back > 0 ? [] : lentAfter(moment);
  const parts = loanOf(moment)?.state === "setOff" ? {} : partsOf(moment);
  const isAllBack = back === moment.record.amount.amountMinor;
  return [
    // first, so that as much may be lent again where that is what was chosen
    ...[moment.record, ...after].flatMap((record) => undoLoan({ ...moment, record })),
    ...after.map(({ id }) => act.apply(lentPremium.fallWithEarlier, id)),
    ...(isAllBack ? [] : [act.apply(policyPremium.reversePremium, policyId, { paidToOn, paidOn, ...parts })]),
    ...moment.needs.parts.map(({ id }) => act.apply(premiumCreditLifecycle.release, id)),
    ...notReturned(moment),
    ...holdNoMore(moment),
  ];
}

/** A premium that a loan has paid by itself. */
export const lentPremium = defineLifecycle(premiumReceipt, (t) => ({
  /** The one before it is reversed: the clock of the grace period decides anew what becomes of the policy. */
  fallWithEarlier: t({ from: "posted", to: "reversed", set: ({ today }) => ({ reversedOn: today }) }),
}));

export const premiumReceiptLifecycle = defineLifecycle(premiumReceipt, (t) => ({
  /** A direct debit that came back, a payment on the wrong policy; or a loan that paid by itself what would not have been due. */
  reverse: t({
    from: "posted",
    to: "reversed",
    input: { reason: text(300) },
    needs: around,
    guard: (moment) => (moment.record.method === "claimDeduction" ? keptOfBenefit() : whyNotLast(moment)),
    set: ({ input, today }) => ({ reversedOn: today, reversalReason: input.reason }),
    also: unpaid,
  }),
  /** What was kept of a benefit goes back to that, and pays no premium; only with the claim. */
  returnToBenefit: t({
    from: "posted",
    to: "reversed",
    needs: around,
    guard: whyNotLast,
    set: ({ today }) => ({ reversedOn: today }),
    also: unpaid,
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
