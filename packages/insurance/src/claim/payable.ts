import { type Calendar, defineRefusal, type Money, oneOrNone, type Refusal, sum, totals } from "@kehu/core";
import { type Coverage, coverage } from "../coverage/coverage.js";
import type { Policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { premiumSchedule } from "../premium/premium-schedule.js";
import { benefitAtTrueAge } from "../underwriting/misstated-age.js";
import { type Claim, claim } from "./claim.js";
import { claimPayment } from "./claim-payment.js";
import { itsPolicy } from "./cover.js";

export const aboveSumAssured = defineRefusal(
  "insurance/above-sum-assured",
  "The sum assured is {limit} (minor units of {currency}); approve no more than that.",
);
export const sumAssuredUsedUp = defineRefusal(
  "insurance/sum-assured-used-up",
  "{limit} (minor units of {currency}) of the sum assured are left after other claims; approve no more than that.",
);
export const aboveDeductible = defineRefusal(
  "insurance/above-deductible",
  "Of what was claimed the insured bears {deductible} (minor units of {currency}); approve no more than {limit}.",
);

/** What was approved of other claims on the policy, and what its cover says. */
export const amountNeeds = {
  approvedBefore: totals(claim, "policyId", {
    of: itsPolicy,
    where: { state: { in: ["approved", "partiallyApproved", "paid", "closed"] } },
    measures: { approved: sum("approvedAmount") },
  }),
  coverage: oneOrNone(coverage, "coverageId"),
};
export const paymentNeeds = {
  payments: totals(claimPayment, "claimId", { where: { state: "paid" }, measures: { paid: sum("amount") } }),
};

interface Amounts {
  readonly policy: Policy;
  readonly coverage?: Pick<Coverage, "sumAssured" | "limitPerClaim" | "deductible"> | undefined;
  readonly approvedBefore: { readonly approved: readonly Money[] };
}
/** Why an amount may not be approved: over all claims no more than the sum assured, for each no more than its limit and without the deductible. */
export function whyNotPayable(record: Claim, amount: Money, { policy, coverage, approvedBefore }: Amounts): Refusal | undefined {
  if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
  const wrongCurrency = inCurrencyOf(policy, amount);
  if (wrongCurrency) return wrongCurrency;
  const { currency } = amount;
  const before = approvedBefore.approved.find((each) => each.currency === currency)?.amountMinor ?? 0;
  const whole = benefitAtTrueAge(policy.sumAssured, policy).amountMinor;
  const limit = Math.min(whole, (coverage?.limitPerClaim ?? coverage?.sumAssured)?.amountMinor ?? whole);
  if (amount.amountMinor > limit) return aboveSumAssured({ limit, currency });
  if (amount.amountMinor > whole - before) return sumAssuredUsedUp({ limit: Math.max(0, whole - before), currency });
  const deductible = coverage?.deductible?.amountMinor ?? 0;
  const claimed = record.claimedAmount?.amountMinor;
  return deductible > 0 && claimed !== undefined && amount.amountMinor > claimed - deductible
    ? aboveDeductible({ deductible, limit: Math.max(0, claimed - deductible), currency })
    : undefined;
}

/** Premium that was due and unpaid on the day of the loss, which a benefit may be paid without. @see Insurance Law of the PRC, art. 36 */
export function arrearsOn(policy: Policy, on: string, calendar: Calendar): Money {
  const unpaid = premiumSchedule(policy, { until: on, calendar }).filter(({ isPaid }) => !isPaid);
  return { ...policy.premium, amountMinor: policy.premium.amountMinor * unpaid.length };
}

/** What is still to be paid of an approved claim: less what was paid already, less the arrears where they are deducted. */
export function stillToPay(approved: Money, paid: readonly Money[], arrears: Money | undefined): Money {
  const before = paid.find(({ currency }) => currency === approved.currency)?.amountMinor ?? 0;
  return { ...approved, amountMinor: Math.max(0, approved.amountMinor - before - (arrears?.amountMinor ?? 0)) };
}
