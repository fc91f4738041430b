import { fillBlanks, KehuError } from "@kehu/core";
import {
  backTest,
  concentration,
  expectedPurchases,
  expectedSpend,
  fitPurchaseModel,
  fitSpendModel,
  lifetimeValues,
  type PurchaseModel,
  type PurchaseSummary,
  probabilitiesAlive,
  profitCurve,
  rfmByRank,
  rfmColumns,
  summarisePurchases,
  whyLifetimeValue,
} from "@kehu/core/value";
import { coreZhCN } from "@kehu/core/zh-CN";
import { both, unitMinor } from "report-kit";
import type { Options } from "../options.js";
import type { Book } from "../read/read-purchases.js";
import type { Findings, Missing, Spending, Terms } from "./findings.js";

/** Of the lifetime value: 1 % a month. */
const discountRatePerMonth = 0.01;
const yearWeeks = 52;
const weeksPerMonth = 365.2425 / 12 / 7;

/**
 * Asks the models of `@kehu/core/value` all that the report tells.
 *
 * @throws KehuError those of `summarisePurchases` and `fitPurchaseModel`
 */
export function reckon(book: Book, options: Pick<Options, "calibrationEnd" | "horizonWeeks" | "model">): Omit<Findings, "file"> {
  const { calibrationEnd, model } = options;
  const { currency } = book.conventions;
  const summary = summarisePurchases(book.purchases, {
    unit: "week",
    endsOn: calibrationEnd ?? book.lastOn,
    ...(calibrationEnd !== undefined && { holdoutEndsOn: book.lastOn }),
    returns: "takeOff",
  });
  const terms = termsOf(options.horizonWeeks ?? summary.holdout?.duration ?? yearWeeks);
  const purchases = fitPurchaseModel(summary, { model, unit: "week", asOf: summary.endsOn });
  const brought = book.hasAmounts ? summary.spendMinor : summary.frequency.map((repeats) => repeats + 1);
  return {
    book,
    currency,
    unitMinor: unitMinor(currency),
    summary,
    terms,
    purchases,
    aliveProbability: probabilitiesAlive(purchases, summary),
    expectedPurchases: expectedPurchases(purchases, summary, { horizon: terms.horizonWeeks }),
    spending: book.hasAmounts ? spendingOf(summary, purchases, terms) : noAmounts,
    rfm: rfmByRank(rfmColumns(summary)),
    backTest: summary.holdout && backTest(purchases, summary),
    curve: profitCurve(
      summary.customerIds.map((customerId, row) => ({ customerId, profitMinor: brought[row] as number })),
      { asOf: summary.endsOn, currency },
    ),
    concentration: concentration(brought),
  };
}

function termsOf(horizonWeeks: number): Terms {
  const months = Math.min(600, Math.max(1, Math.round(horizonWeeks / weeksPerMonth)));
  return { horizonWeeks, months, weeksPerMonth: horizonWeeks / months, discountRatePerMonth };
}

const noAmounts: Missing = {
  code: null,
  sentence: both("No column of amounts was named; name one with --amount.", "未指定金额列；请用 --amount 指定。"),
};

/** A file whose spend cannot be modelled still tells who will buy. */
function spendingOf(summary: PurchaseSummary, purchases: PurchaseModel, terms: Terms): Spending | Missing {
  const { months, weeksPerMonth: unitsPerMonth } = terms;
  try {
    const spend = fitSpendModel(summary, { asOf: summary.endsOn, unitMinor: unitMinor(summary.currency) });
    const lifetime = { purchases, spend, months, discountRatePerMonth, unitsPerMonth };
    const why = whyLifetimeValue(summary, { purchases, spend }, { horizonMonths: months, discountRatePerMonth, unitsPerMonth });
    return {
      model: spend,
      expectedSpend: expectedSpend(spend, summary),
      lifetimeValue: lifetimeValues(summary, lifetime),
      why: why ?? (() => []),
    };
  } catch (error) {
    if (error instanceof KehuError) return { code: error.code, sentence: both(error.message, inChinese(error)) };
    throw error;
  }
}

const sentences: Readonly<Record<string, string>> = coreZhCN;
const inChinese = ({ code, message, details }: KehuError): string => fillBlanks(sentences[code] ?? message, details);
