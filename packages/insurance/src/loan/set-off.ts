import { type Act, act, type CalendarDate, type Money, many } from "@kehu/core";
import { type Owed, owedOn } from "./loan-value.js";
import { type PolicyLoan, policyLoan, policyLoanLifecycle } from "./policy-loan.js";

/** What is owed on a policy. */
export const itsLoans = { loans: many(policyLoan, "policyId", { where: { state: "outstanding" } }) };

/** What of an amount is kept for loans and their interest to a day: no more than there is. */
export function keptForLoans(amount: Money, { loans, on }: { readonly loans: readonly Owed[]; readonly on: CalendarDate }): Money {
  const owed = loans.reduce((total, loan) => total + owedOn(loan, on).amountMinor, 0);
  return { ...amount, amountMinor: Math.min(Math.max(0, amount.amountMinor), owed) };
}

/** What a policy pays at its end, and what was kept of it for the loans. */
export function afterLoans(
  amount: Money,
  owed: { readonly loans: readonly Owed[]; readonly on: CalendarDate },
): { readonly endValue: Money; readonly loansSetOff?: Money } {
  const kept = keptForLoans(amount, owed);
  const endValue = { ...amount, amountMinor: amount.amountMinor - kept.amountMinor };
  return kept.amountMinor === 0 ? { endValue } : { endValue, loansSetOff: kept };
}

/** The contract is over and so are its loans: a policy is worth no less than nothing to who borrowed on it. */
export const setOffAll = (loans: readonly Pick<PolicyLoan, "id">[]): readonly Act[] =>
  loans.map(({ id }) => act.apply(policyLoanLifecycle.setOff, id));
