import { type CalendarDate, defineRefusal, type Refusal, type Timeless } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { ageOn } from "./age.js";
import { fullAge, minorDeathBenefit } from "./underwriting-parameters.js";

export const deathBenefitUnconsented = defineRefusal(
  "insurance/death-benefit-unconsented",
  "The insured of policy {policyNumber} has not agreed to a benefit on death of {amount}; enter the consent to that amount, else the contract is void.",
);
export const minorBenefitTooHigh = defineRefusal(
  "insurance/minor-benefit-too-high",
  "For a child of {age} at most {limit} may be insured on death; lower the sum assured.",
);
export const insuredAgeUnknown = defineRefusal(
  "insurance/insured-age-unknown",
  "Nothing says when the insured of policy {policyNumber} was born; enter the date, because the contract depends on the age.",
);

interface ConsentMoment extends Timeless {
  readonly record: Pick<Policy, "policyNumber" | "sumAssured" | "insurableInterest" | "deathBenefitConsent">;
  readonly product: Pick<Product, "paysOnDeath">;
  readonly birthOn: CalendarDate | undefined;
  readonly today: CalendarDate;
}

/**
 * Why a benefit on death may not be agreed: the insured has to agree to it and to its amount. Parents need no consent of a child,
 * but there is a limit to what a child may be insured for.
 *
 * @see Insurance Law of the PRC, arts. 33 and 34
 */
export function whyNoDeathBenefit({ record, product, birthOn, today, parameter }: ConsentMoment): Refusal | undefined {
  if (!product.paysOnDeath) return undefined;
  const { policyNumber, sumAssured, deathBenefitConsent: consent, insurableInterest } = record;
  if (birthOn === undefined) return insuredAgeUnknown({ policyNumber });
  const age = ageOn(birthOn, today);
  if (age < parameter(fullAge, today) && insurableInterest === "child") {
    const { untilAge, younger, older } = parameter(minorDeathBenefit, today);
    const limit = age < untilAge ? younger : older;
    const isTooHigh = limit !== undefined && (limit.currency !== sumAssured.currency || sumAssured.amountMinor > limit.amountMinor);
    return isTooHigh ? minorBenefitTooHigh({ age, limit }) : undefined;
  }
  const isCovered =
    consent !== undefined &&
    consent.on <= today &&
    consent.amount.currency === sumAssured.currency &&
    consent.amount.amountMinor >= sumAssured.amountMinor;
  return isCovered ? undefined : deathBenefitUnconsented({ policyNumber, amount: sumAssured });
}
