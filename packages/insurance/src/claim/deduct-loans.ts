import { type Act, act, type CalendarDate, type Money } from "@kehu/core";
import type { Owed } from "../loan/loan-value.js";
import type { PolicyLoan } from "../loan/policy-loan.js";
import { keptForLoans, setOffAll } from "../loan/set-off.js";
import type { Policy } from "../policy/policy.js";
import { lapsedAfter } from "../policy/undo-end.js";
import type { Claim } from "./claim.js";
import { claimPayment } from "./claim-payment.js";
import { stillToPay } from "./payable.js";

interface Paying {
  readonly record: Claim;
  readonly input: { readonly endsPolicy: boolean; readonly paidOn: CalendarDate };
  readonly needs: { readonly policy: Policy; readonly loans: readonly Owed[]; readonly payments: { readonly paid: readonly Money[] } };
}
/**
 * What a benefit that ends the policy is paid without: its loans and their interest to the day of the payment, after the arrears. Of one that had
 * ended for its lapse, what was set off of its value then.
 */
export function loansKept({ record, input, needs }: Paying, arrears: Money | undefined): Money | undefined {
  if (!input.endsPolicy || record.approvedAmount === undefined) return undefined;
  const left = stillToPay(record.approvedAmount, needs.payments.paid, arrears);
  const before = lapsedAfter(needs.policy, record.lossOn) ? (needs.policy.loansSetOff?.amountMinor ?? 0) : 0;
  const now = keptForLoans(left, { loans: needs.loans, on: input.paidOn });
  const kept = { ...left, amountMinor: Math.min(left.amountMinor, now.amountMinor + before) };
  return kept.amountMinor > 0 ? kept : undefined;
}

interface Deduction {
  readonly record: Pick<Claim, "id">;
  readonly loans: readonly Pick<PolicyLoan, "id">[];
  readonly kept: Money | undefined;
  readonly paidOn: CalendarDate;
}
/** What is kept is a part of the benefit, and with the policy its loans are over. */
export const deductLoans = ({ record, loans, kept, paidOn }: Deduction): readonly Act[] => [
  ...(kept ? [act.create(claimPayment, { claimId: record.id, kind: "loan", amount: kept, paidOn })] : []),
  ...setOffAll(loans),
];
