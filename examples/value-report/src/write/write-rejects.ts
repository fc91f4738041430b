import { stringify } from "csv-stringify/sync";
import { harmless } from "report-kit";
import type { Reject } from "../read/read-purchases.js";

const columns = ["line", "column", "code", "reason", "remedy", "原因", "处理"] as const;
const perPiece = 2000;

/** What was set aside, for whoever mends the file. */
export function* rejectsCsv(rejects: readonly Reject[]): Generator<string> {
  // the mark tells spreadsheets that it is UTF-8
  yield `\ufeff${stringify([columns])}`;
  for (let from = 0; from < rejects.length; from += perPiece)
    yield stringify(
      rejects
        .slice(from, from + perPiece)
        .map(({ line, column, code, reason, remedy }) => [
          String(line),
          ...[column, code, reason.en, remedy.en, reason.zh, remedy.zh].map(harmless),
        ]),
    );
}
