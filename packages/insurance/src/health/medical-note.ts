import {
  consent,
  customer,
  date,
  defineRecord,
  defineRefusal,
  defineRule,
  hasConsent,
  many,
  one,
  party,
  personal,
  ref,
  type Stored,
  text,
} from "@kehu/core";
import * as z from "zod";

/** What the insurer learned of somebody's health, for one purpose. */
export const medicalNote = defineRecord("insurance/medical-note", {
  fields: {
    customerId: party("patient"),
    policyId: ref("insurance/policy"),
    purpose: z.enum(["underwriting", "claim"]),
    statement: personal("health", text(5000)),
    notedOn: date(),
  },
  appendOnly: true,
});
export interface MedicalNote extends Stored<typeof medicalNote> {}

export const healthConsentMissing = defineRefusal(
  "insurance/health-consent-missing",
  "The person has not agreed separately to the use of health data for this purpose: {purpose}; ask for that consent and enter it, or leave the health data out.",
  { purpose: { optionOf: "insurance/medical-note", field: "purpose" } },
);

/** The name of the separate consent for a purpose. */
export const consentPurpose = (purpose: MedicalNote["purpose"]): string => `health-data-for-${purpose}`;

/** Health data is taken only with a separate consent to its purpose. @see Personal Information Protection Law of the PRC, arts. 28 and 29 */
export const healthIsConsentedTo = defineRule("insurance/health-is-consented-to", medicalNote, {
  needs: { consents: many(consent, "customerId", { of: one(customer, "customerId") }) },
  check: ({ record, needs, now }) => {
    const purpose = consentPurpose(record.purpose);
    return hasConsent(needs.consents, { purpose, channel: "note", at: now })
      ? undefined
      : healthConsentMissing({ purpose: record.purpose });
  },
});
