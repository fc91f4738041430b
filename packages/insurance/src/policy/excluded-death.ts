import { date, defineLifecycle, defineRefusal, earliest, history, latest, money } from "@kehu/core";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { whyNotWorth, worthOf } from "../nonforfeiture/cash-value.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { inOrder, notInFuture } from "./dates.js";
import { itsProduct } from "./grace.js";
import { type Policy, policy, standingStates, unendedStates } from "./policy.js";
import { settledWithEnd, standingBefore, undoSettlements, withoutEnd } from "./undo-end.js";

export const notEndedByDeath = defineRefusal(
  "insurance/not-ended-by-death",
  "No death ended policy {policyNumber}, or nothing is known of it before; there is nothing to look into again.",
);

/** The table asks in which state the policy was when the insured died. */
const asBefore = (record: Policy): Policy =>
  record.state === "deathClaimPending" ? { ...record, state: (record.origin?.state as Policy["state"]) ?? record.state } : record;

/** The states of a policy that a death has ended, and why it has. */
export const endedByDeath = ["deathClaimPaid", "terminated", "terminationPaid"] as const;
const reasons: readonly (string | undefined)[] = ["claimPaid", "deathExcluded"];
export const isEndedByDeath = ({ state, endReason }: Pick<Policy, "state" | "endReason">): boolean =>
  (endedByDeath as readonly string[]).includes(state) && reasons.includes(endReason);

/** A death for which no benefit is owed, and one of which that is not certain any more. */
export const excludedDeath = defineLifecycle(policy, (t) => ({
  /** The insured is dead and the contract over: what it was worth on that day goes back, once. @see Insurance Law of the PRC, arts. 43–45 */
  endByExcludedDeath: t({
    from: unendedStates,
    to: ["terminated", "terminationPaid"],
    input: { diedOn: date(), cashValue: money().optional() },
    needs: { ...itsProduct, ...itsLoans },
    check: ({ record, input: { diedOn, cashValue }, needs, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["diedOn", diedOn]) ??
      notInFuture("diedOn", diedOn, today) ??
      whyNotWorth(asBefore(record), { product: needs.product, on: diedOn, given: cashValue }),
    choose: ({ record }) => (record.endValuePaidOn === undefined ? "terminated" : "terminationPaid"),
    set: ({ record, input: { diedOn, cashValue: given }, needs: { product, loans }, today }) => {
      const value = worthOf(asBefore(record), { product, on: diedOn, given });
      const ended = { diedOn, endedOn: diedOn, endReason: "deathExcluded" } as const;
      const owesNone = value.amountMinor === 0 || record.endValuePaidOn !== undefined;
      return owesNone ? ended : { ...ended, ...afterLoans(value, { loans, on: today }) };
    },
    also: ({ record, input, needs, calendar }) => [...setOffAll(needs.loans), ...returnPaidAhead(record, { on: input.diedOn, calendar })],
    effective: ({ record, input, now, calendar }) => earliest(now, latest(calendar.endOf(input.diedOn), record.since)) ?? now,
  }),
  /** The claim that ended it is open again, so that it is as before the death; what was paid at the end is out until it is settled. */
  undoDeath: t({
    from: endedByDeath,
    to: standingStates,
    needs: { ...settledWithEnd, stays: history(policy, "id") },
    guard: ({ record, needs: { stays } }) =>
      isEndedByDeath(record) && standingBefore(stays) !== undefined ? undefined : notEndedByDeath({ policyNumber: record.policyNumber }),
    choose: ({ record, needs: { stays } }) => (standingBefore(stays)?.state ?? record.state) as (typeof standingStates)[number],
    set: (moment) => ({ ...withoutEnd(moment, moment.calendar), diedOn: undefined }),
    also: undoSettlements,
    effective: ({ needs: { stays }, now }) => standingBefore(stays)?.from ?? now,
  }),
  /** The benefit is paid after all: what went back as the cash value is a part of it, and stands with the claim. */
  takeIntoBenefit: t({
    from: unendedStates,
    guard: ({ record }) => (record.endValuePaidOn === undefined ? notEndedByDeath({ policyNumber: record.policyNumber }) : undefined),
    set: () => ({ endValue: undefined, endValuePaidOn: undefined, loansSetOff: undefined }),
  }),
}));
