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

/** Scores are written while their scoring runs, and speak of its day. */
export const scoreBelongs = defineRule("score-belongs", score, {
  needs: { scoring: one(scoring, "scoringId") },
  check({ record: { asOf }, needs: { scoring: run } }) {
    if (run.asOf !== asOf) return scoredOnAnotherDay({ asOf, scoringAsOf: run.asOf });
    return run.state === "running" ? undefined : scoringComplete({ asOf, currency: run.currency });
  },
});
