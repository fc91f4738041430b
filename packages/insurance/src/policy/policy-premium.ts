import { type CalendarDate, date, defineLifecycle, defineRefusal, type Instant } from "@kehu/core";
import { nextDueOn, type PremiumTerms } from "../premium/premium-schedule.js";
import { notInFuture } from "./dates.js";
import { graceEndsOn, itsProduct } from "./grace.js";
import { policy } from "./policy.js";

export const paidToRunsBackwards = defineRefusal(
  "insurance/paid-to-runs-backwards",
  "The policy is paid to {paidToOn} already; reverse the later receipt before posting an earlier one.",
);
export const paidAfterLapse = defineRefusal(
  "insurance/paid-after-lapse",
  "The grace period ended on {endedOn} and the policy lapsed; apply for reinstatement, then post the arrears.",
);

/** What premiums do to a policy. The operations payPremium and reverseReceipt apply these together with the receipt. */
export const policyPremium = defineLifecycle(policy, (t) => ({
  // It is judged on the day of the payment, not of its entry: one within the grace period brings back a policy that lapsed meanwhile.
  // What has become due since then happens by its own clocks, with their own effective times.
  postPremium: t({
    from: ["proposed", "inForce", "grace", "lapsed", "reinstatementPending"],
    to: ["proposed", "inForce", "grace", "reinstatementPending"],
    input: { paidOn: date(), paidToOn: date() },
    needs: itsProduct,
    check: (moment) => {
      const { record, input, today } = moment;
      if (record.paidToOn !== undefined && input.paidToOn <= record.paidToOn) return paidToRunsBackwards({ paidToOn: record.paidToOn });
      const endedOn = record.state === "lapsed" ? graceEndsOn(moment) : undefined;
      if (endedOn !== undefined && input.paidOn > endedOn) return paidAfterLapse({ endedOn });
      return notInFuture("paidOn", input.paidOn, today);
    },
    choose: ({ record, input }) => {
      if (record.state === "proposed" || record.state === "reinstatementPending") return record.state;
      return isPaidUp({ ...record, paidToOn: input.paidToOn }, input.paidOn) ? "inForce" : "grace";
    },
    set: ({ record, input }) => ({
      paidToOn: input.paidToOn,
      // a demand counts for what was due when it was sent
      ...(record.demandedOn !== undefined && record.demandedOn < input.paidToOn && { demandedOn: undefined }),
      ...(record.state === "reinstatementPending" &&
        isPaidUp({ ...record, paidToOn: input.paidToOn }, input.paidOn) && { arrearsPaidOn: input.paidOn }),
    }),
    // who has paid by the due date was never in grace
    effective: ({ record, input, calendar, now }) => {
      const dueOn = record.state === "grace" || record.state === "lapsed" ? nextDueOn(record) : undefined;
      return dueOn === undefined ? now : later(calendar.startOf(input.paidOn), calendar.endOf(dueOn));
    },
  }),
  // Unpaid again, the policy is where it would have been: in force until the due date, in grace from there, lapsed by its clock.
  reversePremium: t({
    from: ["proposed", "inForce", "grace", "lapsed", "reinstatementPending"],
    to: ["proposed", "inForce", "grace", "reinstatementPending"],
    input: { paidToOn: date() },
    choose: ({ record, input, calendar, now }) => {
      if (record.state === "proposed" || record.state === "reinstatementPending") return record.state;
      return calendar.endOf(input.paidToOn) <= now ? "grace" : "inForce";
    },
    set: ({ record, input }) => ({ paidToOn: input.paidToOn > record.effectiveOn ? input.paidToOn : undefined, arrearsPaidOn: undefined }),
    effective: ({ record, input, calendar, now }) => {
      const dueAt = calendar.endOf(input.paidToOn);
      return record.state === "proposed" || record.state === "reinstatementPending" || now < dueAt ? now : dueAt;
    },
  }),
}));

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);
/** Nothing that was due on a day is missing. */
const isPaidUp = (terms: PremiumTerms, on: CalendarDate): boolean => (nextDueOn(terms) ?? on) >= on;
