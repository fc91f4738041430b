export { insurance } from "./insurance.js";
// policies
export { type Product, product } from "./policy/product.js";
export { type Policy, type PolicyState, policy, type PremiumFrequency } from "./policy/policy.js";
export { demandTooEarly, firstPremiumMissing, insuredMustConsent, policyLifecycle, premiumHeld } from "./policy/policy-lifecycle.js";
export { paidAfterLapse, paidToRunsBackwards, policyPremium } from "./policy/policy-premium.js";
export { arrearsHeld, arrearsUnpaid, policyReinstatement, rescissionRightFrom, rescissionTooEarly } from "./policy/policy-reinstatement.js";
export { claimedInFreeLook, feeTooHigh, freeLookOver, openClaims, policyEnd } from "./policy/policy-end.js";
export { graceEndsAt, graceEndsOn } from "./policy/grace.js";
export { amountNotPositive, currenciesDiffer, datesOutOfOrder, employerDoesNotBenefit, holderBenefits, policyTermsAreSound, sharesAddUp, sharesDoNotAddUp } from "./policy/policy-rules.js";
export { dateInFuture } from "./policy/dates.js";
export { paySurrender } from "./policy/policy-deadlines.js";
export { policyLedger } from "./policy/policy-ledger.js";
export { unknownPolicy } from "./policy/find-policy.js";
// premiums
export { type PremiumReceipt, premiumReceipt } from "./premium/premium-receipt.js";
export { laterReceiptsFirst, premiumReceiptLifecycle, receiptIsSound } from "./premium/premium-receipt-lifecycle.js";
export { type Instalment, monthsPerInstalment, nextDueOn, paidToAfter, premiumSchedule, type PremiumTerms } from "./premium/premium-schedule.js";
export { notSoMuchDue, notWholeInstalments, payPremium, periodPaidBy } from "./premium/pay-premium.js";
export { reverseReceipt, unknownReceipt } from "./premium/reverse-receipt.js";
export { premiumLedger } from "./premium/premium-ledger.js";
export { type Exclusion, type Persistency, persistency, type PersistencyOptions, type PersistencyRow } from "./premium/persistency.js";
export { cohortsOutOfRange, persistencyFigure } from "./premium/persistency-query.js";
// claims
export { type Claim, claim } from "./claim/claim.js";
export { aboveSumAssured, claimLifecycle, coverIsKnown, documentsAskedFor } from "./claim/claim-lifecycle.js";
export { coverUnknown, judgedNotCovered, lossInWaitingPeriod, lossOutsideTerm, notCovered, whyNotCovered } from "./claim/cover.js";
export { approvedAmountMissing, claimIsSound } from "./claim/claim-rules.js";
export { decideClaim, payClaim, sendDenial } from "./claim/claim-deadlines.js";
export { claimLedger } from "./claim/claim-ledger.js";
export { reportClaim } from "./claim/report-claim.js";
// service
export { enquire } from "./service/enquire.js";
// numbers and roles
export {
  claimDecisionDays,
  claimPaymentDays,
  coolingOffDays,
  coolingOffFee,
  demandDays,
  denialNoticeDays,
  graceDays,
  handlerApprovalLimit,
  reinstatementSilenceDays,
  rescissionYears,
  surrenderPaymentDays,
} from "./parameters.js";
export { agent, claimsHandler, manager, policyholder, serviceDesk } from "./roles.js";
