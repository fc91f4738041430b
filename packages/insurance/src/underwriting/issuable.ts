import { type CalendarDate, defineRefusal, type Refusal, type Timeless } from "@kehu/core";
import { vehicleMissing } from "../motor/compulsory-cover.js";
import type { Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { ageOn, whyAgeOutside } from "./age.js";
import { whyBeneficiariesUnconsented } from "./beneficiaries-consent.js";
import { whyNoDeathBenefit } from "./death-benefit-consent.js";
import { whyNoInterest } from "./insurable-interest.js";

export const underwritingMissing = defineRefusal(
  "insurance/underwriting-missing",
  "Product {product} is underwritten, and nobody has approved policy {policyNumber} yet; submit it first.",
);

interface AppliedFor extends Timeless {
  readonly record: Policy;
  readonly today: CalendarDate;
  readonly needs: {
    readonly product: Product;
    readonly insured: { readonly birthOn?: CalendarDate | undefined };
    readonly employers: readonly { readonly relatedId: string }[];
  };
}
interface IssueMoment extends AppliedFor {
  readonly needs: AppliedFor["needs"] & { readonly standing: { readonly covers: number } };
}

/** What an application lacks: an interest or a consent without which the contract would be void, or the age that the product is sold for. */
export function whyVoid(moment: AppliedFor): Refusal | undefined {
  const { record, needs } = moment;
  const birthOn = record.insuredBirthOn ?? needs.insured.birthOn;
  return (
    whyNoInterest(moment) ??
    whyNoDeathBenefit({ ...moment, product: needs.product, birthOn }) ??
    whyBeneficiariesUnconsented({ ...moment, product: needs.product, birthOn }) ??
    (birthOn === undefined ? undefined : whyAgeOutside(needs.product, ageOn(birthOn, record.effectiveOn)))
  );
}

/** What stands in the way of concluding a contract, also of one that nobody has to look at. */
export function whyNotIssuable(moment: IssueMoment): Refusal | undefined {
  const { record, needs } = moment;
  const { policyNumber, state } = record;
  if (needs.product.isUnderwritten && state === "proposed") return underwritingMissing({ policyNumber, product: needs.product.code });
  if (needs.product.line === "compulsoryMotor" && needs.standing.covers === 0) return vehicleMissing({ policyNumber });
  return whyVoid(moment);
}
