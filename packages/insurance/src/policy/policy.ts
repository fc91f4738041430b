import { date, defineRecord, group, list, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { keptYears } from "../parameters.js";

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
    /** The policy that this one follows, where its holder renewed (续保). */
    renewsId: ref("insurance/policy").optional(),
    sumAssured: money(),
    /** One instalment. */
    premium: money(),
    /** What an instalment was when the contract was concluded, where it has changed since. */
    initialPremium: money().optional(),
    premiumFrequency: z.enum(["single", "monthly", "quarterly", "semiannual", "annual"]),
    /** Until when the insurer stands by its quotation. */
    quotedUntilOn: date().optional(),
    /** When it was applied for (投保日期): nothing of it can have happened before. */
    proposedOn: date().optional(),
    /** What the insured is to the policyholder (保险利益). */
    insurableInterest: z.enum(["self", "spouse", "child", "parent", "dependant", "employee", "consent"]).optional(),
    /** When the insured agreed to being insured by somebody without another interest. */
    insuredConsentedOn: date().optional(),
    /** When the insured agreed to who is to benefit, where the policyholder named them. */
    beneficiariesConsentedOn: date().optional(),
    /** When the insured agreed to a benefit on his or her death, and up to which amount. */
    deathBenefitConsent: group({ on: date(), amount: money() }).optional(),
    /** As the application says it. */
    insuredBirthOn: personal("identifier", date()).optional(),
    submittedOn: date().optional(),
    /** What the insurer would take the risk for instead. */
    counterOffer: group({ premium: money(), sumAssured: money() }).optional(),
    deferredUntilOn: date().optional(),
    /** When the contract was concluded. */
    issuedOn: date().optional(),
    effectiveOn: date(),
    /** The last day of cover; empty for whole life. */
    expiresOn: date().optional(),
    /** No premium falls due on or after this day; empty: until the cover ends. */
    premiumsUntilOn: date().optional(),
    mailingAddress: personal("contact", text(300)).optional(),
    paymentMethod: z.enum(["bankTransfer", "directDebit", "card", "onlinePayment", "cash", "cheque", "policyLoan"]).optional(),
    reissuedOn: date().optional(),
    /** As the contract says; empty: as the product or the law says. */
    graceDays: z.int().min(0).max(3650).optional(),
    /** What becomes of it when a premium is not paid; empty: it lapses. */
    nonForfeiture: z.enum(["lapse", "reducedPaidUp", "extendedTerm", "automaticPremiumLoan"]).optional(),
    extendedUntilOn: date().optional(),
    waivedFromOn: date().optional(),
    waivedUntilOn: date().optional(),
    /** Waivers that were over before the one above. */
    earlierWaivers: list(group({ fromOn: date(), untilOn: date() }), 50).optional(),
    /** When the insured died; the benefit is being looked into. */
    diedOn: date().optional(),
    /** When the policyholder signed for the policy (回执): the cooling-off period begins. */
    receiptSignedOn: date().optional(),
    /** The day on which the next premium is due (交至日); empty until the first one is paid. */
    paidToOn: date().optional(),
    /** When it lapsed, as long as nothing has brought it back. */
    lapsedOn: date().optional(),
    /** When the insurer demanded the premium (催告). */
    demandedOn: date().optional(),
    reinstatementAppliedOn: date().optional(),
    /** The due date of the first premium that was missing when reinstatement was applied for. */
    arrearsFromOn: date().optional(),
    /** When the last of the arrears was paid. */
    arrearsPaidOn: date().optional(),
    /** Interest on the arrears of a reinstatement, as far as they were paid. */
    arrearsInterest: money().optional(),
    arrearsInterestPaidOn: date().optional(),
    /** The exclusion of suicide runs from here after a reinstatement, else from the beginning. */
    suicideClauseFromOn: date().optional(),
    /** The true age, what it makes of the contract, and when that was settled. */
    misstatedAge: personal(
      "identifier",
      group({
        birthOn: date(),
        knownOn: date(),
        consequence: z.enum(["outsideLimits", "underpaid", "overpaid", "none"]),
        premiumPayable: money(),
        settledOn: date().optional(),
      }),
    ).optional(),
    /** Since when the insurer knows that the application hid something, and how. */
    nonDisclosure: group({ knownOn: date(), kind: z.enum(["deliberate", "grossNegligence"]) }).optional(),
    /** All its covers are suspended; it comes back with the first of them. */
    lapsedWithCoverages: z.boolean().optional(),
    endedOn: date().optional(),
    endReason: z
      .enum([
        "surrender",
        "freeLook",
        "notTaken",
        "withdrawn",
        "notPlaced",
        "declined",
        "rescission",
        "nonDisclosure",
        "misstatedAge",
        "twoYearsLapsed",
        "claimPaid",
        "deathExcluded",
        "overloan",
        "coveragesEnded",
        "transferredOut",
        "endOfTerm",
      ])
      .optional(),
    /** The branch or insurer that keeps the policy since then. */
    transferredTo: text(200).optional(),
    /** What is owed to the policyholder at the end: the cash value, or the premium of a policy cancelled in its cooling-off period. */
    endValue: money().optional(),
    /** When its holder was told that its loans exceed the cash value, and what becomes of it. */
    overloanNoticeOn: date().optional(),
    /** Loans and their interest that were kept of it, where there were any. */
    loansSetOff: money().optional(),
    endValuePaidOn: date().optional(),
    /** What was paid out at or after the end of premium that bounced later: its holder owes it. */
    recoverable: money().optional(),
    /** What came back of that, and when the last of it did. */
    recovered: money().optional(),
    recoveredOn: date().optional(),
    /** Commission that the agent gives back, because the policy was cancelled in its cooling-off period. */
    commissionClawback: money().optional(),
  },
  states: [
    "proposed",
    "quoted",
    "submitted",
    "underwriting",
    "approved",
    "counterOffered",
    "deferred",
    "declined",
    "issued",
    "inForce",
    "grace",
    "lapsed",
    "reinstatementPending",
    "paidUp",
    "reducedPaidUp",
    "extendedTerm",
    "premiumWaived",
    "deathClaimPending",
    "deathClaimPaid",
    "surrendered",
    "surrenderPaid",
    "terminated",
    "terminationPaid",
    "freeLookCancelled",
    "freeLookRefunded",
    "notTaken",
    "expired",
    "matured",
    "maturityPaid",
  ],
  initial: ["proposed", "quoted"],
  unique: [{ by: ["policyNumber"] }],
  retention: keptYears,
  // cohorts of persistency, and the premiums and ends of cover of the days to come
  indexed: [
    { by: ["effectiveOn"] },
    { by: ["paidToOn"], whileIn: ["inForce", "grace"] },
    { by: ["expiresOn"], whileIn: ["inForce", "grace", "paidUp", "premiumWaived"] },
  ],
  managed: [
    "holderId",
    "insuredId",
    "beneficiaries",
    "productId",
    "sumAssured",
    "premium",
    "initialPremium",
    "premiumFrequency",
    "effectiveOn",
    "expiresOn",
    "premiumsUntilOn",
    "quotedUntilOn",
    "insurableInterest",
    "insuredConsentedOn",
    "beneficiariesConsentedOn",
    "deathBenefitConsent",
    "insuredBirthOn",
    "submittedOn",
    "counterOffer",
    "deferredUntilOn",
    "issuedOn",
    "misstatedAge",
    "nonDisclosure",
    "lapsedWithCoverages",
    "graceDays",
    "receiptSignedOn",
    "paidToOn",
    "renewsId",
    "lapsedOn",
    "demandedOn",
    "reinstatementAppliedOn",
    "arrearsFromOn",
    "arrearsPaidOn",
    "arrearsInterest",
    "arrearsInterestPaidOn",
    "suicideClauseFromOn",
    "endedOn",
    "endReason",
    "transferredTo",
    "endValue",
    "overloanNoticeOn",
    "loansSetOff",
    "endValuePaidOn",
    "recoverable",
    "recovered",
    "recoveredOn",
    "mailingAddress",
    "paymentMethod",
    "reissuedOn",
    "commissionClawback",
    "nonForfeiture",
    "extendedUntilOn",
    "waivedFromOn",
    "waivedUntilOn",
    "earlierWaivers",
    "diedOn",
  ],
});
export interface Policy extends Stored<typeof policy> {}
export type PolicyState = Policy["state"];
/** The cover goes on whether or not a premium is paid; what fell due before may be owed still. */
export const unpaidCoverStates = ["reducedPaidUp", "extendedTerm", "premiumWaived", "deathClaimPending"] as const;
/** The cover stands, and no premium falls due. */
export const premiumFreeStates = ["paidUp", ...unpaidCoverStates] as const;
/** The contract stands: its cover does, or is suspended and may come back. */
export const standingStates = [
  "inForce",
  "grace",
  "lapsed",
  "reinstatementPending",
  "paidUp",
  "reducedPaidUp",
  "extendedTerm",
  "premiumWaived",
] as const;
/** Concluded and not over; the cover of an issued one is still to come. */
export const concludedStates = ["issued", ...standingStates] as const;
/** The contract is not over: it stands, or the death that is being looked into has not ended it yet. */
export const unendedStates = [...standingStates, "deathClaimPending"] as const;
/** The cover stands. */
export const coveredStates: readonly PolicyState[] = ["inForce", "grace", ...premiumFreeStates];
/** Why an insurer undoes a contract from its beginning. */
export const rescinded = ["nonDisclosure", "misstatedAge"] as const;
/** Undone within the cooling-off period. */
export const freeLookStates = ["freeLookCancelled", "freeLookRefunded"] as const;
/** From the quotation to the day on which the contract is concluded. */
export const beforeConclusion = ["quoted", "proposed", "submitted", "underwriting", "approved", "counterOffered", "deferred"] as const;
/** No cover of it has begun. */
export const neverInForce = [...beforeConclusion, "issued", "declined", "notTaken"] as const;
/** The contract is over, or none came of it. */
export const overStates = [
  "notTaken",
  "declined",
  "surrendered",
  "surrenderPaid",
  "terminated",
  "terminationPaid",
  "freeLookCancelled",
  "freeLookRefunded",
  "expired",
  "matured",
  "maturityPaid",
  "deathClaimPaid",
] as const;
export const isOver = ({ state }: Pick<Policy, "state">): boolean => overStates.some((over) => over === state);
export type PremiumFrequency = Policy["premiumFrequency"];
