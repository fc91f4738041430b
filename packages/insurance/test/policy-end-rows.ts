import { overStates, standingStates, unendedStates } from "../src/policy/policy.js";
import { aProduct, endOf, startOf, yuan } from "./moments.js";
import { early, future, valued } from "./policy-rows.js";
import type { TransitionTable } from "./transition-table.js";

const stoodAs = (state: string): readonly object[] => [
  { state, from: startOf("2024-03-01") },
  { state: "deathClaimPending", from: endOf("2026-03-01") },
];

const lapsedEnds = ["terminated", "terminationPaid", "expired"];
const endedByLapse = { endReason: "twoYearsLapsed", lapsedOn: "2026-04-30", endedOn: "2028-04-30" };

/** How a policy ends. */
export const endRows: TransitionTable = {
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
  takeBackEndValue: {
    taken: [
      { from: "surrenderPaid", to: "surrendered" },
      { from: "freeLookRefunded", to: "freeLookCancelled" },
      { from: "terminationPaid", to: "terminated" },
      ...unendedStates.map((state) => ({ from: state, to: state })),
    ].map((row) => ({ ...row, record: { endValue: yuan(1), endValuePaidOn: "2026-03-09" } })),
    refused: { "insurance/nothing-owed": { record: { endValuePaidOn: undefined } } },
  },
  recover: {
    taken: overStates.map((state) => ({ from: state, to: state, record: { recoverable: yuan(1) } })),
    refused: { "insurance/nothing-to-recover": { record: { recoverable: undefined } } },
  },
  undoTermination: {
    taken: lapsedEnds.flatMap((from) =>
      ["inForce", "grace", "deathClaimPending"].map((to) => ({
        from,
        to,
        on: "2028-06-01",
        // four hundred days of grace, so that the next instalment was due as well
        input: { paidOn: to === "grace" ? "2027-03-02" : "2026-04-30", paidToOn: "2027-03-01" },
        record: { ...endedByLapse, ...(to === "grace" && { graceDays: 400 }) },
        needs: { lookedInto: to === "deathClaimPending" ? [{ lossOn: "2026-04-30" }] : [{ lossOn: "2026-05-01" }] },
      })),
    ),
    refused: {
      "insurance/death-was-met": { needs: { met: { claims: 1 } } },
      "insurance/premium-after-end": { input: { paidOn: "2026-05-01", paidToOn: "2027-03-01" } },
      "insurance/end-value-out": { record: { endValue: yuan(1), endValuePaidOn: "2028-05-02" } },
    },
  },
  endByEarlierLoss: {
    taken: lapsedEnds.map((from) => ({ from, to: "terminated", on: "2028-06-01", input: { lossOn: "2026-04-30" }, record: endedByLapse })),
    refused: {
      "insurance/ended-otherwise": { input: { lossOn: "2026-05-01" } },
      "insurance/dates-out-of-order": { input: { lossOn: early } },
    },
  },
  reopenDeath: {
    taken: ["deathClaimPaid", "terminated", "terminationPaid"].flatMap((from) =>
      standingStates.map((stood) => ({
        from,
        to: stood === "lapsed" || stood === "reinstatementPending" ? stood : "deathClaimPending",
        record: { endReason: "deathExcluded", endedOn: "2026-03-01", diedOn: "2026-03-01" },
        needs: { stays: stoodAs(stood) },
      })),
    ),
    refused: { "insurance/not-ended-by-death": { record: { endReason: "surrender" } } },
  },
  revive: {
    taken: standingStates.map((to) => ({ to, needs: { stays: stoodAs(to) }, record: { paidToOn: "2026-03-01" } })),
    refused: {
      "insurance/not-ended-by-death": { needs: { stays: [] } },
      "insurance/end-value-out": { record: { endValue: yuan(1), endValuePaidOn: "2026-03-09" } },
    },
  },
  takeIntoBenefit: {
    taken: { from: "deathClaimPending", to: "deathClaimPending", record: { endValue: yuan(1), endValuePaidOn: "2026-03-09" } },
    refused: { "insurance/not-ended-by-death": { record: { endValuePaidOn: undefined } } },
  },
  endByExcludedDeath: {
    taken: [
      ...unendedStates.map((from) => ({ from, to: "terminated", record: {} })),
      ...unendedStates.map((from) => ({ from, to: "terminationPaid", record: { endValue: yuan(1), endValuePaidOn: "2026-03-09" } })),
    ].map((row) => ({ ...row, input: { diedOn: "2026-03-01", cashValue: yuan(1) } })),
    refused: {
      "insurance/dates-out-of-order": { input: { diedOn: early, cashValue: yuan(1) } },
      "insurance/date-in-future": { input: { diedOn: future, cashValue: yuan(1) } },
      "insurance/value-in-table": { needs: valued },
      "insurance/value-not-in-table": { input: { diedOn: "2026-03-01" } },
    },
  },
  payTerminationValue: {
    taken: { to: "terminationPaid", record: { endValue: yuan(1) } },
    refused: { "insurance/nothing-owed": { record: { endValue: undefined } } },
  },
  reachEndOfTerm: {
    taken: [
      ...["inForce", "grace", "lapsed", "reinstatementPending", "paidUp", "reducedPaidUp", "premiumWaived"].map((from) => ({
        from,
        to: "expired",
        record: { expiresOn: "2026-03-10" },
      })),
      ...["inForce", "grace", "paidUp", "reducedPaidUp", "premiumWaived"].map((from) => ({
        from,
        to: "matured",
        record: { expiresOn: "2026-03-10" },
        needs: { product: aProduct({ paysAtMaturity: true }) },
      })),
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
};
