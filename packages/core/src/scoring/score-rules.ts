import { one } from "../define/need.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { score } from "./score.js";
import { scoring } from "./scoring.js";

export const scoringComplete = defineRefusal(
  "kehu/scoring-complete",
  "The scoring as of {asOf} in {currency} takes no more scores; score another day, or discard it and score that day anew.",
);
export const scoredOnAnotherDay = defineRefusal(
  "kehu/scored-on-another-day",
  "The score is as of {asOf}, its scoring as of {scoringAsOf}; give a score the day of its scoring.",
);
export const scoredInAnotherCurrency = defineRefusal(
  "kehu/scored-in-another-currency",
  "The score has an amount in {currency}, its scoring is in {scoringCurrency}; give all amounts of a score in the currency of its scoring.",
);

/** Scores are written while their scoring runs, and speak of its day, in its currency. */
export const scoreBelongs = defineRule("score-belongs", score, {
  needs: { scoring: one(scoring, "scoringId") },
  check({ record: { asOf, revenue, cost, profit, assets, lifetimeValue }, needs: { scoring: run } }) {
    if (run.asOf !== asOf) return scoredOnAnotherDay({ asOf, scoringAsOf: run.asOf });
    const foreign = [revenue, cost, profit, assets, lifetimeValue].find((amount) => amount && amount.currency !== run.currency);
    if (foreign) return scoredInAnotherCurrency({ currency: foreign.currency, scoringCurrency: run.currency });
    return run.state === "running" ? undefined : scoringComplete({ asOf, currency: run.currency });
  },
});
