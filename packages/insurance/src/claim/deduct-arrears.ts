import { type Act, act, type Calendar, type CalendarDate, defineRefusal, type Money, type Refusal } from "@kehu/core";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { isWaivedOn } from "../nonforfeiture/waiver.js";
import type { Policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { premiumCredit } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { nextDueOn, paidToAfter, premiumSchedule } from "../premium/premium-schedule.js";
import type { Claim } from "./claim.js";
import { claimPayment } from "./claim-payment.js";
import { stillToPay } from "./payable.js";

export const lessThanPremium = defineRefusal(
  "insurance/less-than-a-premium",
  "Less than one premium of {premium} is left to pay on claim {claimNumber}, and its policy does not go on, so that nothing can be kept of it; pay it without a deduction.",
);

const postable: readonly string[] = ["inForce", "grace", "lapsed", "reinstatementPending"];
const keptOnly: readonly string[] = nonForfeiture.keepArrears.from;

/**
 * Premium that was due and unpaid on the day of the loss, which a benefit may be paid without; nothing where the policy needs none any more, and nothing that was waived.
 *
 * @see Insurance Law of the PRC, art. 36
 */
export function arrearsOn(policy: Policy, on: CalendarDate, calendar: Calendar): Money {
  const owesPremium = postable.includes(policy.state) || keptOnly.includes(policy.state);
  const unpaid = owesPremium
    ? premiumSchedule(policy, { until: on, calendar }).filter(({ isPaid, dueOn }) => !isPaid && !isWaivedOn(policy, dueOn))
    : [];
  return { ...policy.premium, amountMinor: policy.premium.amountMinor * unpaid.length };
}

interface Paying {
  readonly record: Claim;
  readonly input: { readonly deductArrears?: boolean | undefined; readonly endsPolicy: boolean };
  readonly needs: { readonly policy: Policy; readonly payments: { readonly paid: readonly Money[] } };
  readonly calendar: Calendar;
}
/** Instalments may be paid on it again, so that a part of one is not lost. */
const goesOn = ({ input, needs }: Paying): boolean => !input.endsPolicy && postable.includes(needs.policy.state);

/**
 * What is kept with a payment: all that was due, as far as what is still to be paid reaches. Of a policy that ends, or has ended, whole
 * instalments only, because nobody pays the rest of one.
 */
export function arrearsKept(moment: Paying): Money | undefined {
  const { record, input, needs, calendar } = moment;
  if (input.deductArrears !== true || record.approvedAmount === undefined) return undefined;
  const { premium } = needs.policy;
  const left = stillToPay(record.approvedAmount, needs.payments.paid).amountMinor;
  const most = goesOn(moment) ? left : Math.floor(left / premium.amountMinor) * premium.amountMinor;
  const kept = Math.min(arrearsOn(needs.policy, record.lossOn, calendar).amountMinor, most);
  return kept > 0 ? { ...premium, amountMinor: kept } : undefined;
}

/** Why the premium that is owed is not kept, though it was asked for. */
export function whyNothingKept(moment: Paying): Refusal | undefined {
  const { record, input, needs, calendar } = moment;
  const owed = arrearsOn(needs.policy, record.lossOn, calendar);
  return input.deductArrears === true && owed.amountMinor > 0 && arrearsKept(moment) === undefined
    ? lessThanPremium({ claimNumber: record.claimNumber, premium: needs.policy.premium })
    : undefined;
}

interface Deduction {
  readonly record: Claim;
  readonly policy: Policy;
  readonly arrears: Money;
  readonly paidOn: CalendarDate;
  readonly calendar: Calendar;
}
/**
 * What is kept of a benefit pays the premium, once: as a part of the benefit, with a receipt for the whole instalments; what is less than one is
 * held until the rest comes. It counts from the day of the loss, on which the benefit was owed, so that a policy that lapsed only because
 * nobody had set them off is in force again.
 */
export function deductArrears({ record, policy, arrears, paidOn, calendar }: Deduction): readonly Act[] {
  const { id: claimId, policyId, lossOn } = record;
  const { premium } = policy;
  const instalments = Math.floor(arrears.amountMinor / premium.amountMinor);
  const whole = { ...premium, amountMinor: instalments * premium.amountMinor };
  const rest = { ...premium, amountMinor: arrears.amountMinor - whole.amountMinor };
  const kept = act.create(claimPayment, { claimId, kind: "arrears", amount: arrears, paidOn });
  const held = act.create(premiumCredit, { policyId, amount: rest, receivedOn: lossOn, reason: "partial", claimId });
  const periodFrom = nextDueOn(policy);
  const paidToOn = paidToAfter(policy, instalments, calendar);
  if (instalments === 0 || periodFrom === undefined || paidToOn === undefined) return [kept, held];
  // the version tells it from what was kept on the same day and went back
  const receiptNumber = `ARR-${record.claimNumber}-${paidOn}-${record.version}`;
  return [
    kept,
    act.create(premiumReceipt, {
      receiptNumber,
      policyId,
      claimId,
      amount: whole,
      paidOn,
      periodFrom,
      paidToOn,
      method: "claimDeduction",
    }),
    postable.includes(policy.state)
      ? act.apply(policyPremium.postPremium, policyId, { paidOn: lossOn, paidToOn })
      : act.apply(nonForfeiture.keepArrears, policyId, { paidToOn }),
    ...(rest.amountMinor > 0 ? [held] : []),
  ];
}
