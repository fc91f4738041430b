import { type Calendar, type CalendarDate, type Ratio, ratio } from "@kehu/core";
import { freeLookStates, neverInForce, type Policy, type PolicyState } from "../policy/policy.js";

interface Counted extends Pick<Policy, "state" | "effectiveOn" | "paidToOn" | "endReason"> {
  /** How many of them are alike; 1 unless told. */
  readonly policies?: number;
}
/** Never on the books for good: cancelled in the free look, never paid, rescinded. */
export const notCounted: readonly PolicyState[] = [...neverInForce, ...freeLookStates];
export const rescinded = ["nonDisclosure", "misstatedAge"] as const;

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

/**
 * Persistency by count: policies that are paid for at least so many months, of all that were activated in the window of twelve months
 * that lies so many months back; for 13 months those of 13 to 25 months ago.
 */
export function persistencyByCount(policies: Iterable<Counted>, { months, asOf, calendar }: CountOptions): Ratio {
  const { after: first, until: last } = countedWindow({ months, asOf, calendar });
  let persisting = 0;
  let activated = 0;
  for (const { state, effectiveOn, paidToOn, endReason, policies: alike = 1 } of policies) {
    if (effectiveOn <= first || effectiveOn > last || notCounted.includes(state) || isRescinded(endReason)) continue;
    activated += alike;
    if (paidToOn !== undefined && paidToOn >= calendar.dayOf(calendar.after(effectiveOn, `P${months}M`))) persisting += alike;
  }
  return ratio(persisting, activated);
}
