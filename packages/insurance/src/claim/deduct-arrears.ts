import { type Act, act, type Calendar, type CalendarDate, type Money } from "@kehu/core";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { isWaivedOn } from "../nonforfeiture/waiver.js";
import type { Policy } from "../policy/policy.js";
import { policyPremium } from "../policy/policy-premium.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { nextDueOn, paidToAfter, premiumSchedule } from "../premium/premium-schedule.js";
import type { Claim } from "./claim.js";
import { claimPayment } from "./claim-payment.js";
import { stillToPay } from "./payable.js";

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
  readonly input: { readonly deductArrears?: boolean | undefined };
  readonly needs: { readonly policy: Policy; readonly payments: { readonly paid: readonly Money[] } };
  readonly calendar: Calendar;
}
/** What is kept with a payment: whole instalments, as many as what is still to be paid reaches for. */
export function arrearsKept({ record, input, needs, calendar }: Paying): Money | undefined {
  if (input.deductArrears !== true || record.approvedAmount === undefined) return undefined;
  const { premium } = needs.policy;
  const left = stillToPay(record.approvedAmount, needs.payments.paid).amountMinor;
  const owed = arrearsOn(needs.policy, record.lossOn, calendar).amountMinor;
  const kept = Math.min(owed, Math.floor(left / premium.amountMinor) * premium.amountMinor);
  return kept > 0 ? { ...premium, amountMinor: kept } : undefined;
}

interface Deduction {
  readonly record: Claim;
  readonly policy: Policy;
  readonly arrears: Money;
  readonly paidOn: CalendarDate;
  readonly calendar: Calendar;
}
/**
 * What is kept of a benefit pays the premium, once: as a part of the benefit, with a receipt. It counts from the day of the loss, on which the
 * benefit was owed, so that a policy that lapsed only because nobody had set them off is in force again.
 */
export function deductArrears({ record, policy, arrears, paidOn, calendar }: Deduction): readonly Act[] {
  const periodFrom = nextDueOn(policy);
  const paidToOn = paidToAfter(policy, arrears.amountMinor / policy.premium.amountMinor, calendar);
  if (arrears.amountMinor === 0 || periodFrom === undefined || paidToOn === undefined) return [];
  const { id: claimId, policyId, lossOn } = record;
  const receiptNumber = `ARR-${record.claimNumber.slice(0, 24)}-${paidOn}`;
  return [
    act.create(claimPayment, { claimId, kind: "arrears", amount: arrears, paidOn }),
    act.create(premiumReceipt, { receiptNumber, policyId, amount: arrears, paidOn, periodFrom, paidToOn, method: "claimDeduction" }),
    postable.includes(policy.state)
      ? act.apply(policyPremium.postPremium, policyId, { paidOn: lossOn, paidToOn })
      : act.apply(nonForfeiture.keepArrears, policyId, { paidToOn }),
  ];
}
