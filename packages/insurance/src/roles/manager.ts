import { consent, customer, defineRole, interaction, may, relationship, transitionsOf } from "@kehu/core";
import { serviceCase } from "@kehu/service";
import { claim } from "../claim/claim.js";
import { claimItem, claimItemLifecycle } from "../claim/claim-item.js";
import { claimLifecycle } from "../claim/claim-lifecycle.js";
import { claimPayment, claimPaymentLifecycle } from "../claim/claim-payment.js";
import { claimRecovery, claimRecoveryLifecycle } from "../claim/claim-recovery.js";
import { claimReserve } from "../claim/claim-reserve.js";
import { coverage } from "../coverage/coverage.js";
import { coverageLifecycle } from "../coverage/coverage-lifecycle.js";
import { medicalNote } from "../health/medical-note.js";
import { healthDisclosure } from "../health/reveal-health-data.js";
import { policyOverloan } from "../loan/end-by-loan.js";
import { policyLending } from "../loan/lend.js";
import { policyLoan, policyLoanLifecycle } from "../loan/policy-loan.js";
import { compulsoryCover, compulsoryCoverLifecycle } from "../motor/compulsory-cover.js";
import { insuredAsset } from "../motor/insured-asset.js";
import { insuredAssetLifecycle } from "../motor/insured-asset-lifecycle.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { arrearsInterest } from "../policy/arrears-interest.js";
import { endorsement } from "../policy/endorsement.js";
import { formerSum } from "../policy/former-sum.js";
import { interestReceipt } from "../policy/interest-receipt.js";
import { policy } from "../policy/policy.js";
import { policyEnd } from "../policy/policy-end.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { policyReinstatement } from "../policy/policy-reinstatement.js";
import { product } from "../policy/product.js";
import { persistencyTriangle } from "../premium/persistency-triangle-query.js";
import { premiumCredit, premiumCreditLifecycle } from "../premium/premium-credit.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { reverseReceipt } from "../premium/reverse-receipt.js";
import { takePayment } from "../premium/take-payment.js";
import { exclusion } from "../underwriting/exclusion.js";
import { misstatedAge } from "../underwriting/misstated-age.js";
import { nonDisclosure } from "../underwriting/non-disclosure.js";
import { underwriting } from "../underwriting/underwriting-lifecycle.js";
import { underwritingTerms } from "../underwriting/underwriting-terms.js";
import { answersContacts, decidesRequests, describesCover, keepsCustomers, readsTheBook, servesCallers, worksOnTasks } from "./bundles.js";
import { readsTheFigures } from "./figures.js";

/** What the clocks do is done by no hand. */
const allOf = (...lifecycles: readonly Parameters<typeof transitionsOf>[0][]) =>
  lifecycles
    .flatMap((lifecycle) => transitionsOf(lifecycle))
    .filter(({ due, when }) => due === undefined && when === undefined)
    .map((transition) => may.apply(transition, "all"));

/** Answers for the book: issues and rescinds, approves without a limit, corrects, imports, measures. */
export const manager = defineRole("insurance/manager", [
  ...keepsCustomers("all"),
  ...readsTheBook,
  ...describesCover,
  ...[customer, relationship, consent, product, policy, coverage, insuredAsset, compulsoryCover, policyLoan].map((record) =>
    may.adopt(record),
  ),
  ...[premiumReceipt, premiumCredit, formerSum, endorsement, interestReceipt, claim, interaction].map((record) => may.adopt(record)),
  ...[underwritingTerms, exclusion].flatMap((record) => [may.read(record, "all"), may.adopt(record)]),
  may.read(product, "all"),
  may.create(product),
  may.update(product, "all"),
  may.create(policy),
  may.update(policy, "all"),
  may.assign(policy, "all"),
  may.retract(policy, "all"),
  ...allOf(
    underwriting,
    nonDisclosure,
    misstatedAge,
    coverageLifecycle,
    insuredAssetLifecycle,
    compulsoryCoverLifecycle,
    nonForfeiture,
    policyLending,
  ),
  // a loan that paid a premium by itself is undone with the receipt of that
  ...[policyLoanLifecycle.repay, policyLoanLifecycle.setOff, policyLoanLifecycle.restore].map((transition) => may.apply(transition, "all")),
  may.apply(premiumCreditLifecycle.refund, "all"),
  may.apply(policyLifecycle.revise, "all"),
  may.apply(policyLifecycle.withdraw, "all"),
  may.apply(policyLifecycle.issue, "all"),
  may.apply(policyLifecycle.confirmDelivery, "all"),
  may.apply(policyLifecycle.changeBeneficiaries, "all"),
  may.apply(policyLifecycle.demand, "all"),
  may.apply(policyOverloan.sendOverloanNotice, "all"),
  may.apply(policyReinstatement.applyForReinstatement, "all"),
  may.apply(policyReinstatement.refuseReinstatement, "all"),
  may.apply(policyReinstatement.withdrawApplication, "all"),
  may.apply(policyReinstatement.reinstate, "all"),
  may.apply(policyReinstatement.rescind, "all"),
  may.apply(arrearsInterest.settleArrearsInterest, "all"),
  may.apply(policyEnd.surrender, "all"),
  may.apply(policyEnd.transferOut, "all"),
  may.apply(policyEnd.paySurrenderValue, "all"),
  may.apply(policyEnd.payFreeLookRefund, "all"),
  may.apply(policyEnd.payTerminationValue, "all"),
  may.apply(policyEnd.takeBackEndValue, "all"),
  may.apply(policyEnd.recover, "all"),
  may.apply(policyEnd.cancelInFreeLook, "all"),
  may.read(claim, "all"),
  may.assign(claim, "all"),
  ...allOf(claimLifecycle, claimItemLifecycle, claimPaymentLifecycle, claimRecoveryLifecycle),
  ...[claimItem, claimPayment, claimRecovery, claimReserve].flatMap((record) => [may.read(record, "all"), may.adopt(record)]),
  ...servesCallers,
  may.call(takePayment),
  may.call(reverseReceipt),
  may.call(persistencyTriangle),
  ...readsTheFigures,
  may.read(serviceCase, "all"),
  ...answersContacts("all"),
  ...decidesRequests,
  may.read(medicalNote, "all", { hide: ["statement"] }),
  may.read(healthDisclosure, "all"),
  ...worksOnTasks("all"),
]);
