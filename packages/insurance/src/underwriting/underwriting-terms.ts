import { date, defineRecord, list, personal, ref, type Stored, text } from "@kehu/core";
import { keptYears } from "../parameters.js";

/**
 * What an underwriter demands beside premium and sum: exclusions, a loading, and why. It may name an illness, so that it stands in a record of
 * its own, for who decides on the risk and who is offered it, and not on the policy that everybody reads.
 */
export const underwritingTerms = defineRecord("insurance/underwriting-terms", {
  fields: {
    policyId: ref("insurance/policy"),
    terms: personal("health", text(500)).optional(),
    /** What is not to be insured; with the acceptance each is a part of the contract. */
    exclusions: personal("health", list(text(300), 20)).optional(),
    offeredOn: date(),
  },
  appendOnly: true,
  retention: keptYears,
});
export interface UnderwritingTerms extends Stored<typeof underwritingTerms> {}
