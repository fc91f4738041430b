import * as z from "zod";
import { date, group, list, personal, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";

/** Where it was learned, how long it holds, and when somebody verified it. */
const provenance = { source: text(80), validFrom: date().optional(), validUntil: date().optional(), verifiedOn: date().optional() };

const contactPoint = group({
  kind: z.enum(["phone", "email", "instantMessaging", "address", "fax", "web"]),
  value: text(300),
  label: text(60).optional(),
  ...provenance,
});
/** `residentId` (GB 11643) and `unifiedSocialCreditCode` (GB 32100) are proved; numbers of other countries are a `taxNumber` or an `externalId`. */
const identifier = group({
  kind: z.enum(["residentId", "passport", "unifiedSocialCreditCode", "taxNumber", "externalId"]),
  value: text(64),
  issuedBy: text(80).optional(),
  ...provenance,
});

/** A person or an organization. There is one for all packs; a pack adds records that point at it. */
export const customer = defineRecord("customer", {
  fields: {
    kind: z.enum(["person", "organization"]),
    displayName: personal("name", text(200)),
    contactPoints: personal("contact", list(contactPoint, 50)).default([]),
    identifiers: personal("identifier", list(identifier, 20)).default([]),
    birthOn: personal("identifier", date()).optional(),
    language: text(20).optional(),
    tier: text(40).optional(),
    tags: list(text(40), 50).default([]),
  },
  states: ["active", "deceased", "closed"],
  initial: ["active"],
});
export interface Customer extends Stored<typeof customer> {}
