import { lnGamma } from "../numerics/gamma.js";

/** Probability of `count` events at a gamma-distributed rate of shape r; z is time over (scale + time). */
export function negativeBinomial(r: number, count: number, z: number): number {
  if (z === 0) return count === 0 ? 1 : 0;
  return Math.exp(lnGamma(r + count) - lnGamma(r) - lnGamma(count + 1) + r * Math.log1p(-z) + count * Math.log(z));
}

/** Probability of at least `count` events: from whichever end has less to lose. */
export function negativeBinomialAtLeast(r: number, count: number, z: number): number {
  let below = 0;
  for (let k = 0; k < count; k += 1) below += negativeBinomial(r, k, z);
  if (below < 0.5) return 1 - below;
  let term = negativeBinomial(r, count, z);
  let sum = 0;
  for (let k = count; term > 1e-18 * sum; k += 1) {
    sum += term;
    term *= ((r + k) / (k + 1)) * z;
  }
  return sum;
}
