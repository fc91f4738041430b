import { type Act, act, defineRefusal, type Money, many, type Refusal } from "@kehu/core";
import { type PremiumCredit, premiumCredit, premiumCreditLifecycle } from "../premium/premium-credit.js";
import { type PremiumReceipt, premiumReceipt } from "../premium/premium-receipt.js";
import { premiumReceiptLifecycle } from "../premium/premium-receipt-lifecycle.js";
import type { Claim } from "./claim.js";
import { type ClaimPayment, claimPayment, claimPaymentLifecycle } from "./claim-payment.js";

export const noArrearsKept = defineRefusal(
  "insurance/no-arrears-kept",
  "No premium was kept of the benefit of claim {claimNumber}; there is nothing to return to it.",
);
export const arrearsSpent = defineRefusal(
  "insurance/arrears-spent",
  "What was kept of the benefit of claim {claimNumber} has become part of a later premium; reverse that receipt first.",
);

/** What was kept of the benefit, and what became of it. */
export const arrearsNeeds = {
  kept: many(claimPayment, "claimId", { where: { kind: "arrears", state: "paid" } }),
  keptReceipts: many(premiumReceipt, "claimId", { where: { state: "posted" } }),
  keptCredits: many(premiumCredit, "claimId", { where: { state: "held" } }),
};
interface Returning {
  readonly record: Pick<Claim, "claimNumber">;
  readonly needs: {
    readonly kept: readonly Pick<ClaimPayment, "id" | "amount">[];
    readonly keptReceipts: readonly Pick<PremiumReceipt, "id" | "amount" | "paidToOn">[];
    readonly keptCredits: readonly Pick<PremiumCredit, "id" | "amount">[];
  };
}
const totalOf = (some: readonly { readonly amount: Money }[]): number => some.reduce((total, { amount }) => total + amount.amountMinor, 0);

export function whyNotReturned({ record: { claimNumber }, needs: { kept, keptReceipts, keptCredits } }: Returning): Refusal | undefined {
  if (kept.length === 0) return noArrearsKept({ claimNumber });
  return totalOf(kept) > totalOf(keptReceipts) + totalOf(keptCredits) ? arrearsSpent({ claimNumber }) : undefined;
}

/** The premium is unpaid again, and the benefit so much the greater: it is approved and paid with what is kept rightly. */
export const returnArrears = ({ needs: { kept, keptReceipts, keptCredits } }: Returning): readonly Act[] => [
  ...keptReceipts
    .toSorted((one, other) => (one.paidToOn > other.paidToOn ? -1 : 1))
    .map(({ id }) => act.apply(premiumReceiptLifecycle.returnToBenefit, id)),
  ...keptCredits.map(({ id }) => act.apply(premiumCreditLifecycle.reverse, id)),
  ...kept.map(({ id }) => act.apply(claimPaymentLifecycle.takeBack, id)),
];
