import { parseDay } from "../../calendar/day-number.js";
import type { CalendarDate } from "../../define/id.js";
import { refused } from "../../error.js";
import { type Maximum, maximise } from "../numerics/maximise.js";
import { type CompressedHistories, compressHistories, type Distinct } from "../purchases/compress-histories.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import { fingerprint } from "./fingerprint.js";
import { fitUndetermined, noRepeats, tooFewCustomers } from "./model-problems.js";
import { checkFor, knownProcess, type PurchaseModel, type PurchaseModelName, processes } from "./purchase-model.js";

export interface FitOptions {
  readonly model: PurchaseModelName;
  /** Of recency and age. */
  readonly unit: "day" | "week" | "occasion";
  /** The end of the observation. */
  readonly asOf: CalendarDate;
}

const fewestCustomers = 10;
/** The search climbs on samples of so many customers first, as long as they are far fewer than all. */
const samples = [5000, 50_000];
const farFewer = 4;
/** Of log-likelihoods that differ only by where a climb ended on the way to one maximum. */
const sameHeight = 1e-6;

/**
 * Fits a purchase model by maximum likelihood, with exact derivatives. The answer does not depend on the order of the customers; in another
 * unit the parameters that are times are rescaled.
 *
 * @throws KehuError those of `checkHistories`, `core/unit-differs`, `core/model-unknown`, `core/date-invalid`, `core/too-few-customers`,
 * `core/no-repeat-purchases`, `core/occasions-unusable`, and `core/fit-undetermined` where the likelihood has no maximum
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), 275–284
 */
export function fitPurchaseModel(histories: PurchaseHistories, { model, unit, asOf }: FitOptions): PurchaseModel {
  const { parameterNames, timeParameters, start, otherStarts } = knownProcess(model, 1);
  checkFor({ model, unit }, histories);
  parseDay(asOf, "The end of the observation");
  const rows = compressHistories(histories);
  const customers = sumOf(rows.customers);
  const repeats = rows.frequency.reduce((sum, x, row) => sum + x * (rows.customers[row] as number), 0);
  if (customers < fewestCustomers) throw refused(tooFewCustomers({ model, needed: fewestCustomers, customers }));
  if (repeats === 0) throw refused(noRepeats({ model, customers }));
  const scale =
    timeParameters.length === 0 ? 1 : rows.age.reduce((sum, age, row) => sum + age * (rows.customers[row] as number), 0) / customers;
  const from = (point: readonly number[]): Maximum => climb(model, { rows: rescaled(rows, scale), start: point });
  const first = from(start(repeats / customers));
  const maximum = isReached(first) ? first : highest([first, ...(otherStarts?.(repeats / customers) ?? []).map(from)]);
  if (!isReached(maximum))
    throw refused(fitUndetermined({ model, customers, parameter: parameterNames[first.failure ?? -1] ?? "curvature" }));
  const named = (values: Float64Array): Record<string, number> =>
    Object.fromEntries(
      parameterNames.map((name, index) => [name, (values[index] as number) * (timeParameters.includes(name) ? scale : 1)]),
    );
  return {
    model,
    version: 1,
    parameters: named(maximum.parameters),
    standardErrors: named(maximum.standardErrors),
    // the density of a time shrinks as the unit grows: one factor for each repeat purchase
    logLikelihood: maximum.value - repeats * Math.log(scale),
    unit,
    fingerprint: fingerprint([rows.frequency, rows.recency, rows.age, rows.customers]),
    asOf,
    customers,
    convergence: { iterations: maximum.iterations, rise: maximum.rise },
  };
}

type Reached = Maximum & { readonly standardErrors: Float64Array };
const isReached = (maximum: Maximum): maximum is Reached => maximum.failure === undefined && maximum.standardErrors !== undefined;

/** The maximum of several climbs, unless one that reached none came higher: then it is but a local one. */
function highest(climbs: readonly [Maximum, ...Maximum[]]): Maximum {
  const top = Math.max(...climbs.map(({ value }) => value).filter((value) => !Number.isNaN(value)));
  return climbs.find((each) => isReached(each) && each.value >= top - sameHeight) ?? climbs[0];
}

const sumOf = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);

function climb(
  model: PurchaseModelName,
  { rows, start }: { readonly rows: CompressedHistories; readonly start: readonly number[] },
): Maximum {
  const over = (some: CompressedHistories) => (parameters: Float64Array) => processes[model].evaluate(parameters, some);
  const customers = sumOf(rows.customers);
  let near = start;
  for (const size of samples.filter((each) => each * farFewer <= customers)) {
    const { failure, parameters } = maximise(over(sampled(rows, customers / size)), near);
    if (failure === undefined) near = Array.from(parameters);
  }
  return maximise(over(rows), near);
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
