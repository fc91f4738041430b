import { customer, defineRefusal, many, one, type Refusal, relationship } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import { linesOfPersons, type Product } from "../policy/product.js";

export const interestMissing = defineRefusal(
  "insurance/insurable-interest-missing",
  "Nothing says what the insured of policy {policyNumber} is to the policyholder; enter the relation or the insured's consent, else the contract is void.",
);
export const interestUnproven = defineRefusal(
  "insurance/insurable-interest-unproven",
  "Policy {policyNumber} names its insured as {interest}, and the records do not bear that out; correct it, or enter what is missing.",
  { interest: { optionOf: "insurance/policy", field: "insurableInterest" } },
);

const insured = one(customer, "insuredId");
/** Who is insured, and whom he or she works for. */
export const itsInsured = {
  insured,
  employers: many(relationship, "customerId", { of: insured, where: { kind: "employer", state: "current" } }),
};

interface InterestMoment {
  readonly record: Pick<Policy, "policyNumber" | "holderId" | "insuredId" | "insurableInterest" | "insuredConsentedOn">;
  readonly needs: {
    readonly product: Pick<Product, "line">;
    /** Whom the insured works for. */
    readonly employers?: readonly { readonly relatedId: string }[];
  };
}

/**
 * Why a contract on a person would be void for want of an interest. Who insures a thing has to have one when it is lost, not before.
 *
 * @see Insurance Law of the PRC, arts. 12 and 31
 */
export function whyNoInterest({ record, needs }: InterestMoment): Refusal | undefined {
  if (!linesOfPersons.includes(needs.product.line)) return undefined;
  const { policyNumber, insurableInterest: told } = record;
  if (told === undefined) return record.insuredId === record.holderId ? undefined : interestMissing({ policyNumber });
  return isBorneOut(told, { record, needs }) ? undefined : interestUnproven({ policyNumber, interest: told });
}

function isBorneOut(told: NonNullable<Policy["insurableInterest"]>, { record, needs }: InterestMoment): boolean {
  const isSelf = record.insuredId === record.holderId;
  switch (told) {
    case "self":
      return isSelf;
    case "consent":
      return record.insuredConsentedOn !== undefined;
    case "employee":
      return needs.employers?.some(({ relatedId }) => relatedId === record.holderId) ?? !isSelf;
    default:
      return !isSelf;
  }
}
