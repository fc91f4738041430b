import { defineQuery, defineRefusal, group, refused } from "@kehu/core";
import * as z from "zod";
import { cohortReader, cohortsBetween } from "./cohort-premiums.js";
import { emptyTally, exclusions, type PersistencyOptions, type PersistencyTally, persistencyOf } from "./persistency.js";

export const cohortsOutOfRange = defineRefusal(
  "insurance/cohorts-out-of-range",
  "The cohorts from {cohortFrom} to {cohortUntil} are none, or more than {most}; choose a shorter time.",
);
const mostCohorts = 60;
export const yearAndMonth = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .max(7);
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .max(3);

/** 继续率: reads cohort by cohort and page by page, so that its memory does not grow with the book. Runs over what the caller may read. */
export const persistencyFigure = defineQuery("insurance/persistency-figure", {
  input: {
    /** 13, 25, 37, 49 or 61 by custom. */
    month: z.int().min(2).max(121),
    cohortFrom: yearAndMonth,
    cohortUntil: yearAndMonth,
    currency: currencyCode,
  },
  output: group({
    numerator: z.int(),
    denominator: z.int(),
    value: z.number().nullable(),
    method: z.literal("original-cohort"),
    basis: z.literal("premium"),
    month: z.int(),
    currency: z.string(),
    policies: z.int(),
    excluded: z.partialRecord(z.enum(exclusions), z.int()),
    asOf: z.string(),
    finalFrom: z.string().nullable(),
    isFinal: z.boolean(),
  }),
  async run(reader, input) {
    const options = { ...input, asOf: reader.today, calendar: reader.calendar };
    const add = cohortReader(reader);
    let tallies: readonly PersistencyTally[] = [emptyTally];
    for (const cohort of cohortsOf(options)) tallies = await add(cohort, [options], tallies);
    return persistencyOf(tallies[0] ?? emptyTally, options);
  },
});

/**
 * The cohorts of a figure.
 *
 * @throws KehuError `insurance/cohorts-out-of-range`
 */
export function cohortsOf({ cohortFrom, cohortUntil, calendar }: Pick<PersistencyOptions, "cohortFrom" | "cohortUntil" | "calendar">) {
  const cohorts = cohortsBetween(cohortFrom, cohortUntil, { calendar, most: mostCohorts });
  if (cohorts.length === 0 || cohorts.length > mostCohorts)
    throw refused(cohortsOutOfRange({ cohortFrom, cohortUntil, most: mostCohorts }));
  return cohorts;
}
