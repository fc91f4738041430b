import { describe } from "vitest";
import { aCustomer, aPolicy, aProduct, endOf, yuan } from "../../test/moments.js";
import {
  dollars,
  early,
  future,
  graceFrom,
  lapsedAndBack,
  lapsedSince,
  misstated,
  outgrown,
  ownLife,
  pending,
  states,
  valued,
} from "../../test/policy-rows.js";
import { holdTransitions, type TransitionTable } from "../../test/transition-table.js";
import { policy } from "./policy.js";

const table: TransitionTable = {
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
      { to: "inForce", needs: { receipts: { posted: 1 } }, record: ownLife },
      { from: "approved", to: "issued", needs: { receipts: { posted: 1 } }, record: { ...ownLife, effectiveOn: future } },
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
      { from: "grace", to: "grace", input: { paidOn: "2026-03-10", paidToOn: "2026-03-05" }, record: graceFrom },
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
    ],
    refused: {
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
        ["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued", "deferred", "declined"],
        { paidToOn: "2024-03-01", paidOn: "2024-02-20" },
        { paidToOn: "2025-03-01" },
      ),
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
      { to: "lapsed", on: "2026-03-11", needs: outgrown },
      {
        to: "terminated",
        on: "2026-04-10",
        needs: { ...outgrown, product: { ...valued.product, overloanTerms: { becomes: "terminated", noticeDays: 30 } } },
        record: { overloanNoticeOn: "2026-03-10" },
      },
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
  // what becomes of it where no premium is paid
  chooseOption: { taken: { from: "inForce", to: "inForce", input: { nonForfeiture: "extendedTerm" } } },
  becomePaidUp: { taken: { to: "paidUp" } },
  electReducedPaidUp: {
    taken: { to: "reducedPaidUp", needs: valued },
    refused: { "insurance/no-surrender-value": { needs: { product: aProduct() } } },
  },
  electExtendedTerm: {
    taken: { to: "extendedTerm", needs: valued },
    refused: { "insurance/no-surrender-value": { needs: { product: aProduct() } } },
  },
  expireExtendedTerm: { taken: { to: "expired" } },
  applyOption: {
    taken: [
      { to: "reducedPaidUp", needs: { ...valued, loans: [] }, record: { nonForfeiture: "reducedPaidUp" } },
      { to: "extendedTerm", needs: { ...valued, loans: [] }, record: { nonForfeiture: "extendedTerm" } },
      { to: "inForce", needs: { ...valued, loans: [] }, record: { nonForfeiture: "automaticPremiumLoan" } },
      { to: "lapsed", needs: { loans: [] }, record: { nonForfeiture: "automaticPremiumLoan" } },
    ],
  },
  waivePremium: {
    taken: { to: "premiumWaived", input: { waivedFromOn: "2026-03-01" } },
    refused: {
      "insurance/waiver-over": { input: { waivedFromOn: "2026-03-01", waivedUntilOn: "2026-03-09" } },
      "insurance/date-in-future": { input: { waivedFromOn: future } },
      "insurance/due-before-waiver": { input: { waivedFromOn: "2026-03-02" } },
    },
  },
  endWaiver: { taken: { to: "inForce", record: { waivedUntilOn: "2026-03-10" } } },
  payMaturity: {
    taken: { to: "maturityPaid", input: { amount: yuan(1) } },
    refused: {
      "insurance/amount-negative": { input: { amount: yuan(-1) } },
      "insurance/currencies-differ": { input: { amount: dollars } },
    },
  },
  openDeathClaim: {
    taken: { to: "deathClaimPending", input: { diedOn: "2026-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { diedOn: early } }, "insurance/date-in-future": { input: { diedOn: future } } },
  },
  keepArrears: {
    taken: { from: "deathClaimPending", to: "deathClaimPending", input: { paidToOn: "2027-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { paidToOn: early } } },
  },
  correctDeathDate: {
    taken: { to: "deathClaimPending", input: { diedOn: "2026-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { diedOn: early } }, "insurance/date-in-future": { input: { diedOn: future } } },
  },
  refuseDeathClaim: { taken: { to: "grace", record: { origin: { state: "grace", since: endOf("2026-03-01") } } } },
  payDeathClaim: { taken: { to: "deathClaimPaid" } },
  lend: {
    taken: { to: "inForce", needs: { ...valued, loans: [] }, input: { amount: yuan(1) } },
    refused: {
      "insurance/loan-unconsented": { needs: { product: { ...valued.product, paysOnDeath: true } } },
      "insurance/loan-too-high": { input: { amount: yuan(8_001) } },
      "insurance/amount-not-positive": { input: { amount: yuan(0) } },
      "insurance/currencies-differ": { input: { amount: dollars } },
    },
  },
  // how it ends
  surrender: {
    taken: { to: "surrendered", input: { noticeOn: "2026-03-10", cashValue: yuan(1) } },
    refused: {
      "insurance/open-claims": { needs: { claims: { open: 1 } } },
      "insurance/value-in-table": { needs: valued },
      "insurance/value-not-in-table": { input: { noticeOn: "2026-03-10" } },
      "insurance/compulsory-stands": { needs: { product: aProduct({ line: "compulsoryMotor" }) } },
      "insurance/date-in-future": { input: { noticeOn: future, cashValue: yuan(1) } },
      "insurance/amount-negative": { input: { noticeOn: "2026-03-10", cashValue: yuan(-1) } },
      "insurance/ends-before-loss": {
        needs: { losses: { last: "2026-03-02" } },
        input: { noticeOn: "2026-03-01", cashValue: yuan(1) },
      },
    },
  },
  transferOut: {
    taken: { from: "inForce", to: "terminated", input: { transferredOn: "2026-03-01", transferredTo: "Ningbo branch" } },
    refused: {
      "insurance/transferred-with-claims": {
        needs: { claims: { open: 1 } },
        input: { transferredOn: "2026-03-01", transferredTo: "Ningbo branch" },
      },
      "insurance/ends-before-loss": {
        needs: { losses: { last: "2026-03-02" } },
        input: { transferredOn: "2026-03-01", transferredTo: "Ningbo branch" },
      },
      "insurance/dates-out-of-order": { input: { transferredOn: early, transferredTo: "Ningbo branch" } },
      "insurance/date-in-future": { input: { transferredOn: future, transferredTo: "Ningbo branch" } },
    },
  },
  paySurrenderValue: { taken: { to: "surrenderPaid" } },
  cancelInFreeLook: {
    taken: ["inForce", "paidUp"].map((from) => ({
      from,
      to: "freeLookCancelled",
      input: { requestedOn: "2026-03-10" },
      needs: { claims: { made: 0 } },
      record: { receiptSignedOn: "2026-03-05" },
    })),
    refused: {
      "insurance/claimed-in-free-look": { needs: { claims: { made: 1 } } },
      "insurance/free-look-over": { record: { receiptSignedOn: "2024-03-05" } },
      "insurance/compulsory-stands": { needs: { product: aProduct({ line: "compulsoryMotor" }) } },
      "insurance/fee-too-high": { input: { requestedOn: "2026-03-10", handlingFee: yuan(11) }, record: { receiptSignedOn: "2026-03-05" } },
    },
  },
  payFreeLookRefund: { taken: { to: "freeLookRefunded" } },
  terminateByClaim: {
    taken: { to: "terminated", input: { lossOn: "2026-03-01" } },
    refused: { "insurance/dates-out-of-order": { input: { lossOn: early } }, "insurance/date-in-future": { input: { lossOn: future } } },
  },
  payTerminationValue: {
    taken: { to: "terminationPaid", record: { endValue: yuan(1) } },
    refused: { "insurance/nothing-owed": { record: { endValue: undefined } } },
  },
  reachEndOfTerm: {
    taken: [
      { to: "expired", record: { expiresOn: "2026-03-10" } },
      { to: "matured", record: { expiresOn: "2026-03-10" }, needs: { product: aProduct({ paysAtMaturity: true }) } },
    ],
  },
  followCoverages: {
    taken: [
      { from: "inForce", to: "lapsed", needs: { coverages: [{ kind: "base", state: "suspended" }] } },
      { from: "lapsed", to: "inForce", needs: { coverages: [{ kind: "base", state: "active" }] }, record: { lapsedWithCoverages: true } },
      ...["inForce", "grace", "lapsed", "reinstatementPending", "paidUp", "reducedPaidUp", "extendedTerm", "premiumWaived"].map((from) => ({
        from,
        to: "terminated",
        needs: { coverages: [{ kind: "base", state: "ended" }] },
      })),
    ],
  },
  // what was hidden or misstated
  learnOfNonDisclosure: {
    taken: { to: "inForce", input: { knownOn: "2026-03-01", kind: "deliberate" } },
    refused: {
      "insurance/date-in-future": { input: { knownOn: future, kind: "deliberate" } },
      "insurance/dates-out-of-order": { record: { issuedOn: "2026-03-02" } },
    },
  },
  waiveNonDisclosure: { taken: { to: "inForce" } },
  rescindForNonDisclosure: {
    taken: { to: "terminated", on: "2025-03-10", record: { nonDisclosure: { knownOn: "2025-03-01", kind: "deliberate" } } },
    refused: {
      "insurance/nothing-hidden": { record: { nonDisclosure: undefined } },
      "insurance/rescission-too-late": { on: "2025-04-01" },
    },
  },
  correctAge: {
    taken: { to: "inForce", input: { birthOn: "1990-01-01", knownOn: "2026-03-01", premiumPayable: yuan(1_200) } },
    refused: {
      "insurance/amount-not-positive": { input: { birthOn: "1990-01-01", knownOn: "2026-03-01", premiumPayable: yuan(0) } },
      "insurance/date-in-future": { input: { birthOn: "1990-01-01", knownOn: future, premiumPayable: yuan(1) } },
    },
  },
  rescindForAge: {
    taken: {
      to: "terminated",
      on: "2025-03-10",
      input: { cashValue: yuan(1) },
      record: misstated("outsideLimits", { knownOn: "2025-03-01" }),
    },
    refused: {
      "insurance/age-not-misstated": { record: { misstatedAge: undefined } },
      "insurance/age-within-limits": { record: misstated("underpaid") },
      "insurance/rescission-too-late": { on: "2025-04-01" },
      "insurance/amount-negative": { input: { cashValue: yuan(-1) } },
      "insurance/value-in-table": { needs: valued },
      "insurance/value-not-in-table": { input: {} },
    },
  },
  collectShortfall: {
    taken: { to: "inForce", record: misstated("underpaid") },
    refused: { "insurance/age-not-misstated": { record: misstated("underpaid", { settledOn: "2026-03-02" }) } },
  },
  refundExcess: {
    taken: { to: "inForce", record: misstated("overpaid"), input: { excess: yuan(1) } },
    refused: {
      "insurance/age-not-misstated": { record: misstated("underpaid") },
      "insurance/amount-not-positive": { input: { excess: yuan(0) } },
    },
  },
  // what may be changed of it
  changeAddress: { taken: { to: "inForce", input: { mailingAddress: "1 Nanjing Road" } } },
  changePaymentMethod: { taken: { to: "inForce", input: { paymentMethod: "cash" } } },
  reduceSumAssured: {
    taken: { to: "inForce", input: { sumAssured: yuan(50_000), premium: yuan(500) } },
    refused: {
      "insurance/not-reduced": { input: { sumAssured: yuan(100_000), premium: yuan(500) } },
      "insurance/amount-not-positive": { input: { sumAssured: yuan(0), premium: yuan(500) } },
      "insurance/currencies-differ": { input: { sumAssured: dollars, premium: yuan(500) } },
    },
  },
  reissue: { taken: { to: "inForce" } },
};

describe("the lifecycle of a policy", () => {
  holdTransitions(policy, table, {
    record: (changes) => aPolicy(changes),
    needs: {
      product: aProduct(),
      receipts: { posted: 1, paid: [yuan(1_000)] },
      claims: { open: 0, made: 0 },
      losses: { last: null },
      loans: [],
      standing: { covers: 0 },
      cancelled: { covers: 0 },
      insured: { ...aCustomer("customer_insured"), birthOn: "1990-01-01" },
      employers: [],
    },
    on: "2026-03-10",
  });
});
