import { defineQuery, group, list, refused } from "@kehu/core";
import * as z from "zod";
import { cohortsOutOfRange, currencyCode, mostCohorts, persistencyFigure, yearAndMonth } from "./persistency-query.js";
import { triangleRow } from "./persistency-triangle.js";
import { monthsBetween } from "./premium-schedule.js";

/** The months in which persistency is told by custom. */
export const triangleMonths = [13, 25, 37, 49, 61] as const;

/** 继续率三角: a row for each cohort, a cell for each of the months 13 to 61 that has come. */
export const persistencyTriangle = defineQuery("insurance/persistency-triangle", {
  input: { cohortFrom: yearAndMonth, cohortUntil: yearAndMonth, currency: currencyCode },
  output: group({
    method: z.literal("original-cohort"),
    basis: z.literal("premium"),
    asOf: z.string(),
    cells: list(
      z.strictObject({
        cohort: z.string(),
        month: z.int(),
        numerator: z.int(),
        denominator: z.int(),
        value: z.number().nullable(),
        isFinal: z.boolean(),
        finalFrom: z.string().nullable(),
      }),
      300,
    ),
  }),
  async run(reader, { cohortFrom, cohortUntil, currency }) {
    const cohorts = monthsBetween(`${cohortFrom}-01`, `${cohortUntil}-01`) + 1;
    if (cohorts < 1 || cohorts > mostCohorts) throw refused(cohortsOutOfRange({ cohortFrom, cohortUntil, most: mostCohorts }));
    const cells = [];
    for (let cohort = cohortFrom; cohort <= cohortUntil; cohort = nextMonth(cohort)) {
      const figures = [];
      for (const month of triangleMonths)
        figures.push(await reader.call(persistencyFigure, { month, cohortFrom: cohort, cohortUntil: cohort, currency }));
      cells.push(...triangleRow(cohort, figures, reader.today.slice(0, 7)));
    }
    return { method: "original-cohort" as const, basis: "premium" as const, asOf: reader.today, cells };
  },
});

function nextMonth(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return number === 12 ? `${year + 1}-01` : `${month.slice(0, 4)}-${String(number + 1).padStart(2, "0")}`;
}
