import {
  defineLifecycle,
  defineRecord,
  defineRefusal,
  defineRule,
  money,
  one,
  oneOrNone,
  personal,
  ref,
  type Stored,
  text,
} from "@kehu/core";
import { coverage } from "../coverage/coverage.js";
import { keptYears } from "../parameters.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf, notNegative } from "../policy/policy-rules.js";
import { claim } from "./claim.js";
import { whyNotItsCover } from "./claim-rules.js";

export const aboveClaimed = defineRefusal("insurance/above-claimed", "{claimed} were claimed for this; accept no more than that.");

/** One thing that is claimed for: a bill, a damage. */
export const claimItem = defineRecord("insurance/claim-item", {
  fields: {
    claimId: ref("insurance/claim"),
    description: personal("health", text(300)),
    claimedAmount: money(),
    acceptedAmount: money().optional(),
    coverageId: ref("insurance/coverage").optional(),
  },
  states: ["claimed", "accepted", "reduced", "refused"],
  retention: keptYears,
  initial: ["claimed"],
  managed: ["claimId", "claimedAmount", "acceptedAmount", "coverageId"],
});
export interface ClaimItem extends Stored<typeof claimItem> {}

export const claimItemLifecycle = defineLifecycle(claimItem, (t) => ({
  assess: t({
    from: "claimed",
    to: ["accepted", "reduced", "refused"],
    input: { acceptedAmount: money() },
    check: ({ record: { claimedAmount }, input: { acceptedAmount: accepted } }) => {
      if (claimedAmount.amountMinor <= 0) return amountNotPositive({ field: "claimedAmount" });
      const isTooHigh = accepted.currency !== claimedAmount.currency || accepted.amountMinor > claimedAmount.amountMinor;
      return notNegative("acceptedAmount", accepted) ?? (isTooHigh ? aboveClaimed({ claimed: claimedAmount }) : undefined);
    },
    choose: ({ record, input }) => {
      if (input.acceptedAmount.amountMinor === 0) return "refused";
      return input.acceptedAmount.amountMinor < record.claimedAmount.amountMinor ? "reduced" : "accepted";
    },
    set: ({ input }) => input,
  }),
}));

const itsClaim = one(claim, "claimId");
export const claimItemIsSound = defineRule("insurance/claim-item-is-sound", claimItem, {
  needs: { policy: one(policy, "policyId", itsClaim), coverage: oneOrNone(coverage, "coverageId") },
  check: ({ record, before, needs }) => {
    if (before !== undefined) return undefined;
    const wrongCover = whyNotItsCover(needs);
    if (wrongCover) return wrongCover;
    if (record.claimedAmount.amountMinor <= 0) return amountNotPositive({ field: "claimedAmount" });
    return inCurrencyOf(needs.policy, record.claimedAmount) ?? inCurrencyOf(needs.policy, record.acceptedAmount);
  },
});
