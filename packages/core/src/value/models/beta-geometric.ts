import { scaledExponentialIntegral } from "../numerics/exponential-integral.js";
import { digamma, lnBeta, lnGamma, trigamma } from "../numerics/gamma.js";
import { hypergeometricRest } from "../numerics/hypergeometric.js";
import type { Evaluation } from "../numerics/maximise.js";
import type { CompressedHistories } from "../purchases/compress-histories.js";
import { leaveAfterRepeat, leaveAtOnce } from "./leave-at-once.js";
import { negativeBinomial, negativeBinomialAtLeast } from "./negative-binomial.js";
import { nobodyLeaves } from "./nobody-leaves.js";
import { type History, type ProcessAt, type PurchaseProcess, Sums } from "./purchase-process.js";

/**
 * Customers buy at a gamma-distributed rate (r, alpha) and may leave after each purchase with a beta-distributed probability (a, b):
 * after repeat purchases only in the first model, after the first purchase too in the second. In the formulas `chances` counts the
 * occasions to leave that a customer is known to have had.
 *
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2), 275–284
 */
export const bgNbd: PurchaseProcess = betaGeometric(0);

/** @see Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base analysis, IJRM 24(3), 201–209 */
export const mbgNbd: PurchaseProcess = betaGeometric(1);

/** r, a and b: as usual; some leave at once and the others hardly ever; few leave at all; all leave alike; and all buy ever more alike. */
const starts = [
  [0.5, 1, 2],
  [0.5, 0.05, 0.1],
  [0.5, 0.05, 10],
  [0.5, 30, 150],
  [2, 0.3, 0.3],
  [20, 0.2, 0.1],
] as const;

function betaGeometric(firstChance: 0 | 1): PurchaseProcess {
  return {
    parameterNames: ["r", "alpha", "a", "b"],
    timeParameters: ["alpha"],
    starts: (repeatsPerCustomer) => starts.map(([r, a, b]) => [r, r / repeatsPerCustomer, a, b]),
    evaluate: (parameters, rows) => evaluate(parameters, rows, firstChance),
    at([r = 0, alpha = 0, a = 0, b = 0, share = 0]) {
      if (a > 0) return processAt({ r, alpha, a, b }, firstChance);
      if (b > 0) return nobodyLeaves(r, alpha);
      return firstChance === 0 ? leaveAfterRepeat(r, alpha, share) : leaveAtOnce(nobodyLeaves(r, alpha), share);
    },
  };
}

interface Parameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

function processAt({ r, alpha, a, b }: Parameters, firstChance: 0 | 1): ProcessAt {
  /** Logarithm of the odds that the customer left after the last purchase. */
  const lnOddsGone = ({ frequency, recency, age }: History): number =>
    Math.log(a / (b + (frequency + firstChance - 1))) + (r + frequency) * Math.log((alpha + age) / (alpha + recency));
  const canHaveLeft = (frequency: number): boolean => frequency + firstChance > 0;
  return {
    logLikelihood(history) {
      const { frequency, age } = history;
      const chances = frequency + firstChance;
      const lnAlive =
        lnGamma(r + frequency) -
        lnGamma(r) +
        r * Math.log(alpha) -
        (r + frequency) * Math.log(alpha + age) +
        lnBeta(a, b + chances) -
        lnBeta(a, b);
      return canHaveLeft(frequency) ? lnAlive + softplus(lnOddsGone(history)) : lnAlive;
    },
    probabilityAlive: (history) => (canHaveLeft(history.frequency) ? 1 / (1 + Math.exp(lnOddsGone(history))) : 1),
    purchasesIfAlive: ({ frequency, age }, horizon) =>
      purchases({ r: r + frequency, alpha: alpha + age, a, b: b + frequency + firstChance }, horizon),
    discountedIfAlive: ({ frequency, age }, rate) =>
      discounted({ r: r + frequency, alpha: alpha + age, a, b: b + frequency + firstChance }, rate),
    purchasesOfNew: (horizon) => (firstChance === 0 ? 1 : b / (a + b)) * purchases({ r, alpha, a, b: b + firstChance }, horizon),
    probabilityOf(count, horizon) {
      const z = horizon / (alpha + horizon);
      const chances = count + firstChance;
      const alive = Math.exp(lnBeta(a, b + chances) - lnBeta(a, b)) * negativeBinomial(r, count, z);
      return chances === 0
        ? alive
        : alive + Math.exp(lnBeta(a + 1, b + (chances - 1)) - lnBeta(a, b)) * negativeBinomialAtLeast(r, count, z);
    },
  };
}

/** ln(1 + e^x), without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Beyond, the series has thousands of terms and the average is quicker. */
const seriesUpTo = 0.99;

/**
 * Expected purchases of a customer whose next chance to leave comes with the next purchase. Euler's transformation leaves a series whose
 * terms do not grow with the frequency, and in this order of terms nothing is lost where a is near 1 or a + b is.
 */
function purchases({ r, alpha, a, b }: Parameters, horizon: number): number {
  const z = horizon / (alpha + horizon);
  if (z > seriesUpTo) return averaged({ a, b }, (leaves) => -Math.expm1(-r * Math.log1p((leaves * horizon) / alpha)) / leaves);
  const c = a + b - 1;
  const k = a - 1;
  const ln = Math.log1p(-z);
  const growth = k === 0 ? ln : Math.expm1(k * ln) / k;
  return -c * growth - Math.exp(k * ln) * (c - r) * z * hypergeometricRest({ a: c - r, b: k, c }, z);
}

const discounted = ({ r, alpha, a, b }: Parameters, rate: number): number =>
  averaged({ a, b }, (leaves) => (r / leaves) * scaledExponentialIntegral(r + 1, (rate * alpha) / leaves));

/** Beyond these log-odds a probability to leave that is nearer to 0 or to 1 changes no figure. */
const steady = 100;

/**
 * Average over the probability to leave, in its log-odds, where equal steps are exact as soon as they are shorter than the spread: from the
 * likeliest log-odds downwards and upwards, until nothing more is added. Where hardly anybody leaves, or somebody surely, the figure stays as it
 * is long before that: what is left of the sum is a geometric series.
 */
function averaged({ a, b }: Pick<Parameters, "a" | "b">, figure: (leaves: number) => number): number {
  const step = Math.min(0.25, 0.35 * Math.sqrt(1 / a + 1 / b));
  const lnScale = lnBeta(a, b);
  const likeliest = Math.log(a / b);
  const at = (odds: number): number => Math.exp(-a * softplus(-odds) - b * softplus(odds) - lnScale) * figure(1 / (1 + Math.exp(-odds)));
  let sum = at(likeliest);
  for (const direction of [-step, step])
    for (let steps = 1, term = sum; term > 1e-17 * sum; steps += 1) {
      const odds = likeliest + direction * steps;
      term = at(odds);
      sum += term;
      if (odds * direction > steady * step) {
        sum += term / Math.expm1((direction < 0 ? a : b) * step);
        break;
      }
    }
  return sum * step;
}

function evaluate(parameters: Float64Array, rows: CompressedHistories, firstChance: 0 | 1): Evaluation {
  const [r = 0, alpha = 0, a = 0, b = 0] = parameters;
  const sums = new Sums(4);
  addByFrequency(sums, { r, alpha, a, b }, { rows, firstChance });
  addByRow(sums, { r, alpha, a, b }, { rows, firstChance });
  return sums.evaluation();
}

interface Customers {
  readonly rows: CompressedHistories;
  readonly firstChance: 0 | 1;
}

/** The part that depends on the frequency alone: a gamma function for each distinct one, not for each customer. */
function addByFrequency(sums: Sums, { r, alpha, a, b }: Parameters, { rows, firstChance }: Customers): void {
  const { values, at } = rows.distinct.frequency;
  const counts = new Float64Array(values.length);
  for (let row = 0; row < at.length; row += 1) {
    const place = at[row] as number;
    counts[place] = (counts[place] as number) + (rows.customers[row] as number);
  }
  const lnScale = r * Math.log(alpha) - lnGamma(r) - lnBeta(a, b);
  for (const [place, x] of values.entries()) {
    const count = counts[place] as number;
    const y = x + firstChance;
    const both = digamma(a + b) - digamma(a + b + y);
    const bothBend = trigamma(a + b) - trigamma(a + b + y);
    sums.value += count * (lnScale + lnGamma(r + x) + lnBeta(a, b + y));
    sums.slope(0, count * (digamma(r + x) - digamma(r) + Math.log(alpha)));
    sums.slope(1, (count * r) / alpha);
    sums.slope(2, count * both);
    sums.slope(3, count * (both + digamma(b + y) - digamma(b)));
    sums.bend(0, 0, count * (trigamma(r + x) - trigamma(r)));
    sums.bend(1, 0, count / alpha);
    sums.bend(1, 1, (-count * r) / (alpha * alpha));
    sums.bend(2, 2, count * bothBend);
    sums.bend(3, 2, count * bothBend);
    sums.bend(3, 3, count * (bothBend + trigamma(b + y) - trigamma(b)));
  }
}

/** ln and inverse of alpha + time, for each distinct time. */
function timesFrom(alpha: number, times: Float64Array): { readonly ln: Float64Array; readonly inverse: Float64Array } {
  return { ln: times.map((time) => Math.log(alpha + time)), inverse: times.map((time) => 1 / (alpha + time)) };
}

/** The part that depends on the whole history: one exponential and one logarithm for each row. */
function addByRow(sums: Sums, { r, alpha, a, b }: Parameters, { rows, firstChance }: Customers): void {
  const { frequency, age, recency } = rows.distinct;
  const ages = timesFrom(alpha, age.values);
  const recencies = timesFrom(alpha, recency.values);
  const lnOdds = frequency.values.map((x) => Math.log(a / (b + (x + firstChance - 1))));
  let value = 0;
  let [sR, sAlpha, sA, sB] = [0, 0, 0, 0];
  let [rr, ar, aa, br, ba, bb, cr, ca, cb, cc] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let row = 0; row < rows.customers.length; row += 1) {
    const count = rows.customers[row] as number;
    const place = frequency.at[row] as number;
    const x = frequency.values[place] as number;
    const rate = r + x;
    const lnAge = ages.ln[age.at[row] as number] as number;
    const inverseAge = ages.inverse[age.at[row] as number] as number;
    value -= count * rate * lnAge;
    sR -= count * lnAge;
    sAlpha -= count * rate * inverseAge;
    ar -= count * inverseAge;
    aa += count * rate * inverseAge * inverseAge;
    if (x + firstChance === 0) continue;
    const inverseRecency = recencies.inverse[recency.at[row] as number] as number;
    // derivatives of the log-odds u to have left
    const uR = lnAge - (recencies.ln[recency.at[row] as number] as number);
    const uAR = inverseAge - inverseRecency;
    const uAlpha = rate * uAR;
    const uB = -1 / (b + (x + firstChance - 1));
    const u = (lnOdds[place] as number) + rate * uR;
    const small = Math.exp(-Math.abs(u));
    const gone = count * (u > 0 ? 1 / (1 + small) : small / (1 + small));
    const spread = (gone * (count - gone)) / count;
    value += count * (Math.max(u, 0) + Math.log1p(small));
    sR += gone * uR;
    sAlpha += gone * uAlpha;
    sA += gone;
    sB += gone * uB;
    rr += spread * uR * uR;
    ar += spread * uAlpha * uR + gone * uAR;
    aa += spread * uAlpha * uAlpha + gone * rate * (inverseRecency * inverseRecency - inverseAge * inverseAge);
    br += spread * uR;
    ba += spread * uAlpha;
    bb += spread - gone;
    cr += spread * uB * uR;
    ca += spread * uB * uAlpha;
    cb += spread * uB;
    cc += (spread + gone) * uB * uB;
  }
  sums.value += value;
  for (const [index, slope] of [sR, sAlpha, sA / a, sB].entries()) sums.slope(index, slope);
  const bends = [[rr], [ar, aa], [br / a, ba / a, bb / (a * a)], [cr, ca, cb / a, cc]];
  for (const [index, bendsOfRow] of bends.entries()) for (const [column, bend] of bendsOfRow.entries()) sums.bend(index, column, bend);
}
