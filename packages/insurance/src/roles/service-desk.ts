import { defineRole, may } from "@kehu/core";
import { policyOverloan } from "../loan/end-by-loan.js";
import { compulsoryCoverLifecycle } from "../motor/compulsory-cover.js";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { policyReinstatement } from "../policy/policy-reinstatement.js";
import {
  answersContacts,
  decidesRequests,
  keepsCustomers,
  readsClaimsWithoutHealth,
  readsTheBook,
  servesCallers,
  worksOnTasks,
} from "./bundles.js";

/** Answers on every channel. What changes or ends a policy goes through a request: who asked, on which channel and how he or she was known stays on it. */
export const serviceDesk = defineRole("insurance/service-desk", [
  ...keepsCustomers("all"),
  ...readsTheBook,
  ...readsClaimsWithoutHealth,
  ...servesCallers,
  may.apply(policyLifecycle.confirmDelivery, "all"),
  may.apply(policyLifecycle.demand, "all"),
  may.apply(policyOverloan.sendOverloanNotice, "all"),
  may.apply(policyReinstatement.applyForReinstatement, "all"),
  may.apply(policyReinstatement.withdrawApplication, "all"),
  may.apply(compulsoryCoverLifecycle.cancel, "all"),
  ...answersContacts("all"),
  ...decidesRequests,
  ...worksOnTasks("team"),
]);
