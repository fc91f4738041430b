import { type Act, act, type Calendar, type Money } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import { type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import type { PremiumReceipt } from "./premium-receipt.js";
import { premiumSchedule } from "./premium-schedule.js";

type Returned = Pick<PremiumCredit, "id" | "policyId" | "amount" | "receivedOn" | "reason" | "state">;
interface Bounced {
  readonly record: Pick<PremiumReceipt, "amount" | "periodFrom" | "paidToOn">;
  /** What went back, or is to go back, because it was paid ahead of the end. */
  readonly needs: { readonly policy: Policy; readonly returned: readonly Returned[] };
  readonly calendar: Calendar;
}
const minorOf = (some: readonly Returned[]): number => some.reduce((total, { amount }) => total + amount.amountMinor, 0);
const inState = ({ needs }: Bounced, state: PremiumCredit["state"]): readonly Returned[] =>
  needs.returned.filter((each) => each.state === state && each.receivedOn === needs.policy.endedOn);

/** Minor units of a payment that bounced which were for instalments after the end: as far as these went back, or are to. */
function aheadOf(moment: Bounced): { readonly held: number; readonly refunded: number } {
  const { record, needs, calendar } = moment;
  const { endedOn } = needs.policy;
  const its = premiumSchedule(needs.policy, { until: record.paidToOn, calendar }).filter(
    ({ dueOn }) => dueOn >= record.periodFrom && dueOn < record.paidToOn,
  );
  const after = endedOn === undefined ? [] : its.filter(({ dueOn }) => dueOn > endedOn);
  const ahead = its.length === 0 ? 0 : Math.round((record.amount.amountMinor * after.length) / its.length);
  const held = Math.min(ahead, minorOf(inState(moment, "held")));
  return { held, refunded: Math.min(ahead - held, minorOf(inState(moment, "refunded"))) };
}

/** What of a payment that bounced was for the time before the end, and what was refunded of the rest and is to come back. */
export function partsOf(moment: Bounced): { readonly amount: Money; readonly refunded: Money } {
  const { amount } = moment.record;
  const { held, refunded } = aheadOf(moment);
  return { amount: { ...amount, amountMinor: amount.amountMinor - held - refunded }, refunded: { ...amount, amountMinor: refunded } };
}

/** What was paid ahead of the end did not come in, and does not go back; the rest of it does. */
export function notReturned(moment: Bounced): readonly Act[] {
  const held = inState(moment, "held");
  const [first] = held;
  const bounced = aheadOf(moment).held;
  if (first === undefined || bounced === 0) return [];
  const { policyId, amount, receivedOn, reason } = first;
  const rest = { ...amount, amountMinor: minorOf(held) - bounced };
  return [
    ...held.map(({ id }) => act.apply(premiumCreditLifecycle.reverse, id)),
    ...(rest.amountMinor > 0 ? [act.create(premiumCredit, { policyId, amount: rest, receivedOn, reason })] : []),
  ];
}
