import { decimal, defineRecord, group, list, type Stored, text } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(0).max(3650);
const perMille = z.int().min(0).max(1000);
const age = z.int().min(0).max(130);
const basisPoints = z.int().min(0).max(10_000);

/** What an insurer sells. What it leaves open, the law's parameters say. */
export const product = defineRecord("insurance/product", {
  fields: {
    code: text(32),
    name: text(120),
    line: z.enum(["life", "health", "accident", "property", "motor", "compulsoryMotor"]).default("life"),
    /** Applications go through underwriting (核保); otherwise they are issued as they come in. */
    isUnderwritten: z.boolean().default(false),
    /** The policyholder pays when and what he likes, as long as the value carries the cover. */
    isFlexiblePremium: z.boolean().default(false),
    paysOnDeath: z.boolean().default(false),
    /** In full years on the day on which the cover begins. */
    minEntryAge: age.optional(),
    maxEntryAge: age.optional(),
    graceDays: days.optional(),
    /** Losses so long after the cover begins are not insured yet. */
    waitingDays: days.optional(),
    /** Accidents are insured at once unless the contract lets them wait, too. */
    accidentsWait: z.boolean().default(false),
    /** After a reinstatement they are waited for anew. */
    waitsAfterReinstatement: z.boolean().default(true),
    coolingOffDays: days.optional(),
    /** The insurer's right to rescind after two years of suspension is exercised by itself. */
    terminatesAfterTwoYears: z.boolean().default(true),
    /** A policy whose last premium is paid is kept as paid up. */
    showsPaidUp: z.boolean().default(false),
    /** What a policy is worth at the end of each year: per mille of the sum assured. */
    nonForfeiture: list(
      group({
        year: z.int().min(1).max(120),
        cashValuePerMille: perMille,
        paidUpPerMille: perMille,
        extendedTermDays: z.int().min(0).max(36_500),
      }),
      120,
    ).default([]),
    /** The share of the cash value that may be lent. */
    loanPerMille: perMille.default(800),
    /** What becomes of a policy whose loans and interest exceed its cash value; empty: as the law or the custom of the place says. */
    overloanTerms: group({ becomes: z.enum(["lapsed", "terminated"]), noticeDays: days }).optional(),
    /** Interest on arrears at a reinstatement, per cent a year; empty: none. */
    arrearsRate: decimal(4).optional(),
    /** At its end it matures and pays; otherwise it expires. */
    paysAtMaturity: z.boolean().default(false),
    /** Of the premiums of the first policy year. */
    commissionBasisPoints: basisPoints.default(0),
    /** The agent gives the commission of a policy back that is cancelled in its cooling-off period. */
    clawsBackCommission: z.boolean().default(false),
    /** Of all later premiums. */
    renewalCommissionBasisPoints: basisPoints.default(0),
  },
  unique: [{ by: ["code"] }],
});
/** The lines in which the life or the body of a person is insured. */
export const linesOfPersons: readonly string[] = ["life", "health", "accident"];
/** The others: what their end gives back is premium. */
export const linesOfThings = ["property", "motor", "compulsoryMotor"] as const;
export interface Product extends Stored<typeof product> {}
