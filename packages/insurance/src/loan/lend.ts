import { act, defineLifecycle, defineRefusal, money } from "@kehu/core";
import { itsProduct } from "../policy/grace.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { loanRate, loanRoom } from "./loan-value.js";
import { policyLoan } from "./policy-loan.js";
import { itsLoans } from "./set-off.js";

export const loanTooHigh = defineRefusal(
  "insurance/loan-too-high",
  "At most {room} (minor units of {currency}) may still be lent on policy {policyNumber}; lower the amount.",
);

/** A loan is a change of its policy: both are decided together. */
export const policyLending = defineLifecycle(policy, (t) => ({
  lend: t({
    from: ["inForce", "paidUp", "reducedPaidUp"],
    input: { amount: money() },
    needs: { ...itsProduct, ...itsLoans },
    check: ({ record, input: { amount }, needs, today }) => {
      if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
      const room = loanRoom(record, { product: needs.product, loans: needs.loans, on: today });
      const isTooHigh = amount.amountMinor > room;
      const { policyNumber } = record;
      return (
        inCurrencyOf(record, amount) ??
        (isTooHigh ? loanTooHigh({ room: Math.max(0, room), currency: amount.currency, policyNumber }) : undefined)
      );
    },
    also: ({ record, input, today, parameter }) => [
      act.create(policyLoan, {
        policyId: record.id,
        kind: "requested",
        principal: input.amount,
        grantedOn: today,
        annualRate: parameter(loanRate, today),
      }),
    ],
  }),
}));
