import { stringify } from "csv-stringify/sync";
import { harmless } from "report-kit";
import type { Reject } from "../read/read-purchases.js";

const perPiece = 2000;

/** What was not taken, for whoever mends the file. */
export function* rejectsCsv(rejects: readonly Reject[]): Generator<string> {
  // the mark tells spreadsheets that it is UTF-8
  yield `\ufeff${stringify([["line", "column", "reason", "remedy"]])}`;
  for (let from = 0; from < rejects.length; from += perPiece)
    yield stringify(
      rejects
        .slice(from, from + perPiece)
        .map(({ line, column, reason, remedy }) => [String(line), harmless(column), harmless(reason.en), harmless(remedy.en)]),
    );
}
