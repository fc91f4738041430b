import { type Columns, explainScores, type Inputs } from "../explain/explain-score.js";
import { type LifetimeOptions, lifetimeValues } from "../models/lifetime-values.js";
import type { BuyerHistories, Forecast, ForecastOptions } from "./forecast.js";

type LifetimeInput = "repeatPurchases" | "activeDays" | "silentDays" | "meanSpend";
type ProfitInput = "revenue" | "cost";
export type ScoreInput = Exclude<LifetimeInput, "activeDays"> | ProfitInput;
/** What an input adds to the difference from the median customer; amounts are minor units. */
export interface ScoreContribution {
  readonly input: ScoreInput;
  readonly value: number;
  readonly median: number;
  readonly contribution: number;
}
/** Explains a row of a cohort, the strongest contribution first. */
export type Explain = (row: number) => readonly ScoreContribution[];

/** Why customers bring what they bring: exact, for it is a difference. */
export function whyProfit(cohort: Columns<ProfitInput>): Explain {
  return explainWith(cohort, { score: ({ revenue, cost }) => revenue.map((each, row) => each - (cost[row] as number)) });
}

/**
 * Why customers are worth what a model expects; undefined where there is none. The contributions of a customer add up to the difference from
 * the median customer. That of `silentDays` is what time says: how long somebody has been silent and how long active before, for told apart the
 * two would take large amounts from each other.
 *
 * @throws KehuError those of `lifetimeValues`
 */
export function whyLifetimeValue(
  histories: BuyerHistories,
  { purchases, spend }: Pick<Forecast, "purchases" | "spend">,
  options: Pick<ForecastOptions, "horizonMonths" | "discountRatePerMonth"> & Pick<LifetimeOptions, "unitsPerMonth">,
): Explain | undefined {
  if (!purchases || !spend) return undefined;
  const { horizonMonths: months, discountRatePerMonth, unitsPerMonth } = options;
  const length = unitsPerMonth === undefined ? {} : { unitsPerMonth };
  return explainWith(lifetimeInputs(histories), {
    together: ["silentDays", "activeDays"],
    score: (inputs) => lifetimeValues(historiesFrom(inputs), { purchases, spend, months, discountRatePerMonth, ...length }),
  });
}

const week = 7;

function lifetimeInputs({ frequency, recency, age, monetaryValue }: BuyerHistories): Columns<LifetimeInput> {
  // who bought once has no mean of repeat purchases; the usual one explains nothing
  const usual = middleOf(monetaryValue.filter((_, row) => (frequency[row] as number) > 0));
  return {
    repeatPurchases: frequency,
    activeDays: recency.map((weeks) => Math.round(weeks * week)),
    silentDays: age.map((weeks, row) => Math.round((weeks - (recency[row] as number)) * week)),
    meanSpend: monetaryValue.map((mean, row) => ((frequency[row] as number) > 0 ? mean : usual)),
  };
}

/** A history for any selection of inputs, of different customers too: who bought again was active for a day at least. */
function historiesFrom({ repeatPurchases, activeDays, silentDays, meanSpend }: Columns<LifetimeInput>): BuyerHistories {
  const active = activeDays.map((days, row) => ((repeatPurchases[row] as number) > 0 ? Math.max(days, 1) : 0));
  return {
    frequency: repeatPurchases,
    recency: active.map((days) => days / week),
    age: silentDays.map((days, row) => (days + Math.max(active[row] as number, activeDays[row] as number)) / week),
    monetaryValue: meanSpend,
  };
}

interface Explaining<Name extends string> {
  readonly score: (inputs: Columns<Name>) => Float64Array;
  /** Told as the first of them. */
  readonly together?: readonly NoInfer<Name>[];
}
function explainWith<Name extends LifetimeInput | ProfitInput>(cohort: Columns<Name>, explaining: Explaining<Name>): Explain {
  const names = Object.keys(cohort) as Name[];
  const medians = Object.fromEntries(names.map((name) => [name, middleOf(cohort[name])])) as Inputs<Name>;
  const told = names.filter((name) => !explaining.together?.slice(1).includes(name)) as (Name & ScoreInput)[];
  const parts = new Map<number, Columns<Name>>();
  return (row) => {
    const from = row - (row % atOnce);
    const contributions = parts.get(from) ?? contributionsOf(cohort, { ...explaining, medians, from });
    parts.set(from, contributions);
    return told
      .map((input) => ({
        input,
        value: cohort[input][row] as number,
        median: medians[input],
        contribution: contributions[input][row - from] as number,
      }))
      .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  };
}

/** So many customers are scored together, with every selection of their inputs, for many of these are equal. */
const atOnce = 10_000;

interface Part<Name extends string> extends Explaining<Name> {
  readonly medians: Inputs<Name>;
  readonly from: number;
}
function contributionsOf<Name extends string>(cohort: Columns<Name>, { score, medians, from, together = [] }: Part<Name>): Columns<Name> {
  const names = Object.keys(cohort) as Name[];
  const customers = Object.fromEntries(names.map((name) => [name, cohort[name].subarray(from, from + atOnce)])) as Columns<Name>;
  return explainScores(score, { customers, medians, together }).contributions;
}

/** The middle value, the lower one of two: that of a customer there is. */
function middleOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
