import { date, defineRecord, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";
import { policy } from "../policy/policy.js";

const { insurableInterest, insuredConsentedOn, deathBenefitConsent } = policy.fields;

/** One promise of a policy: the base cover, or a rider (附加险). */
export const coverage = defineRecord("insurance/coverage", {
  fields: {
    policyId: ref("insurance/policy"),
    coverageCode: text(32),
    kind: z.enum(["base", "rider"]),
    /**
     * Of a rider: paid out of the policy's sum, which is the less for it (提前给付), or beside it up to a sum of its own (额外给付);
     * empty: beside it. One that waives premium (豁免保险费) pays no money. The base cover is the policy's sum.
     */
    benefit: z.enum(["accelerated", "additional", "waiver"]).optional(),
    /** Whose life or health it insures, where it is somebody else than the policy's insured; with a sum of its own. */
    insuredId: party("insured").optional(),
    /** What that person is to the policyholder, and agreed to. */
    insurableInterest,
    insuredConsentedOn,
    deathBenefitConsent,
    /** As the application says it. */
    insuredBirthOn: personal("identifier", date()).optional(),
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
    "insuredId",
    "insurableInterest",
    "insuredConsentedOn",
    "deathBenefitConsent",
    "insuredBirthOn",
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

/** A rider with a sum of its own, or a cover on another life; all other cover is paid out of the policy's. */
export const additionalRiders = { or: [{ kind: "rider", benefit: { not: "accelerated" } }, { insuredId: { not: null } }] } as const;
export const isAdditional = ({ kind, benefit, insuredId }: Pick<Coverage, "kind" | "benefit" | "insuredId">): boolean =>
  (kind === "rider" && benefit !== "accelerated") || isOnAnotherLife({ insuredId });
/** It insures a life beside the policy's: a spouse, a child (连带被保险人). */
export const isOnAnotherLife = (cover: Pick<Coverage, "insuredId"> | undefined): boolean => cover?.insuredId !== undefined;
