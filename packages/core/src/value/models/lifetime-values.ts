import { refused } from "../../error.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import { expectedSpend, type SpendHistories, type SpendModel } from "./gamma-gamma.js";
import { discountUnusable, monthsUnusable, monthUnusable } from "./model-problems.js";
import { processFor, whileAlive } from "./predict-purchases.js";
import { checkUnit, type ModelParameters, type PurchaseModel } from "./purchase-model.js";

export type LifetimeOptions = LifetimeTerms & (TimedPurchases | CountedPurchases);
export interface LifetimeTerms {
  readonly spend: Pick<SpendModel, "parameters" | "unitMinor">;
  /** 1 to 600. */
  readonly months: number;
  /** A fraction at least 0, taken at the end of each month: 0.01 is 1 %. */
  readonly discountRatePerMonth: number;
}
interface TimedPurchases {
  readonly purchases: ModelParameters & Pick<PurchaseModel<"day" | "week">, "unit">;
  /** The length of a month in the unit of the purchase model; 365.2425 days in twelve parts, unless told. */
  readonly unitsPerMonth?: number;
}
/** How many occasions make a month only their owner knows. */
interface CountedPurchases {
  readonly purchases: ModelParameters & Pick<PurchaseModel, "unit">;
  readonly unitsPerMonth: number;
}

const monthDays = 365.2425 / 12;
const daysOf = { day: 1, week: 7, occasion: Number.NaN };

/**
 * What each customer is expected to spend over a horizon from now, discounted to today: in minor units, not rounded. Costs are not taken off.
 *
 * @throws KehuError `core/unit-unknown`, `core/month-unusable`, `core/months-unusable`, `core/discount-unusable`, and those of `expectedPurchases` and `expectedSpend`
 * @see Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), 415–430
 */
export function lifetimeValues(histories: PurchaseHistories & SpendHistories, options: LifetimeOptions): Float64Array {
  const { purchases, spend, months, discountRatePerMonth: rate } = options;
  checkUnit(purchases.unit);
  const { unitsPerMonth = monthDays / daysOf[purchases.unit] } = options;
  const isLength = unitsPerMonth > 0 && unitsPerMonth < Number.POSITIVE_INFINITY;
  if (!isLength || (purchases.model === "bg-bb" && !Number.isInteger(unitsPerMonth)))
    throw refused(monthUnusable({ length: Number.isNaN(unitsPerMonth) ? "unknown" : unitsPerMonth, unit: purchases.unit }));
  if (!(Number.isInteger(months) && months >= 1 && months <= 600)) throw refused(monthsUnusable({ months }));
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) throw refused(discountUnusable({ rate }));
  const { probabilityAlive, purchasesIfAlive } = processFor(purchases, histories);
  const means = expectedSpend(spend, histories);
  const discounted = whileAlive(histories, {
    alive: probabilityAlive,
    afterwards: (history) => {
      let sum = 0;
      let before = 0;
      for (let month = 1; month <= months; month += 1) {
        const until = purchasesIfAlive(history, month * unitsPerMonth);
        sum += (until - before) / (1 + rate) ** month;
        before = until;
      }
      return sum;
    },
  });
  return discounted.map((each, customer) => each * (means[customer] as number));
}
