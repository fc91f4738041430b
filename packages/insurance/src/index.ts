// claims
export { type Claim, claim } from "./claim/claim.js";
export { decideClaim, payClaim, sendDenial } from "./claim/claim-deadlines.js";
export { claimLedger } from "./claim/claim-ledger.js";
export { aboveSumAssured, claimLifecycle, coverIsKnown, documentsAskedFor } from "./claim/claim-lifecycle.js";
export { approvedAmountMissing, claimDatesAreSound, claimIsSound } from "./claim/claim-rules.js";
export { coverUnknown, judgedNotCovered, lossInWaitingPeriod, lossOutsideTerm, notCovered, whyNotCovered } from "./claim/cover.js";
export { reportClaim } from "./claim/report-claim.js";
export { insurance } from "./insurance.js";
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
  longestTermYears,
  proposalDays,
  reinstatementSilenceDays,
  rescissionYears,
  surrenderPaymentDays,
} from "./parameters.js";
export { beforeProposal, dateInFuture, datesOutOfOrder, proposedAtEarliest } from "./policy/dates.js";
export { unknownPolicy } from "./policy/find-policy.js";
export { graceEndsAt, graceEndsOn } from "./policy/grace.js";
export { type Policy, type PolicyState, type PremiumFrequency, policy } from "./policy/policy.js";
export { policyDatesAreSound, premiumsBeyondCover, proposalTooFar, termTooLong } from "./policy/policy-dates.js";
export { paySurrender } from "./policy/policy-deadlines.js";
export { claimedInFreeLook, feeTooHigh, freeLookOver, openClaims, policyEnd } from "./policy/policy-end.js";
export { policyLedger } from "./policy/policy-ledger.js";
export { demandTooEarly, firstPremiumMissing, insuredMustConsent, policyLifecycle, premiumHeld } from "./policy/policy-lifecycle.js";
export { paidAfterLapse, paidBeforeLapse, paidToRunsBackwards, policyPremium } from "./policy/policy-premium.js";
export {
  appliedBeforeLapse,
  arrearsHeld,
  arrearsUnpaid,
  policyReinstatement,
  rescissionRightFrom,
  rescissionTooEarly,
} from "./policy/policy-reinstatement.js";
export {
  amountNegative,
  amountNotPositive,
  currenciesDiffer,
  employerDoesNotBenefit,
  holderBenefits,
  policyTermsAreSound,
  sharesAddUp,
  sharesDoNotAddUp,
} from "./policy/policy-rules.js";
// policies
export { type Product, product } from "./policy/product.js";
export { notSoMuchDue, notWholeInstalments, payPremium, periodPaidBy } from "./premium/pay-premium.js";
export { type Exclusion, type Persistency, type PersistencyOptions, type PersistencyRow, persistency } from "./premium/persistency.js";
export { cohortsOutOfRange, persistencyFigure } from "./premium/persistency-query.js";
export { premiumLedger } from "./premium/premium-ledger.js";
// premiums
export { type PremiumReceipt, premiumReceipt } from "./premium/premium-receipt.js";
export { laterReceiptsFirst, premiumReceiptLifecycle, receiptIsSound } from "./premium/premium-receipt-lifecycle.js";
export {
  type Instalment,
  monthsPerInstalment,
  nextDueOn,
  type PremiumTerms,
  paidToAfter,
  premiumSchedule,
} from "./premium/premium-schedule.js";
export { reverseReceipt, unknownReceipt } from "./premium/reverse-receipt.js";
export { agent, claimsHandler, manager, policyholder, serviceDesk } from "./roles.js";
// service
export { enquire } from "./service/enquire.js";
// standards
export { acordPolicyStatus, policyStateOfAcord } from "./standards/acord-policy-status.js";
