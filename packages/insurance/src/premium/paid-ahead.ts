import { type Act, act, type Calendar, type CalendarDate } from "@kehu/core";
import { isWaivedOn } from "../nonforfeiture/waiver.js";
import type { Policy } from "../policy/policy.js";
import { premiumCredit } from "./premium-credit.js";
import { premiumSchedule } from "./premium-schedule.js";

/** Premium that was paid for instalments which fall due after the end goes back: it is held until it is refunded. */
export function returnPaidAhead(
  record: Policy,
  { on, calendar }: { readonly on: CalendarDate; readonly calendar: Calendar },
): readonly Act[] {
  if (record.paidToOn === undefined) return [];
  const ahead = premiumSchedule(record, { until: record.paidToOn, calendar }).filter(
    ({ dueOn, isPaid }) => isPaid && dueOn > on && !isWaivedOn(record, dueOn),
  );
  const amount = { ...record.premium, amountMinor: record.premium.amountMinor * ahead.length };
  return ahead.length === 0 ? [] : [act.create(premiumCredit, { policyId: record.id, amount, receivedOn: on, reason: "paidAhead" })];
}
