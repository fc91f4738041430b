import * as z from "zod";
import { date, decimal, group, list, type Output, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord, type Stored } from "../define/record.js";

/** A fitted model as it is kept: `PurchaseModel` and `SpendModel` of `@kehu/core/value`, with a row for each parameter. */
export const fittedModel = group({
  model: z.enum(["bg-nbd", "mbg-nbd", "pareto-nbd", "gamma-gamma"]),
  version: z.int().min(1).max(1),
  /** Without a standard error where the customers do not determine it, see `atEdge` of a `PurchaseModel`. */
  parameters: list(group({ name: text(20), value: z.number(), standardError: z.number().optional() }), 6),
  logLikelihood: z.number(),
  /** Of recency, age and horizons; for `gamma-gamma` how many minor units make one of its own. */
  unit: text(20),
  fingerprint: text(80),
  customers: z.int().min(0),
});

/** A refusal as it is kept: its English sentence, and what fills the blanks in every language. */
export const refusedFit = group({
  code: text(80),
  message: text(1000),
  details: list(group({ name: text(40), value: text(200) }), 10),
});

const share = z.number().min(0).max(1);
const atLeastNone = z.number().min(0);
const cuts = list(share, 4);

/** What was asked for: the same terms give the same scoring. */
export const scoringTerms = {
  asOf: date(),
  /** ISO 4217. */
  currency: text(3),
  horizonMonths: z.int().min(1).max(600),
  /** A fraction: 0.01 is 1 % a month. */
  discountRatePerMonth: decimal(6),
  model: z.enum(["bg-nbd", "mbg-nbd", "pareto-nbd"]).optional(),
  /** What one of another currency is worth, as a decimal. */
  rates: list(group({ currency: text(3), rate: text(40) }), 200).default([]),
  /** From the lowest, which takes everybody, to the highest, in minor units. */
  tiers: list(group({ name: text(40), enterAt: z.number().optional(), leaveBelow: z.number().optional() }), 20).default([]),
  /** What a tier is given for: what the last year brought, all profit so far, what is held with us, or what is expected. */
  tiersBy: z.enum(["turnover", "profit", "assets", "lifetimeValue"]).optional(),
  /** As `dormantCustomers` takes them; without `largeAssetsMinor` assets are not looked at. */
  dormancy: group({
    aliveBelow: share,
    largeAssetsMinor: atLeastNone.optional(),
    turnoverBelow: atLeastNone,
    gaps: atLeastNone,
    fewestGaps: atLeastNone,
  }).optional(),
  /** Where the two sides of loyalty are cut, when tenure (months) and breadth (categories of revenue) are full, and what to do in each cell. */
  loyalty: group({
    behaviour: cuts,
    attitude: cuts,
    fullTenureMonths: z.int().min(1).max(1200),
    fullBreadth: z.int().min(1).max(1000),
    actions: list(list(text(200), 5), 5).optional(),
  }).optional(),
};
export interface ScoringTerms extends Output<typeof scoringTerms> {}

/** One valuation of all customers, as of a day and in one currency: on which terms, with which models. */
export const scoring = defineRecord("scoring", {
  fields: {
    ...scoringTerms,
    models: list(fittedModel, 2).default([]),
    /** Why there is no model, and so no lifetime value: what refused to fit, for `whyUnfitted`. */
    unfitted: refusedFit.optional(),
    customers: z.int().min(0).optional(),
    /** Why it counts no more. */
    discardedFor: text(300).optional(),
  },
  states: ["running", "current", "superseded", "discarded"],
  initial: ["running"],
  unique: [
    { by: ["asOf", "currency"], whileIn: ["running", "current", "superseded"] },
    { by: ["currency"], whileIn: ["current"] },
  ],
  managed: ["models", "unfitted", "customers", "discardedFor"],
});
export interface Scoring extends Stored<typeof scoring> {}

/** The latest day is current; what is scored for an earlier day afterwards is history at once. Moved by operations, never by hand. */
export const scoringLifecycle = defineLifecycle(scoring, (t) => ({
  complete: t({
    from: "running",
    to: ["current", "superseded"],
    input: { models: list(fittedModel, 2), unfitted: refusedFit.optional(), customers: z.int().min(0), isLatest: z.boolean() },
    choose: ({ input }) => (input.isLatest ? "current" : "superseded"),
    set: ({ input }) => ({ models: input.models, unfitted: input.unfitted, customers: input.customers }),
  }),
  supersede: t({ from: "current", to: "superseded" }),
  /** The scoring that a discarded one had superseded. */
  reinstate: t({ from: "superseded", to: "current" }),
  /** It was scored wrongly: its scores stay to be read, and its day is free to be scored anew. */
  discard: t({
    from: ["running", "current", "superseded"],
    to: "discarded",
    input: { reason: text(300) },
    set: ({ input }) => ({ discardedFor: input.reason }),
  }),
}));
