import { date, defineQuery, group, list, ratio } from "@kehu/core";
import * as z from "zod";
import { type Amounts, amounts, amountsOf, currenciesOf, moneyFigure, period, sharesOf } from "./figure.js";
import { incurredOf } from "./loss-ratio-figure.js";
import { lossesIn } from "./losses.js";
import { earnedIn, writtenIn } from "./premiums.js";
import { combinedRatio } from "./underwriting-result.js";

/** Acquisition, commission and administration, as the accountants say; the CRM does not know them. */
const expense = amounts;
const share = z.strictObject({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() });

/** 费用率: underwriting expense over written premium, the trade basis; null where nothing was written. */
export const expenseRatioFigure = defineQuery("insurance/expense-ratio", {
  input: { ...period, expense },
  output: moneyFigure("expense-over-written"),
  async run(reader, { from, until, expense }) {
    const figures = sharesOf(amountsOf(expense), await writtenIn(reader, { from, until }));
    return { asOf: reader.today, method: "expense-over-written" as const, unit: "minorUnits" as const, figures };
  },
});

/** 综合成本率: the loss ratio over earned and the expense ratio over written premium, added; null where one of them is. */
export const combinedRatioFigure = defineQuery("insurance/combined-ratio", {
  input: { ...period, ibnrChange: amounts, adjustmentExpense: amounts, expense },
  output: group({
    asOf: date(),
    method: z.literal("trade-basis"),
    unit: z.literal("minorUnits"),
    figures: list(z.strictObject({ currency: z.string(), loss: share, expense: share, value: z.number().nullable() }), 50),
  }),
  async run(reader, { from, until, ibnrChange, adjustmentExpense, expense }) {
    const span = { from, until };
    const spent = amountsOf(expense);
    const incurred = incurredOf(await lossesIn(reader, span), amountsOf(ibnrChange), amountsOf(adjustmentExpense));
    const [earned, written] = [await earnedIn(reader, span), await writtenIn(reader, span)];
    const of = (each: Amounts, currency: string): number => each.get(currency) ?? 0;
    const figures = currenciesOf(incurred, earned, spent, written).map((currency) => {
      const loss = ratio(of(incurred, currency), of(earned, currency));
      const its = ratio(of(spent, currency), of(written, currency));
      return { currency, loss, expense: its, value: combinedRatio({ loss, expense: its }) };
    });
    return { asOf: reader.today, method: "trade-basis" as const, unit: "minorUnits" as const, figures };
  },
});
