import { basename } from "node:path";
import { type FileRecord, linesOf, otherDelimiter, readText, recordsOf, rowProblems, UsageError } from "report-kit";
import { cellsMissing, cellsTooMany, type Fault, lineTooLong, quoteOpen } from "./reasons.js";
import type { Row, Source } from "./rows.js";

export interface CsvColumns {
  readonly customer: string;
  readonly date: string;
  /** A column, or several that are multiplied: `Quantity*UnitPrice`. */
  readonly amount: string | undefined;
}

/** A table with a header, as spreadsheets and databases write it. */
export const csvSource = (path: string, columns: CsvColumns): Source => ({ path, columns, rows: () => csvRows(path, columns) });

async function* csvRows(path: string, columns: CsvColumns): AsyncGenerator<Row> {
  const { customer, date, amount } = columns;
  const factors = amount === undefined ? [] : [amount, ...amount.split("*").map((name) => name.trim())];
  let places: Places | undefined;
  for await (const record of recordsOf(linesOf(readText(path)), [customer, date, ...factors])) {
    if (places === undefined) places = placesIn(path, record, columns);
    else if (record.problem !== undefined || record.cells.some((cell) => cell.trim() !== "")) yield rowOf(record, places);
  }
  if (places === undefined) throw new UsageError(`${basename(path)} is empty; its first line must name the columns.`, "file/empty");
}

interface Places {
  readonly width: number;
  readonly customer: number;
  readonly date: number;
  readonly amounts: readonly number[];
  readonly currency: number | undefined;
}
/** What a column is called that names the currency of each amount. */
const currencyNames = /^(?:currency(?:[ _]?code)?|ccy|币种|货币|货币代码)$/i;

function placesIn(path: string, { cells, problem }: FileRecord, { customer, date, amount }: CsvColumns): Places {
  const file = basename(path);
  if (problem !== undefined)
    throw new UsageError(
      `The header of ${file} ${problem.en}. Its first line must name the columns: export the transactions as "CSV UTF-8" and run again.`,
      "file/header-unreadable",
    );
  const names = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
  if (names.some((name) => /\p{Cc}|\ufffd/u.test(name.replace(/\s/g, " "))))
    throw new UsageError(
      `${file} is not text, or its first line is no header; export the transactions as "CSV UTF-8" and run again.`,
      "file/not-text",
    );
  if (names.length === 1 && /^\s*\d+\s+(\d+\s+)?\d{8}\s|customer_id\s+date\s/.test(names[0] ?? ""))
    throw new UsageError(`${file} looks like one of the CDNOW files; run again with --format cdnow.`, "file/is-cdnow");
  const other = cells.length === 1 ? otherDelimiter(cells[0] ?? "", [customer, date]) : undefined;
  if (other !== undefined)
    throw new UsageError(
      `The columns of ${file} are separated by "${other}"; save it with commas, semicolons or tabs between them, as "CSV UTF-8", and run again.`,
      "file/separator-unknown",
    );
  const placeOf = (option: string, name: string): number => {
    const found = names.flatMap((each, index) => (each === name ? [index] : []));
    if (found.length > 1)
      throw new UsageError(`${file} has the column ${JSON.stringify(name)} twice; rename one of them.`, "file/column-twice");
    if (found[0] !== undefined) return found[0];
    throw new UsageError(
      `${file} has no column ${JSON.stringify(name)} (${option}); its columns are ${shown(names)}. Its first line must name the columns.`,
      "file/column-missing",
    );
  };
  const amounts =
    amount === undefined
      ? []
      : names.includes(amount)
        ? [placeOf("--amount", amount)]
        : amount.split("*").map((name) => placeOf("--amount", name.trim()));
  const currency = amounts.length === 0 ? -1 : names.findIndex((name) => currencyNames.test(name));
  return {
    width: names.length,
    customer: placeOf("--customer", customer),
    date: placeOf("--date", date),
    amounts,
    currency: currency < 0 ? undefined : currency,
  };
}

function shown(names: readonly string[]): string {
  const some = names.slice(0, 30).map((name) => JSON.stringify(name.slice(0, 40)));
  return some.join(", ") + (names.length > some.length ? " and more" : "");
}

function rowOf({ line, cells, problem }: FileRecord, { width, customer, date, amounts, currency }: Places): Row {
  const broken = (fault: Fault): Row => ({ line, customer: "", date: "", amounts: [], problem: fault });
  if (problem !== undefined) return broken(problem === rowProblems.tooLong ? lineTooLong : quoteOpen);
  if (cells.length < width) return broken(cellsMissing);
  if (cells.slice(width).some((cell) => cell.trim() !== "")) return broken(cellsTooMany);
  return {
    line,
    customer: cells[customer] as string,
    date: cells[date] as string,
    amounts: amounts.map((place) => cells[place] as string),
    cells,
    ...(currency !== undefined && { currency: cells[currency] as string }),
  };
}
