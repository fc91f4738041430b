import { defineRecord, type Stored, text } from "@kehu/core";
import * as z from "zod";

const days = z.int().min(0).max(3650);
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
    paysOnDeath: z.boolean().default(false),
    /** In full years on the day on which the cover begins. */
    minEntryAge: age.optional(),
    maxEntryAge: age.optional(),
    graceDays: days.optional(),
    /** Losses so long after the cover begins are not insured yet. */
    waitingDays: days.optional(),
    coolingOffDays: days.optional(),
    /** The insurer's right to rescind after two years of suspension is exercised by itself. */
    terminatesAfterTwoYears: z.boolean().default(true),
    /** At its end it matures and pays; otherwise it expires. */
    paysAtMaturity: z.boolean().default(false),
    /** Of the premiums of the first policy year. */
    commissionBasisPoints: basisPoints.default(0),
    /** Of all later premiums. */
    renewalCommissionBasisPoints: basisPoints.default(0),
  },
  unique: [{ by: ["code"] }],
});
/** The lines in which the life or the body of a person is insured. */
export const linesOfPersons: readonly string[] = ["life", "health", "accident"];
export interface Product extends Stored<typeof product> {}
