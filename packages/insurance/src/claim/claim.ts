import { date, defineRecord, group, list, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { keptYears } from "../parameters.js";

/** What somebody asks of the insurer after a loss. What happened may be health data. */
export const claim = defineRecord("insurance/claim", {
  fields: {
    claimNumber: text(40),
    policyId: ref("insurance/policy"),
    coverageId: ref("insurance/coverage").optional(),
    kind: z.enum(["death", "illness", "accident", "property", "motor", "other"]).optional(),
    reporterId: party("reporter").optional(),
    payeeId: party("payee").optional(),
    lossOn: date(),
    /** When the claimant knew of the loss; empty: on its day. */
    knownOn: date().optional(),
    reportedOn: date(),
    /** Of an illness or an accident only with the separate consent of the insured. */
    cause: personal("health", text(1000)).optional(),
    /** The insured took his or her own life, and was able to judge what that means or not. */
    suicide: personal("health", z.enum(["capable", "incapable"])).optional(),
    claimedAmount: money().optional(),
    /** Asked for once and together. */
    documentsRequested: list(text(200), 50).optional(),
    documentsRequestedOn: date().optional(),
    documentsReceivedOn: date().optional(),
    /** Decided by hand, where the policy's history does not reach back to the loss. */
    coverJudgement: personal("health", group({ isCovered: z.boolean(), reason: text(500) })).optional(),
    assessedAmount: money().optional(),
    assessedOn: date().optional(),
    /** The insurer does not plead that the claim came too late. */
    limitationWaivedOn: date().optional(),
    /** Paid before the amount was settled. */
    advancePaidOn: date().optional(),
    /** All that had been paid on it with the last payment in advance. */
    paidInAdvance: money().optional(),
    approvedAmount: money().optional(),
    approvedOn: date().optional(),
    paidAmount: money().optional(),
    paidOn: date().optional(),
    /** It was met by a waiver of the policy's premium from that day on. */
    waivedFromOn: date().optional(),
    /** Premium that was due on the day of the loss and is kept. */
    arrearsDeducted: money().optional(),
    /** Loans on the policy and their interest, kept of a benefit that ends it. */
    loansDeducted: money().optional(),
    /** The cash value that went back before, when the death was thought to be excluded. */
    cashValueDeducted: money().optional(),
    denialReason: personal("health", text(1000)).optional(),
    deniedOn: date().optional(),
    denialNoticeOn: date().optional(),
    withdrawalReason: personal("health", text(500)).optional(),
    reopenReason: personal("health", text(500)).optional(),
  },
  states: [
    "reported",
    "registered",
    "waitingForDocuments",
    "investigating",
    "assessed",
    "approved",
    "partiallyApproved",
    "denied",
    "paid",
    "closed",
    "reopened",
    "withdrawn",
  ],
  initial: ["reported"],
  unique: [{ by: ["claimNumber"] }],
  retention: keptYears,
  managed: [
    "claimNumber",
    "suicide",
    "policyId",
    "coverageId",
    "kind",
    "payeeId",
    "lossOn",
    "knownOn",
    "assessedAmount",
    "assessedOn",
    "limitationWaivedOn",
    "advancePaidOn",
    "paidInAdvance",
    "waivedFromOn",
    "arrearsDeducted",
    "loansDeducted",
    "cashValueDeducted",
    "reopenReason",
    "reportedOn",
    "documentsRequested",
    "documentsRequestedOn",
    "documentsReceivedOn",
    "coverJudgement",
    "approvedAmount",
    "approvedOn",
    "paidAmount",
    "paidOn",
    "denialReason",
    "deniedOn",
    "denialNoticeOn",
    "withdrawalReason",
  ],
});
export interface Claim extends Stored<typeof claim> {}
/** Nobody has decided yet. */
export const undecided = ["reported", "registered", "waitingForDocuments", "investigating", "assessed", "reopened"] as const;
/** Not settled, one way or the other. */
export const openClaimStates = [...undecided, "approved", "partiallyApproved"] as const;
