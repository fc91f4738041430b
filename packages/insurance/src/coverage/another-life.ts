import { customer, defineRefusal, defineRule, many, one, oneOrNone, type Refusal, relationship } from "@kehu/core";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { ageOn, whyAgeOutside } from "../underwriting/age.js";
import { whyNoDeathBenefit } from "../underwriting/death-benefit-consent.js";
import { whyNoInterest } from "../underwriting/insurable-interest.js";
import { coverage } from "./coverage.js";

export const insuredByPolicy = defineRefusal(
  "insurance/insured-by-policy",
  "Policy {policyNumber} insures the same person; leave the insured of cover {coverageCode} empty.",
);
export const ownSumMissing = defineRefusal(
  "insurance/own-sum-missing",
  "Cover {coverageCode} is on another life than policy {policyNumber}, whose sum it cannot be paid out of; make its benefit additional.",
);

const itsPolicy = one(policy, "policyId");
const insured = oneOrNone(customer, "insuredId");
/**
 * A cover on another life is agreed to like a policy on it: an interest, the consent to a benefit on death and to its amount, an age that the
 * product is sold for. What was taken over from elsewhere is not judged again.
 *
 * @see Insurance Law of the PRC, arts. 31, 33 and 34
 */
export const anotherLifeIsInsurable = defineRule("insurance/another-life-is-insurable", coverage, {
  needs: {
    policy: itsPolicy,
    product: one(product, "productId", itsPolicy),
    insured,
    employers: many(relationship, "customerId", { of: insured, where: { kind: "employer", state: "current" } }),
  },
  check: (moment): Refusal | undefined => {
    const { record, before, needs } = moment;
    const { insuredId, coverageCode } = record;
    const { policyNumber, holderId, insuredId: insuredByIt } = needs.policy;
    if (before !== undefined || insuredId === undefined) return undefined;
    if (insuredId === insuredByIt) return insuredByPolicy({ policyNumber, coverageCode });
    if (record.benefit === "accelerated") return ownSumMissing({ policyNumber, coverageCode });
    if (record.state !== "pending") return undefined;
    const life = { ...record, insuredId, holderId, policyNumber: `${policyNumber}/${coverageCode}` };
    const birthOn = record.insuredBirthOn ?? needs.insured?.birthOn;
    return (
      whyNoInterest({ record: life, needs }) ??
      whyNoDeathBenefit({ ...moment, record: life, product: needs.product, birthOn }) ??
      (birthOn === undefined ? undefined : whyAgeOutside(needs.product, ageOn(birthOn, record.effectiveOn)))
    );
  },
});
