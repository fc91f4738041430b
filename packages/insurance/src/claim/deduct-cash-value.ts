import { type Act, act, defineRefusal, type Money, type Refusal } from "@kehu/core";
import { excludedDeath } from "../policy/excluded-death.js";
import { isOver, type Policy } from "../policy/policy.js";
import { lapsedAfter } from "../policy/undo-end.js";
import type { Claim } from "./claim.js";
import { claimPayment } from "./claim-payment.js";

export const lessThanCashValue = defineRefusal(
  "insurance/less-than-cash-value",
  "The cash value of {amount} went back on {paidOn}, more than {left} that are left to pay on claim {claimNumber}; approve more, or have it paid back.",
);

interface Paying {
  readonly record: Pick<Claim, "id" | "claimNumber" | "policyId" | "lossOn">;
  readonly input: { readonly endsPolicy: boolean };
  readonly needs: { readonly policy: Policy };
}
/** What went back when a death was excluded, or after a lapse before which the loss lay, for which the benefit is paid after all: it is a part of it. */
export function cashValueKept({ record, input, needs: { policy: of } }: Paying): Money | undefined {
  const goesOn = !isOver(of) || lapsedAfter(of, record.lossOn);
  return input.endsPolicy && of.endValuePaidOn !== undefined && goesOn ? of.endValue : undefined;
}

/** A benefit that is less than what went back before would leave the policy without its books. */
export function whyCashValueExceeds(moment: Paying, left: Money | undefined): Refusal | undefined {
  const amount = cashValueKept(moment);
  const { claimNumber } = moment.record;
  return amount !== undefined && left !== undefined && amount.amountMinor > left.amountMinor
    ? lessThanCashValue({ amount, left, claimNumber, paidOn: moment.needs.policy.endValuePaidOn ?? "" })
    : undefined;
}

export function deductCashValue(moment: Paying): readonly Act[] {
  const amount = cashValueKept(moment);
  const { endValuePaidOn: paidOn } = moment.needs.policy;
  return amount === undefined || paidOn === undefined
    ? []
    : [
        ...(amount.amountMinor > 0 ? [act.create(claimPayment, { claimId: moment.record.id, kind: "cashValue", amount, paidOn })] : []),
        // an end for a lapse is taken back with it
        ...(isOver(moment.needs.policy) ? [] : [act.apply(excludedDeath.takeIntoBenefit, moment.record.policyId)]),
      ];
}
