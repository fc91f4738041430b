import { type Calendar, type CalendarDate, defineRefusal, latest, type Money } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import { paidToAfter, premiumSchedule } from "../premium/premium-schedule.js";

export const waiverOver = defineRefusal(
  "insurance/waiver-over",
  "The waiver of premium would end on {waivedUntilOn}, which is over; enter a day to come, or none for the rest of the policy.",
);
export const dueBeforeWaiver = defineRefusal(
  "insurance/due-before-waiver",
  "The premium due on {dueOn} fell due before the waiver from {waivedFromOn}; take it first, or correct the day.",
);

export const notLapsedForWaived = defineRefusal(
  "insurance/not-lapsed-for-waived",
  "Policy {policyNumber} did not lapse on {lapsedOn} for a premium that is waived from {waivedFromOn}; have it reinstated first.",
);

type Waived = Pick<Policy, "waivedFromOn" | "waivedUntilOn" | "endedOn" | "earlierWaivers">;
/** Whether the premium that fell due on a day was waived: a waiver had begun, ran, and the policy had not ended. */
export function isWaivedOn({ waivedFromOn, waivedUntilOn, endedOn, earlierWaivers = [] }: Waived, dueOn: CalendarDate): boolean {
  const last = waivedFromOn === undefined ? [] : [{ fromOn: waivedFromOn, untilOn: waivedUntilOn ?? never }];
  return dueOn < (endedOn ?? never) && [...earlierWaivers, ...last].some(({ fromOn, untilOn }) => fromOn <= dueOn && dueOn < untilOn);
}
const never = "9999-12-31";

/** Premium that had been paid for what is waived: from its first due date on nothing counts as paid, and so much is held. */
export function paidForWaived(
  policy: Policy,
  waivedFromOn: CalendarDate,
  calendar: Calendar,
): { readonly dueOn: CalendarDate; readonly amount: Money } | undefined {
  const { paidToOn, premium } = policy;
  if (paidToOn === undefined || policy.premiumFrequency === "single") return undefined;
  const paid = premiumSchedule(policy, { until: paidToOn, calendar }).filter(
    ({ dueOn, isPaid }) => isPaid && dueOn >= waivedFromOn && !isWaivedOn(policy, dueOn),
  );
  const [first] = paid;
  return first && { dueOn: first.dueOn, amount: { ...premium, amountMinor: premium.amountMinor * paid.length } };
}

/** The waivers that are over when another one begins, the last fifty of them. */
export const waiversBefore = ({ waivedFromOn: fromOn, waivedUntilOn: untilOn, earlierWaivers = [] }: Policy): Policy["earlierWaivers"] =>
  fromOn === undefined || untilOn === undefined ? earlierWaivers : [...earlierWaivers, { fromOn, untilOn }].slice(-50);

/**
 * What the end of a waiver leaves: premiums that fell due before that day are owed by nobody, the next one is due when it would have been,
 * and what was paid beyond stays paid. The days are kept, because persistency asks what was waived.
 */
export function endOfWaiver(policy: Policy, waivedUntilOn: CalendarDate, calendar: Calendar): Pick<Policy, "waivedUntilOn" | "paidToOn"> {
  const waived = premiumSchedule(policy, { until: waivedUntilOn, calendar }).filter(
    ({ dueOn, isPaid }) => !isPaid && dueOn < waivedUntilOn,
  );
  const paidToOn = latest(policy.paidToOn, paidToAfter(policy, waived.length, calendar));
  return { waivedUntilOn, ...(paidToOn !== undefined && { paidToOn }) };
}
