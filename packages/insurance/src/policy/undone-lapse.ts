import { date, defineLifecycle } from "@kehu/core";
import { nextDueOn } from "../premium/premium-schedule.js";
import { premiumAfterEnd } from "../premium/takes-premium.js";
import { notBeforeProposal, notInFuture } from "./dates.js";
import { graceEndsOn, itsProduct } from "./grace.js";
import { type Policy, policy } from "./policy.js";
import { whyEndValueOut } from "./policy-end.js";
import { afterPremium, isPaidUp, paidToRunsBackwards, premiumCountsFrom } from "./policy-premium.js";
import { settledWithEnd, undoSettlements, withoutEnd } from "./undo-end.js";

const endedOne = (record: Policy) => premiumAfterEnd({ policyNumber: record.policyNumber, endedOn: record.endedOn ?? "" });
const reasons: readonly (string | undefined)[] = ["twoYearsLapsed", "rescission", "endOfTerm"];
/** It would not have ended so without a lapse: the contract was ended for it, or its term while the cover was suspended. */
export const isEndedByLapse = ({ endReason, lapsedOn }: Pick<Policy, "endReason" | "lapsedOn">): boolean =>
  lapsedOn !== undefined && reasons.includes(endReason);

/** What a lapse led to, and a payment that was found late takes back. */
export const undoneLapse = defineLifecycle(policy, (t) => ({
  /**
   * A premium that came within the days of grace was entered after the contract had ended for its lapse: there was neither. It counts from the day
   * of the payment, and what has become due since then happens by its own clocks.
   *
   * @see Insurance Law of the PRC, arts. 36 and 37: only who has not paid is suspended, and rescinded from
   */
  undoTermination: t({
    from: ["terminated", "terminationPaid", "expired"],
    to: ["inForce", "grace"],
    input: { paidOn: date(), paidToOn: date() },
    needs: { ...itsProduct, ...settledWithEnd },
    guard: ({ record }) => (isEndedByLapse(record) ? whyEndValueOut(record) : endedOne(record)),
    check: (moment) => {
      const { record, input, today } = moment;
      const endedOn = graceEndsOn(moment);
      // with arrears that were posted since, what is due next is not what it lapsed for
      const hasArrears = record.arrearsFromOn !== undefined && record.arrearsFromOn !== nextDueOn(record);
      if (hasArrears || endedOn === undefined || input.paidOn > endedOn) return endedOne(record);
      if (record.paidToOn !== undefined && input.paidToOn <= record.paidToOn) return paidToRunsBackwards({ paidToOn: record.paidToOn });
      return notBeforeProposal("paidOn", input.paidOn, { ...moment, policy: record }) ?? notInFuture("paidOn", input.paidOn, today);
    },
    choose: ({ record, input }) => (isPaidUp({ ...record, paidToOn: input.paidToOn }, input.paidOn) ? "inForce" : "grace"),
    set: (moment) => ({ ...withoutEnd(moment, moment.calendar), ...afterPremium(moment.record, moment.input.paidToOn) }),
    also: undoSettlements,
    effective: ({ record, input, calendar }) => premiumCountsFrom(record, input.paidOn, calendar),
  }),
}));
