import { type CalendarDate, defineParameter } from "@kehu/core";
import * as z from "zod";
import { daysBetween } from "../policy/dates.js";

/** So many days before a premium is due or a cover ends somebody looks at the policy. */
export const renewalSteps = defineParameter("insurance/renewal-steps", {
  schema: z.array(z.int().min(1).max(366)).min(1).max(20),
  values: [
    {
      from: "1900-01-01",
      value: [60, 30, 15, 7, 1],
      source: "A house rule to begin with, as the trade does it; not a law",
      verified: false,
    },
  ],
});

interface Looking {
  readonly today: CalendarDate;
  /** In days, in any order. */
  readonly steps: readonly number[];
}
/** The step that a policy has reached: of 60, 30, 15, 7 and 1 the least that is not less than the days left; 0 from the day on; undefined before all of them. */
export function stepOf(on: CalendarDate, { today, steps }: Looking): number | undefined {
  const left = daysBetween(today, on);
  if (left <= 0) return 0;
  const reached = steps.filter((step) => left <= step);
  return reached.length === 0 ? undefined : Math.min(...reached);
}
