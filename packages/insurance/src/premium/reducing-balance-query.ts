import { date, defineQuery, group, list } from "@kehu/core";
import * as z from "zod";
import { currencyCode, persistencyFigure, yearAndMonth } from "./persistency-query.js";
import { reducingBalance, triangleRow } from "./persistency-triangle.js";

const months = [13, 25, 37, 49, 61] as const;

/**
 * 继续率（逐年递减口径）: of what still persisted a year before, how much went on; it flatters, which is why its method goes with each figure.
 *
 * @returns the months that have come for the youngest cohort, in minor units of the currency
 */
export const persistencyOnReducingBalance = defineQuery("insurance/persistency-on-reducing-balance", {
  input: { cohortFrom: yearAndMonth, cohortUntil: yearAndMonth, currency: currencyCode },
  output: group({
    asOf: date(),
    method: z.literal("reducing-balance"),
    unit: z.literal("minorUnits"),
    currency: z.string(),
    steps: list(
      z.strictObject({
        month: z.int(),
        numerator: z.int(),
        denominator: z.int(),
        value: z.number().nullable(),
        isFinal: z.boolean(),
        finalFrom: z.string().nullable(),
      }),
      months.length,
    ),
  }),
  async run(reader, asked) {
    const figures = [];
    for (const month of months) figures.push(await reader.call(persistencyFigure, { month, ...asked }));
    const come = triangleRow(asked.cohortUntil, figures, reader.today.slice(0, 7));
    const steps = reducingBalance(come).map(({ numerator, denominator, value }, index) => ({
      month: come[index]?.month ?? 0,
      numerator,
      denominator,
      value,
      isFinal: come[index]?.isFinal ?? false,
      finalFrom: come[index]?.finalFrom ?? null,
    }));
    return { asOf: reader.today, method: "reducing-balance" as const, unit: "minorUnits" as const, currency: asked.currency, steps };
  },
});
