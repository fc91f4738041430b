import { type Act, act, date, defineLifecycle, defineRecord, list, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { policyLending } from "../loan/lend.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { policy } from "../policy/policy.js";
import { policyChanges } from "../policy/policy-changes.js";
import { policyEnd } from "../policy/policy-end.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { agreedBySilence, policyReinstatement, silenceEndsAt } from "../policy/policy-reinstatement.js";

const { beneficiaries, paymentMethod, sumAssured, premium } = policy.fields;

/** What is asked for, with all that its effect needs. */
export const servicingChange = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("address"), mailingAddress: personal("contact", text(300)) }),
  z.strictObject({ type: z.literal("beneficiaries"), beneficiaries, insuredConsentedOn: date().optional() }),
  z.strictObject({ type: z.literal("paymentMethod"), paymentMethod: paymentMethod.unwrap() }),
  z.strictObject({ type: z.literal("sumReduction"), sumAssured, premium }),
  z.strictObject({ type: z.literal("nonForfeiture"), option: z.enum(["lapse", "reducedPaidUp", "extendedTerm", "automaticPremiumLoan"]) }),
  z.strictObject({ type: z.literal("reinstatement"), appliedOn: date() }),
  z.strictObject({ type: z.literal("surrender"), noticeOn: date(), cashValue: money().optional() }),
  z.strictObject({ type: z.literal("policyLoan"), amount: money(), insuredConsentedOn: date().optional() }),
  z.strictObject({ type: z.literal("reissue") }),
]);

export const servicingTypes = [
  "address",
  "beneficiaries",
  "paymentMethod",
  "sumReduction",
  "nonForfeiture",
  "reinstatement",
  "surrender",
  "policyLoan",
  "reissue",
] as const satisfies readonly z.infer<typeof servicingChange>["type"][];

/** 保全: what a customer wants of a policy, from the application over the decision to its effect. */
export const servicingRequest = defineRecord("insurance/servicing-request", {
  fields: {
    policyId: ref("insurance/policy"),
    requesterId: party("requester"),
    requestedOn: date(),
    change: servicingChange,
    /** What came with it: forms, documents. */
    documents: list(text(200), 20).default([]),
    decidedOn: date().optional(),
    refusalReason: text(300).optional(),
  },
  states: ["received", "approved", "refused", "withdrawn"],
  initial: ["received"],
  managed: ["policyId", "requesterId", "requestedOn", "change", "decidedOn", "refusalReason"],
});
export interface ServicingRequest extends Stored<typeof servicingRequest> {}

/** What an approved request does to its policy: always a transition, so that no rule of the policy is passed by. */
export function effectOf({ policyId, change }: Pick<ServicingRequest, "policyId" | "change">): Act {
  switch (change.type) {
    case "address":
      return act.apply(policyChanges.changeAddress, policyId, { mailingAddress: change.mailingAddress });
    case "beneficiaries": {
      const { insuredConsentedOn } = change;
      const input = { beneficiaries: change.beneficiaries, ...(insuredConsentedOn !== undefined && { insuredConsentedOn }) };
      return act.apply(policyLifecycle.changeBeneficiaries, policyId, input);
    }
    case "paymentMethod":
      return act.apply(policyChanges.changePaymentMethod, policyId, { paymentMethod: change.paymentMethod });
    case "sumReduction":
      return act.apply(policyChanges.reduceSumAssured, policyId, { sumAssured: change.sumAssured, premium: change.premium });
    case "nonForfeiture":
      return act.apply(nonForfeiture.chooseOption, policyId, { nonForfeiture: change.option });
    case "reinstatement":
      return act.apply(policyReinstatement.applyForReinstatement, policyId, { appliedOn: change.appliedOn });
    case "surrender":
      return act.apply(policyEnd.surrender, policyId, {
        noticeOn: change.noticeOn,
        ...(change.cashValue !== undefined && { cashValue: change.cashValue }),
      });
    case "policyLoan":
      return act.apply(policyLending.lend, policyId, {
        amount: change.amount,
        ...(change.insuredConsentedOn !== undefined && { insuredConsentedOn: change.insuredConsentedOn }),
      });
    case "reissue":
      return act.apply(policyChanges.reissue, policyId);
  }
}

export const servicingRequestLifecycle = defineLifecycle(servicingRequest, (t) => ({
  approve: t({
    from: "received",
    to: "approved",
    set: ({ today }) => ({ decidedOn: today }),
    also: ({ record }) => [effectOf(record)],
  }),
  /** An application for reinstatement only as long as silence on it is no consent. */
  refuse: t({
    from: "received",
    to: "refused",
    input: { reason: text(300) },
    guard: ({ record: { change, since }, now, calendar, parameter }) => {
      if (change.type !== "reinstatement") return undefined;
      const { appliedOn } = change;
      const silentAt = silenceEndsAt({ record: { since, reinstatementAppliedOn: appliedOn }, calendar, parameter });
      return now >= silentAt ? agreedBySilence({ appliedOn, endedOn: calendar.dayOf(silentAt) }) : undefined;
    },
    set: ({ input, today }) => ({ decidedOn: today, refusalReason: input.reason }),
  }),
  withdraw: t({ from: "received", to: "withdrawn", set: ({ today }) => ({ decidedOn: today }) }),
}));
