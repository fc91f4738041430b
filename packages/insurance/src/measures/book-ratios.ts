import { type CalendarDate, type Ratio, ratio } from "@kehu/core";
import { daysBetween } from "../policy/dates.js";
import { beforeConclusion, freeLookStates } from "../policy/policy.js";

interface Stays {
  readonly stays: readonly { readonly state: string; readonly from: CalendarDate; readonly until?: CalendarDate }[];
}
interface Span {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}
const exposed: readonly string[] = ["inForce", "grace"];
const touches = (stay: Stays["stays"][number], { from, until }: Span): boolean =>
  stay.from <= until && (stay.until === undefined || stay.until >= from);

/** Policies that lapsed in a period, of those that were exposed to it: in force or in grace at any time of it. */
export function lapseRatio(policies: readonly Stays[], span: Span): Ratio {
  const atRisk = policies.filter(({ stays }) => stays.some((stay) => exposed.includes(stay.state) && touches(stay, span)));
  const lapsed = atRisk.filter(({ stays }) =>
    stays.some(({ state, from }) => state === "lapsed" && from >= span.from && from <= span.until),
  );
  return ratio(lapsed.length, atRisk.length);
}

/** Expiring policies that were followed by another one (续保率). */
export const renewalRate = (expiring: readonly { readonly isRenewed: boolean }[]): Ratio =>
  ratio(expiring.filter(({ isRenewed }) => isRenewed).length, expiring.length);

const offTheBooks: readonly string[] = ["notTaken", "declined", ...freeLookStates];
const undecided: readonly string[] = [...beforeConclusion, "issued"];
/** Applications that were submitted and are past their free look, of those that were decided. */
export function placementRate(submitted: readonly { readonly state: string; readonly policies?: number }[]): Ratio {
  const sum = (some: typeof submitted): number => some.reduce((total, { policies = 1 }) => total + policies, 0);
  const decided = submitted.filter(({ state }) => !undecided.includes(state));
  return ratio(sum(decided.filter(({ state }) => !offTheBooks.includes(state))), sum(decided));
}

/** The mean of whole days from the report to the payment; null where nothing was paid. */
export function claimCycleDays(paid: readonly { readonly reportedOn: CalendarDate; readonly paidOn: CalendarDate }[]): Ratio {
  return ratio(
    paid.reduce((days, { reportedOn, paidOn }) => days + daysBetween(reportedOn, paidOn), 0),
    paid.length,
  );
}

/** Denied claims of those that were decided; a claim that was approved in part counts as approved. */
export const denialRate = (denied: number, approved: number): Ratio => ratio(denied, denied + approved);

/** Complaints for each ten thousand policies. */
export function complaintsPerTenThousand(complaints: number, policies: number): Ratio {
  const { value, ...parts } = ratio(complaints, policies);
  return { ...parts, value: value === null ? null : (complaints * 10_000) / policies };
}
