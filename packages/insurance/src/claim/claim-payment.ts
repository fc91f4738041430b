import {
  act,
  date,
  defineLedger,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  many,
  money,
  one,
  party,
  ref,
  type Stored,
  sum,
  totals,
} from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { claim, openClaimStates } from "./claim.js";
import { claimReserve } from "./claim-reserve.js";
import { coveredStill } from "./covered-still.js";
import { drawReserve, restoreReserve } from "./release-reserve.js";

/** A payment on a claim before its last one: in advance, in parts, or as what was owed and is kept. */
export const claimPayment = defineRecord("insurance/claim-payment", {
  fields: {
    claimId: ref("insurance/claim"),
    /** `cashValue`: went back when the death was thought to be excluded. */
    kind: z.enum(["advance", "part", "arrears", "loan", "cashValue"]),
    payeeId: party("payee").optional(),
    amount: money(),
    paidOn: date(),
  },
  states: ["paid", "returned"],
  initial: ["paid"],
  managed: ["claimId", "kind", "payeeId", "amount", "paidOn"],
});
export interface ClaimPayment extends Stored<typeof claimPayment> {}

export const nothingApproved = defineRefusal(
  "insurance/nothing-approved",
  "Nothing is left to pay on claim {claimNumber}; close it, or approve more.",
);

const itsClaim = one(claim, "claimId");
const itsReserves = { claim: itsClaim, reserves: many(claimReserve, "claimId", { of: itsClaim }) };
const paidOnIt = totals(claimPayment, "claimId", { of: itsClaim, where: { state: "paid" }, measures: { paid: sum("amount") } });

export const claimPaymentLifecycle = defineLifecycle(claimPayment, (t) => ({
  /** The bank sent it back. It is expected to be paid again, unless the claim was denied or withdrawn. */
  takeBack: t({
    from: "paid",
    to: "returned",
    needs: itsReserves,
    also: ({ record: { amount }, needs: { claim: of, reserves }, today }) =>
      of.approvedAmount !== undefined || openClaimStates.some((state) => state === of.state)
        ? restoreReserve({ record: of, needs: { reserves } }, amount, today)
        : [],
  }),
  /** To another account, as far as what is approved of the claim is not paid otherwise, and its loss is covered still. */
  payAgain: t({
    from: "returned",
    to: "paid",
    input: { paidOn: date(), payeeId: party("payee").optional() },
    needs: { ...itsReserves, payments: paidOnIt },
    guard: ({ record: { amount }, needs: { claim: of, payments } }) => {
      const paid = payments.paid.find(({ currency }) => currency === amount.currency)?.amountMinor ?? 0;
      const left = (of.approvedAmount?.amountMinor ?? 0) - (of.paidAmount?.amountMinor ?? 0) - paid;
      const stands = of.state !== "withdrawn" && of.approvedAmount?.currency === amount.currency;
      return stands && amount.amountMinor <= left ? undefined : nothingApproved({ claimNumber: of.claimNumber });
    },
    check: ({ record, input, today }) =>
      inOrder(["paidBefore", record.paidOn], ["paidOn", input.paidOn]) ?? notInFuture("paidOn", input.paidOn, today),
    set: ({ record, input }) => ({ paidOn: input.paidOn, payeeId: input.payeeId ?? record.payeeId }),
    also: ({ record: { amount }, input, needs: { claim: record, reserves } }) => [
      act.apply(coveredStill.confirmCover, record.id),
      ...drawReserve({ record, needs: { reserves } }, amount, input.paidOn),
    ],
  }),
}));

export const claimPaymentLedger = defineLedger(claimPayment, {
  needs: { policy: one(policy, "policyId", itsClaim) },
  entries: ({ record, needs }) =>
    record.state === "returned"
      ? []
      : [
          {
            key: "payout",
            customerId: needs.policy.holderId,
            on: record.paidOn,
            kind: "cost",
            category: "payout",
            amount: record.amount,
          },
        ],
});

export const claimPaymentIsSound = defineRule("insurance/claim-payment-is-sound", claimPayment, {
  needs: { policy: one(policy, "policyId", itsClaim) },
  check: ({ record: { amount, paidOn }, before, needs, today }) => {
    if (before !== undefined) return undefined;
    if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
    return inCurrencyOf(needs.policy, amount) ?? notInFuture("paidOn", paidOn, today);
  },
});
