import { type Act, act, type Calendar, defineRefusal, type Money, type Refusal } from "@kehu/core";
import { isWaivedOn } from "../nonforfeiture/waiver.js";
import type { Policy } from "../policy/policy.js";
import { type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import type { PremiumReceipt } from "./premium-receipt.js";
import { type Instalment, premiumSchedule } from "./premium-schedule.js";

export const premiumGivenBack = defineRefusal(
  "insurance/premium-given-back",
  "{amount} of this premium went back because it was waived, or paid ahead of an end, so that it cannot be reversed as a whole any more; have the policyholder make the payment good, and leave the receipt as it is.",
);

interface Reversing {
  readonly record: Pick<PremiumReceipt, "amount" | "periodFrom" | "paidToOn">;
  readonly needs: {
    readonly policy: Policy;
    /** What is held of premium that was waived after it had been paid. */
    readonly waived: readonly Pick<PremiumCredit, "id" | "policyId" | "amount" | "receivedOn">[];
  };
  readonly calendar: Calendar;
}
const instalmentsOf = ({ record, needs, calendar }: Reversing): readonly Instalment[] =>
  premiumSchedule(needs.policy, { until: record.paidToOn, calendar }).filter(
    ({ dueOn }) => dueOn >= record.periodFrom && dueOn < record.paidToOn,
  );
const isBack = ({ paidToOn, effectiveOn, ...of }: Policy, dueOn: string): boolean =>
  isWaivedOn(of, dueOn) || dueOn >= (paidToOn ?? effectiveOn);
const heldMinor = ({ needs: { waived } }: Reversing): number => waived.reduce((total, { amount }) => total + amount.amountMinor, 0);

/** What of a payment pays for nothing any more, because its premium went back; nothing of most of them. */
export function givenBack(moment: Reversing): Money {
  const { amount } = moment.record;
  const its = instalmentsOf(moment);
  const back = its.filter(({ dueOn }) => isBack(moment.needs.policy, dueOn));
  return { ...amount, amountMinor: its.length === 0 ? 0 : Math.round((amount.amountMinor * back.length) / its.length) };
}

/** What had gone back of it is not held to be reversed with it, or the waiver is over and lies between what was paid. */
export function whyGone(moment: Reversing): Refusal | undefined {
  const amount = givenBack(moment);
  const { effectiveOn, paidToOn = effectiveOn } = moment.needs.policy;
  const isBetween = amount.amountMinor < moment.record.amount.amountMinor && paidToOn >= moment.record.paidToOn;
  return amount.amountMinor > heldMinor(moment) || isBetween ? premiumGivenBack({ amount }) : undefined;
}

/** So much less of what was waived is held. */
export function holdNoMore(moment: Reversing): readonly Act[] {
  const { amountMinor: back } = givenBack(moment);
  const { waived } = moment.needs;
  const [first] = waived;
  if (back === 0 || first === undefined) return [];
  const { policyId, amount, receivedOn } = first;
  const rest = { ...amount, amountMinor: heldMinor(moment) - back };
  return [
    ...waived.map(({ id }) => act.apply(premiumCreditLifecycle.reverse, id)),
    ...(rest.amountMinor > 0 ? [act.create(premiumCredit, { policyId, amount: rest, receivedOn, reason: "waived" })] : []),
  ];
}
