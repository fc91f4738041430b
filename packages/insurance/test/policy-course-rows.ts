import { overloanable } from "../src/loan/overloan.js";
import { overStates } from "../src/policy/policy.js";
import { aProduct, endOf, yuan } from "./moments.js";
import {
  dollars,
  early,
  future,
  graceFrom,
  lapsedAndBack,
  lapsedSince,
  outgrown,
  ownLife,
  pending,
  states,
  valued,
} from "./policy-rows.js";
import type { TransitionTable } from "./transition-table.js";

/** A reduced sum is worth what it costs: the value of the whole one. */
const worthAsMuch = (state: string): object => (state === "reducedPaidUp" ? { sumAssured: yuan(30_000) } : {});
const lapsedThen = { since: endOf("2026-04-30"), origin: { state: "grace", since: endOf("2026-03-01") } };

/** From the quotation into force, the premium, the lapse and the way back. */
export const courseRows: TransitionTable = {
  // from the quotation to the decision
  propose: { taken: { to: "proposed" } },
  expireQuotation: { taken: { to: "notTaken" } },
  describeInsured: {
    taken: { from: "proposed", to: "proposed", input: { insuredBirthOn: "1990-01-01" } },
    refused: {
      "insurance/date-in-future": { input: { insuredBirthOn: future } },
      "insurance/before-proposal": { input: { deathBenefitConsent: { on: "2020-01-01", amount: yuan(1) } } },
    },
  },
  submit: {
    taken: { to: "submitted", record: ownLife },
    refused: {
      "insurance/insurable-interest-missing": { record: { insurableInterest: undefined, insuredId: "customer_insured" } },
      "insurance/age-outside-limits": { needs: { product: aProduct({ maxEntryAge: 20 }) }, record: { insuredBirthOn: "1990-01-01" } },
    },
  },
  takeUp: { taken: { to: "underwriting" } },
  approve: { taken: { to: "approved" } },
  counterOffer: {
    taken: { to: "counterOffered", input: { offer: { premium: yuan(1), sumAssured: yuan(1) } } },
    refused: {
      "insurance/amount-not-positive": { input: { offer: { premium: yuan(0), sumAssured: yuan(1) } } },
      "insurance/currencies-differ": { input: { offer: { premium: yuan(1), sumAssured: dollars } } },
    },
  },
  acceptCounterOffer: {
    taken: { to: "approved" },
    refused: { "insurance/death-benefit-unconsented": { needs: { product: aProduct({ paysOnDeath: true }) } } },
  },
  defer: {
    taken: { to: "deferred", input: { deferredUntilOn: future } },
    refused: { "insurance/deferred-in-past": { input: { deferredUntilOn: "2026-03-10" } } },
  },
  resume: { taken: { to: "underwriting" } },
  decline: { taken: { to: "declined" } },
  lapseOffer: { taken: { to: "notTaken" } },
  revise: {
    taken: {
      to: "proposed",
      needs: { receipts: { posted: 0 } },
      input: { premium: yuan(2), premiumFrequency: "annual", sumAssured: yuan(2), effectiveOn: "2026-04-01" },
    },
    refused: { "insurance/premium-held": { needs: { receipts: { posted: 1 } } } },
  },
  withdraw: {
    taken: { to: "notTaken", needs: { receipts: { posted: 0 } } },
    refused: { "insurance/premium-held": { needs: { receipts: { posted: 1 } } } },
  },
  // into force
  issue: {
    taken: [
      ...["proposed", "approved"].flatMap((from) => [
        { from, to: "inForce", needs: { receipts: { posted: 1 } }, record: ownLife },
        { from, to: "issued", needs: { receipts: { posted: 1 } }, record: { ...ownLife, effectiveOn: future } },
      ]),
    ],
    refused: {
      "insurance/first-premium-missing": { needs: { receipts: { posted: 0 } }, record: ownLife },
      "insurance/insurable-interest-missing": { record: { insurableInterest: undefined, insuredId: "customer_insured" } },
      "insurance/insured-must-consent": {
        record: {
          insurableInterest: "spouse",
          insuredId: "customer_insured",
          beneficiaries: [{ customerId: "customer_child", rank: 1, shareBasisPoints: 10_000 }],
        },
      },
      "insurance/age-outside-limits": { needs: { product: aProduct({ maxEntryAge: 33 }) } },
      "insurance/underwriting-missing": { needs: { product: aProduct({ isUnderwritten: true }) } },
      "insurance/vehicle-missing": { needs: { product: aProduct({ line: "compulsoryMotor" }) } },
    },
  },
  beginCover: { taken: { to: "inForce" } },
  confirmDelivery: {
    taken: { from: "inForce", to: "inForce", input: { receiptSignedOn: "2024-03-05" } },
    refused: {
      "insurance/delivery-confirmed": { input: { receiptSignedOn: "2026-03-05" }, record: { receiptSignedOn: "2024-03-05" } },
      "insurance/date-in-future": { input: { receiptSignedOn: future } },
      "insurance/before-proposal": { input: { receiptSignedOn: "2020-01-01" } },
    },
  },
  changeBeneficiaries: {
    taken: { from: "inForce", to: "inForce", input: { beneficiaries: [], insuredConsentedOn: "2026-03-01" } },
    refused: {
      "insurance/insured-must-consent": { input: { beneficiaries: [] } },
      "insurance/date-in-future": { input: { beneficiaries: [], insuredConsentedOn: future } },
    },
  },
  // the premium
  enterGrace: { taken: { to: "grace" } },
  demand: {
    taken: { to: "grace", input: { demandedOn: "2026-03-02" }, record: graceFrom },
    refused: {
      "insurance/demand-too-early": { input: { demandedOn: "2026-02-28" } },
      "insurance/date-in-future": { input: { demandedOn: future } },
    },
  },
  lapse: { taken: { to: "lapsed", on: "2026-05-01", record: graceFrom } },
  postPremium: {
    taken: [
      { from: "inForce", to: "inForce", input: { paidOn: "2026-02-20", paidToOn: "2027-03-01" } },
      { from: "grace", to: "inForce", input: { paidOn: "2026-03-10", paidToOn: "2027-03-01" }, record: graceFrom },
      { from: "grace", to: "grace", input: { paidOn: "2026-03-10", paidToOn: "2026-03-05" }, record: graceFrom },
      // found late, but paid in time: of a year, or of one of several months
      ...["lapsed", "reinstatementPending", "reducedPaidUp", "extendedTerm"].map((from) => ({
        from,
        to: "grace",
        on: "2026-05-10",
        input: { paidOn: "2026-04-20", paidToOn: "2026-04-01" },
        record: { ...lapsedThen, arrearsFromOn: "2026-03-01", premiumFrequency: "monthly" },
      })),
      ...["lapsed", "reinstatementPending"].map((from) => ({
        from,
        to: "inForce",
        on: "2026-05-10",
        input: { paidOn: "2026-04-20", paidToOn: "2027-03-01" },
        record: { ...lapsedThen, arrearsFromOn: "2026-03-01" },
      })),
      {
        from: "reinstatementPending",
        to: "reinstatementPending",
        on: "2026-05-20",
        input: { paidOn: "2026-05-20", paidToOn: "2027-03-01" },
        record: pending,
      },
      ...states(["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued"], {
        paidOn: "2024-03-01",
        paidToOn: "2025-03-01",
      }),
      // what was due before the waiver and before the death is owed still
      {
        from: "premiumWaived",
        to: "premiumWaived",
        input: { paidOn: "2026-03-10", paidToOn: "2027-03-01" },
        record: { waivedFromOn: "2026-03-02" },
      },
      {
        from: "deathClaimPending",
        to: "deathClaimPending",
        input: { paidOn: "2026-03-05", paidToOn: "2027-03-01" },
        record: { diedOn: "2026-03-06" },
      },
      ...["reducedPaidUp", "extendedTerm"].map((from) => ({
        from,
        to: "inForce",
        on: "2026-05-10",
        input: { paidOn: "2026-04-30", paidToOn: "2027-03-01" },
        record: lapsedThen,
      })),
    ],
    refused: {
      "insurance/premium-not-taken": { record: { state: "premiumWaived", waivedFromOn: "2026-03-01" } },
      "insurance/paid-after-option": {
        record: { state: "reducedPaidUp", since: endOf("2026-02-15") },
        input: { paidOn: "2026-02-20", paidToOn: "2027-03-01" },
      },
      "insurance/paid-to-runs-backwards": { input: { paidOn: "2026-02-20", paidToOn: "2026-03-01" } },
      "insurance/date-in-future": { input: { paidOn: future, paidToOn: "2027-03-01" } },
      "insurance/before-proposal": { input: { paidOn: "2020-01-01", paidToOn: "2027-03-01" } },
    },
  },
  reversePremium: {
    taken: [
      { from: "inForce", to: "grace", input: { paidToOn: "2025-03-01", paidOn: "2025-03-01" } },
      { from: "inForce", to: "inForce", on: "2025-02-01", input: { paidToOn: "2025-03-01", paidOn: "2025-01-01" } },
      {
        from: "reinstatementPending",
        to: "reinstatementPending",
        input: { paidToOn: "2025-03-01", paidOn: "2026-03-01" },
        record: pending,
      },
      ...states(
        ["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued", "deferred"],
        { paidToOn: "2024-03-01", paidOn: "2024-02-20" },
        { paidToOn: "2025-03-01" },
      ),
      ...states(["premiumWaived", "reducedPaidUp", "extendedTerm", "deathClaimPending", ...overStates], {
        paidToOn: "2025-03-01",
        paidOn: "2025-03-01",
      }),
      ...["grace", "lapsed", "paidUp"].map((from) => ({ from, to: "grace", input: { paidToOn: "2025-03-01", paidOn: "2025-03-01" } })),
      { from: "paidUp", to: "inForce", on: "2025-02-01", input: { paidToOn: "2025-03-01", paidOn: "2025-01-01" } },
      {
        from: "deathClaimPending",
        to: "grace",
        input: { paidToOn: "2025-03-01", paidOn: "2025-03-01" },
        record: { diedOn: "2025-05-01" },
      },
    ],
    refused: { "insurance/dates-out-of-order": { input: { paidToOn: early, paidOn: early } } },
  },
  ...lapsedAndBack,
  settleArrearsInterest: {
    taken: { to: "reinstatementPending", record: { ...pending, arrearsInterest: yuan(1) } },
    refused: { "insurance/no-arrears-interest": { record: { arrearsInterest: undefined } } },
  },
  sendOverloanNotice: {
    taken: { from: "inForce", to: "inForce", input: { sentOn: "2026-03-10" }, needs: outgrown },
    refused: { "insurance/not-overloaned": { input: { sentOn: "2026-03-08" } }, "insurance/date-in-future": { input: { sentOn: future } } },
  },
  endByLoan: {
    taken: [
      ...overloanable.flatMap((from) => [
        { from, to: "lapsed", on: "2026-03-11", needs: outgrown, record: worthAsMuch(from) },
        {
          from,
          to: "terminated",
          on: "2026-04-10",
          needs: { ...outgrown, product: { ...valued.product, overloanTerms: { becomes: "terminated", noticeDays: 30 } } },
          record: { overloanNoticeOn: "2026-03-10", ...worthAsMuch(from) },
        },
      ]),
    ],
    refused: { "insurance/not-overloaned": { on: "2026-03-08" } },
  },
  reinstateBySilence: { taken: { to: "inForce", record: { ...pending, arrearsPaidOn: "2026-03-05" } } },
  lapseAgain: {
    taken: { to: "lapsed", on: "2026-08-10", record: pending },
    refused: { "insurance/arrears-held": { record: { paidToOn: "2027-03-01" } } },
  },
  rescind: {
    taken: { to: "terminated", on: "2028-05-01", record: lapsedSince },
    refused: { "insurance/rescission-too-early": { on: "2028-04-30" } },
  },
  terminateAfterTwoYears: { taken: { to: "terminated", on: "2028-05-01", record: lapsedSince } },
};
