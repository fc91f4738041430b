import { count, date, defineQuery, group, type Query, ref, refused, type Score, type Scoring, score, type Where } from "@kehu/core";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { listedBy, notAskedFor, scoringOf, whichScoring } from "./scoring-of.js";

const paged = { ...whichScoring, limit: z.int().min(1).max(1000).optional(), after: z.string().max(2000).optional() };
interface Asked {
  readonly currency: string;
  readonly asOf?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}
/** Customers of a scoring, the most valuable first. */
export interface ScoredCustomers {
  readonly scoringId: string;
  readonly asOf: string;
  /** How many there are on all pages. */
  readonly customers: number;
  readonly items: readonly Score[];
  /** For `after`; absent on the last page. */
  readonly next?: string | undefined;
}

/** A list that the scores answer by themselves, by lifetime value, or by revenue where no model could be fitted. */
const listOfScores = (name: string, whereOf: (scoring: Scoring) => Where<Score>): Query<Asked, ScoredCustomers> =>
  runtimeQuery(
    defineQuery(name, {
      input: paged,
      output: group({
        scoringId: ref("scoring"),
        asOf: date(),
        customers: z.int(),
        items: z.custom<readonly Score[]>(),
        next: z.string().optional(),
      }),
      async run(reader, { limit = 50, after, ...which }) {
        const found = await scoringOf(reader, which);
        const { id, asOf } = found;
        const where = { ...whereOf(found), scoringId: id };
        const [all] = await reader.aggregate(score, { where, measures: { customers: count() } });
        const { items, next } = await reader.find(score, {
          where,
          sort: listedBy(found),
          limit,
          ...(after !== undefined && { after }),
        });
        return { scoringId: id, asOf, customers: all?.customers ?? 0, items, ...(next !== undefined && { next }) };
      },
    }),
  );

/**
 * Customers who are going to sleep, with every reason, the most valuable first.
 *
 * @throws KehuError `crm/not-scored`, `crm/not-granted`, `crm/invalid-cursor`
 */
export const dormantCustomers = listOfScores("dormant-customers", () => ({
  dormancy: { has: { reason: { in: ["probablyGone", "assetsAtRest", "outOfRhythm"] } } },
}));

/**
 * The best customers inside a low tier: expected to be worth as much as the median customers of it, and of the tiers up to the higher one that
 * `worthOfTier` names.
 * Who has cost more than was brought is not among them, for the worth is what will be spent, before its cost.
 *
 * @throws KehuError `crm/not-scored`, `crm/not-asked-for` where it was scored without tiers, `crm/not-granted`, `crm/invalid-cursor`
 */
export const bestHidden = listOfScores("best-hidden", ({ asOf, currency, tiers }) => {
  if (tiers.length === 0) throw refused(notAskedFor({ asOf, currency, terms: "tiers" }));
  return { worthOfTier: { not: null }, profit: { from: { amountMinor: 0, currency } } };
});
