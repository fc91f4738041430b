import { defineRole, may } from "@kehu/core";
import { claim } from "../claim/claim.js";
import { reportClaim } from "../claim/report-claim.js";
import { coverage } from "../coverage/coverage.js";
import { compulsoryCover } from "../motor/compulsory-cover.js";
import { insuredAsset } from "../motor/insured-asset.js";
import { endorsement } from "../policy/endorsement.js";
import { policy } from "../policy/policy.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { product } from "../policy/product.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { expiryDesk } from "../renewal/expiry-desk.js";
import { recordRenewalCall } from "../renewal/record-renewal-call.js";
import { renewalDesk } from "../renewal/renewal-desk.js";
import { complain, consult } from "../service/consult.js";
import { enquire } from "../service/enquire.js";
import { makeAppointment } from "../service/make-appointment.js";
import { requestServicing } from "../servicing/request-servicing.js";
import { exclusion } from "../underwriting/exclusion.js";
import { underwriting } from "../underwriting/underwriting-lifecycle.js";
import { underwritingTerms } from "../underwriting/underwriting-terms.js";
import { answersContacts, describesCover, health, keepsCustomers, worksOnTasks } from "./bundles.js";

/** Sells and looks after his or her own policies. */
export const agent = defineRole("insurance/agent", [
  ...keepsCustomers("own"),
  may.read(product, "all"),
  may.read(policy, "own"),
  may.create(policy),
  may.apply(policyLifecycle.revise, "own"),
  may.apply(policyLifecycle.withdraw, "own"),
  may.apply(policyLifecycle.confirmDelivery, "own"),
  may.apply(underwriting.propose, "own"),
  may.apply(underwriting.describeInsured, "own"),
  may.apply(underwriting.submit, "own"),
  may.apply(underwriting.acceptCounterOffer, "own"),
  ...describesCover,
  ...[coverage, insuredAsset, compulsoryCover, endorsement].map((record) => may.read(record, { through: "policyId" })),
  may.read(premiumReceipt, { through: "policyId" }),
  // who brings the offer has to explain it
  ...[underwritingTerms, exclusion].map((record) => may.read(record, { through: "policyId" })),
  may.read(claim, { through: "policyId" }, health),
  may.call(enquire),
  may.call(requestServicing),
  may.call(reportClaim),
  may.call(consult),
  may.call(complain),
  may.call(makeAppointment),
  may.call(renewalDesk),
  may.call(expiryDesk),
  may.call(recordRenewalCall),
  ...answersContacts("own"),
  ...worksOnTasks("own"),
]);
