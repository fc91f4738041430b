import { type Act, act, type CalendarDate, type Money } from "@kehu/core";
import { premiumCredit } from "../premium/premium-credit.js";
import type { PremiumReceipt } from "../premium/premium-receipt.js";
import { type PolicyLoan, policyLoanLifecycle } from "./policy-loan.js";

type Lent = Pick<PolicyLoan, "id" | "kind" | "state" | "grantedOn" | "principal" | "settledOn">;
interface Reversing {
  readonly record: Pick<PremiumReceipt, "method" | "paidOn" | "policyId">;
  readonly needs: { readonly loans: readonly Lent[] };
}
/** The loan that paid a premium by itself, on the day of its receipt. */
export const loanOf = ({ record: { method, paidOn }, needs }: Reversing): Lent | undefined =>
  method === "policyLoan"
    ? needs.loans.find(({ kind, state, grantedOn }) => kind === "automaticPremium" && state !== "undone" && grantedOn === paidOn)
    : undefined;

/**
 * What becomes of the loan whose receipt is reversed: nothing was lent. What it was repaid with was for this premium, and is held; one that was
 * set off at an end stays so, in the place of the premium.
 */
export function undoLoan(moment: Reversing): readonly Act[] {
  const loan = loanOf(moment);
  if (loan?.state === "outstanding") return [act.apply(policyLoanLifecycle.undo, loan.id)];
  return loan?.state === "repaid" && loan.settledOn !== undefined ? [hold(moment, loan.principal, loan.settledOn)] : [];
}
const hold = ({ record: { policyId } }: Reversing, amount: Money, receivedOn: CalendarDate): Act =>
  act.create(premiumCredit, { policyId, amount, receivedOn, reason: "overpaid" });
