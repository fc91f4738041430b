import { concentration, profitCurve, rfmByRank, rfmColumns } from "@kehu/core/value";
import { unitMinor } from "report-kit";
import type { Options } from "../options.js";
import type { Book } from "../read/read-purchases.js";
import { buyingOf } from "./buying.js";
import type { Findings, Terms } from "./findings.js";
import { observe } from "./observe.js";
import { spendingOf } from "./spending.js";

/** Of the lifetime value: 1 % a month. */
const discountRatePerMonth = 0.01;
const yearWeeks = 52;
const weeksPerMonth = 365.2425 / 12 / 7;

/**
 * Asks `@kehu/core/value` all that the report tells. Where the transactions carry no model, the rest of it is told all the same.
 *
 * @throws UsageError those of `observe`
 */
export function reckon(book: Book, options: Pick<Options, "calibrationEnd" | "horizonWeeks" | "model">): Omit<Findings, "file"> {
  const { currency } = book.conventions;
  const summary = observe(book, options.calibrationEnd);
  const terms = termsOf(options.horizonWeeks ?? summary.holdout?.duration ?? yearWeeks);
  const buying = buyingOf(summary, { model: options.model, terms });
  const brought = book.hasAmounts ? summary.spendMinor : summary.frequency.map((repeats) => repeats + 1);
  return {
    book,
    currency,
    unitMinor: unitMinor(currency),
    summary,
    terms,
    buying,
    spending: spendingOf(summary, { buying, terms, hasAmounts: book.hasAmounts }),
    rfm: rfmByRank(rfmColumns(summary)),
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
