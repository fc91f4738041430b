import type { Calendar, CalendarDate, Money } from "@kehu/core";
import type { Policy, PremiumFrequency } from "../policy/policy.js";

export interface Instalment {
  readonly dueOn: CalendarDate;
  readonly amount: Money;
  readonly isPaid: boolean;
}
/** What the due dates of a policy follow from. */
export type PremiumTerms = Pick<Policy, "effectiveOn" | "premiumFrequency" | "expiresOn" | "premiumsUntilOn" | "paidToOn">;

/** Months from one instalment to the next. */
export const monthsPerInstalment: { readonly [F in Exclude<PremiumFrequency, "single">]: number } = {
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  annual: 12,
};

/** A hundred years of monthly premiums. */
const mostInstalments = 1200;

/** The day on which the next premium is due; undefined where none is left. */
export function nextDueOn(policy: PremiumTerms): CalendarDate | undefined {
  if (policy.paidToOn === undefined) return policy.effectiveOn;
  if (policy.premiumFrequency === "single") return undefined;
  const end = premiumsEndOn(policy);
  return end === undefined || policy.paidToOn < end ? policy.paidToOn : undefined;
}

/**
 * The due dates of a policy's premiums up to a day, at most 1,200. Each is counted from the effective date, so that a policy of
 * January 31st is due on February 28th and on March 31st.
 */
export function premiumSchedule(
  policy: PremiumTerms & Pick<Policy, "premium">,
  options: { readonly until: CalendarDate; readonly calendar: Calendar },
): readonly Instalment[] {
  const instalments: Instalment[] = [];
  let dueOn: CalendarDate | undefined = policy.effectiveOn;
  while (dueOn !== undefined && dueOn <= options.until && instalments.length < mostInstalments) {
    instalments.push({
      dueOn,
      amount: policy.premium,
      isPaid: policy.paidToOn !== undefined && (policy.premiumFrequency === "single" || dueOn < policy.paidToOn),
    });
    dueOn = dueAfter(policy, dueOn, options.calendar);
  }
  return instalments;
}

/** The day to which a policy is paid when so many more instalments are; undefined where fewer are left. */
export function paidToAfter(policy: PremiumTerms, instalments: number, calendar: Calendar): CalendarDate | undefined {
  let dueOn = nextDueOn(policy);
  for (let paid = 1; dueOn !== undefined && paid <= Math.min(instalments, mostInstalments); paid++) {
    const next = dueAfter(policy, dueOn, calendar);
    if (paid === instalments) return next ?? paidForGood(policy, calendar);
    dueOn = next;
  }
  return undefined;
}

/**
 * How many instalments an amount pays, as far as any are due (by a day, where one is told), to which day that pays, and what is left.
 */
export function splitPayment(
  policy: PremiumTerms & Pick<Policy, "premium">,
  amountMinor: number,
  { calendar, dueUntil = "9999-12-31" }: { readonly calendar: Calendar; readonly dueUntil?: CalendarDate },
): { readonly instalments: number; readonly restMinor: number; readonly paidToOn?: CalendarDate } {
  const { amountMinor: premium } = policy.premium;
  const affordable = Math.min(mostInstalments, Math.floor(amountMinor / premium));
  let paidToOn: CalendarDate | undefined;
  let instalments = 0;
  for (let dueOn = nextDueOn(policy); dueOn !== undefined && dueOn <= dueUntil && instalments < affordable; instalments++) {
    dueOn = dueAfter(policy, dueOn, calendar);
    paidToOn = dueOn ?? paidForGood(policy, calendar);
  }
  return { instalments, restMinor: amountMinor - instalments * premium, ...(paidToOn !== undefined && { paidToOn }) };
}

/** Whole calendar months between two days, whatever the day of the month; exact for due dates of one policy. */
export const monthsBetween = (from: CalendarDate, to: CalendarDate): number => monthNumber(to) - monthNumber(from);

const monthNumber = (on: CalendarDate): number => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7));
const premiumsEndOn = (policy: PremiumTerms): CalendarDate | undefined => policy.premiumsUntilOn ?? policy.expiresOn;

/** Where the last premium pays to: the day after the last one of cover, on which the next would have been due; a single one for life to no day. */
const paidForGood = ({ premiumsUntilOn, expiresOn, effectiveOn }: PremiumTerms, calendar: Calendar): CalendarDate =>
  premiumsUntilOn ?? (expiresOn === undefined ? effectiveOn : calendar.dayOf(calendar.after(expiresOn, "P1D")));

/** The first due date after a day. */
function dueAfter(policy: PremiumTerms, on: CalendarDate, calendar: Calendar): CalendarDate | undefined {
  if (policy.premiumFrequency === "single") return undefined;
  const step = monthsPerInstalment[policy.premiumFrequency];
  const due = (instalment: number): CalendarDate => calendar.dayOf(calendar.after(policy.effectiveOn, `P${instalment * step}M`));
  let instalment = Math.max(1, Math.floor(monthsBetween(policy.effectiveOn, on) / step));
  while (due(instalment) <= on) instalment++;
  const dueOn = due(instalment);
  const end = premiumsEndOn(policy);
  return end === undefined || dueOn < end ? dueOn : undefined;
}
