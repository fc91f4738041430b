import * as z from "zod";
import { group, list, ref } from "../define/field.js";
import { defineOperation } from "../define/operation.js";
import { defineRefusal } from "../define/refusal.js";
import { score } from "./score.js";
import { fittedModel, refusedFit, type ScoringTerms, scoring, scoringLifecycle, scoringTerms } from "./scoring.js";

export const scoredOtherwise = defineRefusal(
  "kehu/scored-otherwise",
  'The customers were scored as of {asOf} in {currency} already, on the terms "{terms}"; ask for the same, or discard that scoring first.',
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
  input: scoringTerms,
  output: group({ scoringId: ref("scoring"), state: z.enum(scoring.states) }),
  async run(work, input) {
    const { asOf, currency } = input;
    if (asOf > work.today) work.refuse(scoringAhead({ asOf, today: work.today }));
    // somebody else may begin the same one at this moment
    const known = await work.create(scoring, input, { ifExists: "give" });
    const others = termNames.filter((name) => said(known[name]) !== said(input[name]));
    if (others.length > 0) {
      const isBegun = known.state !== "running" || (await work.find(score, { where: { scoringId: known.id }, limit: 1 })).items.length > 0;
      if (isBegun)
        work.refuse(scoredOtherwise({ asOf, currency, terms: others.map((name) => `${name}: ${shown(known[name])}`).join(", ") }));
      await work.update(scoring, known.id, Object.fromEntries(others.map((name) => [name, input[name] ?? null])));
    }
    return { scoringId: known.id, state: known.state };
  },
});
const termNames = Object.keys(scoringTerms) as (keyof ScoringTerms)[];
/** A term as JSON, as far as a sentence holds it. */
function shown(term: unknown): string {
  const text = JSON.stringify(term ?? null);
  return text.length > longestTerm ? `${text.slice(0, longestTerm)}…` : text;
}
const longestTerm = 200;
/** The same for what says the same: a database keeps the parts of a group in an order of its own, and 0.10 is 0.1. */
const said = (term: unknown): string | undefined =>
  JSON.stringify(term, (key, value) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.fromEntries(Object.entries(value).sort());
    return key === "" && typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  });

/**
 * Completes a scoring; what was current in its currency is superseded, or it is itself where a later day was scored before. Where another one
 * becomes current at the same moment it is refused as existing already, and knows of it when it is called again.
 */
export const finishScoring = defineOperation("finish-scoring", {
  input: {
    scoringId: ref("scoring"),
    models: list(fittedModel, 2),
    unfitted: refusedFit.optional(),
    customers: z.int().min(0),
  },
  output: group({ state: z.enum(scoring.states) }),
  async run(work, { scoringId, ...result }) {
    const { asOf, currency } = await work.get(scoring, scoringId);
    const others = (await work.find(scoring, { where: { currency, state: "current" }, limit: 10 })).items;
    const isLatest = others.every((other) => other.asOf < asOf);
    if (isLatest) for (const other of others) await work.apply(scoringLifecycle.supersede, other.id);
    const { state } = await work.apply(scoringLifecycle.complete, scoringId, { ...result, isLatest });
    return { state };
  },
});
