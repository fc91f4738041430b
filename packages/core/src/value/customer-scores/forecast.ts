import type { CalendarDate } from "../../define/id.js";
import type { Refusal } from "../../define/refusal.js";
import { KehuError } from "../../error.js";
import { fitPurchaseModel } from "../models/fit-purchase-model.js";
import { fitSpendModel, type SpendModel } from "../models/gamma-gamma.js";
import { lifetimeValues } from "../models/lifetime-values.js";
import { expectedPurchases, probabilitiesAlive } from "../models/predict-purchases.js";
import type { PurchaseModel, PurchaseModelName } from "../models/purchase-model.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import type { CustomerColumns } from "./customer-scores.js";

export interface ForecastOptions {
  readonly asOf: CalendarDate;
  /** 1 to 600. */
  readonly horizonMonths: number;
  /** A fraction: 0.01 is 1 % a month. */
  readonly discountRatePerMonth: number;
  /** `bg-nbd` unless told. */
  readonly model?: Exclude<PurchaseModelName, "bg-bb">;
  /** How many minor units make one of the currency's own; 100 unless told. */
  readonly unitMinor?: number;
}
/** What models expect of those who have bought, in the order of the buyers; nothing where none could be fitted. */
export interface Forecast {
  readonly purchases?: PurchaseModel<"week">;
  readonly spend?: SpendModel;
  /** What refused to fit: the data cannot carry a model. */
  readonly unfitted?: Refusal;
  readonly aliveProbability?: Float64Array;
  readonly expectedPurchases?: Float64Array;
  readonly lifetimeValueMinor?: Float64Array;
}
/** What the models look at; weeks, and minor units. */
export interface BuyerHistories extends PurchaseHistories {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly monetaryValue: Float64Array;
}

const week = 7;
const weeksPerMonth = 365.2425 / 12 / week;

/** The columns of those who have bought. */
export function historiesOf(columns: CustomerColumns, buyers: Int32Array, today: number): BuyerHistories {
  const column = (of: (row: number) => number): Float64Array => Float64Array.from(buyers, of);
  const { purchases, firstDay, lastDay, spendMinor, firstSpendMinor } = columns;
  const repeats = (row: number): number => (purchases[row] as number) - 1;
  return {
    frequency: column(repeats),
    recency: column((row) => ((lastDay[row] as number) - (firstDay[row] as number)) / week),
    age: column((row) => (today - (firstDay[row] as number)) / week),
    monetaryValue: column((row) =>
      repeats(row) === 0 ? 0 : ((spendMinor[row] as number) - (firstSpendMinor[row] as number)) / repeats(row),
    ),
  };
}

/** Fits a model of purchases and one of spend, and asks both. */
export function forecast(histories: BuyerHistories, options: ForecastOptions): Forecast {
  const { asOf, horizonMonths: months, discountRatePerMonth, model = "bg-nbd", unitMinor = 100 } = options;
  const purchases = fitted(() => fitPurchaseModel(histories, { model, unit: "week", asOf }));
  if ("code" in purchases) return { unfitted: purchases };
  const known = {
    purchases,
    aliveProbability: probabilitiesAlive(purchases, histories),
    expectedPurchases: expectedPurchases(purchases, histories, { horizon: months * weeksPerMonth }),
  };
  const spend = fitted(() => fitSpendModel(histories, { asOf, unitMinor }));
  if ("code" in spend) return { ...known, unfitted: spend };
  return { ...known, spend, lifetimeValueMinor: lifetimeValues(histories, { purchases, spend, months, discountRatePerMonth }) };
}

/** A model, or what refused to fit. */
function fitted<T extends object>(fitModel: () => T): T | Refusal {
  try {
    return fitModel();
  } catch (error) {
    if (error instanceof KehuError) return { code: error.code, message: error.message, details: error.details };
    throw error;
  }
}
