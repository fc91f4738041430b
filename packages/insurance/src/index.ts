// The public names: the definitions, which are listed one by one in definitions.ts, and the pure functions and types beside them.

export type { Claim } from "./claim/claim.js";
export type { ClaimItem } from "./claim/claim-item.js";
export type { ClaimPayment } from "./claim/claim-payment.js";
export type { ClaimRecovery } from "./claim/claim-recovery.js";
export { type ClaimReserve, reserveOn } from "./claim/claim-reserve.js";
export { whyNotCovered } from "./claim/cover.js";
export { arrearsOn } from "./claim/deduct-arrears.js";
export { claimableUntil } from "./claim/limitation.js";
export { stillToPay, whyNotPayable } from "./claim/payable.js";
export type { Coverage } from "./coverage/coverage.js";
export { standingByCoverages } from "./coverage/policy-follows-coverages.js";
export * from "./definitions.js";
export { consentPurpose, type MedicalNote } from "./health/medical-note.js";
export type { HealthDisclosure } from "./health/reveal-health-data.js";
export { insurance } from "./insurance.js";
export { interestOn, loanRoom, owedOn } from "./loan/loan-value.js";
export type { PolicyLoan } from "./loan/policy-loan.js";
export {
  claimCycleDays,
  complaintsPerTenThousand,
  denialRate,
  lapseRatio,
  placementRate,
  renewalRate,
} from "./measures/book-ratios.js";
export { earnedPremium, type Period, type PremiumPeriod } from "./measures/earned-premium.js";
export { combinedRatio, expenseRatio, incurredLosses, lossRatio, type UnderwritingFigures } from "./measures/underwriting-result.js";
export type { CompulsoryCover } from "./motor/compulsory-cover.js";
export { type InsuredAsset, whyNoVin } from "./motor/insured-asset.js";
export { isVin, vinCheckDigit } from "./motor/vin.js";
export { type NonForfeitureRow, policyYears, surrenderValue } from "./nonforfeiture/surrender-value.js";
export { proposedAtEarliest } from "./policy/dates.js";
export type { Endorsement } from "./policy/endorsement.js";
export { type FormerSum, sumAssuredOn } from "./policy/former-sum.js";
export { graceEndsAt, graceEndsOn } from "./policy/grace.js";
export type { InterestReceipt } from "./policy/interest-receipt.js";
export type { Policy, PolicyState, PremiumFrequency } from "./policy/policy.js";
export { rescissionRightFrom } from "./policy/policy-reinstatement.js";
export type { Product } from "./policy/product.js";
export { periodPaidBy } from "./premium/pay-premium.js";
export { type Exclusion, type Persistency, type PersistencyOptions, type PersistencyRow, persistency } from "./premium/persistency.js";
export { persistencyByCount } from "./premium/persistency-by-count.js";
export { reducingBalance, type TriangleCell, triangleRow } from "./premium/persistency-triangle.js";
export { triangleMonths } from "./premium/persistency-triangle-query.js";
export type { PremiumCredit } from "./premium/premium-credit.js";
export { type PremiumReceipt, paymentMethods } from "./premium/premium-receipt.js";
export {
  type Instalment,
  monthsPerInstalment,
  nextDueOn,
  type PremiumTerms,
  paidToAfter,
  premiumSchedule,
  splitPayment,
} from "./premium/premium-schedule.js";
export {
  type CallOutcome,
  callFirst,
  callOutcomes,
  lapseRisk,
  type RenewalFacts,
  type RiskReason,
} from "./renewal/lapse-risk.js";
export { stepOf } from "./renewal/renewal-steps.js";
export { effectOf, type ServicingRequest } from "./servicing/servicing-request.js";
export {
  acordPolicyStatus,
  acordStatusOf,
  acordStatusOfCovers,
  endReasonOfAcord,
  policyStateOfAcord,
} from "./standards/acord-policy-status.js";
export { type BordereauRows, bordereauCsv, claimBordereau, premiumBordereau } from "./standards/bordereau.js";
export { type CalendarEvent, eventsOf, icalendar } from "./standards/icalendar.js";
export { vcard } from "./standards/vcard.js";
export { ageOn } from "./underwriting/age.js";
export type { Exclusion as PolicyExclusion } from "./underwriting/exclusion.js";
export { type AgeConsequence, benefitAtTrueAge, consequenceOfAge } from "./underwriting/misstated-age.js";
export { rescissionRightUntil } from "./underwriting/non-disclosure.js";
export type { UnderwritingTerms } from "./underwriting/underwriting-terms.js";
