import { type CalendarDate, defineRefusal, type Refusal, type Timeless } from "@kehu/core";
import { proposalDays } from "../parameters.js";
import type { Policy } from "./policy.js";

export const dateInFuture = defineRefusal("insurance/date-in-future", "{field} ({on}) lies in the future; enter it when it has happened.");
export const datesOutOfOrder = defineRefusal(
  "insurance/dates-out-of-order",
  "{later} ({laterOn}) lies before {earlier} ({earlierOn}); correct one of the dates.",
);
export const beforeProposal = defineRefusal(
  "insurance/before-proposal",
  "{field} ({on}) lies before {proposedOn}, the first day on which policy {policyNumber} can have been applied for; correct the date, or the policy's proposedOn.",
);

/** Calendar days from one day to another. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Refuses what is said to have happened on a day that has not come yet. */
export const notInFuture = (field: string, on: CalendarDate, today: CalendarDate): Refusal | undefined =>
  on > today ? dateInFuture({ field, on }) : undefined;

type Named = readonly [field: string, on: CalendarDate | undefined];
/** Refuses what is said to have happened before what it follows from; a day that nobody knows is no reason. */
export const inOrder = ([earlier, earlierOn]: Named, [later, laterOn]: Named): Refusal | undefined =>
  earlierOn !== undefined && laterOn !== undefined && laterOn < earlierOn
    ? datesOutOfOrder({ later, laterOn, earlier, earlierOn })
    : undefined;

/** What says when a policy can have begun to be of anybody's concern. */
export type Proposed = Pick<Policy, "policyNumber" | "proposedOn" | "effectiveOn">;
type Clock = Pick<Timeless, "calendar" | "parameter">;

/**
 * The first day on which anything of a policy can have happened: it was applied for. Where that day is not known, as far before the
 * cover as a proposal may lie. Premium may be paid and the policy signed for before the cover begins, but not before somebody wanted it.
 */
export const proposedAtEarliest = ({ proposedOn, effectiveOn }: Proposed, { calendar, parameter }: Clock): CalendarDate =>
  proposedOn ?? calendar.dayOf(calendar.after(effectiveOn, `-P${parameter(proposalDays, effectiveOn)}D`));

/** Refuses what is said to have happened to a policy before anybody had applied for it. */
export function notBeforeProposal(field: string, on: CalendarDate, moment: Clock & { readonly policy: Proposed }): Refusal | undefined {
  const proposedOn = proposedAtEarliest(moment.policy, moment);
  return on < proposedOn ? beforeProposal({ field, on, proposedOn, policyNumber: moment.policy.policyNumber }) : undefined;
}
