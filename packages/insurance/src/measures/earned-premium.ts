import type { CalendarDate } from "@kehu/core";
import { daysBetween } from "../policy/dates.js";

/** A premium and the days that it pays for; the last day is not counted, as in `paidToOn`. */
export interface PremiumPeriod {
  readonly amountMinor: number;
  readonly from: CalendarDate;
  readonly paidToOn: CalendarDate;
}
/** Both days belong to it. */
export interface Period {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** What of premiums was earned in a period, by days (pro rata temporis), each rounded down to the minor unit. */
export function earnedPremium(premiums: Iterable<PremiumPeriod>, { from, until }: Period): number {
  let earned = 0;
  for (const premium of premiums) {
    const start = premium.from > from ? premium.from : from;
    const days = Math.min(daysBetween(start, premium.paidToOn), daysBetween(start, until) + 1);
    const whole = daysBetween(premium.from, premium.paidToOn);
    if (days > 0 && whole > 0) earned += Number((BigInt(premium.amountMinor) * BigInt(days)) / BigInt(whole));
  }
  return earned;
}
