import { date, defineRecord, group, list, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** What somebody asks of the insurer after a loss. What happened may be health data. */
export const claim = defineRecord("insurance/claim", {
  fields: {
    claimNumber: text(40),
    policyId: ref("insurance/policy"),
    reporterId: party("reporter").optional(),
    lossOn: date(),
    reportedOn: date(),
    cause: personal("health", text(1000)),
    claimedAmount: money().optional(),
    /** Asked for once and together. */
    documentsRequested: list(text(200), 50).optional(),
    documentsRequestedOn: date().optional(),
    documentsReceivedOn: date().optional(),
    /** Decided by hand, where the policy's history does not reach back to the loss. */
    coverJudgement: personal("health", group({ isCovered: z.boolean(), reason: text(500) })).optional(),
    approvedAmount: money().optional(),
    approvedOn: date().optional(),
    paidAmount: money().optional(),
    paidOn: date().optional(),
    denialReason: personal("health", text(1000)).optional(),
    deniedOn: date().optional(),
    denialNoticeOn: date().optional(),
    withdrawalReason: text(500).optional(),
  },
  states: ["reported", "registered", "waitingForDocuments", "approved", "denied", "paid", "closed", "withdrawn"],
  initial: ["reported"],
  unique: [{ by: ["claimNumber"] }],
  managed: [
    "claimNumber",
    "policyId",
    "lossOn",
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
