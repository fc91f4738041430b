import { type CalendarDate, defineRefusal, type Refusal, type Timeless } from "@kehu/core";
import type { Policy } from "../policy/policy.js";
import { linesOfPersons, type Product } from "../policy/product.js";
import { ageOn } from "./age.js";
import { fullAge } from "./underwriting-parameters.js";

export const insuredMustConsent = defineRefusal(
  "insurance/insured-must-consent",
  "The insured is somebody else than the policyholder; enter the day on which the insured consented to the beneficiaries.",
);

interface NamingMoment extends Timeless {
  readonly record: Pick<Policy, "holderId" | "insuredId" | "beneficiaries" | "beneficiariesConsentedOn" | "insurableInterest">;
  readonly product: Pick<Product, "line">;
  readonly birthOn: CalendarDate | undefined;
  readonly today: CalendarDate;
}
/**
 * Why a policyholder may not name who is to benefit of the life of another. For a child its guardian names them, who is the policyholder.
 *
 * @see Insurance Law of the PRC, art. 39
 */
export function whyBeneficiariesUnconsented({ record, product, birthOn, today, parameter }: NamingMoment): Refusal | undefined {
  const { holderId, insuredId, beneficiaries, beneficiariesConsentedOn, insurableInterest } = record;
  const isNamedForAnother = linesOfPersons.includes(product.line) && insuredId !== holderId && beneficiaries.length > 0;
  if (!isNamedForAnother || beneficiariesConsentedOn !== undefined) return undefined;
  const isChild = insurableInterest === "child" && birthOn !== undefined && ageOn(birthOn, today) < parameter(fullAge, today);
  return isChild ? undefined : insuredMustConsent();
}
