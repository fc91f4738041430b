import { date, defineLifecycle, earliest, latest, money } from "@kehu/core";
import { afterLoans, itsLoans, setOffAll } from "../loan/set-off.js";
import { whyNotWorth, worthOf } from "../nonforfeiture/cash-value.js";
import { returnPaidAhead } from "../premium/paid-ahead.js";
import { inOrder, notInFuture } from "./dates.js";
import { itsProduct } from "./grace.js";
import { type Policy, policy, unendedStates } from "./policy.js";

/** The table asks in which state the policy was when the insured died. */
const asBefore = (record: Policy): Policy =>
  record.state === "deathClaimPending" ? { ...record, state: (record.origin?.state as Policy["state"]) ?? record.state } : record;

/** A death for which no benefit is owed. */
export const excludedDeath = defineLifecycle(policy, (t) => ({
  /** The insured is dead and the contract over: what it was worth on that day goes back. @see Insurance Law of the PRC, arts. 43–45 */
  endByExcludedDeath: t({
    from: unendedStates,
    to: "terminated",
    input: { diedOn: date(), cashValue: money().optional() },
    needs: { ...itsProduct, ...itsLoans },
    check: ({ record, input: { diedOn, cashValue }, needs, today }) =>
      inOrder(["effectiveOn", record.effectiveOn], ["diedOn", diedOn]) ??
      notInFuture("diedOn", diedOn, today) ??
      whyNotWorth(asBefore(record), { product: needs.product, on: diedOn, given: cashValue }),
    set: ({ record, input: { diedOn, cashValue: given }, needs: { product, loans }, today }) => {
      const value = worthOf(asBefore(record), { product, on: diedOn, given });
      const ended = { diedOn, endedOn: diedOn, endReason: "deathExcluded" } as const;
      return value.amountMinor === 0 ? ended : { ...ended, ...afterLoans(value, { loans, on: today }) };
    },
    also: ({ record, input, needs, calendar }) => [...setOffAll(needs.loans), ...returnPaidAhead(record, { on: input.diedOn, calendar })],
    effective: ({ record, input, now, calendar }) => earliest(now, latest(calendar.endOf(input.diedOn), record.since)) ?? now,
  }),
}));
