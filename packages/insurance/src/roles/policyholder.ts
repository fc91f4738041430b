import { customer, defineRole, may } from "@kehu/core";
import { claim } from "../claim/claim.js";
import { reportClaim } from "../claim/report-claim.js";
import { coverage } from "../coverage/coverage.js";
import { compulsoryCover } from "../motor/compulsory-cover.js";
import { insuredAsset } from "../motor/insured-asset.js";
import { endorsement } from "../policy/endorsement.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumReceipt } from "../premium/premium-receipt.js";
import { complain, consult } from "../service/consult.js";
import { enquire } from "../service/enquire.js";
import { makeAppointment } from "../service/make-appointment.js";
import { requestServicing } from "../servicing/request-servicing.js";
import { servicingRequest } from "../servicing/servicing-request.js";
import { exclusion } from "../underwriting/exclusion.js";
import { underwritingTerms } from "../underwriting/underwriting-terms.js";
import { commission, health } from "./bundles.js";

/** A customer in the portal. */
export const policyholder = defineRole("insurance/policyholder", [
  may.read(customer, { self: "id" }),
  may.read(product, "all", commission),
  may.read(policy, { self: "holderId" }),
  ...[coverage, insuredAsset, compulsoryCover, endorsement].map((record) => may.read(record, { through: "policyId" })),
  may.read(premiumReceipt, { through: "policyId" }),
  // what is to be agreed to is told to who agrees
  ...[underwritingTerms, exclusion].map((record) => may.read(record, { through: "policyId" })),
  // the insured's health is not the policyholder's business; why a claim is denied is told to who made it
  may.read(claim, { through: "policyId" }, health),
  may.read(servicingRequest, { through: "policyId" }),
  may.call(requestServicing),
  may.call(reportClaim),
  may.call(enquire),
  may.call(consult),
  may.call(complain),
  may.call(makeAppointment),
]);
