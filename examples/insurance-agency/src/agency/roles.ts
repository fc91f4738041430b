import { consent, customer, defineRole, engagement, interaction, interactionLifecycle, may, staff, task } from "@kehu/core";
import {
  claim,
  claimLifecycle,
  claimPayment,
  claimRecovery,
  claimReserve,
  lapseFigure,
  lossRatioByProduct,
  lossRatioFigure,
  payPremium,
  persistencyFigure,
  persistencyTriangle,
  policy,
  policyEnd,
  policyLifecycle,
  premiumCredit,
  premiumReceipt,
  product,
  renewalDesk,
  reportClaim,
  requestServicing,
  servicingRequest,
  servicingRequestLifecycle,
} from "@kehu/insurance";
import { aboutToLapse } from "./about-to-lapse.js";
import { bookValue } from "./book-value.js";
import { commissionByAgent } from "./commission-by-agent.js";

/** Brings in the files and enters, day by day, what they say of the year after. */
export const importer = defineRole("agency/importer", [
  ...[staff, product, customer, consent, policy, premiumReceipt, claim, servicingRequest, interaction].map((record) => may.adopt(record)),
  may.read(policy, "all"),
  may.read(product, "all"),
  may.read(claim, "all"),
  ...[staff, customer, premiumReceipt, interaction].map((record) => may.read(record, "all")),
  may.create(policy),
  may.create(consent),
  may.apply(policyLifecycle.issue, "all"),
  may.call(requestServicing),
  may.read(servicingRequest, "all"),
  may.apply(servicingRequestLifecycle.approve, "all"),
  may.apply(servicingRequestLifecycle.refuse, "all"),
  may.apply(servicingRequestLifecycle.withdraw, "all"),
  may.apply(policyEnd.paySurrenderValue, "all"),
  may.apply(policyEnd.cancelInFreeLook, "all"),
  may.call(payPremium),
  may.call(reportClaim),
  may.apply(claimLifecycle.register, "all"),
  may.apply(claimLifecycle.approve, "all"),
  may.apply(claimLifecycle.deny, "all"),
  may.apply(claimLifecycle.sendDenialNotice, "all"),
  may.apply(claimLifecycle.withdraw, "all"),
  may.apply(claimLifecycle.pay, "all"),
  may.apply(interactionLifecycle.keepPromise, "all"),
]);

const readsClaimMoney = [
  ...[claimPayment, claimRecovery].map((record) => may.read(record, "all")),
  may.read(claimReserve, "all", { hide: ["reason"] }),
];

/** Reads everything but what claims say of somebody's health, writes nothing. */
export const analyst = defineRole("agency/analyst", [
  ...[staff, product, customer, consent, policy, premiumReceipt, interaction, engagement, task].map((record) => may.read(record, "all")),
  may.read(claim, "all", { hide: ["cause", "suicide", "coverJudgement", "denialReason", "withdrawalReason", "reopenReason"] }),
  may.call(persistencyFigure),
  may.call(aboutToLapse),
  may.call(bookValue),
  may.call(commissionByAgent),
  may.read(servicingRequest, "all"),
  // what a corrected age gave back is taken off the earned premium
  may.read(premiumCredit, "all"),
  ...readsClaimMoney,
  ...[lossRatioFigure, lossRatioByProduct, lapseFigure, persistencyTriangle, renewalDesk].map((query) => may.call(query)),
]);
