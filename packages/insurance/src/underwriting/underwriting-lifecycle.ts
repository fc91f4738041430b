import { act, date, defineLifecycle, defineRefusal, group, list, many, money, personal, text } from "@kehu/core";
import { itsVehicles, releaseVehicles } from "../motor/compulsory-cover.js";
import { notBeforeProposal, notInFuture } from "../policy/dates.js";
import { itsProduct } from "../policy/grace.js";
import { policy } from "../policy/policy.js";
import { amountNotPositive, inCurrencyOf } from "../policy/policy-rules.js";
import { whyNoDeathBenefit } from "./death-benefit-consent.js";
import { agreeExclusions } from "./exclusion.js";
import { itsInsured } from "./insurable-interest.js";
import { whyVoid } from "./issuable.js";
import { offerDays } from "./underwriting-parameters.js";
import { underwritingTerms } from "./underwriting-terms.js";

export const deferredInPast = defineRefusal(
  "insurance/deferred-in-past",
  "A decision is put off until a day to come, and {deferredUntilOn} is none; choose a later one.",
);

const { insurableInterest, insuredConsentedOn, beneficiariesConsentedOn, deathBenefitConsent, insuredBirthOn } = policy.fields;

/** From the quotation to the underwriter's decision. */
export const underwriting = defineLifecycle(policy, (t) => ({
  propose: t({ from: "quoted", to: "proposed", set: ({ today }) => ({ proposedOn: today, quotedUntilOn: undefined }) }),
  expireQuotation: t({
    from: "quoted",
    to: "notTaken",
    needs: itsVehicles,
    due: ({ record }) => record.quotedUntilOn,
    set: ({ today }) => ({ endedOn: today, endReason: "notTaken" }),
    also: releaseVehicles,
  }),
  /** What the application says of the insured: it is complete before it is submitted. */
  describeInsured: t({
    from: ["quoted", "proposed"],
    input: { insurableInterest, insuredConsentedOn, beneficiariesConsentedOn, deathBenefitConsent, insuredBirthOn },
    check: ({ record, input, today, calendar, parameter }) => {
      const consentedOn = input.deathBenefitConsent?.on;
      const clock = { policy: record, calendar, parameter };
      return (
        (input.insuredBirthOn === undefined ? undefined : notInFuture("insuredBirthOn", input.insuredBirthOn, today)) ??
        (consentedOn === undefined
          ? undefined
          : (notBeforeProposal("deathBenefitConsent", consentedOn, clock) ?? notInFuture("deathBenefitConsent", consentedOn, today)))
      );
    },
    set: ({ record, input }) => ({
      insurableInterest: input.insurableInterest ?? record.insurableInterest,
      insuredConsentedOn: input.insuredConsentedOn ?? record.insuredConsentedOn,
      beneficiariesConsentedOn: input.beneficiariesConsentedOn ?? record.beneficiariesConsentedOn,
      deathBenefitConsent: input.deathBenefitConsent ?? record.deathBenefitConsent,
      insuredBirthOn: input.insuredBirthOn ?? record.insuredBirthOn,
    }),
  }),
  /** @see Insurance Law of the PRC, arts. 31, 33, 34 and 39: without interest or consent the contract would be void */
  submit: t({
    from: "proposed",
    to: "submitted",
    needs: { ...itsProduct, ...itsInsured },
    guard: whyVoid,
    set: ({ today }) => ({ submittedOn: today }),
  }),
  takeUp: t({ from: "submitted", to: "underwriting" }),
  approve: t({ from: "underwriting", to: "approved" }),
  counterOffer: t({
    from: "underwriting",
    to: "counterOffered",
    input: {
      offer: group({
        premium: money(),
        sumAssured: money(),
        terms: personal("health", text(500)).optional(),
        exclusions: personal("health", list(text(300), 20)).optional(),
      }),
    },
    check: ({ record, input: { offer } }) => {
      if (offer.premium.amountMinor <= 0) return amountNotPositive({ field: "premium" });
      if (offer.sumAssured.amountMinor <= 0) return amountNotPositive({ field: "sumAssured" });
      return inCurrencyOf(record, offer.premium) ?? inCurrencyOf(record, offer.sumAssured);
    },
    set: ({ input: { offer } }) => ({ counterOffer: { premium: offer.premium, sumAssured: offer.sumAssured } }),
    also: ({ record: { id: policyId }, input: { offer }, today: offeredOn }) => {
      const { terms, exclusions = [] } = offer;
      if (terms === undefined && exclusions.length === 0) return [];
      return [act.create(underwritingTerms, { policyId, offeredOn, ...(terms !== undefined && { terms }), exclusions })];
    },
  }),
  acceptCounterOffer: t({
    from: "counterOffered",
    to: "approved",
    needs: { ...itsProduct, insured: itsInsured.insured, offers: many(underwritingTerms, "policyId") },
    guard: ({ record, needs, ...around }) =>
      whyNoDeathBenefit({
        ...around,
        record: { ...record, sumAssured: record.counterOffer?.sumAssured ?? record.sumAssured },
        product: needs.product,
        birthOn: record.insuredBirthOn ?? needs.insured.birthOn,
      }),
    set: ({ record }) => ({
      premium: record.counterOffer?.premium ?? record.premium,
      sumAssured: record.counterOffer?.sumAssured ?? record.sumAssured,
    }),
    also: ({ record: { id: policyId }, needs: { offers }, today: agreedOn }) => agreeExclusions({ policyId, offers, agreedOn }),
  }),
  defer: t({
    from: "underwriting",
    to: "deferred",
    input: { deferredUntilOn: date() },
    check: ({ input, today }) => (input.deferredUntilOn <= today ? deferredInPast(input) : undefined),
    set: ({ input }) => input,
  }),
  /** The risk is looked at again. */
  resume: t({
    from: "deferred",
    to: "underwriting",
    due: ({ record }) => record.deferredUntilOn,
    set: () => ({ deferredUntilOn: undefined }),
  }),
  decline: t({
    from: "underwriting",
    to: "declined",
    needs: itsVehicles,
    set: ({ today }) => ({ endedOn: today, endReason: "declined" }),
    also: releaseVehicles,
  }),
  /** Nobody took up what was offered. */
  lapseOffer: t({
    from: ["approved", "counterOffered"],
    to: "notTaken",
    needs: itsVehicles,
    due: ({ record, calendar, parameter }) => {
      const offeredOn = calendar.dayOf(record.since);
      return record.paidToOn === undefined ? calendar.after(offeredOn, `P${parameter(offerDays, offeredOn)}D`) : undefined;
    },
    set: ({ today }) => ({ endedOn: today, endReason: "notPlaced" }),
    also: releaseVehicles,
  }),
}));
