import { count, date, defineLifecycle, defineRefusal, earliest, totals } from "@kehu/core";
import { itsCompulsoryCovers, itsVehicles, releaseVehicles } from "../motor/compulsory-cover.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { nextDueOn } from "../premium/premium-schedule.js";
import { insuredMustConsent } from "../underwriting/beneficiaries-consent.js";
import { itsInsured } from "../underwriting/insurable-interest.js";
import { whyNotIssuable } from "../underwriting/issuable.js";
import { notBeforeProposal, notInFuture } from "./dates.js";
import { endorse } from "./endorsement.js";
import { graceEndsAt, itsProduct } from "./grace.js";
import { beforeConclusion, concludedStates, type Policy, policy } from "./policy.js";

export const firstPremiumMissing = defineRefusal(
  "insurance/first-premium-missing",
  "The first premium of policy {policyNumber} has not been paid; post it, then issue the policy.",
);
export const premiumHeld = defineRefusal(
  "insurance/premium-held",
  "Premium was paid on the proposal {policyNumber}; reverse its receipt, then change or withdraw the proposal.",
);
export const demandTooEarly = defineRefusal(
  "insurance/demand-too-early",
  "The premium is due on {dueOn}; a demand of {demandedOn} came before that, so send another one.",
);

export const deliveryConfirmed = defineRefusal(
  "insurance/delivery-confirmed",
  "The policy was signed for on {on}, and the cooling-off period runs from then; leave that day as it is.",
);

const { premium, premiumFrequency, sumAssured, effectiveOn, beneficiaries } = policy.fields;
const hasPaid = { receipts: totals(premiumReceipt, "policyId", { where: { state: "posted" }, measures: { posted: count() } }) };

/** The way of a policy from the proposal into force, and in and out of its grace period. */
export const policyLifecycle = defineLifecycle(policy, (t) => ({
  revise: t({
    from: "proposed",
    input: { premium, premiumFrequency, sumAssured, effectiveOn },
    needs: hasPaid,
    guard: ({ record, needs }) => (needs.receipts.posted > 0 ? premiumHeld({ policyNumber: record.policyNumber }) : undefined),
    set: ({ input }) => input,
  }),
  /** By the customer, as long as nothing was concluded. */
  withdraw: t({
    from: beforeConclusion,
    to: "notTaken",
    needs: { ...hasPaid, ...itsVehicles },
    guard: ({ record, needs }) => (needs.receipts.posted > 0 ? premiumHeld({ policyNumber: record.policyNumber }) : undefined),
    set: ({ today }) => ({ endedOn: today, endReason: "withdrawn" }),
    also: releaseVehicles,
  }),
  /** It waits for its first day where that is still to come. */
  issue: t({
    from: ["proposed", "approved"],
    to: ["issued", "inForce"],
    needs: { ...hasPaid, ...itsProduct, ...itsInsured, standing: itsCompulsoryCovers.standing },
    guard: (moment) =>
      whyNotIssuable(moment) ??
      (moment.needs.receipts.posted === 0 ? firstPremiumMissing({ policyNumber: moment.record.policyNumber }) : undefined),
    choose: ({ record, now, calendar }) => (calendar.startOf(record.effectiveOn) <= now ? "inForce" : "issued"),
    set: ({ today }) => ({ issuedOn: today }),
    effective: ({ record, now, calendar }) => (calendar.startOf(record.effectiveOn) < now ? record.effectiveOn : now),
  }),
  beginCover: t({ from: "issued", to: "inForce", due: ({ record, calendar }) => calendar.startOf(record.effectiveOn) }),
  /** 回执: from here the cooling-off period runs. */
  confirmDelivery: t({
    from: ["issued", "inForce", "grace"],
    input: { receiptSignedOn: date() },
    guard: ({ record }) => (record.receiptSignedOn === undefined ? undefined : deliveryConfirmed({ on: record.receiptSignedOn })),
    check: ({ record, input, today, calendar, parameter }) =>
      notBeforeProposal("receiptSignedOn", input.receiptSignedOn, { policy: record, calendar, parameter }) ??
      notInFuture("receiptSignedOn", input.receiptSignedOn, today),
    set: ({ input }) => input,
  }),
  /**
   * Until what is insured has happened: a lapsed policy may come back; a death or an end closes the list, though cover or money is still to come.
   *
   * @see Insurance Law of the PRC, arts. 39 and 41
   */
  changeBeneficiaries: t({
    from: ["proposed", ...concludedStates],
    input: { beneficiaries, insuredConsentedOn: date().optional() },
    check: ({ record, input, today, calendar, parameter }) => {
      const { insuredConsentedOn: on } = input;
      if (on === undefined) return record.insuredId === record.holderId ? undefined : insuredMustConsent();
      return (
        notBeforeProposal("insuredConsentedOn", on, { policy: record, calendar, parameter }) ?? notInFuture("insuredConsentedOn", on, today)
      );
    },
    set: ({ input }) => ({ beneficiaries: input.beneficiaries, beneficiariesConsentedOn: input.insuredConsentedOn }),
    also: ({ record, today }) => (record.state === "proposed" ? [] : [endorse(record, "beneficiaries", today)]),
  }),
  enterGrace: t({ from: "inForce", to: "grace", due: ({ record }) => nextDueOn(record) }),
  demand: t({
    from: "grace",
    input: { demandedOn: date() },
    check: ({ record, input, today }) => {
      const dueOn = nextDueOn(record);
      if (dueOn !== undefined && input.demandedOn < dueOn) return demandTooEarly({ dueOn, demandedOn: input.demandedOn });
      return notInFuture("demandedOn", input.demandedOn, today);
    },
    // the thirty days run from the first demand for what is due
    set: ({ record, input }) => ({ demandedOn: earliest(record.demandedOn, input.demandedOn) }),
  }),
  lapse: t({
    from: "grace",
    to: "lapsed",
    needs: itsProduct,
    due: (moment) => (lapses(moment.record) ? graceEndsAt(moment) : undefined),
    set: ({ today }) => ({ lapsedOn: today }),
  }),
}));

/** Nothing else was chosen; what that is happens in nonForfeiture. */
const lapses = ({ nonForfeiture }: Pick<Policy, "nonForfeiture">): boolean => nonForfeiture === undefined || nonForfeiture === "lapse";
