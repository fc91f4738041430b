import { date, defineLedger, defineLifecycle, defineRecord, money, one, party, ref, type Stored } from "@kehu/core";
import * as z from "zod";
import { policy } from "../policy/policy.js";
import { claim } from "./claim.js";

/** A payment on a claim before its last one: in advance, in parts, or as premium that was owed and is kept. */
export const claimPayment = defineRecord("insurance/claim-payment", {
  fields: {
    claimId: ref("insurance/claim"),
    kind: z.enum(["advance", "part", "arrears"]),
    payeeId: party("payee").optional(),
    amount: money(),
    paidOn: date(),
  },
  states: ["paid", "returned"],
  initial: ["paid"],
  managed: ["claimId", "kind", "payeeId", "amount", "paidOn"],
});
export interface ClaimPayment extends Stored<typeof claimPayment> {}

export const claimPaymentLifecycle = defineLifecycle(claimPayment, (t) => ({
  /** The bank sent it back. */
  takeBack: t({ from: "paid", to: "returned" }),
}));

const itsClaim = one(claim, "claimId");
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
