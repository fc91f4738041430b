import {
  act,
  type CalendarDate,
  date,
  defineLifecycle,
  defineRefusal,
  type Instant,
  latest,
  type Money,
  many,
  money,
  type Timeless,
  task,
} from "@kehu/core";
import { nextDueOn, type PremiumTerms } from "../premium/premium-schedule.js";
import { whyNothingDue } from "../premium/takes-premium.js";
import { owedAfter } from "./arrears-interest.js";
import { inOrder, notBeforeProposal, notInFuture } from "./dates.js";
import { endorse } from "./endorsement.js";
import { type FormerSum, formerSum } from "./former-sum.js";
import { graceEndsOn, itsProduct } from "./grace.js";
import { isOver, overStates, type Policy, policy, unendedStates, unpaidCoverStates } from "./policy.js";
import type { Product } from "./product.js";

export const paidToRunsBackwards = defineRefusal(
  "insurance/paid-to-runs-backwards",
  "The policy is paid to {paidToOn} already; reverse the later receipt before posting an earlier one.",
);
export const paidAfterLapse = defineRefusal(
  "insurance/paid-after-lapse",
  "The grace period ended on {endedOn} and the policy lapsed; apply for reinstatement, then post the arrears.",
);

export const paidBeforeLapse = defineRefusal(
  "insurance/paid-before-lapse",
  "This payment of {paidOn} came before the policy lapsed on {lapsedOn}; reverse the receipts of the arrears, then post it first.",
);

/** The first premium may come with the proposal and wait for the decision. */
const withProposal = ["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued"] as const;
/** …and goes back where nothing comes of it. */
const beforeCover = [...withProposal, "deferred"] as const;
const isProposal = ({ state }: Policy): boolean => state === "declined" || (beforeCover as readonly string[]).includes(state);
/** By the end of the grace period another cover took the place of the one that was not paid for. */
const isOption = ({ state }: Policy): boolean => state === "reducedPaidUp" || state === "extendedTerm";
const stays = (record: Policy): boolean =>
  isProposal(record) || isOver(record) || (unpaidCoverStates as readonly string[]).includes(record.state);

/** What premiums do to a policy. The operations payPremium and reverseReceipt apply these together with the receipt. */
export const policyPremium = defineLifecycle(policy, (t) => ({
  // It is judged on the day of the payment, not of its entry: one within the grace period brings back a policy that lapsed meanwhile.
  // What has become due since then happens by its own clocks, with their own effective times.
  postPremium: t({
    from: [...withProposal, "inForce", "grace", "lapsed", "reinstatementPending", ...unpaidCoverStates],
    to: [...withProposal, "inForce", "grace", "reinstatementPending", "premiumWaived", "deathClaimPending"],
    input: { paidOn: date(), paidToOn: date() },
    needs: { ...itsProduct, formerSums: many(formerSum, "policyId") },
    check: (moment) => {
      const { record, input, today } = moment;
      if (record.paidToOn !== undefined && input.paidToOn <= record.paidToOn) return paidToRunsBackwards({ paidToOn: record.paidToOn });
      const endedOn = record.state === "lapsed" ? graceEndsOn(moment) : undefined;
      if (endedOn !== undefined && input.paidOn > endedOn) return paidAfterLapse({ endedOn });
      const lapsedOn = record.origin?.state === "lapsed" ? moment.calendar.dayOf(record.origin.since) : undefined;
      if (record.state === "reinstatementPending" && lapsedOn !== undefined && input.paidOn < lapsedOn && !wasPaidInGrace(moment))
        return paidBeforeLapse({ paidOn: input.paidOn, lapsedOn });
      return (
        whyNothingDue(moment) ??
        notBeforeProposal("paidOn", input.paidOn, { ...moment, policy: record }) ??
        notInFuture("paidOn", input.paidOn, today)
      );
    },
    choose: (moment) => {
      const { record, input } = moment;
      if (stays(record) && !isOption(record)) return record.state;
      if (record.state === "reinstatementPending" && !wasPaidInGrace(moment)) return record.state;
      return isPaidUp({ ...record, paidToOn: input.paidToOn }, input.paidOn) ? "inForce" : "grace";
    },
    set: (moment) => {
      const { record, input } = moment;
      const paid = { ...record, paidToOn: input.paidToOn };
      const isPending = record.state === "reinstatementPending";
      const from = nextDueOn(record);
      const isArrears = isPending && !wasPaidInGrace(moment) && from !== undefined;
      return {
        paidToOn: input.paidToOn,
        ...(isPending && !wasPaidInGrace(moment) ? withoutDemand(record, input.paidToOn) : afterPremium(record, input.paidToOn)),
        ...(isPending && !wasPaidInGrace(moment) && isPaidUp(paid, input.paidOn) && { arrearsPaidOn: input.paidOn }),
        ...(isArrears && { arrearsInterest: owedAfter(moment, { from, to: input.paidToOn, paidOn: input.paidOn }, 1) }),
        ...(isPending && wasPaidInGrace(moment) && { reinstatementAppliedOn: undefined, arrearsFromOn: undefined }),
        // it never came to the option
        ...(isOption(record) && { extendedUntilOn: undefined, sumAssured: sumBefore(record, moment.needs.formerSums) }),
      };
    },
    also: ({ record, today }) =>
      isOption(record) ? [endorse(record, record.state === "extendedTerm" ? "term" : "sumAssured", today)] : [],
    effective: (moment) => {
      const { record, input, calendar, now } = moment;
      const wasDue = record.state === "grace" || record.state === "lapsed" || isOption(record) || wasPaidInGrace(moment);
      return wasDue ? premiumCountsFrom(record, input.paidOn, calendar) : now;
    },
  }),
  // Unpaid again, the policy is where it would have been: in force until the due date, in grace from there, lapsed by its clock. One that has
  // ended, or whose cover goes on without a premium, stays where it is and owes it.
  reversePremium: t({
    from: [...beforeCover, ...unendedStates, ...overStates],
    to: [...beforeCover, "inForce", "grace", "reinstatementPending", ...unpaidCoverStates, ...overStates],
    input: {
      paidToOn: date(),
      paidOn: date(),
      /** Of it, for the time before an end. */
      amount: money().optional(),
      /** Of it, what had been paid ahead of an end and went back. */
      refunded: money().optional(),
    },
    needs: itsProduct,
    check: ({ record, input }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["periodFrom", input.paidToOn]) ??
      inOrder(["periodFrom", input.paidToOn], ["paidToOn", record.paidToOn]),
    choose: (moment) => {
      const { record, input, calendar, now } = moment;
      if (diedUncovered(moment)) return "grace";
      if (stays(record) || record.state === "reinstatementPending") return record.state;
      return calendar.endOf(input.paidToOn) <= now ? "grace" : "inForce";
    },
    set: (moment) => {
      const { record, input } = moment;
      const { paidToOn: from, paidOn } = input;
      const isArrears = record.state === "reinstatementPending" && record.paidToOn !== undefined;
      return {
        paidToOn: from > record.effectiveOn ? from : undefined,
        arrearsPaidOn: undefined,
        ...(isArrears && {
          arrearsInterest: owedAfter(
            { ...moment, record: { ...record, paidToOn: from } },
            { from, to: record.paidToOn ?? from, paidOn },
            -1,
          ),
        }),
        ...(!isOver(record) && record.state !== "reinstatementPending" && { lapsedOn: undefined }),
        ...(diedUncovered(moment) && { diedOn: undefined }),
        ...lessOwed(moment),
      };
    },
    also: (moment) => {
      const { id: aboutId, policyNumber: subject, holderId: customerId } = moment.record;
      return lessOwed(moment).recoverable ? [act.create(task, { subject, aboutId, customerId, dueOn: moment.today })] : [];
    },
    effective: (moment) => {
      const { record, input, calendar, now } = moment;
      const dueAt = calendar.endOf(input.paidToOn);
      const isLeft = stays(record) && !diedUncovered(moment);
      return isLeft || record.state === "reinstatementPending" || now < dueAt ? now : dueAt;
    },
  }),
}));

interface Reversing extends Pick<Timeless, "calendar" | "parameter"> {
  readonly record: Policy;
  readonly input: { readonly paidToOn: CalendarDate; readonly amount?: Money | undefined; readonly refunded?: Money | undefined };
  readonly needs: { readonly product: Product };
}
/** Without this premium the days of grace were over before the insured died, so that the policy is where it would have been. */
function diedUncovered(moment: Reversing): boolean {
  const { record, input } = moment;
  if (record.state !== "deathClaimPending" || record.diedOn === undefined) return false;
  const endedOn = graceEndsOn({ ...moment, record: { ...record, paidToOn: input.paidToOn } });
  return endedOn !== undefined && endedOn < record.diedOn;
}

/**
 * What is owed at an end and not paid yet is less by a premium that did not come in, with the commission that was to be given back for it. What
 * was paid at the end, or went back as paid ahead, is to come back as far as it was that premium.
 */
function lessOwed({ record, input: { amount, refunded, paidToOn: from }, needs }: Reversing): Partial<Policy> {
  const { state, endValue, endedOn, endReason, commissionClawback: clawback, recoverable } = record;
  if (amount === undefined) return {};
  // all premium goes back of a contract that was undone; of another one what fell due after the end was no part of its value
  const isUndone = endReason === "freeLook" || endReason === "nonDisclosure";
  const counted = isUndone || endedOn === undefined || from <= endedOn ? amount.amountMinor : 0;
  const less = (from: Money, by: number): Money => ({ ...from, amountMinor: Math.max(0, from.amountMinor - by) });
  const isOwed = state === "freeLookCancelled" || state === "surrendered" || state === "terminated";
  const isPaid = state === "freeLookRefunded" || state === "surrenderPaid" || state === "terminationPaid";
  const paidOut = isPaid && endValue !== undefined ? Math.min(counted, endValue.amountMinor) : 0;
  const back = paidOut + (refunded?.amountMinor ?? 0);
  const commission = Math.floor((amount.amountMinor * needs.product.commissionBasisPoints) / 10_000);
  return {
    ...(isOwed && endValue && { endValue: less(endValue, counted) }),
    ...((isOwed || isPaid) && clawback && { commissionClawback: less(clawback, commission) }),
    ...(back > 0 && { recoverable: { ...amount, amountMinor: (recoverable?.amountMinor ?? 0) + back } }),
  };
}

/** The sum before the last change of it, which was the option; a longer term left it as it was. */
function sumBefore(record: Policy, formerSums: readonly Pick<FormerSum, "sumAssured" | "untilOn">[]): Money {
  const [last] = record.state === "reducedPaidUp" ? formerSums.toSorted((one, other) => (one.untilOn > other.untilOn ? -1 : 1)) : [];
  return last?.sumAssured ?? record.sumAssured;
}

interface Paying {
  readonly record: Policy;
  readonly input: { readonly paidOn: CalendarDate };
  readonly needs: { readonly product: Pick<Product, "graceDays" | "isFlexiblePremium"> };
}
/** Found late, while a reinstatement is under way and nothing of the arrears is posted: the policy never lapsed, and nothing begins anew. */
function wasPaidInGrace(moment: Paying & Pick<Timeless, "calendar" | "parameter">): boolean {
  const { state, arrearsFromOn } = moment.record;
  if (state !== "reinstatementPending" || arrearsFromOn === undefined || arrearsFromOn !== nextDueOn(moment.record)) return false;
  const endedOn = graceEndsOn(moment);
  return endedOn !== undefined && moment.input.paidOn <= endedOn;
}
/** Who has paid by the due date was never in grace. */
export function premiumCountsFrom(record: PremiumTerms, paidOn: CalendarDate, calendar: Timeless["calendar"]): Instant {
  const paidAt = calendar.startOf(paidOn);
  const dueOn = nextDueOn(record);
  return dueOn === undefined ? paidAt : (latest(paidAt, calendar.endOf(dueOn)) ?? paidAt);
}
/** A demand counts for what was due when it was sent. */
const withoutDemand = ({ demandedOn }: Policy, paidToOn: CalendarDate): Partial<Policy> =>
  demandedOn !== undefined && demandedOn < paidToOn ? { demandedOn: undefined } : {};
/** What a premium in time leaves of a policy: it is not lapsed. */
export const afterPremium = (record: Policy, paidToOn: CalendarDate): Partial<Policy> => ({
  paidToOn,
  lapsedOn: undefined,
  ...withoutDemand(record, paidToOn),
});
/** Nothing that was due on a day is missing. */
export const isPaidUp = (terms: PremiumTerms, on: CalendarDate): boolean => (nextDueOn(terms) ?? on) >= on;
