import { scaledExponentialIntegral } from "../numerics/exponential-integral.js";
import { digamma, lnGamma, trigamma } from "../numerics/gamma.js";
import type { Evaluation } from "../numerics/maximise.js";
import { gaussLegendre, integrate, type Quadrature, rule32 } from "../numerics/quadrature.js";
import type { CompressedHistories } from "../purchases/compress-histories.js";
import { mbgNbd } from "./beta-geometric.js";
import { leaveAtOnce } from "./leave-at-once.js";
import { negativeBinomial } from "./negative-binomial.js";
import { nobodyLeaves } from "./nobody-leaves.js";
import { type History, type ProcessAt, type PurchaseProcess, Sums } from "./purchase-process.js";

/** As usual; then some leave at once and the others hardly ever, of customers who buy alike and who do not; most leave early, or late. */
const starts = [
  [0.7, 0.5, 0.7, 0.5],
  [10, 10, 0.05, 0.01],
  [2, 2, 0.05, 0.01],
  [2, 2, 2, 0.1],
  [0.5, 0.5, 0.3, 5],
] as const;

/**
 * Customers buy at a gamma-distributed rate (r, alpha) and leave at any time, after a lifetime with a gamma-distributed rate (s, beta).
 * The likelihood is integrated over the time of leaving, which needs no hypergeometric function and loses no digits.
 *
 * @see Schmittlein, Morrison & Colombo (1987), Counting Your Customers: Who Are They and What Will They Do Next?, Management Science 33(1), 1–24
 */
export const paretoNbd: PurchaseProcess = {
  parameterNames: ["r", "alpha", "s", "beta"],
  timeParameters: ["alpha", "beta"],
  starts: (repeatsPerCustomer) => starts.map(([r, alpha, s, beta]) => [r, alpha / repeatsPerCustomer, s, beta]),
  evaluate,
  // beta is far below the smallest number then
  atOnceAs: mbgNbd,
  at([r = 0, alpha = 0, s = 0, beta = 0, share = 0]) {
    if (s > 0) return processAt({ r, alpha, s, beta });
    return beta > 0 ? nobodyLeaves(r, alpha) : leaveAtOnce(nobodyLeaves(r, alpha), share);
  },
};

interface Parameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

function processAt(parameters: Parameters): ProcessAt {
  const { r, alpha, s, beta } = parameters;
  const moments = new Float64Array(momentCount);
  /** Weights of having stayed and of having left, both over the likelihood of leaving right after the last purchase. */
  const weights = (history: History): { readonly stayed: number; readonly gone: number } => {
    const at = { shape: r + history.frequency, from: history.recency, to: history.age };
    integrateLeaving(parameters, at, moments);
    return { stayed: Math.exp(lnStayed(parameters, at)), gone: s * (moments[0] as number) };
  };
  return {
    logLikelihood(history) {
      const { stayed, gone } = weights(history);
      const shape = r + history.frequency;
      const lnScale = lnGamma(shape) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
      return lnScale - shape * Math.log(alpha + history.recency) - s * Math.log(beta + history.recency) + Math.log(stayed + gone);
    },
    probabilityAlive(history) {
      const { stayed, gone } = weights(history);
      return stayed / (stayed + gone);
    },
    purchasesIfAlive: ({ frequency, age }, horizon) => purchases({ r: r + frequency, alpha: alpha + age, s, beta: beta + age }, horizon),
    discountedIfAlive: ({ frequency, age }, rate) =>
      ((r + frequency) / (alpha + age)) * (beta + age) * scaledExponentialIntegral(s, rate * (beta + age)),
    purchasesOfNew: (horizon) => purchases(parameters, horizon),
    probabilityOf(count, horizon) {
      const bought = (time: number): number => negativeBinomial(r, count, time / (alpha + time));
      const scale = Math.min(alpha, beta);
      const to = Math.log1p(horizon / scale);
      const goneAt = (u: number): number => {
        const time = scale * Math.expm1(u);
        return (s * (scale + time) * bought(time) * Math.exp(s * Math.log(beta / (beta + time)))) / (beta + time);
      };
      const gone = to === 0 ? 0 : integrate(goneAt, { from: 0, to, panels: 4 + Math.ceil(to) });
      return bought(horizon) * (beta / (beta + horizon)) ** s + gone;
    },
  };
}

/** Expected purchases of a customer who is alive. */
function purchases({ r, alpha, s, beta }: Parameters, horizon: number): number {
  const ln = Math.log1p(horizon / beta);
  return (r / alpha) * beta * (s === 1 ? ln : -Math.expm1((1 - s) * ln) / (s - 1));
}

/** Of a purchase shape over a time in which the customer may have left. */
interface Span {
  readonly shape: number;
  readonly from: number;
  readonly to: number;
}

const lnStayed = ({ alpha, s, beta }: Parameters, { shape, from, to }: Span): number =>
  -shape * Math.log((alpha + to) / (alpha + from)) - s * Math.log((beta + to) / (beta + from));

/** The integral, and its means of u = ln(alpha+t), v = 1/(alpha+t), p = ln(beta+t), q = 1/(beta+t) and their products, in this order. */
const momentCount = 15;
/** Beyond, e^-x is below the last digit of 1. */
const negligible = 45;
/** Over so short a range, with the integrand falling by no more than e^reach, so few points are exact to 1e-15. */
const shortRules = [
  { rule: gaussLegendre(8), length: 1.2, reach: 2.5 },
  { rule: gaussLegendre(12), length: 2, reach: 7 },
  { rule: gaussLegendre(16), length: 4, reach: 16 },
];

/**
 * Integrates ((alpha+t)/(alpha+from))^-shape ((beta+t)/(beta+from))^-s / (beta+t), and its products with what the derivatives need,
 * in the logarithm of the time, where it is smooth even if alpha or beta are tiny. Logarithms are those over the beginning of the span.
 */
function integrateLeaving({ alpha, s, beta }: Parameters, { shape, from, to }: Span, moments: Float64Array): void {
  moments.fill(0);
  const scale = Math.min(alpha, beta);
  const start = scale + from;
  const [alphaStart, betaStart] = [alpha + from, beta + from];
  const range = Math.log((scale + to) / start);
  const fall = (shape * start) / alphaStart + ((s + 1) * start) / betaStart - 1;
  const length = fall > 0 ? Math.min(range, negligible / fall) : range;
  if (!(length > 0)) return;
  const reach = (shape + s) * length;
  const rule = shortRules.find((each) => length <= each.length && reach <= each.reach)?.rule;
  const panels = rule ? 1 : Math.ceil(length / 6);
  for (let panel = 0; panel < panels; panel += 1)
    addPanel({ shape, s, start, alphaStart, betaStart, rule: rule ?? rule32, width: length / panels, panel }, moments);
}

interface Panel {
  readonly shape: number;
  readonly s: number;
  readonly start: number;
  readonly alphaStart: number;
  readonly betaStart: number;
  readonly rule: Quadrature;
  readonly width: number;
  readonly panel: number;
}

function addPanel({ shape, s, start, alphaStart, betaStart, rule, width, panel }: Panel, moments: Float64Array): void {
  let [one, u1, v1, p1, q1, uu, uv, vv, up, vp, pp, uq, vq, pq, qq] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { points, weights } = rule;
  for (let point = 0; point < points.length; point += 1) {
    const at = width * (panel + (points[point] as number));
    const time = start * (Math.exp(at) - 1);
    const v = 1 / (alphaStart + time);
    const q = 1 / (betaStart + time);
    const u = alphaStart === start ? at : Math.log((alphaStart + time) / alphaStart);
    const p = betaStart === start ? at : Math.log((betaStart + time) / betaStart);
    const weight = width * (weights[point] as number) * (start + time) * q * Math.exp(-shape * u - s * p);
    one += weight;
    const [wu, wv, wp, wq] = [weight * u, weight * v, weight * p, weight * q];
    u1 += wu;
    v1 += wv;
    p1 += wp;
    q1 += wq;
    uu += wu * u;
    uv += wu * v;
    vv += wv * v;
    up += wu * p;
    vp += wv * p;
    pp += wp * p;
    uq += wu * q;
    vq += wv * q;
    pq += wp * q;
    qq += wq * q;
  }
  moments[0] = (moments[0] as number) + one;
  moments[1] = (moments[1] as number) + u1;
  moments[2] = (moments[2] as number) + v1;
  moments[3] = (moments[3] as number) + p1;
  moments[4] = (moments[4] as number) + q1;
  moments[5] = (moments[5] as number) + uu;
  moments[6] = (moments[6] as number) + uv;
  moments[7] = (moments[7] as number) + vv;
  moments[8] = (moments[8] as number) + up;
  moments[9] = (moments[9] as number) + vp;
  moments[10] = (moments[10] as number) + pp;
  moments[11] = (moments[11] as number) + uq;
  moments[12] = (moments[12] as number) + vq;
  moments[13] = (moments[13] as number) + pq;
  moments[14] = (moments[14] as number) + qq;
}

function evaluate(given: Float64Array, rows: CompressedHistories): Evaluation {
  const [r = 0, alpha = 0, s = 0, beta = 0] = given;
  const sums = new Sums(4);
  addConstants(sums, { r, alpha, s, beta }, rows);
  const moments = new Float64Array(momentCount);
  for (let row = 0; row < rows.customers.length; row += 1) {
    const [frequency, from, to] = [rows.frequency[row] as number, rows.recency[row] as number, rows.age[row] as number];
    const span = { shape: r + frequency, from, to };
    integrateLeaving({ r, alpha, s, beta }, span, moments);
    addRow(sums, { r, alpha, s, beta }, { span, moments, customers: rows.customers[row] as number });
  }
  return sums.evaluation();
}

/** What depends on the frequency alone. */
function addConstants(sums: Sums, { r, alpha, s, beta }: Parameters, rows: CompressedHistories): void {
  const { values, at } = rows.distinct.frequency;
  const counts = new Float64Array(values.length);
  for (let row = 0; row < at.length; row += 1) {
    const place = at[row] as number;
    counts[place] = (counts[place] as number) + (rows.customers[row] as number);
  }
  const lnScale = r * Math.log(alpha) + s * Math.log(beta) - lnGamma(r);
  for (const [place, x] of values.entries()) {
    const count = counts[place] as number;
    sums.value += count * (lnScale + lnGamma(r + x));
    sums.slope(0, count * (digamma(r + x) - digamma(r) + Math.log(alpha)));
    sums.slope(1, (count * r) / alpha);
    sums.slope(2, count * Math.log(beta));
    sums.slope(3, (count * s) / beta);
    sums.bend(0, 0, count * (trigamma(r + x) - trigamma(r)));
    sums.bend(1, 0, count / alpha);
    sums.bend(1, 1, (-count * r) / (alpha * alpha));
    sums.bend(3, 2, count / beta);
    sums.bend(3, 3, (-count * s) / (beta * beta));
  }
}

interface Row {
  readonly span: Span;
  readonly moments: Float64Array;
  readonly customers: number;
}

/** Derivatives of a mixture: those of its parts in the mean, and the covariance of their slopes. */
function addRow(sums: Sums, { alpha, s, beta }: Parameters, { span, moments, customers: n }: Row): void {
  const { shape: k, from, to } = span;
  const [lnAlpha, lnBeta] = [Math.log(alpha + from), Math.log(beta + from)];
  const [uT, vT, pT, qT] = [Math.log(alpha + to) - lnAlpha, 1 / (alpha + to), Math.log(beta + to) - lnBeta, 1 / (beta + to)];
  const stayed = Math.exp(-k * uT - s * pT);
  const likelihood = stayed + s * (moments[0] as number);
  const share = s / likelihood;
  const w = stayed / likelihood;
  const of = (index: number): number => share * (moments[index] as number);
  const [gu, gv, gp, gq] = [of(1), of(2), of(3), of(4)];
  const [mR, mA, mS] = [-(w * uT + gu), -k * (w * vT + gv), of(0) / s - (w * pT + gp)];
  const mB = -(s * w * qT + (s + 1) * gq);
  sums.value += n * (Math.log(likelihood) - k * lnAlpha - s * lnBeta);
  sums.slope(0, n * (mR - lnAlpha));
  sums.slope(1, n * mA);
  sums.slope(2, n * (mS - lnBeta));
  sums.slope(3, n * mB);
  sums.bend(0, 0, n * (w * uT * uT + of(5) - mR * mR));
  sums.bend(1, 0, n * (k * (w * uT * vT + of(6)) - (w * vT + gv) - mA * mR));
  sums.bend(1, 1, n * ((k * k + k) * (w * vT * vT + of(7)) - mA * mA));
  sums.bend(2, 0, n * (w * uT * pT + of(8) - gu / s - mS * mR));
  sums.bend(2, 1, n * (k * (w * vT * pT + of(9) - gv / s) - mS * mA));
  sums.bend(2, 2, n * (w * pT * pT + of(10) - (2 * gp) / s - mS * mS));
  sums.bend(3, 0, n * (s * w * uT * qT + (s + 1) * of(11) - mB * mR));
  sums.bend(3, 1, n * (k * (s * w * vT * qT + (s + 1) * of(12)) - mB * mA));
  sums.bend(3, 2, n * (s * w * pT * qT + (s + 1) * (of(13) - gq / s) - (w * qT + gq) - mB * mS));
  sums.bend(3, 3, n * (s * (s + 1) * w * qT * qT + (s + 1) * (s + 2) * of(14) - mB * mB));
}
