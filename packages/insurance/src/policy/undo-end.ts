import { type Act, act, type Calendar, type CalendarDate, many, type Stay } from "@kehu/core";
import { type PolicyLoan, policyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import { type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "../premium/premium-credit.js";
import { premiumSchedule } from "../premium/premium-schedule.js";
import { isOver, type Policy, type PolicyState, standingStates } from "./policy.js";

/** What an end settled beside the policy. */
export const settledWithEnd = {
  settledLoans: many(policyLoan, "policyId", { where: { state: "setOff" } }),
  returned: many(premiumCredit, "policyId", { where: { reason: "paidAhead", state: { in: ["held", "refunded"] } } }),
};
interface Ended {
  readonly record: Policy;
  readonly needs: {
    readonly settledLoans: readonly Pick<PolicyLoan, "id" | "settledOn">[];
    readonly returned: readonly Pick<PremiumCredit, "id" | "state" | "receivedOn">[];
  };
}

const reasons: readonly (string | undefined)[] = ["twoYearsLapsed", "rescission", "endOfTerm"];
/** It is over and would not be so without a lapse: the contract was ended for it, or its term while the cover was suspended. */
export const isEndedByLapse = (record: Pick<Policy, "state" | "endReason" | "lapsedOn">): boolean =>
  isOver(record) && record.lapsedOn !== undefined && reasons.includes(record.endReason);

/** …and the lapse came after that day, so that a loss of it was covered. */
export const lapsedAfter = (record: Pick<Policy, "state" | "endReason" | "lapsedOn">, lossOn: CalendarDate): boolean =>
  isEndedByLapse(record) && lossOn <= (record.lapsedOn ?? "");

/** The state in which a contract stood before it ended, as far as its history is known. */
export const standingBefore = (stays: readonly Stay<PolicyState>[]): Stay<(typeof standingStates)[number]> | undefined =>
  stays.findLast((stay): stay is Stay<(typeof standingStates)[number]> => standingStates.some((state) => state === stay.state));

/** As if it had not ended. What was paid at the end stays paid until it comes back; premium that was paid ahead and refunded is unpaid. */
export function withoutEnd({ record, needs }: Ended, calendar: Calendar): Partial<Policy> {
  const refunded = returnedAt(record, needs).some(({ state }) => state === "refunded");
  const paidToOn = refunded ? firstDueAfter(record, record.endedOn, calendar) : undefined;
  return {
    endedOn: undefined,
    endReason: undefined,
    ...(record.endValuePaidOn === undefined && { endValue: undefined, loansSetOff: undefined }),
    ...(paidToOn !== undefined && { paidToOn }),
  };
}

/** Loans that were set off run on, and premium that was to be returned pays the instalments for which it had come in. */
export const undoSettlements = ({ record, needs }: Ended): readonly Act[] => [
  ...needs.settledLoans
    .filter(({ settledOn }) => settledOn !== undefined && record.endedOn !== undefined && settledOn >= record.endedOn)
    .map(({ id }) => act.apply(policyLoanLifecycle.restore, id)),
  ...returnedAt(record, needs)
    .filter(({ state }) => state === "held")
    .map(({ id }) => act.apply(premiumCreditLifecycle.reverse, id)),
];

const returnedAt = ({ endedOn }: Policy, { returned }: Pick<Ended["needs"], "returned">): Ended["needs"]["returned"] =>
  returned.filter(({ receivedOn }) => receivedOn === endedOn);
const firstDueAfter = (record: Policy, on: CalendarDate | undefined, calendar: Calendar): CalendarDate | undefined =>
  on === undefined || record.paidToOn === undefined
    ? undefined
    : premiumSchedule(record, { until: record.paidToOn, calendar }).find(({ dueOn }) => dueOn > on)?.dueOn;
