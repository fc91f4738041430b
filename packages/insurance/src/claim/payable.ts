import { among, defineRefusal, type Money, many, oneOrNone, type Refusal, sum, totals, type Where } from "@kehu/core";
import { additionalRiders, type Coverage, coverage, isAdditional, isOnAnotherLife } from "../coverage/coverage.js";
import { type FormerSum, formerSum, sumAssuredOn } from "../policy/former-sum.js";
import type { Policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { benefitAtTrueAge } from "../underwriting/misstated-age.js";
import { type Claim, claim } from "./claim.js";
import { aboveClaimed } from "./claim-item.js";
import { claimPayment } from "./claim-payment.js";
import { itsPolicy } from "./cover.js";
import { waivesOnly, waivesPremium } from "./waive-by-claim.js";

export const aboveSumAssured = defineRefusal("insurance/above-sum-assured", "The sum assured is {limit}; approve no more than that.");
export const sumAssuredUsedUp = defineRefusal(
  "insurance/sum-assured-used-up",
  "{limit} of the sum assured are left after other claims; approve no more than that.",
);
export const aboveDeductible = defineRefusal(
  "insurance/above-deductible",
  "Of the loss the insured bears {deductible}; approve no more than {limit}.",
);
export const lossUnknown = defineRefusal(
  "insurance/loss-unknown",
  "Of each loss the insured bears {deductible}, and nothing says what this one comes to; enter what is claimed, or assess it.",
);
export const belowPaid = defineRefusal(
  "insurance/below-paid",
  "{paid} were paid on this claim already; approve no less, or take a payment back first.",
);

const decided = ["approved", "partiallyApproved", "paid", "closed"] as const;
/** Claims on which money went out and for which no approval stands, in whatever state: paid in advance, denied, withdrawn, reopened. */
const withoutApproval: Where<Claim> = {
  id: { in: among(claimPayment, "claimId", { state: "paid" }) },
  or: [{ state: { notIn: decided } }, { state: "closed", approvedAmount: null }],
};
const itsCoverage = oneOrNone(coverage, "coverageId");
const riders = many(coverage, "policyId", { of: itsPolicy, where: additionalRiders });
const asApproved = { where: { state: { in: decided } }, measures: { approved: sum("approvedAmount") } } as const;
const asPaid = { where: { state: "paid" }, measures: { paid: sum("amount") } } as const;
export const paymentNeeds = { payments: totals(claimPayment, "claimId", asPaid) };
/** What was approved of claims on the policy, what was paid where nothing is approved, and what its cover says. */
export const amountNeeds = {
  ...paymentNeeds,
  approvedBefore: totals(claim, "policyId", { of: itsPolicy, ...asApproved }),
  paidBefore: totals(claimPayment, "claimId", { of: many(claim, "policyId", { of: itsPolicy, where: withoutApproval }), ...asPaid }),
  approvedBeside: totals(claim, "coverageId", { of: riders, ...asApproved }),
  paidBeside: totals(claimPayment, "claimId", { of: many(claim, "coverageId", { of: riders, where: withoutApproval }), ...asPaid }),
  approvedOnCover: totals(claim, "coverageId", { of: itsCoverage, ...asApproved }),
  paidOnCover: totals(claimPayment, "claimId", { of: many(claim, "coverageId", { of: itsCoverage, where: withoutApproval }), ...asPaid }),
  coverage: itsCoverage,
  formerSums: many(formerSum, "policyId", { of: itsPolicy }),
};

interface Approved {
  readonly approved: readonly Money[];
}
interface Paid {
  readonly paid: readonly Money[];
}
interface Amounts {
  readonly policy: Policy;
  readonly coverage?: Pick<Coverage, "kind" | "benefit" | "insuredId" | "sumAssured" | "limitPerClaim" | "deductible"> | undefined;
  readonly approvedBefore: Approved;
  /** What was insured before the sum changed. */
  readonly formerSums: readonly Pick<FormerSum, "sumAssured" | "untilOn">[];
  /** On claims of the policy that are not approved, this one among them. */
  readonly paidBefore: Paid;
  /** What of both is on riders with a sum of their own, and leaves the policy's as it is. */
  readonly approvedBeside?: Approved;
  readonly paidBeside?: Paid;
  /** The same of the claims on the cover that is claimed on, if one is named. */
  readonly approvedOnCover?: Approved;
  readonly paidOnCover?: Paid;
  /** On this claim, before its last payment. */
  readonly payments: Paid;
}
/** What amounts say in one currency, in minor units. */
export const minorOf = (amounts: readonly Money[], currency: string): number =>
  amounts.find((each) => each.currency === currency)?.amountMinor ?? 0;

/**
 * Why an amount may not be approved: over all claims no more than the sum assured of the day of the loss, over those on a cover no more than
 * that cover's, for each no more than its limit, no more than the loss without the deductible,
 * and no less than was paid on it. Of each other claim counts what is approved, and what was paid where nothing is. A rider whose benefit is
 * additional and a cover on another life have sums of their own, and what is paid on them leaves the policy's as it is.
 */
export function whyNotPayable(record: Claim, amount: Money, needs: Amounts): Refusal | undefined {
  if (waivesPremium(needs.coverage)) return waivesOnly();
  if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
  const wrongCurrency = inCurrencyOf(needs.policy, amount);
  if (wrongCurrency) return wrongCurrency;
  const { limit, left } = sumsFor(record, amount.currency, needs);
  if (amount.amountMinor > limit) return aboveSumAssured({ limit: { ...amount, amountMinor: limit } });
  if (amount.amountMinor > left) return sumAssuredUsedUp({ limit: { ...amount, amountMinor: Math.max(0, left) } });
  const paid = minorOf(needs.payments.paid, amount.currency);
  return (
    whyAboveLoss(record, amount, needs.coverage) ??
    (amount.amountMinor < paid ? belowPaid({ paid: { ...amount, amountMinor: paid } }) : undefined)
  );
}

/** The most that is paid for one loss, and what other claims left of it, in minor units. Too little premium for the true age reduces both. */
function sumsFor({ lossOn }: Claim, currency: string, needs: Amounts): { readonly limit: number; readonly left: number } {
  const { policy, coverage, formerSums, payments } = needs;
  const spent = (approved: Approved | undefined, paid: Paid | undefined): number =>
    minorOf(approved?.approved ?? [], currency) + minorOf(paid?.paid ?? [], currency);
  const here = minorOf(payments.paid, currency);
  // an age that was misstated is that of the policy's insured
  const own = coverage && (isOnAnotherLife(coverage) ? coverage.sumAssured : benefitAtTrueAge(coverage.sumAssured, policy)).amountMinor;
  const leftOfOwn = own === undefined ? undefined : own - Math.max(0, spent(needs.approvedOnCover, needs.paidOnCover) - here);
  const perClaim = coverage?.limitPerClaim?.amountMinor ?? own;
  if (coverage && own !== undefined && leftOfOwn !== undefined && isAdditional(coverage))
    return { limit: Math.min(own, perClaim ?? own), left: leftOfOwn };
  const whole = benefitAtTrueAge(sumAssuredOn(policy, { formerSums, on: lossOn }), policy).amountMinor;
  const before = spent(needs.approvedBefore, needs.paidBefore) - spent(needs.approvedBeside, needs.paidBeside) - here;
  return { limit: Math.min(whole, perClaim ?? whole), left: Math.min(whole - before, leftOfOwn ?? whole) };
}

export const restUnexplained = defineRefusal(
  "insurance/rest-unexplained",
  "{due} are due on what was claimed; give the reason for approving {amount}, or approve it as a part where the rest is denied, of which the claimant is told.",
);
/**
 * Why an amount is not approved as a whole: what was claimed, without the deductible that the contract takes off, is more, and the rest is denied.
 *
 * @see Insurance Law of the PRC, art. 24
 */
export function whyRestUnexplained({ claimedAmount }: Claim, amount: Money, { coverage }: Pick<Amounts, "coverage">): Refusal | undefined {
  if (claimedAmount === undefined) return undefined;
  const due = { ...claimedAmount, amountMinor: claimedAmount.amountMinor - (coverage?.deductible?.amountMinor ?? 0) };
  return amount.amountMinor < due.amountMinor ? restUnexplained({ due, amount }) : undefined;
}

/** The deductible comes off what the loss was assessed at, and never off more than was claimed. */
function whyAboveLoss({ claimedAmount, assessedAmount }: Claim, amount: Money, coverage: Amounts["coverage"]): Refusal | undefined {
  const { deductible } = coverage ?? {};
  const claimed = claimedAmount?.amountMinor;
  if (deductible !== undefined && deductible.amountMinor > 0) {
    const loss = Math.min(claimed ?? Number.POSITIVE_INFINITY, assessedAmount?.amountMinor ?? Number.POSITIVE_INFINITY);
    if (loss === Number.POSITIVE_INFINITY) return lossUnknown({ deductible });
    const limit = Math.max(0, loss - deductible.amountMinor);
    if (amount.amountMinor > limit) return aboveDeductible({ deductible, limit: { ...amount, amountMinor: limit } });
  }
  return claimed !== undefined && amount.amountMinor > claimed ? aboveClaimed({ claimed: { ...amount, amountMinor: claimed } }) : undefined;
}

/** Why no more may be paid in advance: with what was paid on the claim before, an advance keeps to what may be approved. */
export function whyNotInAdvance(record: Claim, amount: Money, needs: Amounts): Refusal | undefined {
  if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
  return whyNotPayable(record, { ...amount, amountMinor: amount.amountMinor + minorOf(needs.payments.paid, amount.currency) }, needs);
}

/** What is still to be paid of an approved claim: less what was paid already, less what is kept of it. */
export function stillToPay(approved: Money, paid: readonly Money[], ...kept: readonly (Money | undefined)[]): Money {
  const before = minorOf(paid, approved.currency);
  const all = kept.reduce((total, each) => total + (each?.amountMinor ?? 0), before);
  return { ...approved, amountMinor: Math.max(0, approved.amountMinor - all) };
}
