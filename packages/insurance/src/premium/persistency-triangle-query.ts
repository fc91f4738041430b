import { defineQuery, group, list } from "@kehu/core";
import * as z from "zod";
import { type Cohort, cohortReader } from "./cohort-premiums.js";
import { emptyTally, persistencyOf } from "./persistency.js";
import { cohortsOf, currencyCode, yearAndMonth } from "./persistency-query.js";
import { hasCome, type TriangleCell, triangleRow } from "./persistency-triangle.js";

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
    const { calendar, today: asOf } = reader;
    const add = cohortReader(reader);
    const rowOf = async (cohort: Cohort): Promise<readonly TriangleCell[]> => {
      const { month: name } = cohort;
      const months = triangleMonths.filter((month) => hasCome(name, month, asOf.slice(0, 7)));
      const asked = months.map((month) => ({ month, cohortFrom: name, cohortUntil: name, currency, asOf, calendar }));
      const tallies = await add(cohort, asked);
      const figures = asked.map((figure, index) => persistencyOf(tallies[index] ?? emptyTally, figure));
      return triangleRow(name, figures, asOf.slice(0, 7));
    };
    const cohorts = cohortsOf({ cohortFrom, cohortUntil, calendar });
    const cells: TriangleCell[] = [];
    for (let at = 0; at < cohorts.length; at += cohortsAtOnce)
      cells.push(...(await Promise.all(cohorts.slice(at, at + cohortsAtOnce).map(rowOf))).flat());
    return { method: "original-cohort" as const, basis: "premium" as const, asOf, cells };
  },
});

/** While one is reckoned, the database looks for the next ones. */
const cohortsAtOnce = 3;
