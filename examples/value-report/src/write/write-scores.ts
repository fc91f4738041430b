import { stringify } from "csv-stringify/sync";
import { harmless } from "report-kit";
import { type Findings, isKnown } from "../reckon/findings.js";

const columns = [
  "customer",
  "frequency",
  "recency_weeks",
  "age_weeks",
  "rfm",
  "p_alive",
  "expected_purchases",
  "expected_spend",
  "lifetime_value",
  "actual_holdout",
] as const;
const perPiece = 2000;

/** A row for each customer of the observation, in order of the ids, with all digits; amounts in the currency's own units. */
export function* scoresCsv(found: Findings): Generator<string> {
  const { summary, rfm, buying, spending, unitMinor, book } = found;
  const bought = isKnown(buying) ? buying : undefined;
  const known = isKnown(spending) ? spending : undefined;
  const at = (column: ArrayLike<number> | undefined, row: number, unit = 1): string =>
    column === undefined ? "" : String((column[row] as number) / unit);
  yield stringify([columns]);
  const count = summary.customerIds.length;
  for (let from = 0; from < count; from += perPiece)
    yield stringify(
      Array.from({ length: Math.min(perPiece, count - from) }, (_, index) => {
        const row = from + index;
        return [
          harmless(summary.customerIds[row] as string),
          at(summary.frequency, row),
          at(summary.recency, row),
          at(summary.age, row),
          `${rfm.recency[row]}${rfm.frequency[row]}${book.hasAmounts ? rfm.monetary[row] : ""}`,
          at(bought?.aliveProbability, row),
          at(bought?.expectedPurchases, row),
          at(known?.expectedSpend, row, unitMinor),
          at(known?.lifetimeValue, row, unitMinor),
          at(summary.holdout?.frequency, row),
        ];
      }),
    );
}
