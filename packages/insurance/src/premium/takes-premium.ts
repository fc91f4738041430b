import { type CalendarDate, defineRefusal, type Refusal, type Timeless } from "@kehu/core";
import { graceEndsAt } from "../policy/grace.js";
import { isOver, type Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { nextDueOn } from "./premium-schedule.js";

export const premiumAfterEnd = defineRefusal(
  "insurance/premium-after-end",
  "Policy {policyNumber} ended on {endedOn} and takes no premium; send the payment back. Only what paid an instalment within its days of grace opens a contract again that ended for its lapse.",
);
export const premiumNotTaken = defineRefusal(
  "insurance/premium-not-taken",
  "Policy {policyNumber} is {state}, and no premium falls due on it; send the payment back.",
  { state: { stateOf: "insurance/policy" } },
);
export const paidAfterOption = defineRefusal(
  "insurance/paid-after-option",
  "Policy {policyNumber} is {state} since {on}, before this payment or by its holder's choice; send the payment back, and have more cover applied for anew.",
  { state: { stateOf: "insurance/policy" } },
);
export const paidBeforeLoan = defineRefusal(
  "insurance/paid-before-loan",
  "A loan of {grantedOn} has paid the premium of policy {policyNumber} that came in on {paidOn}; enter this payment as the repayment of that loan.",
);

/** Nothing was applied for yet, or nothing is left to pay for. */
export function whyClosedToPremium(record: Policy, calendar: Timeless["calendar"]): Refusal | undefined {
  const { policyNumber, state, endedOn, since } = record;
  if (isOver(record)) return premiumAfterEnd({ policyNumber, endedOn: endedOn ?? calendar.dayOf(since) });
  return state === "quoted" || state === "deferred" ? premiumNotTaken({ policyNumber, state }) : undefined;
}

interface Paying extends Pick<Timeless, "calendar" | "parameter"> {
  readonly record: Policy;
  readonly input: { readonly paidOn: CalendarDate };
  readonly needs: { readonly product: Pick<Product, "graceDays" | "isFlexiblePremium"> };
}
/**
 * Why a policy on which no premium falls due takes none: what fell due before is owed still, and what came within the days of grace pays a
 * policy whose option was applied by their end.
 */
export function whyNothingDue(moment: Paying): Refusal | undefined {
  const { record, input, calendar } = moment;
  const { policyNumber, state, since, waivedFromOn, diedOn } = record;
  const dueOn = nextDueOn(record);
  if (state === "premiumWaived")
    return dueOn !== undefined && dueOn < (waivedFromOn ?? "") ? undefined : premiumNotTaken({ policyNumber, state });
  if (state === "deathClaimPending")
    return dueOn !== undefined && dueOn <= (diedOn ?? "") ? undefined : premiumNotTaken({ policyNumber, state });
  if (state !== "reducedPaidUp" && state !== "extendedTerm") return undefined;
  const graceEndedAt = graceEndsAt(moment);
  const isByClock = graceEndedAt !== undefined && since >= graceEndedAt;
  return isByClock && input.paidOn <= calendar.dayOf(graceEndedAt)
    ? undefined
    : paidAfterOption({ policyNumber, state, on: calendar.dayOf(since) });
}
