import { type CalendarDate, date, defineLifecycle, defineRefusal, type Instant, type Timeless } from "@kehu/core";
import { nextDueOn, type PremiumTerms } from "../premium/premium-schedule.js";
import { owedAfter } from "./arrears-interest.js";
import { inOrder, notBeforeProposal, notInFuture } from "./dates.js";
import { graceEndsOn, itsProduct } from "./grace.js";
import { type Policy, policy } from "./policy.js";
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
const beforeCover = [...withProposal, "deferred", "declined"] as const;
const isProposal = ({ state }: Policy): boolean => (beforeCover as readonly string[]).includes(state);

/** What premiums do to a policy. The operations payPremium and reverseReceipt apply these together with the receipt. */
export const policyPremium = defineLifecycle(policy, (t) => ({
  // It is judged on the day of the payment, not of its entry: one within the grace period brings back a policy that lapsed meanwhile.
  // What has become due since then happens by its own clocks, with their own effective times.
  postPremium: t({
    from: [...withProposal, "inForce", "grace", "lapsed", "reinstatementPending"],
    to: [...withProposal, "inForce", "grace", "reinstatementPending"],
    input: { paidOn: date(), paidToOn: date() },
    needs: itsProduct,
    check: (moment) => {
      const { record, input, today } = moment;
      if (record.paidToOn !== undefined && input.paidToOn <= record.paidToOn) return paidToRunsBackwards({ paidToOn: record.paidToOn });
      const endedOn = record.state === "lapsed" ? graceEndsOn(moment) : undefined;
      if (endedOn !== undefined && input.paidOn > endedOn) return paidAfterLapse({ endedOn });
      const lapsedOn = record.origin?.state === "lapsed" ? moment.calendar.dayOf(record.origin.since) : undefined;
      if (record.state === "reinstatementPending" && lapsedOn !== undefined && input.paidOn < lapsedOn && !wasPaidInGrace(moment))
        return paidBeforeLapse({ paidOn: input.paidOn, lapsedOn });
      return notBeforeProposal("paidOn", input.paidOn, { ...moment, policy: record }) ?? notInFuture("paidOn", input.paidOn, today);
    },
    choose: (moment) => {
      const { record, input } = moment;
      if (isProposal(record) || (record.state === "reinstatementPending" && !wasPaidInGrace(moment))) return record.state;
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
        ...(!(isPending && !wasPaidInGrace(moment)) && { lapsedOn: undefined }),
        // a demand counts for what was due when it was sent
        ...(record.demandedOn !== undefined && record.demandedOn < input.paidToOn && { demandedOn: undefined }),
        ...(isPending && !wasPaidInGrace(moment) && isPaidUp(paid, input.paidOn) && { arrearsPaidOn: input.paidOn }),
        ...(isArrears && { arrearsInterest: owedAfter(moment, { from, to: input.paidToOn, paidOn: input.paidOn }, 1) }),
        ...(isPending && wasPaidInGrace(moment) && { reinstatementAppliedOn: undefined, arrearsFromOn: undefined }),
      };
    },
    // who has paid by the due date was never in grace
    effective: (moment) => {
      const { record, input, calendar, now } = moment;
      const wasDue = record.state === "grace" || record.state === "lapsed" || wasPaidInGrace(moment);
      const dueOn = wasDue ? nextDueOn(record) : undefined;
      return dueOn === undefined ? now : later(calendar.startOf(input.paidOn), calendar.endOf(dueOn));
    },
  }),
  // Unpaid again, the policy is where it would have been: in force until the due date, in grace from there, lapsed by its clock.
  reversePremium: t({
    from: [...beforeCover, "inForce", "grace", "lapsed", "reinstatementPending"],
    to: [...beforeCover, "inForce", "grace", "reinstatementPending"],
    input: { paidToOn: date(), paidOn: date() },
    needs: itsProduct,
    check: ({ record, input }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["periodFrom", input.paidToOn]) ??
      inOrder(["periodFrom", input.paidToOn], ["paidToOn", record.paidToOn]),
    choose: ({ record, input, calendar, now }) => {
      if (isProposal(record) || record.state === "reinstatementPending") return record.state;
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
        ...(record.state !== "reinstatementPending" && { lapsedOn: undefined }),
      };
    },
    effective: ({ record, input, calendar, now }) => {
      const dueAt = calendar.endOf(input.paidToOn);
      return isProposal(record) || record.state === "reinstatementPending" || now < dueAt ? now : dueAt;
    },
  }),
}));

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
const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);
/** Nothing that was due on a day is missing. */
const isPaidUp = (terms: PremiumTerms, on: CalendarDate): boolean => (nextDueOn(terms) ?? on) >= on;
