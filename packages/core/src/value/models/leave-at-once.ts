import { scaledExponentialIntegral } from "../numerics/exponential-integral.js";
import { negativeBinomial, negativeBinomialAtLeast } from "./negative-binomial.js";
import { nobodyLeaves } from "./nobody-leaves.js";
import type { ProcessAt } from "./purchase-process.js";

/**
 * A share of the customers leaves before anything else can be seen of them, the others never: where models end in which customers may leave
 * from the first purchase on, as both parameters of leaving run to 0. Whoever was seen again stays.
 */
export function leaveAtOnce(staying: ProcessAt, share: number): ProcessAt {
  const stay = 1 - share;
  const likelihood = (of: Parameters<ProcessAt["logLikelihood"]>[0]): number => stay * Math.exp(staying.logLikelihood(of));
  return {
    ...staying,
    logLikelihood: (history) =>
      history.frequency === 0 ? Math.log(share + likelihood(history)) : Math.log(stay) + staying.logLikelihood(history),
    probabilityAlive: (history) => (history.frequency === 0 ? likelihood(history) / (share + likelihood(history)) : 1),
    purchasesOfNew: (horizon) => stay * staying.purchasesOfNew(horizon),
    probabilityOf: (count, horizon) => (count === 0 ? share : 0) + stay * staying.probabilityOf(count, horizon),
  };
}

/** The same where nobody can leave before the first repeat purchase: a share of the customers leaves right after it, the others never. */
export function leaveAfterRepeat(r: number, alpha: number, share: number): ProcessAt {
  const staying = nobodyLeaves(r, alpha);
  const stay = 1 - share;
  /** Of a customer of one repeat purchase, beside that of having stayed: how likely it is to have left after it. */
  const gone = (recency: number, age: number): number => share * ((alpha + age) / (alpha + recency)) ** (r + 1);
  const onceMore = (from: number, horizon: number): number => -Math.expm1(-r * Math.log1p(horizon / from));
  return {
    logLikelihood(history) {
      const { frequency, recency, age } = history;
      const never = staying.logLikelihood(history);
      if (frequency === 0) return never;
      return never + Math.log(frequency === 1 ? stay + gone(recency, age) : stay);
    },
    probabilityAlive: ({ frequency, recency, age }) => (frequency === 1 ? stay / (stay + gone(recency, age)) : 1),
    purchasesIfAlive(history, horizon) {
      const never = staying.purchasesIfAlive(history, horizon);
      return history.frequency === 0 ? stay * never + share * onceMore(alpha + history.age, horizon) : never;
    },
    discountedIfAlive(history, rate) {
      const never = staying.discountedIfAlive(history, rate);
      if (history.frequency > 0) return never;
      return stay * never + share * r * scaledExponentialIntegral(r + 1, rate * (alpha + history.age));
    },
    purchasesOfNew: (horizon) => stay * staying.purchasesOfNew(horizon) + share * onceMore(alpha, horizon),
    probabilityOf(count, horizon) {
      const z = horizon / (alpha + horizon);
      const never = negativeBinomial(r, count, z);
      if (count === 0) return never;
      return stay * never + (count === 1 ? share * negativeBinomialAtLeast(r, 1, z) : 0);
    },
  };
}
