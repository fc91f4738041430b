import * as z from "zod";
import { date, decimal, group, list, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord, type Stored } from "../define/record.js";

/** A fitted model as it is kept: `PurchaseModel` and `SpendModel` of `@kehu/core/value`, with a row for each parameter. */
export const fittedModel = group({
  model: z.enum(["bg-nbd", "mbg-nbd", "pareto-nbd", "gamma-gamma"]),
  version: z.int().min(1).max(1),
  parameters: list(group({ name: text(20), value: z.number(), standardError: z.number() }), 6),
  logLikelihood: z.number(),
  /** Of recency, age and horizons; for `gamma-gamma` how many minor units make one of its own. */
  unit: text(20),
  fingerprint: text(80),
  customers: z.int().min(0),
});

/** One valuation of all customers, as of a day and in one currency: with which models, over which horizon. */
export const scoring = defineRecord("scoring", {
  fields: {
    asOf: date(),
    /** ISO 4217. */
    currency: text(3),
    horizonMonths: z.int().min(1).max(600),
    /** A fraction: 0.01 is 1 % a month. */
    discountRatePerMonth: decimal(6),
    models: list(fittedModel, 2).default([]),
    /** Why there is no model, and so no lifetime value: the code of what refused to fit. */
    unfitted: text(80).optional(),
    customers: z.int().min(0).optional(),
  },
  states: ["running", "current", "superseded"],
  initial: ["running"],
  unique: [{ by: ["asOf", "currency"] }],
  managed: ["models", "unfitted", "customers"],
});
export interface Scoring extends Stored<typeof scoring> {}

/** The latest day is current; what is scored for an earlier day afterwards is history at once. */
export const scoringLifecycle = defineLifecycle(scoring, (t) => ({
  complete: t({
    from: "running",
    to: ["current", "superseded"],
    input: { models: list(fittedModel, 2), unfitted: text(80).optional(), customers: z.int().min(0), isLatest: z.boolean() },
    choose: ({ input }) => (input.isLatest ? "current" : "superseded"),
    set: ({ input }) => ({ models: input.models, unfitted: input.unfitted, customers: input.customers }),
  }),
  supersede: t({ from: "current", to: "superseded" }),
}));
