import {
  act,
  date,
  defineLedger,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  money,
  one,
  ref,
  type Stored,
  text,
} from "@kehu/core";
import * as z from "zod";
import { notBeforeProposal, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";

/** Money of a policyholder that pays no instalment (暂收保费): too little, too much, paid back for a corrected age, or paid ahead of the end or of a waiver. */
export const premiumCredit = defineRecord("insurance/premium-credit", {
  fields: {
    policyId: ref("insurance/policy"),
    amount: money(),
    receivedOn: date(),
    reason: z.enum(["partial", "overpaid", "misstatedAge", "paidAhead", "waived"]),
    /** Of the payment that it came with. */
    paymentReference: text(40).optional(),
    /** The claim of whose benefit it was kept. */
    claimId: ref("insurance/claim").optional(),
    /** The receipt of the premium that it became a part of. */
    appliedToId: ref("insurance/premium-receipt").optional(),
    settledOn: date().optional(),
  },
  states: ["held", "applied", "refunded", "reversed"],
  initial: ["held"],
  indexed: [{ by: ["paymentReference"] }],
  managed: ["policyId", "amount", "receivedOn", "reason", "paymentReference", "claimId", "appliedToId", "settledOn"],
});
export interface PremiumCredit extends Stored<typeof premiumCredit> {}

/** It had been booked as premium before it was owed back. */
const wasPremium = ({ reason }: Pick<PremiumCredit, "reason">): boolean =>
  reason === "misstatedAge" || reason === "paidAhead" || reason === "waived";

/** What had been premium and goes back is a cost on that day; a premium that it pays again is booked as one. */
export const creditLedger = defineLedger(premiumCredit, {
  needs: { policy: one(policy, "policyId") },
  entries: ({ record, needs }) =>
    wasPremium(record) && (record.state === "refunded" || record.state === "applied") && record.settledOn !== undefined
      ? [
          {
            key: "refund",
            customerId: needs.policy.holderId,
            on: record.settledOn,
            kind: "cost",
            category: "premium-refund",
            amount: record.amount,
          },
        ]
      : [],
});

export const moreThanHeld = defineRefusal("insurance/more-than-held", "Only {held} of this payment are held; apply no more than that.");

export const premiumCreditLifecycle = defineLifecycle(premiumCredit, (t) => ({
  /** It became part of a premium, which has a receipt of its own; what is more than that is held on. */
  apply: t({
    from: "held",
    to: "applied",
    input: { appliedToId: ref("insurance/premium-receipt"), amount: money() },
    check: ({ record: { amount: held }, input: { amount } }) => {
      if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
      const fits = amount.currency === held.currency && amount.amountMinor <= held.amountMinor;
      return fits ? undefined : moreThanHeld({ held });
    },
    set: ({ input, today }) => ({ ...input, settledOn: today }),
    also: ({ record, input }) => {
      const { policyId, receivedOn, paymentReference, claimId, amount } = record;
      const rest = { ...amount, amountMinor: amount.amountMinor - input.amount.amountMinor };
      const held = { policyId, receivedOn, amount: rest, reason: wasPremium(record) ? record.reason : ("overpaid" as const) };
      return rest.amountMinor === 0
        ? []
        : [
            act.create(premiumCredit, {
              ...held,
              ...(paymentReference !== undefined && { paymentReference }),
              ...(claimId !== undefined && { claimId }),
            }),
          ];
    },
  }),
  /** The receipt was reversed: it is held again. */
  release: t({ from: "applied", to: "held", set: () => ({ appliedToId: undefined, settledOn: undefined }) }),
  refund: t({ from: "held", to: "refunded", set: ({ today }) => ({ settledOn: today }) }),
  /** The payment came back: nothing of it is held any more. */
  reverse: t({ from: "held", to: "reversed", set: ({ today }) => ({ settledOn: today }) }),
}));

export const creditIsSound = defineRule("insurance/credit-is-sound", premiumCredit, {
  needs: { policy: one(policy, "policyId") },
  check: ({ record: { amount, receivedOn }, before, needs, today, calendar, parameter }) => {
    if (before !== undefined) return undefined;
    if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
    return (
      inCurrencyOf(needs.policy, amount) ??
      notBeforeProposal("receivedOn", receivedOn, { policy: needs.policy, calendar, parameter }) ??
      notInFuture("receivedOn", receivedOn, today)
    );
  },
});
