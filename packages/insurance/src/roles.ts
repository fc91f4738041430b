import {
  consent,
  customer,
  defineRole,
  engagement,
  interaction,
  interactionLifecycle,
  may,
  relationship,
  relationshipLifecycle,
  task,
  taskLifecycle,
} from "@kehu/core";
import { claim } from "./claim/claim.js";
import { claimLifecycle } from "./claim/claim-lifecycle.js";
import { reportClaim } from "./claim/report-claim.js";
import { handlerApprovalLimit } from "./parameters.js";
import { policy } from "./policy/policy.js";
import { policyEnd } from "./policy/policy-end.js";
import { policyLifecycle } from "./policy/policy-lifecycle.js";
import { policyReinstatement } from "./policy/policy-reinstatement.js";
import { product } from "./policy/product.js";
import { payPremium } from "./premium/pay-premium.js";
import { persistencyFigure } from "./premium/persistency-query.js";
import { premiumReceipt } from "./premium/premium-receipt.js";
import { reverseReceipt } from "./premium/reverse-receipt.js";
import { enquire } from "./service/enquire.js";

/** What happened to somebody is health data: only who decides on it sees it. */
const health = { hide: ["cause", "coverJudgement", "denialReason"] } as const;
const commission = { hide: ["commissionBasisPoints", "renewalCommissionBasisPoints"] } as const;

/** Sells and looks after his or her own policies. */
export const agent = defineRole("insurance/agent", [
  may.read(customer, "own"),
  may.create(customer),
  may.update(customer, "own"),
  may.read(relationship, { through: "customerId" }),
  may.create(relationship),
  may.read(consent, { through: "customerId" }),
  may.create(consent),
  may.read(engagement, { through: "customerId" }),
  may.read(product, "all"),
  may.read(policy, "own"),
  may.create(policy),
  may.apply(policyLifecycle.revise, "own"),
  may.apply(policyLifecycle.withdraw, "own"),
  may.apply(policyLifecycle.confirmDelivery, "own"),
  may.read(premiumReceipt, { through: "policyId" }),
  may.read(claim, { through: "policyId" }, health),
  may.call(reportClaim),
  may.read(interaction, "own"),
  may.create(interaction),
  may.apply(interactionLifecycle.answer, "own"),
  may.apply(interactionLifecycle.promise, "own"),
  may.apply(interactionLifecycle.keepPromise, "own"),
  may.read(task, "own"),
  may.create(task),
  may.apply(taskLifecycle.finish, "own"),
]);

/** Answers on every channel. */
export const serviceDesk = defineRole("insurance/service-desk", [
  may.read(customer, "all"),
  may.create(customer),
  may.update(customer, "all"),
  may.read(relationship, "all"),
  may.create(relationship),
  may.apply(relationshipLifecycle.end, "all"),
  may.read(consent, "all"),
  may.create(consent),
  may.read(engagement, "all"),
  may.read(product, "all", commission),
  may.read(policy, "all"),
  may.apply(policyLifecycle.confirmDelivery, "all"),
  may.apply(policyLifecycle.changeBeneficiaries, "all"),
  may.apply(policyLifecycle.demand, "all"),
  may.apply(policyReinstatement.applyForReinstatement, "all"),
  may.apply(policyEnd.cancelInFreeLook, "all"),
  may.apply(policyEnd.surrender, "all"),
  may.read(premiumReceipt, "all"),
  may.read(claim, "all", health),
  may.call(enquire),
  may.call(reportClaim),
  may.call(payPremium),
  may.read(interaction, "all"),
  may.create(interaction),
  may.apply(interactionLifecycle.answer, "all"),
  may.apply(interactionLifecycle.promise, "all"),
  may.apply(interactionLifecycle.keepPromise, "all"),
  may.read(task, "team"),
  may.create(task),
  may.apply(taskLifecycle.finish, "team"),
]);

/** Decides on claims, up to an amount. */
export const claimsHandler = defineRole("insurance/claims-handler", [
  may.read(customer, "all"),
  may.read(product, "all", commission),
  may.read(policy, "all"),
  may.read(premiumReceipt, "all"),
  may.read(claim, "all"),
  may.update(claim, "all"),
  may.apply(claimLifecycle.register, "all"),
  may.apply(claimLifecycle.correctLossDate, "all"),
  may.apply(claimLifecycle.requestDocuments, "all"),
  may.apply(claimLifecycle.receiveDocuments, "all"),
  may.apply(claimLifecycle.judgeCover, "all"),
  may.apply(claimLifecycle.approve, "all", ({ input, parameter, today }) => {
    const limit = parameter(handlerApprovalLimit, today);
    return input.amount.currency === limit.currency && input.amount.amountMinor <= limit.amountMinor;
  }),
  may.apply(claimLifecycle.deny, "all"),
  may.apply(claimLifecycle.sendDenialNotice, "all"),
  may.apply(claimLifecycle.pay, "all"),
  may.apply(claimLifecycle.close, "all"),
  may.apply(claimLifecycle.withdraw, "all"),
  may.call(reportClaim),
  may.call(enquire),
  may.read(interaction, "all"),
  may.create(interaction),
  may.read(task, "team"),
  may.apply(taskLifecycle.finish, "team"),
]);

/** Answers for the book: issues and rescinds, approves without a limit, corrects, imports, measures. */
export const manager = defineRole("insurance/manager", [
  may.read(customer, "all"),
  may.create(customer),
  may.adopt(customer),
  may.update(customer, "all"),
  may.read(relationship, "all"),
  may.create(relationship),
  may.adopt(relationship),
  may.apply(relationshipLifecycle.end, "all"),
  may.read(consent, "all"),
  may.create(consent),
  may.adopt(consent),
  may.read(engagement, "all"),
  may.read(product, "all"),
  may.create(product),
  may.adopt(product),
  may.update(product, "all"),
  may.read(policy, "all"),
  may.create(policy),
  may.adopt(policy),
  may.update(policy, "all"),
  may.assign(policy, "all"),
  may.retract(policy, "all"),
  may.apply(policyLifecycle.revise, "all"),
  may.apply(policyLifecycle.withdraw, "all"),
  may.apply(policyLifecycle.issue, "all"),
  may.apply(policyLifecycle.confirmDelivery, "all"),
  may.apply(policyLifecycle.changeBeneficiaries, "all"),
  may.apply(policyLifecycle.demand, "all"),
  may.apply(policyReinstatement.applyForReinstatement, "all"),
  may.apply(policyReinstatement.refuseReinstatement, "all"),
  may.apply(policyReinstatement.reinstate, "all"),
  may.apply(policyReinstatement.rescind, "all"),
  may.apply(policyEnd.surrender, "all"),
  may.apply(policyEnd.paySurrenderValue, "all"),
  may.apply(policyEnd.cancelInFreeLook, "all"),
  may.read(premiumReceipt, "all"),
  may.adopt(premiumReceipt),
  may.read(claim, "all"),
  may.adopt(claim),
  may.assign(claim, "all"),
  may.apply(claimLifecycle.judgeCover, "all"),
  may.apply(claimLifecycle.approve, "all"),
  may.apply(claimLifecycle.deny, "all"),
  may.call(payPremium),
  may.call(reverseReceipt),
  may.call(reportClaim),
  may.call(enquire),
  may.call(persistencyFigure),
  may.read(interaction, "all"),
  may.create(interaction),
  may.adopt(interaction),
  may.read(task, "all"),
  may.create(task),
  may.apply(taskLifecycle.finish, "all"),
]);

/** A customer in the portal. */
export const policyholder = defineRole("insurance/policyholder", [
  may.read(customer, { self: "id" }),
  may.read(product, "all", commission),
  may.read(policy, { self: "holderId" }),
  may.read(premiumReceipt, { through: "policyId" }),
  // the insured's health is not the policyholder's business
  may.read(claim, { through: "policyId" }, { hide: ["cause", "coverJudgement"] }),
  may.call(reportClaim),
  may.call(enquire),
]);
