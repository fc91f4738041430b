import { type Findings, isKnown } from "../reckon/findings.js";

/** Both models with all that is needed to use them again, or why there is none, and what they were fitted on. */
export function modelJson({ book, file, currency, unitMinor, summary, terms, buying, spending }: Findings): string {
  const backTest = isKnown(buying) ? buying.backTest : undefined;
  const model = {
    purchases: isKnown(buying) ? buying.model : null,
    purchasesMissing: isKnown(buying) ? null : { code: buying.code, sentence: buying.sentence.en },
    spend: isKnown(spending) ? spending.model : null,
    spendMissing: isKnown(spending) ? null : { code: spending.code, sentence: spending.sentence.en },
    settings: {
      file: file ?? null,
      observation: { from: summary.startsOn, until: summary.endsOn },
      calibrationEnd: summary.holdout === undefined ? null : summary.endsOn,
      holdoutEnd: summary.holdout?.endsOn ?? null,
      ...terms,
      currency,
      unitMinor,
    },
    customers: { scored: summary.customerIds.length },
    rows: {
      read: book.rowsRead,
      taken: book.rowsTaken,
      refused: book.rejects.length,
      refusedByCode: Object.fromEntries([...book.refusedByFault].map(([{ code }, count]) => [code, count])),
      returns: book.returns,
      twoBelowZero: book.turned,
      repeated: book.repeated,
      amountsRounded: book.rounded,
    },
    reading: {
      dayAndMonth: book.conventions.dayOrder === undefined ? null : book.conventions.monthFirst ? "month first" : "day first",
      dayAndMonthIs: book.conventions.dayOrder ?? null,
      decimalSign: book.conventions.decimalSign,
    },
    backTest: backTest
      ? {
          expectedTotal: backTest.expectedTotal,
          actualTotal: backTest.actualTotal,
          meanAbsoluteError: backTest.meanAbsoluteError,
        }
      : null,
  };
  return `${JSON.stringify(model, undefined, 2)}\n`;
}
