import {
  date,
  defineLedger,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  money,
  one,
  party,
  ref,
  type Stored,
} from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { linesOfPersons, product } from "../policy/product.js";
import { claim } from "./claim.js";
import { subrogatesForPersons } from "./claim-parameters.js";

/** What the insurer gets back: from who caused the loss (代位求偿), or for what is left of the thing (残值). @see Insurance Law of the PRC, arts. 46 and 59–63 */
export const claimRecovery = defineRecord("insurance/claim-recovery", {
  fields: {
    claimId: ref("insurance/claim"),
    kind: z.enum(["subrogation", "salvage"]),
    debtorId: party("debtor").optional(),
    expected: money(),
    received: money().optional(),
    receivedOn: date().optional(),
  },
  states: ["open", "received", "waived"],
  initial: ["open"],
  managed: ["claimId", "kind", "debtorId", "received", "receivedOn"],
});
export interface ClaimRecovery extends Stored<typeof claimRecovery> {}

export const claimRecoveryLifecycle = defineLifecycle(claimRecovery, (t) => ({
  receive: t({
    from: "open",
    to: "received",
    input: { received: money(), receivedOn: date() },
    check: ({ input, today }) =>
      input.received.amountMinor <= 0 ? amountNotPositive({ field: "received" }) : notInFuture("receivedOn", input.receivedOn, today),
    set: ({ input }) => input,
  }),
  waive: t({ from: "open", to: "waived" }),
}));

export const noSubrogation = defineRefusal(
  "insurance/no-subrogation",
  "Claim {claimNumber} is about somebody's life or health, so who caused the loss owes the insurer nothing; it is the insured or the beneficiary who may claim from them.",
);

const itsClaim = one(claim, "claimId");
const itsPolicy = one(policy, "policyId", itsClaim);
/** Nobody pays for a loss before its day, in whichever way it comes in. */
export const claimRecoveryIsSound = defineRule("insurance/claim-recovery-is-sound", claimRecovery, {
  needs: { claim: itsClaim, policy: itsPolicy, product: one(product, "productId", itsPolicy) },
  check: ({ record: { kind, expected, received, receivedOn }, before, needs, today, parameter }) =>
    (before === undefined &&
    kind === "subrogation" &&
    linesOfPersons.includes(needs.product.line) &&
    !parameter(subrogatesForPersons, needs.claim.lossOn)
      ? noSubrogation({ claimNumber: needs.claim.claimNumber })
      : undefined) ??
    (expected.amountMinor <= 0 ? amountNotPositive({ field: "expected" }) : undefined) ??
    inCurrencyOf(needs.policy, expected) ??
    inCurrencyOf(needs.policy, received) ??
    inOrder(["lossOn", needs.claim.lossOn], ["receivedOn", receivedOn]) ??
    (receivedOn === undefined ? undefined : notInFuture("receivedOn", receivedOn, today)),
});
export const claimRecoveryLedger = defineLedger(claimRecovery, {
  needs: { policy: one(policy, "policyId", itsClaim) },
  entries: ({ record: { kind: category, received: amount, receivedOn: on }, needs }) =>
    amount === undefined || on === undefined
      ? []
      : [{ key: "recovery", customerId: needs.policy.holderId, on, kind: "revenue", category, amount }],
});
