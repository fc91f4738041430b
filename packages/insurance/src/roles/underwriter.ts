import { defineRole, may } from "@kehu/core";
import { policyLifecycle } from "../policy/policy-lifecycle.js";
import { exclusion } from "../underwriting/exclusion.js";
import { misstatedAge } from "../underwriting/misstated-age.js";
import { nonDisclosure } from "../underwriting/non-disclosure.js";
import { underwriting } from "../underwriting/underwriting-lifecycle.js";
import { underwritingTerms } from "../underwriting/underwriting-terms.js";
import { needsHealthData, readsTheBook, worksOnTasks } from "./bundles.js";

/** Decides which risks are taken, and on which terms. */
export const underwriter = defineRole("insurance/underwriter", [
  ...readsTheBook,
  may.read(underwritingTerms, "all"),
  may.read(exclusion, "all"),
  may.apply(underwriting.takeUp, "all"),
  may.apply(underwriting.approve, "all"),
  may.apply(underwriting.counterOffer, "all"),
  may.apply(underwriting.defer, "all"),
  may.apply(underwriting.resume, "all"),
  may.apply(underwriting.decline, "all"),
  may.apply(policyLifecycle.issue, "all"),
  may.apply(nonDisclosure.learnOfNonDisclosure, "all"),
  may.apply(nonDisclosure.waiveNonDisclosure, "all"),
  may.apply(misstatedAge.correctAge, "all"),
  ...needsHealthData,
  ...worksOnTasks("team"),
]);
