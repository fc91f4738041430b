import { consent, customer, defineRule, hasConsent, many, one, type Refusal } from "@kehu/core";
import { type Claim, claim } from "../claim/claim.js";
import { claimItem } from "../claim/claim-item.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { consentPurpose, healthConsentMissing } from "./medical-note.js";

type Consents = Parameters<typeof hasConsent>[0];
interface Claimed {
  readonly product: { readonly line: string };
  readonly consents: Consents;
}

/** Nobody can ask the dead; things have no health. A claim that does not say what it is about may be an illness wherever its product insures a person. */
const isOnHealth = (kind: Claim["kind"], { product: { line } }: Claimed): boolean =>
  kind === undefined || kind === "other" ? personalLines.includes(line) : kind === "illness" || kind === "accident";
const personalLines: readonly string[] = ["life", "health", "accident"];

function whyNotConsented(kind: Claim["kind"], needs: Claimed & { readonly now: string }): Refusal | undefined {
  const purpose = consentPurpose("claim");
  return !isOnHealth(kind, needs) || hasConsent(needs.consents, { purpose, channel: "note", at: needs.now })
    ? undefined
    : healthConsentMissing({ purpose: "claim" });
}

const forClaims = { purpose: consentPurpose("claim") };
const itsPolicy = one(policy, "policyId");
/**
 * What happened to the insured is taken with his or her separate consent only; a claim may be reported without it, and `cause` follows.
 *
 * @see Personal Information Protection Law of the PRC, arts. 28 and 29
 */
export const claimHealthIsConsentedTo = defineRule("insurance/claim-health-is-consented-to", claim, {
  needs: {
    product: one(product, "productId", itsPolicy),
    consents: many(consent, "customerId", { of: one(customer, "insuredId", itsPolicy), where: forClaims }),
  },
  check: ({ record: { cause, kind }, before, needs, now }) =>
    cause === undefined || (before?.cause === cause && before.kind === kind) ? undefined : whyNotConsented(kind, { ...needs, now }),
});

const itsClaim = one(claim, "claimId");
const policyOfItem = one(policy, "policyId", itsClaim);
/** The same for a bill or another paper that says what was treated. */
export const itemHealthIsConsentedTo = defineRule("insurance/item-health-is-consented-to", claimItem, {
  needs: {
    claim: itsClaim,
    product: one(product, "productId", policyOfItem),
    consents: many(consent, "customerId", { of: one(customer, "insuredId", policyOfItem), where: forClaims }),
  },
  check: ({ record: { description }, before, needs, now }) =>
    before?.description === description ? undefined : whyNotConsented(needs.claim.kind, { ...needs, now }),
});
