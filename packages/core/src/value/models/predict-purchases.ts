import { refused } from "../../error.js";
import { compressHistories } from "../purchases/compress-histories.js";
import type { PurchaseHistories } from "../purchases/purchase-histories.js";
import { frequencyInvalid } from "../purchases/purchase-problems.js";
import { discountUnusable, horizonUnusable } from "./model-problems.js";
import { checkFor, type ModelParameters, processOf } from "./purchase-model.js";
import type { History, ProcessAt } from "./purchase-process.js";

/**
 * Log-likelihood of each customer.
 *
 * @throws KehuError `core/model-unknown`, `core/parameters-unusable`, `core/unit-differs`, those of `checkHistories`; `core/occasions-unusable`
 * for a bg-bb model
 */
export function logLikelihoods(model: ModelParameters, histories: PurchaseHistories): Float64Array {
  const { logLikelihood } = processFor(model, histories);
  return forEach(histories, logLikelihood);
}

/**
 * Probability of each customer to be alive, that is to buy again some time. A customer of one purchase is alive for sure in BG/NBD, whose
 * customers leave after a repeat purchase; for BG/BB it is that of being there at the next occasion.
 *
 * @throws KehuError `core/model-unknown`, `core/parameters-unusable`, `core/unit-differs`, those of `checkHistories`; `core/occasions-unusable`
 * for a bg-bb model
 */
export function probabilitiesAlive(model: ModelParameters, histories: PurchaseHistories): Float64Array {
  const { probabilityAlive } = processFor(model, histories);
  return forEach(histories, probabilityAlive);
}

/**
 * Purchases that each customer is expected to make within a horizon from now.
 *
 * @param options.horizon - in the unit of the model, at least 0
 * @throws KehuError `core/horizon-unusable`, `core/model-unknown`, `core/parameters-unusable`, `core/unit-differs`, those of `checkHistories`; `core/occasions-unusable`
 * for a bg-bb model
 */
export function expectedPurchases(
  model: ModelParameters,
  histories: PurchaseHistories,
  options: { readonly horizon: number },
): Float64Array {
  const { horizon } = options;
  checkHorizon(model, horizon);
  const { probabilityAlive, purchasesIfAlive } = processFor(model, histories);
  return whileAlive(histories, { alive: probabilityAlive, afterwards: (history) => purchasesIfAlive(history, horizon) });
}

/**
 * Purchases that each customer is expected to make from now on without end, each discounted by e^(-rate time).
 *
 * @param options.discountRate - continuous, per unit of the model, above 0; of a yearly d it is ln(1 + d) / units per year
 * @throws KehuError `core/discount-unusable`, `core/model-unknown`, `core/parameters-unusable`, `core/unit-differs`,
 * those of `checkHistories`
 * @see Fader, Hardie & Lee (2005), RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of Marketing Research 42(4), 415–430
 */
export function discountedPurchases(
  model: ModelParameters,
  histories: PurchaseHistories,
  options: { readonly discountRate: number },
): Float64Array {
  const rate = options.discountRate;
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) throw refused(discountUnusable({ rate }));
  const { probabilityAlive, discountedIfAlive } = processFor(model, histories);
  return whileAlive(histories, { alive: probabilityAlive, afterwards: (history) => discountedIfAlive(history, rate) });
}

/**
 * Repeat purchases that a customer is expected to make within a horizon from the first purchase.
 *
 * @throws KehuError `core/horizon-unusable`, `core/model-unknown`, `core/parameters-unusable`
 */
export function expectedPurchasesOfNew(model: ModelParameters, options: { readonly horizon: number }): number {
  checkHorizon(model, options.horizon);
  return processOf(model).purchasesOfNew(options.horizon);
}

/**
 * Probability that a customer makes exactly so many repeat purchases within a horizon from the first purchase.
 *
 * @throws KehuError `core/horizon-unusable`, `core/frequency-invalid`, `core/model-unknown`, `core/parameters-unusable`
 */
export function probabilityOfPurchases(model: ModelParameters, options: { readonly count: number; readonly horizon: number }): number {
  const { count, horizon } = options;
  checkHorizon(model, horizon);
  if (!(Number.isInteger(count) && count >= 0)) throw refused(frequencyInvalid({ position: 1, value: count }));
  return processOf(model).probabilityOf(count, horizon);
}

function checkHorizon({ model }: ModelParameters, horizon: number): void {
  const isUsable = horizon >= 0 && horizon < Number.POSITIVE_INFINITY && (model !== "bg-bb" || Number.isInteger(horizon));
  if (!isUsable) throw refused(horizonUnusable({ horizon }));
}

/**
 * The process of a model, for histories that it can be asked about.
 *
 * @throws KehuError `core/model-unknown`, `core/parameters-unusable`, `core/unit-differs`, those of `checkHistories`
 */
export function processFor(model: ModelParameters, histories: PurchaseHistories): ProcessAt {
  const process = processOf(model);
  checkFor(model, histories);
  return process;
}

/** A figure of each customer, reckoned once for equal histories. */
function forEach(histories: PurchaseHistories, figure: (history: History) => number): Float64Array {
  const rows = compressHistories(histories);
  const figures = new Float64Array(rows.customers.length);
  for (let row = 0; row < figures.length; row += 1)
    figures[row] = figure({ frequency: rows.frequency[row] as number, recency: rows.recency[row] as number, age: rows.age[row] as number });
  return spread(figures, rows.rowOf);
}

const spread = (figures: Float64Array, rowOf: Int32Array): Float64Array => {
  const column = new Float64Array(rowOf.length);
  for (let customer = 0; customer < rowOf.length; customer += 1) column[customer] = figures[rowOf[customer] as number] as number;
  return column;
};

/** Probability to be alive times what follows then, which depends on frequency and age only: it is reckoned once for equal ones. */
export function whileAlive(
  histories: PurchaseHistories,
  figure: { readonly alive: (history: History) => number; readonly afterwards: (history: History) => number },
): Float64Array {
  let before: History | undefined;
  let then = 0;
  return forEach(histories, (history) => {
    if (before?.frequency !== history.frequency || before.age !== history.age) then = figure.afterwards(history);
    before = history;
    return figure.alive(history) * then;
  });
}
