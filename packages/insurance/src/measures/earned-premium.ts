import { type CalendarDate, earliest } from "@kehu/core";
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

/** What became of the premiums of a policy that ended and paid some of them back. */
export interface EndedPremiums {
  readonly premiums: readonly PremiumPeriod[];
  readonly endedOn: CalendarDate;
  readonly refundMinor: number;
}

/** What of them was earned after a day and until another: by days as long as the policy stood; at its end all that was not paid back. */
export function earnedUntilEnd(
  { premiums, endedOn, refundMinor }: EndedPremiums,
  { dayBefore, until }: { readonly dayBefore: CalendarDate; readonly until: CalendarDate },
): number {
  const kept = premiums.reduce((total, { amountMinor }) => total + amountMinor, -refundMinor);
  const from = earliest(endedOn, ...premiums.map((premium) => premium.from)) ?? endedOn;
  const through = (on: CalendarDate): number => (on >= endedOn ? kept : earnedPremium(premiums, { from, until: on }));
  return through(until) - through(dayBefore);
}
