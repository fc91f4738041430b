import { type Grant, may } from "../define/role.js";
import { beginScoring, finishScoring } from "./begin-scoring.js";
import { discardScoring } from "./discard-scoring.js";
import { score } from "./score.js";
import { scoring } from "./scoring.js";

/** To see what customers are worth. */
export const mayReadScores: readonly Grant[] = [may.read(scoring, "all"), may.read(score, "all")];
/** To score all customers by the whole ledger, whatever else the role may read of it. */
export const mayScoreCustomers: readonly Grant[] = [
  ...mayReadScores,
  may.call(beginScoring),
  may.create(score),
  may.retract(score, "all"),
  may.call(finishScoring),
  may.call(discardScoring),
];
