import { staysOf } from "@kehu/core";
import { aPolicy, aProduct, endOf, startOf, yuan } from "./moments.js";
import type { Taken, TransitionTable } from "./transition-table.js";

const future = "2026-03-11";
const beforeReport = "2026-02-09";
const dollars = { amountMinor: 1, currency: "USD" };
export const inForce = { state: "inForce", from: startOf("2024-03-01") } as const;
const uncovered = staysOf([inForce, { state: "grace", from: endOf("2025-03-01") }, { state: "lapsed", from: endOf("2025-04-30") }]);
const approved = { approvedAmount: yuan(500), approvedOn: "2026-02-15" };
const before = (state: string): object => ({ origin: { state, since: startOf("2026-02-10") } });
const each = (states: readonly string[], to: string, row: Omit<Taken, "from" | "to">): readonly Taken[] =>
  states.map((from) => ({ from, to, ...row }));
const judged = ["registered", "investigating", "assessed", "reopened"];
const rescinded = (kind: "deliberate" | "grossNegligence") =>
  aPolicy({ state: "terminated", endReason: "nonDisclosure", nonDisclosure: { knownOn: "2026-02-20", kind } });
/** Without cover nothing is approved and nothing is paid, by whatever way. */
const withoutCover = {
  "insurance/not-covered": { needs: { stays: uncovered } },
  "insurance/cover-unknown": { needs: { stays: [] } },
  "insurance/loss-after-death": { needs: { policy: aPolicy({ state: "deathClaimPending", diedOn: "2026-01-31" }) } },
  "insurance/rescinded-for-hiding": { needs: { policy: rescinded("deliberate") } },
  "insurance/influence-unknown": { needs: { policy: rescinded("grossNegligence") } },
  "insurance/exclusion-unjudged": { needs: { exclusions: [{ id: "exclusion_1" }] } },
} as const;

const waiver = { policyId: "policy_1", benefit: "waiver", kind: "rider", sumAssured: yuan(10_000), effectiveOn: "2024-03-01" };

/** How each step of a claim is taken and refused. */
export const claimRows: TransitionTable = {
  register: { taken: { to: "registered" } },
  investigate: { taken: each(["registered", "reopened"], "investigating", {}) },
  assess: {
    taken: each(["registered", "investigating"], "assessed", { input: { assessedAmount: yuan(100), assessedOn: "2026-02-20" } }),
    refused: {
      "insurance/amount-negative": { input: { assessedAmount: yuan(-1), assessedOn: "2026-02-20" } },
      "insurance/currencies-differ": { input: { assessedAmount: dollars, assessedOn: "2026-02-20" } },
      "insurance/dates-out-of-order": { input: { assessedAmount: yuan(100), assessedOn: beforeReport } },
      "insurance/date-in-future": { input: { assessedAmount: yuan(100), assessedOn: future } },
    },
  },
  waiveLimitation: { taken: judged.map((state) => ({ from: state, to: state })) },
  findSuicide: { taken: judged.map((state) => ({ from: state, to: state, input: { suicide: "capable" } })) },
  nameCover: {
    taken: ["reported", ...judged].map((state) => ({ from: state, to: state, input: { coverageId: "coverage_1" } })),
  },
  correctLossDate: { taken: { from: "registered", to: "registered", input: { lossOn: "2026-01-31" } } },
  requestDocuments: {
    taken: each(["reported", "registered", "investigating"], "waitingForDocuments", {
      input: { documents: ["Invoice"], requestedOn: "2026-02-20" },
    }),
    refused: {
      "insurance/documents-asked-for": { record: { documentsRequestedOn: "2026-02-12" } },
      "insurance/dates-out-of-order": { input: { documents: ["Invoice"], requestedOn: beforeReport } },
      "insurance/date-in-future": { input: { documents: ["Invoice"], requestedOn: future } },
    },
  },
  receiveDocuments: {
    taken: ["reported", "registered", "investigating"].map((to) => ({
      to,
      input: { receivedOn: "2026-02-25" },
      record: { ...before(to), documentsRequestedOn: "2026-02-20" },
    })),
    refused: {
      "insurance/dates-out-of-order": { input: { receivedOn: "2026-02-19" } },
      "insurance/date-in-future": { input: { receivedOn: future } },
    },
  },
  judgeCover: {
    taken: [
      { from: "registered", needs: { stays: [] } },
      { from: "approved", needs: { policy: rescinded("grossNegligence") } },
      { from: "assessed", needs: { exclusions: [{ id: "exclusion_1" }] } },
    ].map(({ from, needs }) => ({
      from,
      to: from,
      needs,
      input: { isCovered: true, reason: "Papers of 2024" },
    })),
    refused: { "insurance/cover-is-known": { needs: { stays: [inForce] } } },
  },
  approve: {
    taken: each(judged, "approved", { input: { amount: yuan(500) } }),
    refused: {
      ...withoutCover,
      "insurance/loss-outside-term": { record: { lossOn: "2024-02-29" } },
      "insurance/vehicle-not-covered": {
        needs: { product: aProduct({ line: "compulsoryMotor" }), vehicles: [{ startsOn: "2024-03-01", cancelledOn: "2026-01-01" }] },
      },
      "insurance/loss-in-waiting-period": { needs: { product: aProduct({ waitingDays: 3650 }) } },
      "insurance/judged-not-covered": { needs: { stays: [] }, record: { coverJudgement: { isCovered: false, reason: "Papers" } } },
      "insurance/coverage-not-active": { needs: { coverageStays: [{ state: "suspended", from: startOf("2024-03-01") }] } },
      "insurance/time-barred": { record: { knownOn: "2020-01-01" } },
      "insurance/amount-not-positive": { input: { amount: yuan(0) } },
      "insurance/waives-only": { needs: { coverage: waiver } },
      "insurance/above-sum-assured": { input: { amount: yuan(100_001) } },
      "insurance/sum-assured-used-up": { needs: { approvedBefore: { approved: [yuan(99_501)] } } },
      "insurance/suicide-excluded": { record: { kind: "death", suicide: "capable" } },
      "insurance/above-claimed": { record: { claimedAmount: yuan(499) } },
      "insurance/below-paid": { needs: { payments: { paid: [yuan(501)] }, paidBefore: { paid: [yuan(501)] } } },
      "insurance/above-deductible": {
        record: { claimedAmount: yuan(500) },
        needs: { coverage: { sumAssured: yuan(100_000), deductible: yuan(1) } },
      },
      "insurance/rest-unexplained": { record: { claimedAmount: yuan(501) } },
      "insurance/loss-unknown": { needs: { coverage: { sumAssured: yuan(100_000), deductible: yuan(1) } } },
    },
  },
  grantWaiver: {
    taken: each(judged, "closed", { input: {}, needs: { coverage: waiver } }),
    refused: {
      ...withoutCover,
      "insurance/time-barred": { record: { knownOn: "2020-01-01" } },
      "insurance/death-ends-policy": { record: { kind: "death" } },
      "insurance/no-waiver-claimed": { needs: { coverage: { ...waiver, benefit: "additional" } } },
      "insurance/nothing-to-waive": { needs: { policy: aPolicy({ state: "paidUp" }) } },
    },
  },
  approvePartly: {
    taken: each(judged, "partiallyApproved", { input: { amount: yuan(500), reason: "Wear" } }),
    refused: {
      ...withoutCover,
      "insurance/time-barred": { record: { knownOn: "2020-01-01" } },
      "insurance/above-sum-assured": { input: { amount: yuan(100_001), reason: "Wear" } },
    },
  },
  payInAdvance: {
    taken: { from: "assessed", to: "assessed", input: { amount: yuan(10), paidOn: "2026-03-01" } },
    refused: {
      ...withoutCover,
      "insurance/time-barred": { record: { knownOn: "2020-01-01" } },
      "insurance/amount-not-positive": { input: { amount: yuan(0), paidOn: "2026-03-01" } },
      "insurance/above-sum-assured": { needs: { payments: { paid: [yuan(99_991)] }, paidBefore: { paid: [yuan(99_991)] } } },
      "insurance/sum-assured-used-up": { needs: { paidBefore: { paid: [yuan(99_991)] } } },
      "insurance/dates-out-of-order": { input: { amount: yuan(10), paidOn: beforeReport } },
      "insurance/date-in-future": { input: { amount: yuan(10), paidOn: future } },
    },
  },
  confirmCover: {
    taken: ["approved", "partiallyApproved", "paid", "closed"].map((state) => ({ from: state, to: state })),
    refused: withoutCover,
  },
  payPart: {
    taken: ["approved", "partiallyApproved"].map((from) => ({
      from,
      to: from,
      record: approved,
      input: { amount: yuan(500), paidOn: "2026-03-01" },
    })),
    refused: {
      ...withoutCover,
      "insurance/amount-not-positive": { input: { amount: yuan(0), paidOn: "2026-03-01" } },
      "insurance/nothing-approved": { needs: { payments: { paid: [yuan(1)] } } },
      "insurance/dates-out-of-order": { input: { amount: yuan(1), paidOn: "2026-02-14" } },
      "insurance/date-in-future": { input: { amount: yuan(1), paidOn: future } },
    },
  },
  deny: {
    taken: each(["reported", ...judged], "denied", { input: { reason: "The policy had lapsed" } }),
    refused: { "insurance/no-death-to-end": { input: { reason: "An illness", deathStands: true } } },
  },
  reviseToDenied: {
    taken: each(["approved", "partiallyApproved"], "denied", {
      record: approved,
      needs: { stays: uncovered },
      input: { reason: "It bounced" },
    }),
    refused: {
      "insurance/still-covered": { needs: { stays: [inForce] } },
      "insurance/loss-after-death": { needs: { policy: aPolicy({ state: "deathClaimPending", diedOn: "2026-01-31" }) } },
      "insurance/cover-unknown": { needs: { stays: [] } },
      "insurance/influence-unknown": { needs: { policy: rescinded("grossNegligence") } },
      "insurance/no-death-to-end": { input: { reason: "It bounced", deathStands: true } },
    },
  },
  sendDenialNotice: {
    taken: (["closed", "partiallyApproved", "paid"] as const).map((to) => ({
      from: to === "closed" ? "denied" : to,
      to,
      record: { deniedOn: "2026-03-01" },
      input: { sentOn: "2026-03-03" },
    })),
    refused: {
      "insurance/nothing-denied": { record: { state: "paid", denialNoticeOn: "2026-03-02" } },
      "insurance/dates-out-of-order": { input: { sentOn: "2026-02-28" } },
      "insurance/date-in-future": { input: { sentOn: future } },
    },
  },
  pay: {
    taken: each(["approved", "partiallyApproved"], "paid", { record: approved, input: { paidOn: "2026-03-01", endsPolicy: false } }),
    refused: {
      ...withoutCover,
      "insurance/death-ends-policy": { record: { kind: "death" } },
      "insurance/dates-out-of-order": { input: { paidOn: "2026-02-14", endsPolicy: false } },
      "insurance/date-in-future": { input: { paidOn: future, endsPolicy: false } },
      "insurance/less-than-cash-value": {
        needs: { policy: aPolicy({ endValue: yuan(501), endValuePaidOn: "2026-02-20" }) },
        input: { paidOn: "2026-03-01", endsPolicy: true },
      },
    },
  },
  returnArrears: {
    taken: [...judged, "approved", "partiallyApproved"].map((from) => ({
      from,
      to: from,
      needs: {
        kept: [{ id: "payment_1", amount: yuan(1_000) }],
        keptReceipts: [{ id: "receipt_1", amount: yuan(1_000) }],
        keptCredits: [],
      },
    })),
    refused: { "insurance/no-arrears-kept": { needs: { kept: [] } }, "insurance/arrears-spent": { needs: { keptReceipts: [] } } },
  },
  close: {
    taken: { to: "closed", record: { deniedOn: "2026-03-01", denialNoticeOn: "2026-03-02" } },
    refused: { "insurance/denial-untold": { record: { denialNoticeOn: undefined } } },
  },
  // it may ask for papers anew
  reopen: { taken: { to: "reopened", input: { reason: "A second opinion" }, record: { documentsRequestedOn: "2026-02-20" } } },
  withdraw: {
    taken: each(["reported", "waitingForDocuments", ...judged, "approved", "partiallyApproved"], "withdrawn", {
      input: { reason: "Paid by another" },
    }),
  },
};
