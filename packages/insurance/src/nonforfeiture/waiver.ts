import { type Calendar, type CalendarDate, defineRefusal, earliest, latest } from "@kehu/core";
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

/** Whether the premium that fell due on a day was waived: the waiver had begun, ran, and the policy had not ended. */
export const isWaivedOn = (
  { waivedFromOn, waivedUntilOn, endedOn }: Pick<Policy, "waivedFromOn" | "waivedUntilOn" | "endedOn">,
  dueOn: CalendarDate,
): boolean => waivedFromOn !== undefined && waivedFromOn <= dueOn && dueOn < (earliest(waivedUntilOn, endedOn) ?? "9999-12-31");

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
