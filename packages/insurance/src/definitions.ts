// What the pack is made of. The pack is put together in insurance.ts; the words of the locales are checked against this list.

export { claim } from "./claim/claim.js";
export { decideClaim, decideCompulsory, payCertainPart, payClaim, sendDenial, tellDocuments } from "./claim/claim-deadlines.js";
export { aboveClaimed, claimItem, claimItemIsSound, claimItemLifecycle } from "./claim/claim-item.js";
export { claimLedger } from "./claim/claim-ledger.js";
export { claimLifecycle, coverIsKnown, denialUntold, documentsAskedFor, nothingDenied, stillCovered } from "./claim/claim-lifecycle.js";
export { advancePaymentDays, lifeLimitationYears, limitationYears, subrogatesForPersons, suicideYears } from "./claim/claim-parameters.js";
export { claimPayment, claimPaymentIsSound, claimPaymentLedger, claimPaymentLifecycle, nothingApproved } from "./claim/claim-payment.js";
export { claimRecovery, claimRecoveryIsSound, claimRecoveryLedger, claimRecoveryLifecycle, noSubrogation } from "./claim/claim-recovery.js";
export { claimReserve, claimReserveIsSound } from "./claim/claim-reserve.js";
export { aboveApproved, approvedAmountMissing, claimDatesAreSound, claimIsSound, coverOfAnotherPolicy } from "./claim/claim-rules.js";
export {
  ageOutsideJudged,
  coverageNotActive,
  coverUnknown,
  influenceUnknown,
  judgedNotCovered,
  lossAfterDeath,
  lossInWaitingPeriod,
  lossOutsideTerm,
  notCovered,
  rescindedForHiding,
  suicideExcluded,
  vehicleNotCovered,
} from "./claim/cover.js";
export { coveredStill } from "./claim/covered-still.js";
export { deathEndsPolicy, noDeathToEnd } from "./claim/death-on-policy.js";
export { lessThanPremium } from "./claim/deduct-arrears.js";
export { lessThanCashValue } from "./claim/deduct-cash-value.js";
export { timeBarred } from "./claim/limitation.js";
export { aboveDeductible, aboveSumAssured, belowPaid, lossUnknown, restUnexplained, sumAssuredUsedUp } from "./claim/payable.js";
export { reportClaim } from "./claim/report-claim.js";
export { arrearsSpent, noArrearsKept } from "./claim/return-arrears.js";
export { nothingToWaive, noWaiverClaimed, waivesOnly } from "./claim/waive-by-claim.js";
export { anotherLifeIsInsurable, insuredByPolicy, ownSumMissing } from "./coverage/another-life.js";
export { coverage } from "./coverage/coverage.js";
export { coverageIsSound, coverageLifecycle, policyNotConcluded } from "./coverage/coverage-lifecycle.js";
export { policyCoverages } from "./coverage/policy-follows-coverages.js";
export { claimHealthIsConsentedTo, itemHealthIsConsentedTo } from "./health/claim-health.js";
export { healthConsentMissing, healthIsConsentedTo, medicalNote } from "./health/medical-note.js";
export { healthDisclosure, revealHealthData } from "./health/reveal-health-data.js";
export { policyLoanOverloan, policyOverloan } from "./loan/end-by-loan.js";
export { loanNeedsConsent, loanTooHigh, loanUnconsented, policyLending } from "./loan/lend.js";
export { loanRate } from "./loan/loan-value.js";
export { notOverloaned, overloaned, overloanTerms } from "./loan/overloan.js";
export { loanIsSound, policyLoan, policyLoanLifecycle } from "./loan/policy-loan.js";
export { claimFigures } from "./measures/claim-figures.js";
export { complaintFigure } from "./measures/complaint-figure.js";
export { earnedPremiumFigure } from "./measures/earned-premium-figure.js";
export { combinedRatioFigure, expenseRatioFigure } from "./measures/expense-figures.js";
export { lapseByPremiumFigure, lapseFigure } from "./measures/lapse-figure.js";
export { lossRatioByProduct, lossRatioFigure } from "./measures/loss-ratio-figure.js";
export { placementFigure } from "./measures/placement-figure.js";
export { renewalFigure } from "./measures/renewal-figure.js";
export { compulsoryCover, compulsoryCoverLifecycle, compulsoryStands, vehicleMissing } from "./motor/compulsory-cover.js";
export {
  assetIsIdentified,
  assetUnidentified,
  compulsoryVehicleIsIdentified,
  insuredAsset,
  vinCheckDigitWrong,
  vinWrong,
} from "./motor/insured-asset.js";
export { insuredAssetLifecycle } from "./motor/insured-asset-lifecycle.js";
export { compulsoryDecisionDays, compulsoryDocumentDays, compulsoryPaymentDays, vinHasCheckDigit } from "./motor/motor-parameters.js";
export { valueInTable, valueNotInTable } from "./nonforfeiture/cash-value.js";
export { nonForfeiture, noSurrenderValue } from "./nonforfeiture/non-forfeiture.js";
export { dueBeforeWaiver, notLapsedForWaived, waiverOver } from "./nonforfeiture/waiver.js";
export {
  arrearsDays,
  claimDecisionDays,
  claimPaymentDays,
  coolingOffDays,
  coolingOffFee,
  creditRefundDays,
  deliveryDays,
  demandDays,
  denialNoticeDays,
  flexibleGraceDays,
  graceDays,
  handlerApprovalLimit,
  keptYears,
  longestTermYears,
  premiumAheadMonths,
  proposalDays,
  reinstatementSilenceDays,
  rescissionYears,
  singlePremiumYears,
  surrenderPaymentDays,
} from "./parameters.js";
export { arrearsInterest, arrearsInterestOwed, noArrearsInterest } from "./policy/arrears-interest.js";
export { beforeProposal, dateInFuture, datesOutOfOrder } from "./policy/dates.js";
export { endorsement } from "./policy/endorsement.js";
export { excludedDeath, notEndedByDeath } from "./policy/excluded-death.js";
export { unknownPolicy } from "./policy/find-policy.js";
export { formerSum, formerSumIsSound } from "./policy/former-sum.js";
export { interestLedger, interestReceipt } from "./policy/interest-receipt.js";
export { policy } from "./policy/policy.js";
export { ageUnsettled, notReduced, policyChanges } from "./policy/policy-changes.js";
export { policyDatesAreSound, premiumsBeyondCover, proposalTooFar, termTooLong } from "./policy/policy-dates.js";
export { paySurrender } from "./policy/policy-deadlines.js";
export {
  claimedInFreeLook,
  endsBeforeLoss,
  endValueOut,
  feeTooHigh,
  freeLookOver,
  nothingOwed,
  nothingToRecover,
  openClaims,
  policyEnd,
  transferredWithClaims,
} from "./policy/policy-end.js";
export { policyLedger } from "./policy/policy-ledger.js";
export {
  deliveryConfirmed,
  demandTooEarly,
  firstPremiumMissing,
  policyLifecycle,
  premiumHeld,
} from "./policy/policy-lifecycle.js";
export { paidAfterLapse, paidBeforeLapse, paidToRunsBackwards, policyPremium } from "./policy/policy-premium.js";
export {
  agreedBySilence,
  appliedBeforeLapse,
  arrearsHeld,
  arrearsUnpaid,
  policyReinstatement,
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
export { product } from "./policy/product.js";
export { deathWasMet, endedOtherwise, undoneLapse } from "./policy/undone-lapse.js";
export { applyHeld, creditFallsDue, refundCredit } from "./premium/credit-falls-due.js";
export { premiumGivenBack } from "./premium/given-back.js";
export { notSoMuchDue, notWholeInstalments, paidTooFarAhead, payPremium } from "./premium/pay-premium.js";
export { persistencyByCountFigure } from "./premium/persistency-by-count-query.js";
export { cohortsOutOfRange, persistencyFigure } from "./premium/persistency-query.js";
export { persistencyTriangle } from "./premium/persistency-triangle-query.js";
export { creditIsSound, creditLedger, moreThanHeld, premiumCredit, premiumCreditLifecycle } from "./premium/premium-credit.js";
export { premiumLedger } from "./premium/premium-ledger.js";
export { premiumReceipt } from "./premium/premium-receipt.js";
export {
  keptOfBenefit,
  laterReceiptsFirst,
  lentPremium,
  premiumReceiptLifecycle,
  receiptIsSound,
} from "./premium/premium-receipt-lifecycle.js";
export { receiptNumberTaken } from "./premium/receipt-number.js";
export { persistencyOnReducingBalance } from "./premium/reducing-balance-query.js";
export { reverseReceipt, unknownReceipt } from "./premium/reverse-receipt.js";
export { takePayment } from "./premium/take-payment.js";
export { paidAfterOption, paidBeforeLoan, premiumAfterEnd, premiumNotTaken } from "./premium/takes-premium.js";
export { expiryDesk } from "./renewal/expiry-desk.js";
export { recordRenewalCall } from "./renewal/record-renewal-call.js";
export { renewalDesk } from "./renewal/renewal-desk.js";
export { renewalSteps } from "./renewal/renewal-steps.js";
export { agent } from "./roles/agent.js";
export { cashier } from "./roles/cashier.js";
export { claimsHandler } from "./roles/claims-handler.js";
export { manager } from "./roles/manager.js";
export { policyholder } from "./roles/policyholder.js";
export { serviceDesk } from "./roles/service-desk.js";
export { underwriter } from "./roles/underwriter.js";
export { complain, consult } from "./service/consult.js";
export { enquire } from "./service/enquire.js";
export { insuranceAccess, serviceIsAllowed } from "./service/insurance-access.js";
export { makeAppointment } from "./service/make-appointment.js";
export { notAParty } from "./service/parties-of.js";
export { requestServicing } from "./servicing/request-servicing.js";
export { servicingRequest, servicingRequestLifecycle } from "./servicing/servicing-request.js";
export { notTheirsToAsk, requesterIsEntitled, servicingRequesters } from "./servicing/who-may-ask.js";
export { ageOutsideLimits } from "./underwriting/age.js";
export { insuredMustConsent } from "./underwriting/beneficiaries-consent.js";
export { deathBenefitUnconsented, insuredAgeUnknown, minorBenefitTooHigh } from "./underwriting/death-benefit-consent.js";
export { exclusion, exclusionUnjudged } from "./underwriting/exclusion.js";
export { interestMissing, interestUnproven } from "./underwriting/insurable-interest.js";
export { underwritingMissing } from "./underwriting/issuable.js";
export { ageNotMisstated, ageWithinLimits, misstatedAge } from "./underwriting/misstated-age.js";
export { nonDisclosure, nothingHidden, rescindInTime, rescissionTooLate } from "./underwriting/non-disclosure.js";
export { deferredInPast, underwriting } from "./underwriting/underwriting-lifecycle.js";
export { contestableYears, fullAge, minorDeathBenefit, nonDisclosureDays, offerDays } from "./underwriting/underwriting-parameters.js";
export { underwritingTerms } from "./underwriting/underwriting-terms.js";
