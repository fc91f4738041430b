import { defineRefusal, type Refusal } from "@kehu/core";
import { vehicleMissing } from "../motor/compulsory-cover.js";
import type { Policy } from "../policy/policy.js";
import type { Product } from "../policy/product.js";
import { whyNoInterest } from "./insurable-interest.js";

export const underwritingMissing = defineRefusal(
  "insurance/underwriting-missing",
  "Product {product} is underwritten, and nobody has approved policy {policyNumber} yet; submit it first.",
);

interface IssueMoment {
  readonly record: Policy;
  readonly needs: { readonly product: Product; readonly standing: { readonly covers: number } };
}

/** What stands in the way of concluding a contract: nobody looked at it who has to, or an interest that was entered and cannot be. */
export function whyNotIssuable({ record, needs }: IssueMoment): Refusal | undefined {
  const { policyNumber, state, insurableInterest } = record;
  if (needs.product.isUnderwritten && state === "proposed") return underwritingMissing({ policyNumber, product: needs.product.code });
  if (needs.product.line === "compulsoryMotor" && needs.standing.covers === 0) return vehicleMissing({ policyNumber });
  return insurableInterest === undefined ? undefined : whyNoInterest({ record, needs });
}
