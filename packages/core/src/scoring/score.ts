import * as z from "zod";
import { date, group, list, money, party, ref, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";

const fifth = z.int().min(1).max(5);
const share = z.number().min(0).max(1);

/** What one customer is worth as of the day of a scoring, and why. Amounts are in the scoring's currency; it is written once. */
export const score = defineRecord("score", {
  fields: {
    scoringId: ref("scoring"),
    customerId: party("customer"),
    asOf: date(),
    /** Days on which something was bought. */
    purchases: z.int().min(0),
    firstOn: date().optional(),
    lastOn: date().optional(),
    revenue: money(),
    cost: money(),
    profit: money(),
    /** What is held with us. */
    assets: money().optional(),
    /** By profit, 1 the best hundredth to 100. */
    profitRank: z.int().min(1).max(100),
    /** 5 is the best. */
    recency: fifth.optional(),
    frequency: fifth.optional(),
    monetary: fifth.optional(),
    segment: text(40).optional(),
    aliveProbability: share.optional(),
    /** Over the horizon of the scoring. */
    expectedPurchases: z.number().min(0).optional(),
    /** Expected spend over the horizon, discounted. */
    lifetimeValue: money().optional(),
    tier: text(40).optional(),
    tierBefore: text(40).optional(),
    /** The higher tier whose median customer, like those of the own tier and of all between, is worth no more. */
    worthOfTier: text(40).optional(),
    dormancy: list(
      group({ reason: z.enum(["probablyGone", "assetsAtRest", "outOfRhythm"]), figure: z.number(), bound: z.number() }),
      3,
    ).default([]),
    /** Degrees of behaviour and of attitude, from 0: "1-0"; absent where one side is not known. */
    loyaltyCell: text(3).optional(),
    loyaltyCellBefore: text(3).optional(),
    /** Both sides of loyalty and what each is the mean of, from 0 to 1. */
    loyalty: group({
      behaviour: share.optional(),
      repeatShare: share.optional(),
      tenure: share.optional(),
      breadth: share.optional(),
      attitude: share.optional(),
      satisfaction: share.optional(),
      recommendation: share.optional(),
    }).optional(),
    /** What makes the lifetime value (the profit, where there is none) differ from the median customer's; it adds up to the difference. Of `silentDays` it is all that time says. */
    explanation: list(
      group({
        input: z.enum(["repeatPurchases", "silentDays", "meanSpend", "revenue", "cost"]),
        value: z.number(),
        median: z.number(),
        contribution: z.number(),
      }),
      4,
    ).default([]),
  },
  unique: [{ by: ["scoringId", "customerId"] }],
  appendOnly: true,
});
export interface Score extends Stored<typeof score> {}
