import { phrase } from "../../define/refusal.js";
import { refused } from "../../error.js";
import { median } from "../median.js";
import { inputsUnusable } from "./explain-problems.js";

export type Inputs<Name extends string> = Readonly<Record<Name, number>>;

export interface Contribution<Name extends string> {
  readonly input: Name;
  readonly value: number;
  /** Of the cohort. */
  readonly median: number;
  /** What the input adds to the difference from the median customer; all of them add up to it. */
  readonly contribution: number;
  /** What the score would lose if this input alone were that of the median customer. */
  readonly ifRemoved: number;
}
export interface Explanation<Name extends string> {
  readonly score: number;
  /** Of a customer who is the median in everything. */
  readonly medianScore: number;
  /** The strongest first. */
  readonly contributions: readonly Contribution<Name>[];
}

const mostInputs = 10;

/**
 * Why a score is what it is, in comparison with the cohort's median customer. The contributions are Shapley values, reckoned by scoring
 * the customer with every selection of inputs: they do not depend on an order, and where a score is a sum each is exactly its term.
 *
 * @param score - the same answer for the same inputs; called 2^n times for n inputs, which are at most 10
 * @throws KehuError `core/inputs-unusable`
 * @see Shapley (1953), A Value for n-Person Games; Lundberg & Lee (2017), A Unified Approach to Interpreting Model Predictions
 */
export function explainScore<Name extends string>(
  score: (inputs: Inputs<Name>) => number,
  { customer, medians }: { readonly customer: Inputs<Name>; readonly medians: Inputs<Name> },
): Explanation<Name> {
  const names = Object.keys(customer) as Name[];
  const missing = names.find((name) => !Number.isFinite(medians[name]) || !Number.isFinite(customer[name]));
  if (missing !== undefined || names.length < 1 || names.length > mostInputs)
    throw refused(
      inputsUnusable({
        problem:
          missing === undefined
            ? phrase("there are {count} of them", { count: names.length })
            : phrase("{name} is not known on both sides", { name: missing }),
      }),
    );
  // bit by bit: whose value is taken, the customer's (1) or the median's (0)
  const scores = Array.from({ length: 2 ** names.length }, (_, chosen) =>
    score(Object.fromEntries(names.map((name, index) => [name, (chosen >> index) & 1 ? customer[name] : medians[name]])) as Inputs<Name>),
  );
  const everything = scores.length - 1;
  const contributions = names.map((input, index) => ({
    input,
    value: customer[input],
    median: medians[input],
    contribution: shapley(
      scores.map((each) => [each]),
      { index, count: names.length },
    )[0] as number,
    ifRemoved: (scores[everything] as number) - (scores[everything ^ (1 << index)] as number),
  }));
  return {
    score: scores[everything] as number,
    medianScore: scores[0] as number,
    contributions: contributions.sort(
      (one, other) => Math.abs(other.contribution) - Math.abs(one.contribution) || (one.input < other.input ? -1 : 1),
    ),
  };
}

export type Columns<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** The same for many customers at once, a column each; by customer the contributions add up to the difference from `medianScore`. */
export interface Explanations<Name extends string> {
  readonly scores: Float64Array;
  readonly medianScore: number;
  readonly contributions: Columns<Name>;
}

/**
 * Explains the scores of many customers, as {@link explainScore} does for one.
 *
 * @param score - a column of scores for columns of inputs, each row for itself; called 2^n times for n inputs, which are at most 10
 * @param cohort.together - inputs of which one means nothing without the other, such as two parts of one time: they count as one, their
 * contribution is that of the first, and the others have 0
 * @throws KehuError `core/inputs-unusable`
 */
export function explainScores<Name extends string>(
  score: (inputs: Columns<Name>) => Float64Array,
  cohort: { readonly customers: Columns<Name>; readonly medians: Inputs<Name>; readonly together?: readonly NoInfer<Name>[] },
): Explanations<Name> {
  const { customers, medians, together = [] } = cohort;
  const names = Object.keys(customers) as Name[];
  const rows = customers[names[0] as Name]?.length ?? 0;
  const missing = names.find(
    (name) => !Number.isFinite(medians[name]) || customers[name].length !== rows || !customers[name].every(Number.isFinite),
  );
  if (missing !== undefined || names.length < 1 || names.length > mostInputs)
    throw refused(
      inputsUnusable({
        problem:
          missing === undefined
            ? phrase("there are {count} of them", { count: names.length })
            : phrase("{name} is not known on both sides", { name: missing }),
      }),
    );
  const usual = Object.fromEntries(names.map((name) => [name, new Float64Array(rows).fill(medians[name])])) as Columns<Name>;
  const leading = names.filter((name) => !together.slice(1).includes(name));
  const bitOf = (name: Name): number => leading.indexOf(together.includes(name) ? (together[0] as Name) : name);
  const scores = Array.from({ length: 2 ** leading.length }, (_, chosen) =>
    score(Object.fromEntries(names.map((name) => [name, (chosen >> bitOf(name)) & 1 ? customers[name] : usual[name]])) as Columns<Name>),
  );
  const contributions = names.map((name) => [
    name,
    leading.includes(name) ? shapley(scores, { index: bitOf(name), count: leading.length }) : new Float64Array(rows),
  ]);
  return {
    scores: scores.at(-1) as Float64Array,
    medianScore: scores[0]?.[0] ?? 0,
    contributions: Object.fromEntries(contributions) as Columns<Name>,
  };
}

/** By customer the mean of what the input adds to a selection without it, each size of selection counting the same. */
function shapley(scores: readonly ArrayLike<number>[], { index, count }: { readonly index: number; readonly count: number }): Float64Array {
  const bit = 1 << index;
  const means = new Float64Array(scores[0]?.length ?? 0);
  for (let chosen = 0; chosen < 2 ** count; chosen += 1) {
    if (chosen & bit) continue;
    const [without, together] = [scores[chosen] as ArrayLike<number>, scores[chosen | bit] as ArrayLike<number>];
    const selections = count * combinations(count - 1, bits(chosen));
    for (let row = 0; row < means.length; row += 1)
      means[row] = (means[row] as number) + ((together[row] as number) - (without[row] as number)) / selections;
  }
  return means;
}

const bits = (number: number): number => (number === 0 ? 0 : (number & 1) + bits(number >> 1));
const combinations = (from: number, count: number): number => (count === 0 ? 1 : (combinations(from - 1, count - 1) * from) / count);

/**
 * The median customer of a cohort: the median of each input.
 *
 * @throws KehuError `core/inputs-unusable`
 */
export function medianCustomer<Name extends string>(cohort: readonly Inputs<Name>[]): Inputs<Name> {
  const [first] = cohort;
  if (first === undefined) throw refused(inputsUnusable({ problem: phrase("the cohort is empty") }));
  return Object.fromEntries(
    (Object.keys(first) as Name[]).map((name) => [name, median(cohort.map((inputs) => inputs[name]))]),
  ) as Inputs<Name>;
}
