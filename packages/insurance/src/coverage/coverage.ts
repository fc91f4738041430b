import { date, defineRecord, money, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** One promise of a policy: the base cover, or a rider (附加险). */
export const coverage = defineRecord("insurance/coverage", {
  fields: {
    policyId: ref("insurance/policy"),
    coverageCode: text(32),
    kind: z.enum(["base", "rider"]),
    /**
     * Of a rider: paid out of the policy's sum, which is the less for it (提前给付), or beside it up to a sum of its own (额外给付);
     * empty: beside it. The base cover is the policy's sum.
     */
    benefit: z.enum(["accelerated", "additional"]).optional(),
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
    "benefit",
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

/** A rider with a sum of its own; all other cover is paid out of the policy's. */
export const additionalRiders = { kind: "rider", benefit: { not: "accelerated" } } as const;
export const isAdditional = ({ kind, benefit }: Pick<Coverage, "kind" | "benefit">): boolean =>
  kind === "rider" && benefit !== "accelerated";
