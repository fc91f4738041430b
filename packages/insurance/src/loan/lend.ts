import { act, defineLifecycle, defineParameter, defineRefusal, money } from "@kehu/core";
import * as z from "zod";
import { notBeforeProposal, notInFuture } from "../policy/dates.js";
import { itsProduct } from "../policy/grace.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { loanRate, loanRoom } from "./loan-value.js";
import { policyLoan } from "./policy-loan.js";
import { itsLoans } from "./set-off.js";

export const loanTooHigh = defineRefusal(
  "insurance/loan-too-high",
  "At most {room} may still be lent on policy {policyNumber}; lower the amount.",
);

export const loanUnconsented = defineRefusal(
  "insurance/loan-unconsented",
  "Policy {policyNumber} pays on the death of somebody else than its holder; enter the day on which the insured agreed in writing that money is lent on it.",
);

/** Whether a loan on a policy that pays on the death of another needs the insured's written consent. */
export const loanNeedsConsent = defineParameter("insurance/loan-needs-consent", {
  schema: z.boolean(),
  values: [
    {
      from: "2009-10-01",
      jurisdiction: "CN",
      value: true,
      source:
        "Insurance Law of the PRC (2009 revision, read as amended 2015-04-24), art. 34 para. 2: such a policy is not pledged without it. That a loan by the insurer itself is a pledge is how the trade takes it; no text was read that says so",
      verified: false,
    },
    { from: "1900-01-01", value: false, source: "No such consent was looked for elsewhere; look up the law of the place", verified: false },
  ],
});

/** A loan is a change of its policy: both are decided together. */
export const policyLending = defineLifecycle(policy, (t) => ({
  lend: t({
    from: ["inForce", "paidUp", "reducedPaidUp"],
    input: { amount: money(), insuredConsentedOn: policyLoan.fields.insuredConsentedOn },
    needs: { ...itsProduct, ...itsLoans },
    check: ({ record, input: { amount, insuredConsentedOn: on }, needs, today, calendar, parameter }) => {
      if (amount.amountMinor <= 0) return amountNotPositive({ field: "amount" });
      const isOfAnother = needs.product.paysOnDeath && record.insuredId !== record.holderId;
      if (on === undefined && isOfAnother && parameter(loanNeedsConsent, today))
        return loanUnconsented({ policyNumber: record.policyNumber });
      const wrongDay =
        on &&
        (notBeforeProposal("insuredConsentedOn", on, { policy: record, calendar, parameter }) ??
          notInFuture("insuredConsentedOn", on, today));
      if (wrongDay) return wrongDay;
      const room = loanRoom(record, { product: needs.product, loans: needs.loans, on: today });
      const isTooHigh = amount.amountMinor > room;
      const { policyNumber } = record;
      return (
        inCurrencyOf(record, amount) ??
        (isTooHigh ? loanTooHigh({ room: { ...amount, amountMinor: Math.max(0, room) }, policyNumber }) : undefined)
      );
    },
    also: ({ record, input, today, parameter }) => [
      act.create(policyLoan, {
        policyId: record.id,
        kind: "requested",
        principal: input.amount,
        ...(input.insuredConsentedOn !== undefined && { insuredConsentedOn: input.insuredConsentedOn }),
        grantedOn: today,
        annualRate: parameter(loanRate, today),
      }),
    ],
  }),
}));
