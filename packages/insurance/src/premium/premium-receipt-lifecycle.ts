import { type Act, act, type Calendar, defineLifecycle, defineRefusal, defineRule, many, one, type Refusal, text } from "@kehu/core";
import { inOrder, notBeforeProposal, notInFuture } from "../policy/dates.js";
import { type Policy, policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { notReturned, partsOf } from "./bounced-after-end.js";
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
};
interface Around {
  readonly record: PremiumReceipt;
  readonly needs: {
    readonly policy: Policy;
    readonly parts: readonly Pick<PremiumCredit, "id">[];
    readonly returned: readonly PremiumCredit[];
  };
  readonly calendar: Calendar;
}
const whyNotLast = ({ record, needs: { policy: of } }: Around): Refusal | undefined =>
  of.paidToOn !== undefined && of.paidToOn !== record.paidToOn ? laterReceiptsFirst({ paidToOn: of.paidToOn }) : undefined;
/** The policy is as unpaid as it was before, and parts of the payment are held. */
function unpaid(moment: Around): readonly Act[] {
  const { policyId, periodFrom: paidToOn, paidOn } = moment.record;
  return [
    act.apply(policyPremium.reversePremium, policyId, { paidToOn, paidOn, ...partsOf(moment) }),
    ...moment.needs.parts.map(({ id }) => act.apply(premiumCreditLifecycle.release, id)),
    ...notReturned(moment),
  ];
}

export const premiumReceiptLifecycle = defineLifecycle(premiumReceipt, (t) => ({
  /** A direct debit that came back, a payment on the wrong policy. */
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
