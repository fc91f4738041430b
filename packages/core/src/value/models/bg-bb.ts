import { digamma, lnBeta, trigamma } from "../numerics/gamma.js";
import type { Evaluation } from "../numerics/maximise.js";
import type { CompressedHistories } from "../purchases/compress-histories.js";
import { leaveAtOnce } from "./leave-at-once.js";
import { type History, type ProcessAt, type PurchaseProcess, Sums } from "./purchase-process.js";

/** As usual; then some leave at once and the others hardly ever, few leave at all, and all leave alike. */
const starts = [
  [1, 1, 1, 3],
  [0.3, 0.5, 0.05, 0.1],
  [1, 2, 0.1, 5],
  [0.2, 0.2, 30, 80],
] as const;

/**
 * For purchases that have an occasion, such as yearly donations: at each one a customer who is alive buys with a beta-distributed
 * probability (alpha, beta), and leaves before it with another (gamma, delta). Times count occasions.
 *
 * @see Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing Science 29(6), 1086–1108
 */
export const bgBb: PurchaseProcess = {
  parameterNames: ["alpha", "beta", "gamma", "delta"],
  timeParameters: [],
  starts: () => starts,
  evaluate,
  at([alpha = 0, beta = 0, gamma = 0, delta = 0, share = 0]) {
    if (gamma > 0 || delta > 0) return processAt({ alpha, beta, gamma, delta });
    return leaveAtOnce(processAt({ alpha, beta, gamma, delta: 1 }), share);
  },
};

interface Parameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly delta: number;
}

/** Logarithm of the probability of so many purchases, misses, stays and at last `left` departures. */
const lnPath = ({ alpha, beta, gamma, delta }: Parameters, { bought, missed, stayed, left }: Path): number =>
  lnBeta(alpha + bought, beta + missed) - lnBeta(alpha, beta) + lnLeaving({ gamma, delta }, { stayed, left });

const lnLeaving = ({ gamma, delta }: Pick<Parameters, "gamma" | "delta">, { stayed, left }: Pick<Path, "stayed" | "left">): number => {
  if (gamma === 0) return left === 0 ? 0 : Number.NEGATIVE_INFINITY;
  return lnBeta(gamma + left, delta + stayed) - lnBeta(gamma, delta);
};

interface Path {
  readonly bought: number;
  readonly missed: number;
  readonly stayed: number;
  readonly left: 0 | 1;
}

/** All that can have happened to a customer: still there, or gone before any occasion after the last purchase. */
function pathsOf({ frequency, recency, age }: History): readonly Path[] {
  const paths: Path[] = [{ bought: frequency, missed: age - frequency, stayed: age, left: 0 }];
  for (let occasion = recency; occasion < age; occasion += 1)
    paths.push({ bought: frequency, missed: occasion - frequency, stayed: occasion, left: 1 });
  return paths;
}

function processAt(parameters: Parameters): ProcessAt {
  const { alpha, beta, gamma, delta } = parameters;
  const likelihood = (history: History): number => pathsOf(history).reduce((sum, path) => sum + Math.exp(lnPath(parameters, path)), 0);
  /** Probability to be there at the occasion after the next, for one who is there at the next. */
  const stays = (occasion: number): number => (delta + occasion) / (gamma + delta + occasion);
  const purchases = (from: number, { horizon, probability }: { readonly horizon: number; readonly probability: number }): number => {
    let present = probability;
    let sum = 0;
    for (let occasion = from; occasion < from + horizon; occasion += 1) {
      sum += present;
      present *= stays(occasion + 1);
    }
    return sum;
  };
  const buys = ({ frequency, age }: History): number => (alpha + frequency) / (alpha + beta + age);
  return {
    logLikelihood: (history) => Math.log(likelihood(history)),
    probabilityAlive: (history) => {
      const { frequency, age } = history;
      const there = lnPath(parameters, { bought: frequency, missed: age - frequency, stayed: age + 1, left: 0 });
      return Math.exp(there) / likelihood(history);
    },
    purchasesIfAlive: (history, horizon) => buys(history) * purchases(history.age, { horizon, probability: 1 }),
    discountedIfAlive: (history, rate) => {
      let present = 1;
      let sum = 0;
      for (let occasion = history.age; present > 1e-17 * sum; occasion += 1) {
        present *= Math.exp(-rate);
        sum += present;
        present *= stays(occasion + 1);
      }
      return buys(history) * sum;
    },
    purchasesOfNew: (horizon) => (alpha / (alpha + beta)) * purchases(0, { horizon, probability: delta / (gamma + delta) }),
    probabilityOf(count, horizon) {
      if (count > horizon) return 0;
      let sum = choose(horizon, count) * Math.exp(lnPath(parameters, { bought: count, missed: horizon - count, stayed: horizon, left: 0 }));
      for (let occasion = count; occasion < horizon; occasion += 1)
        sum +=
          choose(occasion, count) * Math.exp(lnPath(parameters, { bought: count, missed: occasion - count, stayed: occasion, left: 1 }));
      return sum;
    },
  };
}

const choose = (from: number, count: number): number => Math.exp(-Math.log(from + 1) - lnBeta(from - count + 1, count + 1));

function evaluate(given: Float64Array, rows: CompressedHistories): Evaluation {
  const [alpha = 0, beta = 0, gamma = 0, delta = 0] = given;
  const sums = new Sums(4);
  for (let row = 0; row < rows.customers.length; row += 1) {
    const history = { frequency: rows.frequency[row] as number, recency: rows.recency[row] as number, age: rows.age[row] as number };
    addRow(sums, { alpha, beta, gamma, delta }, { history, customers: rows.customers[row] as number });
  }
  return sums.evaluation();
}

/** Derivatives of a mixture: those of its paths in the mean, and the covariance of their slopes. */
function addRow(
  sums: Sums,
  parameters: Parameters,
  { history, customers }: { readonly history: History; readonly customers: number },
): void {
  const paths = pathsOf(history).map((path) => ({ path, ln: lnPath(parameters, path) }));
  const highest = paths.reduce((most, { ln }) => Math.max(most, ln), Number.NEGATIVE_INFINITY);
  const whole = paths.reduce((sum, { ln }) => sum + Math.exp(ln - highest), 0);
  const mean = new Float64Array(4);
  sums.value += customers * (highest + Math.log(whole));
  for (const { path, ln } of paths) {
    const weight = Math.exp(ln - highest) / whole;
    const slopes = slopesOf(parameters, path);
    const bends = bendsOf(parameters, path);
    for (let index = 0; index < 4; index += 1) {
      mean[index] = (mean[index] as number) + weight * (slopes[index] as number);
      for (let column = 0; column <= index; column += 1)
        sums.bend(
          index,
          column,
          customers * weight * ((bends[index]?.[column] as number) + (slopes[index] as number) * (slopes[column] as number)),
        );
    }
  }
  for (let index = 0; index < 4; index += 1) {
    sums.slope(index, customers * (mean[index] as number));
    for (let column = 0; column <= index; column += 1)
      sums.bend(index, column, -customers * (mean[index] as number) * (mean[column] as number));
  }
}

function slopesOf({ alpha, beta, gamma, delta }: Parameters, { bought, missed, stayed, left }: Path): readonly number[] {
  const buying = digamma(alpha + beta) - digamma(alpha + beta + bought + missed);
  const leaving = digamma(gamma + delta) - digamma(gamma + delta + stayed + left);
  return [
    digamma(alpha + bought) - digamma(alpha) + buying,
    digamma(beta + missed) - digamma(beta) + buying,
    digamma(gamma + left) - digamma(gamma) + leaving,
    digamma(delta + stayed) - digamma(delta) + leaving,
  ];
}

/** The lower triangle. */
function bendsOf({ alpha, beta, gamma, delta }: Parameters, { bought, missed, stayed, left }: Path): readonly (readonly number[])[] {
  const buying = trigamma(alpha + beta) - trigamma(alpha + beta + bought + missed);
  const leaving = trigamma(gamma + delta) - trigamma(gamma + delta + stayed + left);
  return [
    [trigamma(alpha + bought) - trigamma(alpha) + buying],
    [buying, trigamma(beta + missed) - trigamma(beta) + buying],
    [0, 0, trigamma(gamma + left) - trigamma(gamma) + leaving],
    [0, 0, leaving, trigamma(delta + stayed) - trigamma(delta) + leaving],
  ];
}
