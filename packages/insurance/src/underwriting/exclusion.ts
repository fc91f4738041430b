import { type Act, act, type CalendarDate, date, defineRecord, defineRefusal, type Id, personal, ref, type Stored, text } from "@kehu/core";
import { keptYears } from "../parameters.js";
import type { UnderwritingTerms } from "./underwriting-terms.js";

/**
 * 除外责任: what of a risk the contract does not insure, as it was agreed to. It is a part of the contract, by which losses are judged; why the
 * underwriter asked for it stays in the terms of the offer.
 */
export const exclusion = defineRecord("insurance/exclusion", {
  fields: { policyId: ref("insurance/policy"), excluded: personal("health", text(300)), agreedOn: date() },
  appendOnly: true,
  retention: keptYears,
});
export interface Exclusion extends Stored<typeof exclusion> {}

export const exclusionUnjudged = defineRefusal(
  "insurance/exclusion-unjudged",
  "Policy {policyNumber} excludes some risks ({count}); judge whether the loss of {lossOn} is one of them, and enter the judgement with its reason.",
);

interface Agreed {
  readonly policyId: Id<"insurance/policy">;
  readonly offers: readonly Pick<UnderwritingTerms, "exclusions">[];
  readonly agreedOn: CalendarDate;
}
/** With the acceptance the exclusions of the last offer are a part of the contract. */
export const agreeExclusions = ({ policyId, offers, agreedOn }: Agreed): readonly Act[] =>
  (offers.at(-1)?.exclusions ?? []).map((excluded) => act.create(exclusion, { policyId, excluded, agreedOn }));
