import { date, defineRecord, money, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** One promise of a policy: the base cover, or a rider (附加险). */
export const coverage = defineRecord("insurance/coverage", {
  fields: {
    policyId: ref("insurance/policy"),
    coverageCode: text(32),
    kind: z.enum(["base", "rider"]),
    sumAssured: money(),
    /** Its part of the policy's instalment. */
    premium: money(),
    /** The most that is paid for one loss; empty: the sum assured. */
    limitPerClaim: money().optional(),
    /** What the insured bears of each loss. */
    deductible: money().optional(),
    effectiveOn: date(),
    /** The last day of cover; empty: as long as the policy. */
    expiresOn: date().optional(),
    endedOn: date().optional(),
  },
  states: ["pending", "active", "suspended", "ended"],
  initial: ["pending"],
  unique: [{ by: ["policyId", "coverageCode"] }],
  managed: [
    "policyId",
    "coverageCode",
    "kind",
    "sumAssured",
    "premium",
    "limitPerClaim",
    "deductible",
    "effectiveOn",
    "expiresOn",
    "endedOn",
  ],
});
export interface Coverage extends Stored<typeof coverage> {}
