import { allPages, date, defineQuery, group, list, ref } from "@kehu/core";
import * as z from "zod";
import { product } from "../policy/product.js";
import { type Amounts, amounts, amountsOf, currenciesOf, moneyFigure, period, sharesOf } from "./figure.js";
import { type Losses, lossesIn } from "./losses.js";
import { earnedIn } from "./premiums.js";
import { incurredLosses } from "./underwriting-result.js";

/** What the books outside of the CRM say: the change of what is set aside for unreported losses, and the expense of adjusting losses. */
const fromTheBooks = { ibnrChange: amounts, adjustmentExpense: amounts };
const method = "incurred-over-earned" as const;

/**
 * 赔付率: incurred losses with their adjustment over the premium that was earned by days.
 *
 * @returns minor units, one figure for each currency; paid less recovered, with the change of the case reserves and of `ibnrChange`,
 * and `adjustmentExpense`; null where nothing was earned
 * @see WAC 284-60-030
 */
export const lossRatioFigure = defineQuery("insurance/loss-ratio", {
  input: { ...period, ...fromTheBooks },
  output: moneyFigure(method),
  async run(reader, { from, until, ibnrChange, adjustmentExpense }) {
    const span = { from, until };
    const incurred = incurredOf(await lossesIn(reader, span), amountsOf(ibnrChange), amountsOf(adjustmentExpense));
    return { asOf: reader.today, method, unit: "minorUnits" as const, figures: sharesOf(incurred, await earnedIn(reader, span)) };
  },
});

/** 分险种赔付率: the same for each product, of what is known of its own policies; products without premium and losses are left out. */
export const lossRatioByProduct = defineQuery("insurance/loss-ratio-by-product", {
  input: period,
  output: group({
    asOf: date(),
    method: z.literal(method),
    unit: z.literal("minorUnits"),
    rows: list(
      z.strictObject({
        productId: ref("insurance/product"),
        code: z.string(),
        name: z.string(),
        currency: z.string(),
        numerator: z.int(),
        denominator: z.int(),
        value: z.number().nullable(),
      }),
      5000,
    ),
  }),
  async run(reader, span) {
    const rows = [];
    for await (const page of allPages(reader, product, { select: ["id", "code", "name"], sort: "code" }))
      for (const { id: productId, code, name } of page) {
        const scope = { productId };
        const incurred = incurredOf(await lossesIn(reader, span, scope));
        for (const share of sharesOf(incurred, await earnedIn(reader, span, scope)))
          if (share.numerator !== 0 || share.denominator !== 0) rows.push({ productId, code, name, ...share });
      }
    return { asOf: reader.today, method, unit: "minorUnits" as const, rows };
  },
});

const nothing: Amounts = new Map();
/** Losses with their adjustment, by currency. */
export function incurredOf(losses: Losses, ibnrChange: Amounts = nothing, adjustment: Amounts = nothing): Amounts {
  const { paid, recovered, reservesAtStart, reservesAtEnd } = losses;
  const of = (each: Amounts, currency: string): number => each.get(currency) ?? 0;
  return new Map(
    currenciesOf(paid, recovered, reservesAtStart, reservesAtEnd, ibnrChange, adjustment).map((currency) => [
      currency,
      incurredLosses({
        paid: of(paid, currency),
        recovered: of(recovered, currency),
        reservesAtStart: of(reservesAtStart, currency),
        reservesAtEnd: of(reservesAtEnd, currency),
        ibnrChange: of(ibnrChange, currency),
      }) + of(adjustment, currency),
    ]),
  );
}
