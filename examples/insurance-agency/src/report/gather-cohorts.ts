import { type CalendarDate, earliestOf, latest, type Session } from "@kehu/core";
import { type Persistency, persistencyFigure, policy } from "@kehu/insurance";

type Figure = Pick<Persistency, "numerator" | "denominator" | "value" | "policies" | "isFinal">;
/** Persistency in the 13th month: of each month in which policies began, and of all of them together. */
export interface Cohorts {
  readonly months: readonly (Figure & { readonly cohort: string })[];
  readonly all: Figure | undefined;
}
const most = 36;

/** The cohorts whose second year has begun, at most the last 36 months. */
export async function gatherCohorts(
  session: Session,
  { until, currency }: { readonly until: CalendarDate; readonly currency: string },
): Promise<Cohorts> {
  const last = shifted(until.slice(0, 7), -13);
  const [found] = await session.aggregate(policy, { measures: { first: earliestOf("effectiveOn") } });
  const first = found?.first?.slice(0, 7);
  if (first === undefined || first > last) return { months: [], all: undefined };
  const cohortFrom = latest(first, shifted(last, 1 - most)) ?? first;
  const figure = (from: string, to: string) => session.call(persistencyFigure, { month: 13, cohortFrom: from, cohortUntil: to, currency });
  const months: (Figure & { readonly cohort: string })[] = [];
  for (let cohort = cohortFrom; cohort <= last; cohort = shifted(cohort, 1)) months.push({ ...(await figure(cohort, cohort)), cohort });
  return { months: months.filter(({ policies }) => policies > 0), all: await figure(cohortFrom, last) };
}

/** A month so many months later, `YYYY-MM`. */
export function shifted(month: string, by: number): string {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}
