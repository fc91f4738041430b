import { defineLifecycle, defineRefusal } from "@kehu/core";
import { endorse } from "./endorsement.js";
import { keepFormerSum } from "./former-sum.js";
import { concludedStates, policy } from "./policy.js";
import { amountNotPositive, inCurrencyOf } from "./policy-rules.js";

export const notReduced = defineRefusal(
  "insurance/not-reduced",
  "The sum assured is {current} and is only reduced this way; a higher one is a new application.",
);

export const ageUnsettled = defineRefusal(
  "insurance/age-unsettled",
  "The age of the insured of policy {policyNumber} was misstated, and its premium is not put right yet; settle that, then reduce the sum.",
);

const { mailingAddress, paymentMethod, sumAssured, premium } = policy.fields;

/**
 * What may be changed of a policy that stands (保全). Each is the effect of a servicing request. Where to write to, how to pay and the paper
 * itself matter as long as anything may still come of the contract.
 */
export const policyChanges = defineLifecycle(policy, (t) => ({
  changeAddress: t({ from: concludedStates, input: { mailingAddress }, set: ({ input }) => input }),
  changePaymentMethod: t({ from: concludedStates, input: { paymentMethod }, set: ({ input }) => input }),
  reduceSumAssured: t({
    from: ["inForce", "grace"],
    input: { sumAssured, premium },
    // premium paid and payable, in whose proportion a benefit is paid, are those of one sum
    guard: ({ record: { misstatedAge: misstated, policyNumber } }) => {
      const isOpen = misstated !== undefined && misstated.settledOn === undefined && misstated.consequence !== "outsideLimits";
      return isOpen ? ageUnsettled({ policyNumber }) : undefined;
    },
    check: ({ record, input }) => {
      if (input.sumAssured.amountMinor <= 0) return amountNotPositive({ field: "sumAssured" });
      if (input.premium.amountMinor <= 0) return amountNotPositive({ field: "premium" });
      return (
        inCurrencyOf(record, input.sumAssured) ??
        inCurrencyOf(record, input.premium) ??
        (input.sumAssured.amountMinor >= record.sumAssured.amountMinor ? notReduced({ current: record.sumAssured }) : undefined)
      );
    },
    set: ({ record, input }) => ({ ...input, initialPremium: record.initialPremium ?? record.premium }),
    also: ({ record, today }) => [keepFormerSum(record, today), endorse(record, "sumAssured", today)],
  }),
  /** The paper was lost; the one before counts no more. */
  reissue: t({ from: concludedStates, set: ({ today }) => ({ reissuedOn: today }) }),
}));
