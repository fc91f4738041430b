import { group, ref, text } from "../define/field.js";
import { defineOperation } from "../define/operation.js";
import { scoring, scoringLifecycle } from "./scoring.js";

/**
 * Says that a scoring was wrong, whichever of its terms, or that the ledger was: its day can be scored anew, and its scores stay to be read. Of
 * a current one the latest before it becomes current again.
 */
export const discardScoring = defineOperation("discard-scoring", {
  input: { scoringId: ref("scoring"), reason: text(300) },
  output: group({ currentId: ref("scoring").optional() }),
  async run(work, { scoringId, reason }) {
    const { state, currency } = await work.get(scoring, scoringId);
    await work.apply(scoringLifecycle.discard, scoringId, { reason });
    if (state !== "current") return {};
    const before = { where: { currency, state: "superseded" }, sort: "-asOf", limit: 1 } as const;
    const [latest] = (await work.find(scoring, before)).items;
    if (!latest) return {};
    await work.apply(scoringLifecycle.reinstate, latest.id);
    return { currentId: latest.id };
  },
});
