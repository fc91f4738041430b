import { type Findings, isKnown } from "../reckon/findings.js";

/** Both models with all that is needed to use them again, and what they were fitted on. */
export function modelJson({ book, file, currency, unitMinor, summary, terms, purchases, spending, backTest }: Findings): string {
  const model = {
    purchases,
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
      refusedByReason: Object.fromEntries([...book.refusedByReason].map(([{ en }, count]) => [en, count])),
      returns: book.returns,
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
