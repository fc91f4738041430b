import type { CalendarDate } from "../../define/id.js";
import { refused } from "../../error.js";
import { digamma, lnGamma, trigamma } from "../numerics/gamma.js";
import { type Evaluation, maximise } from "../numerics/maximise.js";
import { columnsDiffer, frequencyInvalid } from "../purchases/purchase-problems.js";
import { fingerprint } from "./fingerprint.js";
import { fitUndetermined, parametersUnusable, spendInvalid, spendUnbounded, tooFewCustomers } from "./model-problems.js";
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
  readonly standardErrors: { readonly p: number; readonly q: number; readonly v: number };
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
 * @throws KehuError `core/columns-differ`, `core/frequency-invalid`, `core/spend-invalid`, `core/too-few-customers`, `core/fit-undetermined`
 * @see Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value
 */
export function fitSpendModel(histories: SpendHistories, { asOf, unitMinor = 100 }: SpendFitOptions): SpendModel {
  checkSpend(histories);
  const rows = repeaters(histories);
  const customers = rows.frequency.length;
  const model = "gamma-gamma";
  if (customers < fewestCustomers) throw refused(tooFewCustomers({ model, needed: fewestCustomers, customers }));
  const scale = rows.total.reduce((sum, total) => sum + total, 0) / rows.frequency.reduce((sum, x) => sum + x, 0);
  const scaled = { ...rows, total: rows.total.map((total) => total / scale) };
  const maximum = maximise((parameters) => evaluate(parameters, scaled), [2, 3, 1]);
  if (maximum.failure !== undefined || maximum.standardErrors === undefined)
    throw refused(fitUndetermined({ model, customers, parameter: ["p", "q", "v"][maximum.failure ?? -1] ?? "curvature" }));
  const named = ([p = 0, q = 0, v = 0]: Float64Array) => ({ p, q, v: (v * scale) / unitMinor });
  return {
    model,
    version: 1,
    parameters: named(maximum.parameters),
    standardErrors: named(maximum.standardErrors),
    logLikelihood: maximum.value - customers * Math.log(scale / unitMinor),
    unitMinor,
    fingerprint: fingerprint([rows.frequency, rows.total]),
    asOf,
    customers,
    convergence: { iterations: maximum.iterations, rise: maximum.rise },
  };
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
}

function repeaters({ frequency, monetaryValue }: SpendHistories): Repeaters {
  const byFrequency = new Map<number, number[]>();
  for (let index = 0; index < frequency.length; index += 1) {
    const x = frequency[index] as number;
    const value = monetaryValue[index] as number;
    if (x === 0 || value === 0) continue;
    const totals = byFrequency.get(x);
    if (totals) totals.push(x * value);
    else byFrequency.set(x, [x * value]);
  }
  const groups = [...byFrequency].sort(([one], [other]) => one - other);
  const length = groups.reduce((sum, [, totals]) => sum + totals.length, 0);
  const rows = { frequency: new Float64Array(length), total: new Float64Array(length) };
  let from = 0;
  for (const [x, totals] of groups) {
    rows.frequency.fill(x, from, from + totals.length);
    rows.total.set(Float64Array.from(totals).sort(), from);
    from += totals.length;
  }
  return rows;
}

function evaluate(parameters: Float64Array, { frequency, total }: Repeaters): Evaluation {
  const [p = 0, q = 0, v = 0] = parameters;
  const sums = new Sums(3);
  for (let from = 0; from < frequency.length; ) {
    const x = frequency[from] as number;
    let [to, lnOwn, lnBoth, inverse, square] = [from, 0, 0, 0, 0];
    for (; to < total.length && frequency[to] === x; to += 1) {
      const own = total[to] as number;
      const share = 1 / (v + own);
      lnOwn += Math.log(own);
      lnBoth += Math.log(v + own);
      inverse += share;
      square += share * share;
    }
    addFrequency(sums, { p, q, v }, { x, count: to - from, lnOwn, lnBoth, inverse, square });
    from = to;
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
