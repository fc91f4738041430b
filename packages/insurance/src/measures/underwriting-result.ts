import { type Ratio, ratio } from "@kehu/core";

/** Of one period and one currency, in minor units. */
export interface UnderwritingFigures {
  readonly paid: number;
  /** Received from those who caused losses, and for salvage. */
  readonly recovered: number;
  readonly reservesAtStart: number;
  readonly reservesAtEnd: number;
  /** Change of what is set aside for losses that nobody has reported yet. */
  readonly ibnrChange: number;
  /** Loss adjustment expense. */
  readonly adjustmentExpense: number;
  readonly earned: number;
  readonly written: number;
  readonly expense: number;
}
type Losses = Pick<UnderwritingFigures, "paid" | "recovered" | "reservesAtStart" | "reservesAtEnd" | "ibnrChange">;

/** Paid less recovered, and the change of the reserves. */
export const incurredLosses = ({ paid, recovered, reservesAtStart, reservesAtEnd, ibnrChange }: Losses): number =>
  paid - recovered + reservesAtEnd - reservesAtStart + ibnrChange;

/** Incurred losses with their adjustment over earned premium. @see WAC 284-60-030 */
export const lossRatio = (figures: UnderwritingFigures): Ratio =>
  ratio(incurredLosses(figures) + figures.adjustmentExpense, figures.earned);

/** Underwriting expense over written premium: the trade basis. */
export const expenseRatio = ({ expense, written }: Pick<UnderwritingFigures, "expense" | "written">): Ratio => ratio(expense, written);

/** The sum of both, null where one of them is. */
export const combinedRatio = ({ loss, expense }: { readonly loss: Ratio; readonly expense: Ratio }): number | null =>
  loss.value === null || expense.value === null ? null : loss.value + expense.value;
