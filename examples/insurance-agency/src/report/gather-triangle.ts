import { type CalendarDate, earliestOf, latest, type Session } from "@kehu/core";
import { persistencyTriangle, policy, triangleMonths } from "@kehu/insurance";
import { shifted } from "./gather-cohorts.js";

/** A quarter of beginnings in a month of its policies. */
export interface QuarterCell {
  readonly month: number;
  readonly collectedMinor: number;
  readonly cohortMinor: number;
  /** Censored: its month has not come; open: for some of its policies it has not, or their grace still runs. */
  readonly standing: "final" | "open" | "censored";
}
export interface Triangle {
  readonly rows: readonly { readonly quarter: string; readonly cells: readonly QuarterCell[] }[];
}
const most = 60;

/** 继续率三角: by the quarter in which policies began, of the last sixty months at most. */
export async function gatherTriangle(
  session: Session,
  { until, currency }: { readonly until: CalendarDate; readonly currency: string },
): Promise<Triangle> {
  const [found] = await session.aggregate(policy, { measures: { first: earliestOf("effectiveOn") } });
  const last = until.slice(0, 7);
  const first = found?.first?.slice(0, 7);
  if (first === undefined || first > last) return { rows: [] };
  const cohortFrom = latest(first, shifted(last, 1 - most)) ?? first;
  const { cells } = await session.call(persistencyTriangle, { cohortFrom, cohortUntil: last, currency });
  const quarters = new Map<string, string[]>();
  for (let month = cohortFrom; month <= last; month = shifted(month, 1)) {
    const quarter = `${month.slice(0, 4)} Q${Math.ceil(Number(month.slice(5)) / 3)}`;
    quarters.set(quarter, [...(quarters.get(quarter) ?? []), month]);
  }
  return {
    rows: [...quarters].map(([quarter, months]) => ({
      quarter,
      cells: triangleMonths.map((month) => {
        const come = cells.filter((cell) => cell.month === month && months.includes(cell.cohort));
        const total = (of: "numerator" | "denominator"): number => come.reduce((sum, cell) => sum + cell[of], 0);
        const isFinal = come.length === months.length && come.every((cell) => cell.isFinal || cell.denominator === 0);
        return {
          month,
          collectedMinor: total("numerator"),
          cohortMinor: total("denominator"),
          standing: come.length === 0 ? ("censored" as const) : isFinal ? ("final" as const) : ("open" as const),
        };
      }),
    })),
  };
}
