import { parseDay } from "../../calendar/day-number.js";
import type { CalendarDate } from "../../define/id.js";
import { refused } from "../../error.js";
import { type Evaluation, isReached, type Maximum, maximise, type Reached } from "../numerics/maximise.js";
import { type CompressedHistories, compressHistories, type Distinct } from "../purchases/compress-histories.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import { fingerprint } from "./fingerprint.js";
import { buyingAlike, fitUndetermined, noRepeats, tooFewCustomers } from "./model-problems.js";
import {
  checkFor,
  checkUnit,
  knownProcess,
  leaving,
  type PurchaseModel,
  type PurchaseModelName,
  type PurchaseModelUnit,
  processes,
} from "./purchase-model.js";

export interface FitOptions<Unit extends PurchaseModelUnit = PurchaseModelUnit> {
  readonly model: PurchaseModelName;
  /** Of recency and age. */
  readonly unit: Unit;
  /** The end of the observation. */
  readonly asOf: CalendarDate;
}

const fewestCustomers = 10;
/** The search climbs on samples of so many customers first, on the first one from all starts, as long as they are far fewer than all. */
const samples = [2000, 50_000];
const farFewer = 4;
const rounding = (value: number): number => 1e-12 * Math.abs(value);
/** Of log-likelihoods that differ only by where a climb ended on the way to one maximum, and by the rounding of their sums. */
const sameHeight = (value: number): number => 1e-6 + rounding(value);

/**
 * Fits a purchase model by maximum likelihood, with exact derivatives. The answer does not depend on the order of the customers; in another
 * unit the parameters that are times are rescaled. Where the likelihood rises until nobody leaves, it is fitted there, see `atEdge`.
 *
 * @throws KehuError those of `checkHistories`, `core/unit-unknown`, `core/unit-differs`, `core/model-unknown`, `core/date-invalid`, `core/too-few-customers`,
 * `core/no-repeat-purchases`, `core/occasions-unusable`, `core/buying-alike` where nothing tells the customers apart, and
 * `core/fit-undetermined` where the likelihood has no maximum for another reason
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), 275–284
 */
export function fitPurchaseModel<Unit extends PurchaseModelUnit>(
  histories: PurchaseHistories,
  { model, unit, asOf }: FitOptions<Unit>,
): PurchaseModel<Unit> {
  const { parameterNames, timeParameters, starts } = knownProcess(model, 1);
  checkUnit(unit);
  checkFor({ model, unit }, histories);
  parseDay(asOf, "The end of the observation");
  const rows = compressHistories(histories);
  const customers = sumOf(rows.customers);
  const repeats = rows.frequency.reduce((sum, x, row) => sum + x * (rows.customers[row] as number), 0);
  if (customers < fewestCustomers) throw refused(tooFewCustomers({ model, needed: fewestCustomers, customers }));
  if (repeats === 0) throw refused(noRepeats({ model, customers }));
  const scale =
    timeParameters.length === 0 ? 1 : rows.age.reduce((sum, age, row) => sum + age * (rows.customers[row] as number), 0) / customers;
  const searched: Search = { rows: rescaled(rows, scale), customers, starts: starts(repeats / customers) };
  const top = search(model, searched);
  const { maximum, atEdge } = isReached(top) ? { maximum: top, atEdge: [] } : edgeAbove(top, { model, ...searched });
  const named = (values: Float64Array): [name: string, value: number][] =>
    parameterNames.map((name, index) => [name, (values[index] as number) * (timeParameters.includes(name) ? scale : 1)]);
  return {
    model,
    version: 1,
    parameters: Object.fromEntries(named(maximum.parameters)),
    standardErrors: Object.fromEntries(named(maximum.standardErrors).filter(([name]) => !atEdge.includes(name))),
    ...(atEdge.length > 0 && { atEdge }),
    // the density of a time shrinks as the unit grows: one factor for each repeat purchase
    logLikelihood: maximum.value - repeats * Math.log(scale),
    unit,
    fingerprint: fingerprint([rows.frequency, rows.recency, rows.age, rows.customers]),
    asOf,
    customers,
    convergence: { iterations: maximum.iterations, rise: maximum.rise },
  };
}

/** The highest of several climbs. Where it reached no maximum, one that a lower climb reached is but a local one, and does not count. */
function highest(climbs: readonly Maximum[]): Maximum {
  const top = climbs.reduce((most, each) => (each.value > most.value || Number.isNaN(most.value) ? each : most));
  return climbs.find((each) => isReached(each) && each.value >= top.value - sameHeight(top.value)) ?? top;
}

/** So small that nobody leaves, and yet to be divided by. */
const hardly = 1e-100;

interface Edge {
  readonly maximum: Reached;
  readonly atEdge: readonly string[];
}

/**
 * How customers buy where nobody leaves, if that is the highest of all: what climbs from within ran away from. Where it is not, the answer
 * is why there is none.
 */
function edgeAbove(top: Maximum, { model, rows, customers, starts }: Search & { readonly model: PurchaseModelName }): Edge {
  const { parameterNames, evaluate } = processes[model];
  const [r = 1, scale = 1] = starts[0] as readonly number[];
  const staying = maximise((buying) => ofBuying(evaluate(Float64Array.of(...buying, hardly, 1), rows)), [r, scale]);
  if (isReached(staying) && staying.value >= top.value - rounding(top.value)) {
    const maximum = { ...staying, parameters: Float64Array.of(...staying.parameters, 0, 1) };
    return { maximum, atEdge: parameterNames.slice(leaving) };
  }
  if (isAlike(top) || (isAlike(staying) && staying.value >= top.value - sameHeight(top.value)))
    throw refused(buyingAlike({ model, customers }));
  throw refused(fitUndetermined({ model, customers, parameter: parameterNames[top.failure ?? -1] ?? "curvature" }));
}

/** The spread of a rate or of a probability runs to nothing as both of its parameters grow. */
const isAlike = ({ failure = -1, parameters }: Maximum): boolean =>
  failure >= 0 && failure < leaving && (parameters[failure] as number) > 1;

/** The derivatives by the first parameters alone. */
function ofBuying({ value, gradient, hessian }: Evaluation): Evaluation {
  const size = gradient.length;
  return {
    value,
    gradient: gradient.subarray(0, leaving),
    hessian: hessian.filter((_, index) => index % size < leaving && index < leaving * size),
  };
}

const sumOf = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);

interface Search {
  readonly rows: CompressedHistories;
  readonly customers: number;
  readonly starts: readonly (readonly number[])[];
}

/** Climbs from all starts, of many customers on a sample of them: from its maximum one climb is enough for the others. */
function search(model: PurchaseModelName, { rows, customers, starts }: Search): Maximum {
  const climbed = (some: CompressedHistories, from: Search["starts"]): Maximum =>
    highest(from.map((start) => maximise((parameters) => processes[model].evaluate(parameters, some), start)));
  let near = starts;
  for (const size of samples.filter((each) => each * farFewer <= customers)) {
    const maximum = climbed(sampled(rows, customers / size), near);
    if (isReached(maximum)) near = [Array.from(maximum.parameters)];
  }
  const maximum = climbed(rows, near);
  return isReached(maximum) || near === starts ? maximum : climbed(rows, starts);
}

/** Every so manieth customer in the order of the rows, so that all kinds are there as often as they are. */
function sampled(rows: CompressedHistories, every: number): CompressedHistories {
  let before = 0;
  const customers = rows.customers.map((count) => {
    const taken = Math.floor((before + count) / every) - Math.floor(before / every);
    before += count;
    return taken;
  });
  const taken = <T extends Float64Array | Int32Array>(column: T): T => column.filter((_, row) => (customers[row] as number) > 0) as T;
  const thinned = ({ values, at }: Distinct): Distinct => ({ values, at: taken(at) });
  return {
    frequency: taken(rows.frequency),
    recency: taken(rows.recency),
    age: taken(rows.age),
    customers: taken(customers),
    rowOf: rows.rowOf,
    distinct: { frequency: thinned(rows.distinct.frequency), recency: thinned(rows.distinct.recency), age: thinned(rows.distinct.age) },
  };
}

/** The same histories with another unit of time. */
function rescaled(rows: CompressedHistories, scale: number): CompressedHistories {
  if (scale === 1) return rows;
  const shorter = (values: Float64Array): Float64Array => values.map((value) => value / scale);
  const times = ({ values, at }: Distinct): Distinct => ({ values: shorter(values), at });
  const { frequency, recency, age } = rows.distinct;
  return {
    ...rows,
    recency: shorter(rows.recency),
    age: shorter(rows.age),
    distinct: { frequency, recency: times(recency), age: times(age) },
  };
}
