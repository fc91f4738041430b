import { date, defineRecord, group, list, money, party, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

const beneficiary = group({
  customerId: party("beneficiary"),
  /** 1 is paid first; a later rank only if nobody of an earlier one is left. */
  rank: z.int().min(1).max(20),
  /** Within its rank, of 10,000. */
  shareBasisPoints: z.int().min(1).max(10_000),
});

/** A contract of insurance, in the words of ACORD Life where they exist. */
export const policy = defineRecord("insurance/policy", {
  fields: {
    policyNumber: text(32),
    holderId: party("policyholder"),
    insuredId: party("insured"),
    /** Who pays, where it is not the policyholder. */
    payorId: party("payor").optional(),
    beneficiaries: list(beneficiary, 50).default([]),
    productId: ref("insurance/product"),
    agentId: ref("staff").optional(),
    sumAssured: money(),
    /** One instalment. */
    premium: money(),
    premiumFrequency: z.enum(["single", "monthly", "quarterly", "semiannual", "annual"]),
    /** When it was applied for (投保日期): nothing of it can have happened before. */
    proposedOn: date().optional(),
    effectiveOn: date(),
    /** The last day of cover; empty for whole life. */
    expiresOn: date().optional(),
    /** No premium falls due on or after this day; empty: until the cover ends. */
    premiumsUntilOn: date().optional(),
    /** As the contract says; empty: as the product or the law says. */
    graceDays: z.int().min(0).max(3650).optional(),
    /** When the policyholder signed for the policy (回执): the cooling-off period begins. */
    receiptSignedOn: date().optional(),
    /** The day on which the next premium is due (交至日); empty until the first one is paid. */
    paidToOn: date().optional(),
    /** When the insurer demanded the premium (催告). */
    demandedOn: date().optional(),
    reinstatementAppliedOn: date().optional(),
    /** The due date of the first premium that was missing when reinstatement was applied for. */
    arrearsFromOn: date().optional(),
    /** When the last of the arrears was paid. */
    arrearsPaidOn: date().optional(),
    /** The exclusion of suicide runs from here after a reinstatement, else from the beginning. */
    suicideClauseFromOn: date().optional(),
    endedOn: date().optional(),
    endReason: z.enum(["surrender", "freeLook", "notTaken", "rescission", "twoYearsLapsed", "claimPaid", "endOfTerm"]).optional(),
    /** What is owed to the policyholder at the end: the cash value, or the premium of a policy cancelled in its cooling-off period. */
    endValue: money().optional(),
  },
  states: [
    "proposed",
    "inForce",
    "grace",
    "lapsed",
    "reinstatementPending",
    "surrendered",
    "surrenderPaid",
    "terminated",
    "freeLookCancelled",
    "notTaken",
    "expired",
    "matured",
  ],
  initial: ["proposed"],
  unique: [{ by: ["policyNumber"] }],
  managed: [
    "holderId",
    "insuredId",
    "beneficiaries",
    "productId",
    "sumAssured",
    "premium",
    "premiumFrequency",
    "effectiveOn",
    "expiresOn",
    "premiumsUntilOn",
    "graceDays",
    "receiptSignedOn",
    "paidToOn",
    "demandedOn",
    "reinstatementAppliedOn",
    "arrearsFromOn",
    "arrearsPaidOn",
    "suicideClauseFromOn",
    "endedOn",
    "endReason",
    "endValue",
  ],
});
export interface Policy extends Stored<typeof policy> {}
export type PolicyState = Policy["state"];
export type PremiumFrequency = Policy["premiumFrequency"];
