import { date, defineLifecycle, defineRefusal, earliest, history, latest, money, type Stay } from "@kehu/core";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { whyNotWorth, worthOf } from "../nonforfeiture/cash-value.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { inOrder, notInFuture } from "./dates.js";
import { itsProduct } from "./grace.js";
import { type Policy, type PolicyState, policy, standingStates, unendedStates } from "./policy.js";
import { whyEndValueOut } from "./policy-end.js";
import { isPaidUp } from "./policy-premium.js";
import { settledWithEnd, standingBefore, undoSettlements, withoutEnd } from "./undo-end.js";

export const notEndedByDeath = defineRefusal(
  "insurance/not-ended-by-death",
  "No death ended policy {policyNumber}, or nothing is known of it before; there is nothing to look into again.",
);

const itsHistory = { stays: history(policy, "id") };
/** The table asks in which state the policy was when the insured died. */
const asBefore = (record: Policy, { stays }: { readonly stays: readonly Stay<PolicyState>[] }): Policy =>
  record.state === "deathClaimPending" ? { ...record, state: stoodAs(record) ?? standingBefore(stays)?.state ?? record.state } : record;
/** Opened again after an end, it came from no state in which it stood. */
export const stoodAs = ({ origin }: Pick<Policy, "origin">): PolicyState | undefined =>
  standingStates.find((state) => state === origin?.state);
/** It was without cover when the insured died, so that no death is looked into on it. */
function suspendedBefore(stays: readonly Stay<PolicyState>[]): "lapsed" | "reinstatementPending" | undefined {
  const state = standingBefore(stays)?.state;
  return state === "lapsed" || state === "reinstatementPending" ? state : undefined;
}

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
    needs: { ...itsProduct, ...itsLoans, ...itsHistory },
    check: ({ record, input: { diedOn, cashValue }, needs, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["diedOn", diedOn]) ??
      notInFuture("diedOn", diedOn, today) ??
      whyNotWorth(asBefore(record, needs), { product: needs.product, on: diedOn, given: cashValue }),
    choose: ({ record }) => (record.endValuePaidOn === undefined ? "terminated" : "terminationPaid"),
    set: ({ record, input: { diedOn, cashValue: given }, needs, today }) => {
      const { product, loans } = needs;
      const value = worthOf(asBefore(record, needs), { product, on: diedOn, given });
      const ended = { diedOn, endedOn: diedOn, endReason: "deathExcluded" } as const;
      const owesNone = value.amountMinor === 0 || record.endValuePaidOn !== undefined;
      return owesNone ? ended : { ...ended, ...afterLoans(value, { loans, on: today }) };
    },
    also: ({ record, input, needs, calendar }) => [...setOffAll(needs.loans), ...returnPaidAhead(record, { on: input.diedOn, calendar })],
    effective: ({ input, now, calendar }) => earliest(now, calendar.endOf(input.diedOn)) ?? now,
  }),
  /**
   * The claim that ended it is open again: the death is looked into anew, where the cover stood; else it is as suspended as it was. What was paid
   * at the end is out until it is settled.
   */
  reopenDeath: t({
    from: endedByDeath,
    to: ["deathClaimPending", "lapsed", "reinstatementPending"],
    needs: { ...settledWithEnd, ...itsHistory },
    guard: ({ record, needs: { stays } }) =>
      isEndedByDeath(record) && standingBefore(stays) !== undefined ? undefined : notEndedByDeath({ policyNumber: record.policyNumber }),
    choose: ({ needs: { stays } }) => suspendedBefore(stays) ?? "deathClaimPending",
    set: (moment) => {
      const { record, needs, calendar } = moment;
      const diedOn = suspendedBefore(needs.stays) === undefined ? (record.diedOn ?? record.endedOn) : undefined;
      return { ...withoutEnd(moment, calendar), diedOn };
    },
    also: undoSettlements,
    effective: ({ record, needs: { stays }, calendar, now }) => {
      const from = standingBefore(stays)?.from ?? now;
      const diedAt = suspendedBefore(stays) === undefined && record.endedOn !== undefined ? calendar.endOf(record.endedOn) : from;
      return earliest(now, latest(from, diedAt)) ?? now;
    },
  }),
  /**
   * Nobody has died: the contract is as it stood before, unless the premium that was missing then has been paid, and what has become due since then
   * happens by its clocks.
   */
  revive: t({
    from: "deathClaimPending",
    to: standingStates,
    needs: itsHistory,
    guard: ({ record, needs: { stays } }) =>
      standingBefore(stays) === undefined ? notEndedByDeath({ policyNumber: record.policyNumber }) : whyEndValueOut(record),
    choose: ({ record, needs: { stays }, today }) => {
      const state = standingBefore(stays)?.state ?? "inForce";
      return state === "grace" && isPaidUp(record, today) ? "inForce" : state;
    },
    set: () => ({ diedOn: undefined }),
    effective: ({ needs: { stays }, now }) => standingBefore(stays)?.from ?? now,
  }),
  /** The benefit is paid after all: what went back as the cash value is a part of it, and stands with the claim. */
  takeIntoBenefit: t({
    from: unendedStates,
    guard: ({ record }) => (record.endValuePaidOn === undefined ? notEndedByDeath({ policyNumber: record.policyNumber }) : undefined),
    set: () => ({ endValue: undefined, endValuePaidOn: undefined, loansSetOff: undefined }),
  }),
}));
