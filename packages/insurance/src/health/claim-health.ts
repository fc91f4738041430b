import { consent, customer, defineRule, hasConsent, many, one, oneOrNone, type Refusal } from "@kehu/core";
import { type Claim, claim } from "../claim/claim.js";
import { claimItem } from "../claim/claim-item.js";
import { type Coverage, coverage, isOnAnotherLife } from "../coverage/coverage.js";
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
const itsCover = oneOrNone(coverage, "coverageId");
/** Whose consent is asked for: of who is insured by the cover that is claimed on, else by the policy. */
const consentsOf = ({ coverage: cover, consents, ofOther }: Consenting): Consents => (isOnAnotherLife(cover) ? ofOther : consents);
interface Consenting {
  readonly coverage?: Pick<Coverage, "insuredId"> | undefined;
  readonly consents: Consents;
  readonly ofOther: Consents;
}
/**
 * What happened to the insured is taken with his or her separate consent only; a claim may be reported without it, and `cause` follows.
 *
 * @see Personal Information Protection Law of the PRC, arts. 28 and 29
 */
export const claimHealthIsConsentedTo = defineRule("insurance/claim-health-is-consented-to", claim, {
  needs: {
    product: one(product, "productId", itsPolicy),
    consents: many(consent, "customerId", { of: one(customer, "insuredId", itsPolicy), where: forClaims }),
    coverage: itsCover,
    ofOther: many(consent, "customerId", { of: oneOrNone(customer, "insuredId", itsCover), where: forClaims }),
  },
  check: ({ record: { cause, kind, coverageId }, before, needs, now }) => {
    const isAsBefore = before?.cause === cause && before?.kind === kind && before?.coverageId === coverageId;
    return cause === undefined || isAsBefore ? undefined : whyNotConsented(kind, { ...needs, consents: consentsOf(needs), now });
  },
});

const itsClaim = one(claim, "claimId");
const policyOfItem = one(policy, "policyId", itsClaim);
const coverOfItem = oneOrNone(coverage, "coverageId", itsClaim);
/** The same for a bill or another paper that says what was treated. */
export const itemHealthIsConsentedTo = defineRule("insurance/item-health-is-consented-to", claimItem, {
  needs: {
    claim: itsClaim,
    product: one(product, "productId", policyOfItem),
    consents: many(consent, "customerId", { of: one(customer, "insuredId", policyOfItem), where: forClaims }),
    coverage: coverOfItem,
    ofOther: many(consent, "customerId", { of: oneOrNone(customer, "insuredId", coverOfItem), where: forClaims }),
  },
  check: ({ record: { description }, before, needs, now }) =>
    before?.description === description ? undefined : whyNotConsented(needs.claim.kind, { ...needs, consents: consentsOf(needs), now }),
});
