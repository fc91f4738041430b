import * as z from "zod";
import { date, decimal, group, list, ref, text } from "../define/field.js";
import { defineOperation } from "../define/operation.js";
import { defineRefusal } from "../define/refusal.js";
import { score } from "./score.js";
import { fittedModel, scoring, scoringLifecycle } from "./scoring.js";

export const scoredOtherwise = defineRefusal(
  "kehu/scored-otherwise",
  "The customers were scored as of {asOf} in {currency} already, over {months} months at {rate} a month; ask for the same, or retract that scoring first.",
);

export const scoringAhead = defineRefusal(
  "kehu/scoring-ahead",
  "{asOf} is still to come, and a scoring of it would pass for the latest; score as of {today} or an earlier day.",
);

/**
 * Opens the scoring of a day, or finds it: one that broke off goes on, a complete one is given as it is. Who broke off before anything was
 * scored may ask for something else.
 */
export const beginScoring = defineOperation("begin-scoring", {
  input: {
    asOf: date(),
    currency: text(3),
    horizonMonths: scoring.fields.horizonMonths,
    discountRatePerMonth: decimal(6),
  },
  output: group({ scoringId: ref("scoring"), state: z.enum(scoring.states) }),
  async run(work, input) {
    const { asOf, currency, horizonMonths, discountRatePerMonth } = input;
    if (asOf > work.today) work.refuse(scoringAhead({ asOf, today: work.today }));
    // somebody else may begin the same one at this moment
    const known = await work.create(scoring, input, { ifExists: "give" });
    const isOther = known.horizonMonths !== horizonMonths || Number(known.discountRatePerMonth) !== Number(discountRatePerMonth);
    if (isOther) {
      const isBegun = known.state !== "running" || (await work.find(score, { where: { scoringId: known.id }, limit: 1 })).items.length > 0;
      if (isBegun) work.refuse(scoredOtherwise({ asOf, currency, months: known.horizonMonths, rate: known.discountRatePerMonth }));
      await work.update(scoring, known.id, { horizonMonths, discountRatePerMonth });
    }
    return { scoringId: known.id, state: known.state };
  },
});

/** Completes a scoring; what was current in its currency is superseded, or it is itself where a later day was scored before. */
export const finishScoring = defineOperation("finish-scoring", {
  input: {
    scoringId: ref("scoring"),
    models: list(fittedModel, 2),
    unfitted: text(80).optional(),
    customers: z.int().min(0),
  },
  output: group({ state: z.enum(scoring.states) }),
  async run(work, { scoringId, ...result }) {
    const { asOf, currency } = await work.get(scoring, scoringId);
    const others = (await work.find(scoring, { where: { currency, state: "current" }, limit: 10 })).items;
    const isLatest = others.every((other) => other.asOf < asOf);
    const { state } = await work.apply(scoringLifecycle.complete, scoringId, { ...result, isLatest });
    if (isLatest) for (const other of others) await work.apply(scoringLifecycle.supersede, other.id);
    return { state };
  },
});
