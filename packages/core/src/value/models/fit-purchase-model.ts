import { parseDay } from "../../calendar/day-number.js";
import type { CalendarDate } from "../../define/id.js";
import { phrase } from "../../define/refusal.js";
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
  leaveAtOnce,
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
 * unit the parameters that are times are rescaled. Where the likelihood rises until nobody leaves, or until some leave at their first
 * chance and the others never, it is fitted there, see `atEdge`.
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
  parseDay(asOf, phrase("The end of the observation"));
  const rows = compressHistories(histories);
  const customers = sumOf(rows.customers);
  const repeats = rows.frequency.reduce((sum, x, row) => sum + x * (rows.customers[row] as number), 0);
  if (customers < fewestCustomers) throw refused(tooFewCustomers({ model, needed: fewestCustomers, customers }));
  if (repeats === 0) throw refused(noRepeats({ model, customers }));
  const scale =
    timeParameters.length === 0 ? 1 : rows.age.reduce((sum, age, row) => sum + age * (rows.customers[row] as number), 0) / customers;
  const searched: Search = { rows: rescaled(rows, scale), customers, starts: starts(repeats / customers) };
  const top = search(model, searched);
  const { maximum, atEdge, parted }: Edge = isReached(top) ? { maximum: top, atEdge: [] } : edgeAbove(top, { model, ...searched });
  const named = (values: Float64Array): [name: string, value: number][] =>
    parameterNames.map((name, index) => [name, (values[index] as number) * (timeParameters.includes(name) ? scale : 1)]);
  return {
    model,
    version: 1,
    parameters: { ...Object.fromEntries(named(maximum.parameters)), ...(parted && { [leaveAtOnce]: parted.share }) },
    standardErrors: {
      ...Object.fromEntries(named(maximum.standardErrors).filter(([name]) => !atEdge.includes(name))),
      ...(parted && { [leaveAtOnce]: parted.standardError }),
    },
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

/** So small that leaving comes to its limit, and yet to be divided by; and as many who leave for each who never does, where nobody leaves. */
const [hardly, none] = [1e-100, 1e-30];

interface Edge {
  readonly maximum: Reached;
  readonly atEdge: readonly string[];
  /** Of those who leave at their first chance, where the others never do. */
  readonly parted?: { readonly share: number; readonly standardError: number };
}
type Within = Search & { readonly model: PurchaseModelName };

/**
 * How customers buy where nobody leaves, or where some leave at their first chance and the others never, if that is the highest of all: what
 * climbs from within ran away from. Where it is not, the answer is why there is none.
 */
function edgeAbove(top: Maximum, within: Within): Edge {
  const { model, customers, starts } = within;
  const { parameterNames } = processes[model];
  const atEdge = parameterNames.slice(leaving);
  const [r = 1, scale = 1] = starts[0] as readonly number[];
  const staying = maximise((buying) => partOf(leaving, atOnce(Float64Array.of(...buying, 0), within)), [r, scale]);
  const isAbove = ({ value }: Maximum): boolean => value >= top.value - rounding(top.value);
  // more of those who leave may make it higher still
  const slope = atOnce(Float64Array.of(...staying.parameters, 0), within).gradient[leaving] as number;
  const parting = isReached(staying) && isAbove(staying) && !(slope > 0) ? undefined : highest(climbsOf(within, staying));
  if (parting && isReached(parting) && isAbove(parting) && parting.value > staying.value) return partedAt(parting, atEdge);
  if (isReached(staying) && isAbove(staying)) {
    const maximum = { ...staying, parameters: Float64Array.of(...staying.parameters, 0, 1) };
    return { maximum, atEdge };
  }
  const isHighest = (edge: Maximum | undefined): edge is Maximum => edge !== undefined && edge.value >= top.value - sameHeight(top.value);
  if (isAlike(top) || [staying, parting].some((edge) => isHighest(edge) && isAlike(edge))) throw refused(buyingAlike({ model, customers }));
  throw refused(fitUndetermined({ model, customers, parameter: parameterNames[top.failure ?? -1] ?? "curvature" }));
}

/** To where customers part: from where hardly anybody leaves, and from where half do, with each way to buy. */
const climbsOf = (within: Within, staying: Maximum): Maximum[] =>
  [[...staying.parameters, 0.01], ...within.starts.map((start) => [...start.slice(0, leaving), 1])].map((start) =>
    maximise((parameters) => partOf(leaving + 1, atOnce(parameters, within)), start),
  );

/** With so many leaving at their first chance for each who never does: the limit of the likelihood, as both parameters of leaving run to 0. */
function atOnce(parameters: Float64Array, { model, rows }: Within): Evaluation {
  const { evaluate } = processes[model].atOnceAs ?? processes[model];
  const [first = 0, second = 0, odds = 0] = parameters;
  const { value, gradient, hessian } = evaluate(Float64Array.of(first, second, Math.max(odds, none) * hardly, hardly), rows);
  const factor = (index: number): number => (index === leaving ? hardly : 1);
  const size = gradient.length;
  return {
    value,
    gradient: gradient.map((each, index) => each * factor(index)),
    hessian: hessian.map((each, index) => each * factor(index % size) * factor(Math.floor(index / size))),
  };
}

function partedAt(reached: Reached, atEdge: Edge["atEdge"]): Edge {
  const [first = 0, second = 0, odds = 0] = reached.parameters;
  const errors = reached.standardErrors;
  const parted = { share: odds / (1 + odds), standardError: (errors[leaving] as number) / (1 + odds) ** 2 };
  return { maximum: { ...reached, parameters: Float64Array.of(first, second, 0, 0) }, atEdge, parted };
}

/** The spread of a rate or of a probability runs to nothing as both of its parameters grow. */
const isAlike = ({ failure = -1, parameters }: Maximum): boolean =>
  failure >= 0 && failure < leaving && (parameters[failure] as number) > 1;

/** The derivatives by the first so many parameters alone. */
function partOf(count: number, { value, gradient, hessian }: Evaluation): Evaluation {
  const size = gradient.length;
  return {
    value,
    gradient: gradient.subarray(0, count),
    hessian: hessian.filter((_, index) => index % size < count && index < count * size),
  };
}

const sumOf = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);

interface Search {
  readonly rows: CompressedHistories;
  readonly customers: number;
  readonly starts: readonly (readonly number[])[];
}

/**
 * Climbs from all starts, of many customers on a sample of them: from its maximum one climb is enough for the others. Where the sample ran away
 * one climb from the way there is enough too, for all of them run after it or find a maximum on that way.
 */
function search(model: PurchaseModelName, { rows, customers, starts }: Search): Maximum {
  const climbed = (some: CompressedHistories, from: Search["starts"]): Maximum =>
    highest(from.map((start) => maximise((parameters) => processes[model].evaluate(parameters, some), start)));
  let near = starts;
  let isFound = false;
  for (const size of samples.filter((each) => each * farFewer <= customers)) {
    const maximum = climbed(sampled(rows, customers / size), near);
    isFound = isReached(maximum);
    near = [Array.from(maximum.parameters, (value) => (isFound ? value : Math.min(Math.max(value, 1 / onTheWay), onTheWay)))];
  }
  const maximum = climbed(rows, near);
  return isReached(maximum) || !isFound ? maximum : climbed(rows, starts);
}
/** Half as far as a climb may go, in logarithms. */
const onTheWay = Math.exp(5);

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
