import { lnGamma } from "../numerics/gamma.js";
import { negativeBinomial } from "./negative-binomial.js";
import type { ProcessAt } from "./purchase-process.js";

/**
 * Customers buy at a gamma-distributed rate (r, alpha) and stay: where the models of customers who leave in time end when nobody does.
 *
 * @see Ehrenberg (1959), The Pattern of Consumer Purchases, Applied Statistics 8(1), 26–41
 */
export function nobodyLeaves(r: number, alpha: number): ProcessAt {
  return {
    logLikelihood: ({ frequency, age }) =>
      lnGamma(r + frequency) - lnGamma(r) + r * Math.log(alpha) - (r + frequency) * Math.log(alpha + age),
    probabilityAlive: () => 1,
    purchasesIfAlive: ({ frequency, age }, horizon) => ((r + frequency) / (alpha + age)) * horizon,
    discountedIfAlive: ({ frequency, age }, rate) => (r + frequency) / (alpha + age) / rate,
    purchasesOfNew: (horizon) => (r / alpha) * horizon,
    probabilityOf: (count, horizon) => negativeBinomial(r, count, horizon / (alpha + horizon)),
  };
}
