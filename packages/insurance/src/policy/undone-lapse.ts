import { type CalendarDate, count, date, defineLifecycle, defineRefusal, earliest, latest, many, type Refusal, totals } from "@kehu/core";
import { type Claim, claim, openClaimStates } from "../claim/claim.js";
import { metOfItsInsured, ofItsInsured } from "../claim/death-of-insured.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { nextDueOn } from "../premium/premium-schedule.js";
import { premiumAfterEnd } from "../premium/takes-premium.js";
import { inOrder, notBeforeProposal, notInFuture } from "./dates.js";
import { graceEndsOn, itsProduct } from "./grace.js";
import { type Policy, policy } from "./policy.js";
import { whyEndValueOut } from "./policy-end.js";
import { afterPremium, isPaidUp, paidToRunsBackwards, premiumCountsFrom } from "./policy-premium.js";
import { withoutApplication } from "./policy-reinstatement.js";
import { isEndedByLapse, lapsedAfter, settledWithEnd, undoSettlements, withoutEnd } from "./undo-end.js";

export const endedOtherwise = defineRefusal(
  "insurance/ended-otherwise",
  "No lapse ended policy {policyNumber}, or it lapsed before {lossOn}; its end stands.",
);
export const deathWasMet = defineRefusal(
  "insurance/death-was-met",
  "The benefit on the death of the insured was paid on policy {policyNumber}, so that nothing of it goes on; send the payment back.",
);

const endedOne = (record: Policy) => premiumAfterEnd({ policyNumber: record.policyNumber, endedOn: record.endedOn ?? "" });

const itsDeaths = {
  lookedInto: many(claim, "policyId", {
    where: { ...ofItsInsured, state: { in: openClaimStates.filter((state) => state !== "reported") } },
  }),
  met: totals(claim, "policyId", { where: metOfItsInsured, measures: { claims: count() } }),
};
interface Undoing {
  readonly record: Policy;
  readonly needs: { readonly lookedInto: readonly Pick<Claim, "lossOn">[] };
}
/** The first day on which the insured is said to have died while the cover had stood, as far as that is looked into. */
const diedCovered = ({ record: { effectiveOn, lapsedOn = "" }, needs: { lookedInto } }: Undoing): CalendarDate | undefined =>
  earliest(...lookedInto.map(({ lossOn }) => lossOn).filter((on) => on >= effectiveOn && on <= lapsedOn));

/** What a lapse led to, and a payment or a loss that was found late takes back. */
export const undoneLapse = defineLifecycle(policy, (t) => ({
  /**
   * A premium that came within the days of grace was entered after the contract had ended for its lapse: there was neither. It counts from the day
   * of the payment, and what has become due since then happens by its own clocks. Where the insured's death is looked into, it is so on the policy,
   * too; where it was paid for, nothing goes on.
   *
   * @see Insurance Law of the PRC, arts. 36 and 37: only who has not paid is suspended, and rescinded from
   */
  undoTermination: t({
    from: ["terminated", "terminationPaid", "expired"],
    to: ["inForce", "grace", "deathClaimPending"],
    input: { paidOn: date(), paidToOn: date() },
    needs: { ...itsProduct, ...settledWithEnd, ...itsDeaths },
    guard: ({ record, needs }): Refusal | undefined => {
      if (!isEndedByLapse(record)) return endedOne(record);
      return needs.met.claims > 0 ? deathWasMet({ policyNumber: record.policyNumber }) : whyEndValueOut(record);
    },
    check: (moment) => {
      const { record, input, today } = moment;
      const endedOn = graceEndsOn(moment);
      // with arrears that were posted since, what is due next is not what it lapsed for
      const hasArrears = record.arrearsFromOn !== undefined && record.arrearsFromOn !== nextDueOn(record);
      if (hasArrears || endedOn === undefined || input.paidOn > endedOn) return endedOne(record);
      if (record.paidToOn !== undefined && input.paidToOn <= record.paidToOn) return paidToRunsBackwards({ paidToOn: record.paidToOn });
      return notBeforeProposal("paidOn", input.paidOn, { ...moment, policy: record }) ?? notInFuture("paidOn", input.paidOn, today);
    },
    choose: (moment) => {
      const { record, input } = moment;
      if (diedCovered(moment) !== undefined) return "deathClaimPending";
      return isPaidUp({ ...record, paidToOn: input.paidToOn }, input.paidOn) ? "inForce" : "grace";
    },
    set: (moment) => {
      const diedOn = diedCovered(moment);
      return {
        ...withoutEnd(moment, moment.calendar),
        // nobody would have applied for a reinstatement
        ...withoutApplication(),
        ...afterPremium(moment.record, moment.input.paidToOn),
        ...(diedOn !== undefined && { diedOn }),
      };
    },
    also: undoSettlements,
    effective: (moment) => {
      const { record, input, calendar, now } = moment;
      const countsFrom = premiumCountsFrom(record, input.paidOn, calendar);
      const diedOn = diedCovered(moment);
      return diedOn === undefined ? countsFrom : (earliest(now, latest(countsFrom, calendar.endOf(diedOn))) ?? countsFrom);
    },
  }),
  /**
   * A claim that ends the contract is paid for a loss from before the lapse that had ended it: it ended with the loss, which is still covered.
   * What was paid out at the former end is a part of the benefit.
   */
  endByEarlierLoss: t({
    from: ["terminated", "terminationPaid", "expired"],
    to: "terminated",
    input: { lossOn: date() },
    check: ({ record, input: { lossOn } }) =>
      lapsedAfter(record, lossOn)
        ? inOrder(["effectiveOn", record.effectiveOn], ["lossOn", lossOn])
        : endedOtherwise({ policyNumber: record.policyNumber, lossOn }),
    set: ({ input }) => ({
      endedOn: input.lossOn,
      endReason: "claimPaid",
      lapsedOn: undefined,
      endValue: undefined,
      endValuePaidOn: undefined,
      loansSetOff: undefined,
    }),
    also: ({ record, input, calendar }) => returnPaidAhead(record, { on: input.lossOn, calendar }),
    effective: ({ input, calendar }) => calendar.endOf(input.lossOn),
  }),
}));
