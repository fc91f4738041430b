import { act, type CalendarDate, defineLifecycle, defineRefusal, type Money, type Refusal, type Timeless } from "@kehu/core";
import { interestOn } from "../loan/loan-value.js";
import { premiumSchedule } from "../premium/premium-schedule.js";
import { daysBetween } from "./dates.js";
import { interestReceipt } from "./interest-receipt.js";
import { type Policy, policy } from "./policy.js";
import type { Product } from "./product.js";

export const arrearsInterestOwed = defineRefusal(
  "insurance/arrears-interest-owed",
  "Interest of {amount} on the arrears of policy {policyNumber} is not paid; take it, then reinstate the policy.",
);
export const noArrearsInterest = defineRefusal(
  "insurance/no-arrears-interest",
  "No interest is owed on the arrears of policy {policyNumber}; there is nothing to settle.",
);

interface Paid {
  /** The due date of the first instalment that was paid, and of the first that was not. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly paidOn: CalendarDate;
}
type Moment = Pick<Timeless, "calendar"> & {
  readonly record: Policy;
  readonly needs: { readonly product: Pick<Product, "arrearsRate"> };
};
/**
 * Simple interest on instalments of the arrears, each from its due date to the day of the payment, at the rate of the product; nothing
 * without a rate.
 *
 * @see Supreme People's Court, Interpretation III, art. 8
 */
export function interestOnArrears({ record, needs: { product }, calendar }: Moment, { from, to, paidOn }: Paid): Money {
  const { arrearsRate } = product;
  const late = premiumSchedule(record, { until: paidOn, calendar }).filter(({ dueOn }) => dueOn >= from && dueOn < to);
  const amountMinor = late.reduce(
    (sum, { dueOn, amount }) =>
      sum + (arrearsRate === undefined ? 0 : interestOn(amount, arrearsRate, daysBetween(dueOn, paidOn)).amountMinor),
    0,
  );
  return { ...record.premium, amountMinor };
}

/** What is owed after more of the arrears was paid (`1`), or taken back (`-1`); empty where nothing is. */
export function owedAfter(moment: Moment, paid: Paid, sign: 1 | -1): Money | undefined {
  const before = moment.record.arrearsInterest?.amountMinor ?? 0;
  const amountMinor = Math.max(0, before + sign * interestOnArrears(moment, paid).amountMinor);
  return amountMinor === 0 ? undefined : { ...moment.record.premium, amountMinor };
}

/** Why a policy is not reinstated yet: the interest on its arrears is a part of them. */
export const whyInterestOwed = ({ policyNumber, arrearsInterest: owed, arrearsInterestPaidOn }: Policy): Refusal | undefined =>
  owed !== undefined && arrearsInterestPaidOn === undefined ? arrearsInterestOwed({ policyNumber, amount: owed }) : undefined;

export const arrearsInterest = defineLifecycle(policy, (t) => ({
  settleArrearsInterest: t({
    from: "reinstatementPending",
    guard: ({ record }) => (whyInterestOwed(record) === undefined ? noArrearsInterest({ policyNumber: record.policyNumber }) : undefined),
    set: ({ today }) => ({ arrearsInterestPaidOn: today }),
    also: ({ record: { id: policyId, arrearsInterest: amount }, today }) =>
      amount === undefined ? [] : [act.create(interestReceipt, { policyId, amount, paidOn: today })],
  }),
}));
