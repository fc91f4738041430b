import { parseDay } from "../../calendar/day-number.js";
import { refused } from "../../error.js";
import type { PurchaseSummary } from "../purchases/summarise-purchases.js";
import { holdoutMissing } from "./model-problems.js";
import { expectedPurchases } from "./predict-purchases.js";
import { type ModelParameters, type PurchaseModel, processOf } from "./purchase-model.js";

/** What a model expected of the holdout, and what came. */
export interface BackTest {
  readonly customers: number;
  readonly expectedTotal: number;
  readonly actualTotal: number;
  /** Mean over the customers of the distance between expected and actual purchases. */
  readonly meanAbsoluteError: number;
  /** Of customers who bought so often in the observation; the last group is `frequency` and more. */
  readonly byFrequency: readonly FrequencyGroup[];
  /** From the first purchase of all, through observation and holdout; a last week that is not whole is left out. */
  readonly byWeek: readonly Week[];
}
export interface FrequencyGroup {
  readonly frequency: number;
  readonly customers: number;
  /** Purchases in the holdout, mean of the group. */
  readonly expected: number;
  readonly actual: number;
}
export interface Week {
  /** 1 is the first week. */
  readonly week: number;
  /** Repeat purchases of all customers up to the end of the week. */
  readonly expectedCumulative: number;
  readonly actualCumulative: number;
  readonly isHoldout: boolean;
}

/**
 * Holds a model against what the same customers did after the observation, by frequency and by week.
 *
 * @param options.mostFrequent - customers of this frequency and more are one group; 7 unless told
 * @throws KehuError `core/holdout-missing`, `core/unit-differs`, `core/model-unknown`, `core/parameters-unusable`
 * @see Fader, Hardie & Lee (2005), Marketing Science 24(2), 275–284, figures 4 and 5
 */
export function backTest(
  model: ModelParameters & Pick<PurchaseModel, "unit">,
  summary: PurchaseSummary,
  options: { readonly mostFrequent?: number } = {},
): BackTest {
  const { holdout } = summary;
  if (holdout === undefined) throw refused(holdoutMissing({ endsOn: summary.endsOn }));
  const expected = expectedPurchases(model, summary, { horizon: holdout.duration });
  const customers = expected.length;
  const error = expected.reduce((sum, each, row) => sum + Math.abs(each - (holdout.frequency[row] as number)), 0);
  return {
    customers,
    expectedTotal: expected.reduce((sum, each) => sum + each, 0),
    actualTotal: holdout.frequency.reduce((sum, each) => sum + each, 0),
    meanAbsoluteError: error / customers,
    byFrequency: groups(summary.frequency, { expected, actual: holdout.frequency, most: options.mostFrequent ?? 7 }),
    byWeek: weeks(model, summary),
  };
}

function groups(
  frequency: Float64Array,
  { expected, actual, most }: { readonly expected: Float64Array; readonly actual: Float64Array; readonly most: number },
): readonly FrequencyGroup[] {
  return Array.from({ length: most + 1 }, (_, of) => {
    const rows = [...frequency.keys()].filter((row) => Math.min(frequency[row] as number, most) === of);
    const mean = (column: Float64Array): number => rows.reduce((sum, row) => sum + (column[row] as number), 0) / rows.length;
    return { frequency: of, customers: rows.length, expected: mean(expected), actual: mean(actual) };
  }).filter(({ customers }) => customers > 0);
}

/** Customers join on the day of their first purchase; those of one day are expected to do the same. */
function weeks(model: ModelParameters, { age, unit, startsOn, endsOn, repeatsByDay }: PurchaseSummary): readonly Week[] {
  const process = processOf(model);
  const unitDays = unit === "week" ? 7 : 1;
  const observed = parseDay(endsOn, "The end of the observation") - parseDay(startsOn, "The start of the observation");
  const joined = new Map<number, number>();
  for (const each of age) {
    const day = observed - Math.round(each * unitDays);
    joined.set(day, (joined.get(day) ?? 0) + 1);
  }
  const cohorts = [...joined].sort(([one], [other]) => one - other);
  let actualCumulative = 0;
  return Array.from({ length: Math.floor(repeatsByDay.length / 7) }, (_, index) => {
    const end = 7 * (index + 1) - 1;
    for (let day = 7 * index; day <= end; day += 1) actualCumulative += repeatsByDay[day] as number;
    const expectedCumulative = cohorts.reduce(
      (sum, [day, customers]) => (day < end ? sum + customers * process.purchasesOfNew((end - day) / unitDays) : sum),
      0,
    );
    return { week: index + 1, expectedCumulative, actualCumulative, isHoldout: end > observed };
  });
}
