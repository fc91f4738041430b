import type { CalendarDate } from "../../define/id.js";
import { refused } from "../../error.js";
import { digamma, lnGamma, trigamma } from "../numerics/gamma.js";
import { type Evaluation, isReached, type Maximum, maximise, type Reached } from "../numerics/maximise.js";
import { columnsDiffer, frequencyInvalid } from "../purchases/purchase-problems.js";
import { fingerprint } from "./fingerprint.js";
import { fitUndetermined, parametersUnusable, spendAlike, spendInvalid, spendUnbounded, tooFewCustomers } from "./model-problems.js";
import { Sums } from "./purchase-process.js";

/** What customers spend, a column each. */
export interface SpendHistories {
  /** Count of repeat purchases. */
  readonly frequency: ArrayLike<number>;
  /** Mean of the repeat purchases in minor units; not read where there are none. */
  readonly monetaryValue: ArrayLike<number>;
}
export interface SpendModel {
  readonly model: "gamma-gamma";
  readonly version: 1;
  /** p and q are shapes, v is a scale in units of so many minor units as `unitMinor` says. */
  readonly parameters: { readonly p: number; readonly q: number; readonly v: number };
  /** None of the parameters that `atEdge` names. */
  readonly standardErrors: { readonly p: number; readonly q?: number; readonly v?: number };
  /**
   * Parameters that the customers do not determine because no customer is seen to differ from the others: the likelihood rises until none does.
   * They are so large then that everybody is expected to spend the common mean.
   */
  readonly atEdge?: readonly ("q" | "v")[];
  /** Natural logarithm of the density of the means, in the same units. */
  readonly logLikelihood: number;
  readonly unitMinor: number;
  readonly fingerprint: string;
  readonly asOf: CalendarDate;
  /** Those with repeat purchases that were not free: the others say nothing here. */
  readonly customers: number;
  readonly convergence: { readonly iterations: number; readonly rise: number };
}
export interface SpendFitOptions {
  readonly asOf: CalendarDate;
  /** How many minor units make the unit of v and of the likelihood: 100 for most currencies, which is the default, 1 for those without decimals. */
  readonly unitMinor?: number;
}

const fewestCustomers = 10;

/**
 * Fits the Gamma-Gamma model of spend: each purchase of a customer is gamma-distributed around a mean of the customer's own, and these
 * means differ between customers. It holds where spend does not depend on how often a customer buys.
 *
 * @throws KehuError `core/columns-differ`, `core/frequency-invalid`, `core/spend-invalid`, `core/too-few-customers`,
 * `core/spend-alike`, `core/fit-undetermined`
 * @see Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value
 */
export function fitSpendModel(histories: SpendHistories, { asOf, unitMinor = 100 }: SpendFitOptions): SpendModel {
  checkSpend(histories);
  const rows = repeaters(histories);
  const customers = rows.frequency.length;
  const model = "gamma-gamma";
  if (customers < fewestCustomers) throw refused(tooFewCustomers({ model, needed: fewestCustomers, customers }));
  const scale = rows.total.reduce((sum, total) => sum + total, 0) / rows.frequency.reduce((sum, x) => sum + x, 0);
  const scaled = rescaled(rows, scale);
  const top = maximise((parameters) => evaluate(parameters, scaled), [2, 3, 1]);
  const maximum = isReached(top) ? top : edgeAbove(top, scaled);
  const [p = 0, q = 0, v = 0] = maximum.parameters;
  const [ofP = 0, ofQ, ofV = 0] = maximum.standardErrors;
  const inUnits = (value: number): number => (value * scale) / unitMinor;
  return {
    model,
    version: 1,
    parameters: { p, q, v: inUnits(v) },
    ...(ofQ === undefined ? { standardErrors: { p: ofP }, atEdge: ["q", "v"] } : { standardErrors: { p: ofP, q: ofQ, v: inUnits(ofV) } }),
    logLikelihood: maximum.value - customers * Math.log(scale / unitMinor),
    unitMinor,
    fingerprint: fingerprint([rows.frequency, rows.total]),
    asOf,
    customers,
    convergence: { iterations: maximum.iterations, rise: maximum.rise },
  };
}

/** So large that q + 1 is q, and no customer differs from the others. */
const endless = 1e18;

/**
 * The likelihood where no customer differs from the others, if that is the highest of all: the common mean is 1 on the scale of the search,
 * and only the spread of single purchases is sought.
 */
function edgeAbove(top: Maximum, { groups, frequency }: Repeaters): Reached {
  const alike = maximise(([p = 0]) => evaluateAlike(p, groups), [2]);
  if (isReached(alike) && alike.value >= top.value - 1e-12 * Math.abs(top.value))
    return { ...alike, parameters: Float64Array.of(...alike.parameters, endless, endless / (alike.parameters[0] as number)) };
  const customers = frequency.length;
  if (alike.failure === 0 && (alike.parameters[0] as number) > 1) throw refused(spendAlike({ customers }));
  throw refused(fitUndetermined({ model: "gamma-gamma", customers, parameter: ["p", "q", "v"][top.failure ?? -1] ?? "curvature" }));
}

/** Totals are gamma-distributed with shape p x and a mean of x. */
function evaluateAlike(p: number, groups: readonly FrequencyGroup[]): Evaluation {
  const sums = new Sums(1);
  for (const { x, from, to, lnTotals } of groups) {
    const count = to - from;
    sums.value += count * (p * x * (Math.log(p) - 1) - lnGamma(p * x) + Math.log(x)) + (p * x - 1) * lnTotals;
    sums.slope(0, x * (count * (Math.log(p) - digamma(p * x)) + lnTotals));
    sums.bend(0, 0, count * x * (1 / p - x * trigamma(p * x)));
  }
  return sums.evaluation();
}

/**
 * What each customer is expected to spend at a purchase, in minor units, not rounded: between the customer's own mean and that of all.
 *
 * @throws KehuError `core/columns-differ`, `core/frequency-invalid`, `core/spend-invalid`, `core/parameters-unusable`, and
 * `core/spend-unbounded` where the model gives no finite mean
 */
export function expectedSpend(model: Pick<SpendModel, "parameters" | "unitMinor">, histories: SpendHistories): Float64Array {
  checkSpend(histories);
  const { p, q, v } = model.parameters;
  for (const [parameter, value] of Object.entries({ p, q, v }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw refused(parametersUnusable({ model: "gamma-gamma", parameter, value: String(value) }));
  return Float64Array.from({ length: histories.frequency.length }, (_, index) => {
    const x = histories.frequency[index] as number;
    const total = x === 0 ? 0 : x * (histories.monetaryValue[index] as number);
    const divisor = p * x + q - 1;
    if (!(divisor > 0)) throw refused(spendUnbounded({ frequency: x, p, q }));
    return (p * (v * model.unitMinor + total)) / divisor;
  });
}

function checkSpend({ frequency, monetaryValue }: SpendHistories): void {
  if (monetaryValue.length !== frequency.length)
    throw refused(columnsDiffer({ column: "monetaryValue", length: monetaryValue.length, expected: frequency.length }));
  for (let index = 0; index < frequency.length; index += 1) {
    const x = frequency[index] as number;
    const value = monetaryValue[index] as number;
    if (!(x >= 0 && Number.isSafeInteger(x))) throw refused(frequencyInvalid({ position: index + 1, value: x }));
    if (x > 0 && !(value >= 0 && value < Number.POSITIVE_INFINITY)) throw refused(spendInvalid({ position: index + 1, value }));
  }
}

/** In order of frequency and of the sum spent on repeat purchases. */
interface Repeaters {
  readonly frequency: Float64Array;
  readonly total: Float64Array;
  readonly groups: readonly FrequencyGroup[];
}
/** The rows of one frequency. */
interface FrequencyGroup {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  /** Sum of the logarithms of their totals, on the scale of the search. */
  readonly lnTotals: number;
}

function repeaters({ frequency, monetaryValue }: SpendHistories): Repeaters {
  const counts = new Map<number, number>();
  const says = (index: number): boolean => (frequency[index] as number) > 0 && (monetaryValue[index] as number) > 0;
  for (let index = 0; index < frequency.length; index += 1)
    if (says(index)) counts.set(frequency[index] as number, (counts.get(frequency[index] as number) ?? 0) + 1);
  const places = new Map<number, number>();
  let length = 0;
  for (const [x, count] of [...counts].sort(([one], [other]) => one - other)) {
    places.set(x, length);
    length += count;
  }
  const rows = { frequency: new Float64Array(length), total: new Float64Array(length) };
  for (let index = 0; index < frequency.length; index += 1) {
    if (!says(index)) continue;
    const x = frequency[index] as number;
    const place = places.get(x) as number;
    rows.frequency[place] = x;
    rows.total[place] = x * (monetaryValue[index] as number);
    places.set(x, place + 1);
  }
  const groups = [...places].map(([x, to]) => ({ x, from: to - (counts.get(x) as number), to, lnTotals: 0 }));
  for (const { from, to } of groups) rows.total.subarray(from, to).sort();
  return { ...rows, groups };
}

/** The same with totals on another scale, and their logarithms, which no parameter changes. */
function rescaled({ frequency, total, groups }: Repeaters, scale: number): Repeaters {
  const scaled = total.map((each) => each / scale);
  const lnOf = (from: number, to: number): number => scaled.subarray(from, to).reduce((sum, each) => sum + Math.log(each), 0);
  return { frequency, total: scaled, groups: groups.map((group) => ({ ...group, lnTotals: lnOf(group.from, group.to) })) };
}

/** So many factors are multiplied before one logarithm is taken of them all; their product stays far from overflow. */
const factors = 8;

function evaluate(parameters: Float64Array, { total, groups }: Repeaters): Evaluation {
  const [p = 0, q = 0, v = 0] = parameters;
  const sums = new Sums(3);
  for (const { x, from, to, lnTotals } of groups) {
    let [lnBoth, inverse, square, product] = [0, 0, 0, 1];
    for (let row = from; row < to; row += 1) {
      const both = v + (total[row] as number);
      const share = 1 / both;
      product *= both;
      inverse += share;
      square += share * share;
      if ((row - from) % factors === factors - 1) {
        lnBoth += Math.log(product);
        product = 1;
      }
    }
    addFrequency(sums, { p, q, v }, { x, count: to - from, lnOwn: lnTotals, lnBoth: lnBoth + Math.log(product), inverse, square });
  }
  return sums.evaluation();
}

interface Group {
  readonly x: number;
  readonly count: number;
  readonly lnOwn: number;
  readonly lnBoth: number;
  readonly inverse: number;
  readonly square: number;
}

/** Customers of one frequency; the density is that of the mean, hence the ln x. */
function addFrequency(sums: Sums, { p, q, v }: SpendModel["parameters"], { x, count, lnOwn, lnBoth, inverse, square }: Group): void {
  const shape = p * x + q;
  const lnScale = lnGamma(shape) - lnGamma(p * x) - lnGamma(q) + q * Math.log(v) + Math.log(x);
  sums.value += count * lnScale + (p * x - 1) * lnOwn - shape * lnBoth;
  sums.slope(0, x * (count * (digamma(shape) - digamma(p * x)) + lnOwn - lnBoth));
  sums.slope(1, count * (digamma(shape) - digamma(q) + Math.log(v)) - lnBoth);
  sums.slope(2, (count * q) / v - shape * inverse);
  sums.bend(0, 0, count * x * x * (trigamma(shape) - trigamma(p * x)));
  sums.bend(1, 0, count * x * trigamma(shape));
  sums.bend(1, 1, count * (trigamma(shape) - trigamma(q)));
  sums.bend(2, 0, -x * inverse);
  sums.bend(2, 1, count / v - inverse);
  sums.bend(2, 2, (-count * q) / (v * v) + shape * square);
}
