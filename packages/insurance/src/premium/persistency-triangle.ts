import { type Ratio, ratio } from "@kehu/core";
import type { Persistency } from "./persistency.js";

/** A cohort in a month of its policies; not final where a grace period of it still runs, absent where the month has not come. */
export interface TriangleCell extends Ratio {
  readonly cohort: string;
  readonly month: number;
  readonly isFinal: boolean;
  readonly finalFrom: string | null;
}
type Figure = Pick<Persistency, "numerator" | "denominator" | "value" | "isFinal" | "finalFrom" | "month">;

/** Whether the policies of a cohort have reached a month; until then its cell is censored on the right and left out. */
export const hasCome = (cohort: string, month: number, asOfMonth: string): boolean => monthAfter(cohort, month - 1) <= asOfMonth;

/** One row of the triangle, of the months that have come by `asOfMonth`. */
export const triangleRow = (cohort: string, figures: readonly Figure[], asOfMonth: string): readonly TriangleCell[] =>
  figures
    .filter(({ month }) => hasCome(cohort, month, asOfMonth))
    .map(({ numerator, denominator, value, isFinal, finalFrom, month }) => ({
      cohort,
      month,
      numerator,
      denominator,
      value,
      isFinal,
      finalFrom,
    }));

/**
 * The same collections on a balance that is reduced: of what still persisted the step before. It flatters, which is why its method
 * goes with each figure.
 */
export const reducingBalance = (
  figures: readonly Pick<Persistency, "numerator" | "denominator">[],
): readonly (Ratio & {
  readonly method: "reducing-balance";
})[] =>
  figures.map(({ numerator, denominator }, index) => ({
    ...ratio(numerator, index === 0 ? denominator : (figures[index - 1]?.numerator ?? denominator)),
    method: "reducing-balance",
  }));

function monthAfter(month: string, months: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}
