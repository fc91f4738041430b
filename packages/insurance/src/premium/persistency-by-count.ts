import { type Calendar, type CalendarDate, earliest, type Ratio, ratio } from "@kehu/core";
import { isWaivedOn } from "../nonforfeiture/waiver.js";
import { freeLookStates, neverInForce, type Policy, type PolicyState, rescinded } from "../policy/policy.js";

export interface Counted
  extends Pick<
    Policy,
    | "state"
    | "effectiveOn"
    | "paidToOn"
    | "diedOn"
    | "endedOn"
    | "endReason"
    | "premiumFrequency"
    | "premiumsUntilOn"
    | "expiresOn"
    | "waivedFromOn"
    | "waivedUntilOn"
    | "earlierWaivers"
  > {
  /** How many of them are alike; 1 unless told. */
  readonly policies?: number;
}
/** Never on the books for good: cancelled in the free look, never paid, rescinded. */
export const notCounted: readonly PolicyState[] = [...neverInForce, ...freeLookStates];

interface CountOptions {
  readonly months: number;
  readonly asOf: CalendarDate;
  readonly calendar: Calendar;
}

/** The twelve months that lie so many months back: after the first day, until the last. */
export function countedWindow({ months, asOf, calendar }: CountOptions): { readonly after: CalendarDate; readonly until: CalendarDate } {
  const back = (count: number): CalendarDate => calendar.dayOf(calendar.after(asOf, `-P${count}M`));
  return { after: back(months + 12), until: back(months) };
}

const isRescinded = (reason: string | undefined): boolean => rescinded.some((each) => each === reason);

const isBy = (on: CalendarDate | undefined, day: CalendarDate): boolean => (on ?? "9999") <= day;
/** From when on no premium could be paid any more, whatever its holder wanted. */
const goneOn = ({ diedOn, endedOn, endReason }: Counted): CalendarDate | undefined =>
  diedOn ?? (endReason === "claimPaid" || endReason === "transferredOut" ? endedOn : undefined);

/**
 * Persistency by count: policies that are paid for at least so many months, of all that were activated in the window of twelve months
 * that lies so many months back; for 13 months those of 13 to 25 months ago. Single premiums are left out, and what a death, another
 * claim or a transfer took off the book before the months were over, as in the figure by premium; who has paid all premiums there are is
 * paid for ever. What is waived is paid for.
 */
export function persistencyByCount(policies: Iterable<Counted>, { months, asOf, calendar }: CountOptions): Ratio {
  const { after: first, until: last } = countedWindow({ months, asOf, calendar });
  let persisting = 0;
  let activated = 0;
  for (const policy of policies) {
    const { state, effectiveOn, paidToOn, endReason, premiumFrequency, policies: alike = 1 } = policy;
    if (effectiveOn <= first || effectiveOn > last || notCounted.includes(state) || isRescinded(endReason)) continue;
    if (premiumFrequency === "single") continue;
    const end = calendar.dayOf(calendar.after(effectiveOn, `P${months}M`));
    const wanted = earliest(end, policy.premiumsUntilOn, policy.expiresOn) ?? end;
    const isPaid = (paidToOn ?? "") >= wanted || isWaivedOn(policy, calendar.dayOf(calendar.after(wanted, "-P1D")));
    if (!isPaid && isBy(goneOn(policy), wanted)) continue;
    activated += alike;
    if (isPaid) persisting += alike;
  }
  return ratio(persisting, activated);
}
