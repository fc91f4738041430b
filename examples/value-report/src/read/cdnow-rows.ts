import { basename } from "node:path";
import { type Line, linesOf, readText, UsageError } from "report-kit";
import { valuesDiffer } from "./reasons.js";
import type { Row, Source } from "./rows.js";

/**
 * The two public files of CDNOW, which are no tables: blanks between customer, day, CDs and dollars (all customers, with a header), or
 * between two numbers of the customer and these (every tenth of them, numbered anew by the second, without a header).
 *
 * @see Fader & Hardie (2001), Forecasting Repeat Sales at CDNOW, Interfaces 31(3), 94–107
 */
export const cdnowSource = (path: string): Source => ({
  path,
  columns: { customer: "customer", date: "date", amount: "dollars" },
  currency: "USD",
  rows: () => cdnowRows(path),
});

async function* cdnowRows(path: string): AsyncGenerator<Row> {
  let width: number | undefined;
  for await (const line of linesOf(readText(path))) {
    const cells = line.text.trim().split(/\s+/);
    if (cells[0] === "" || (width === undefined && /^\ufeff?customer_id$/i.test(cells[0] ?? ""))) continue;
    width ??= widthOf(path, cells);
    yield rowOf(line, cells, width);
  }
  if (width === undefined) throw new UsageError(`${basename(path)} has no transactions; export them again.`, "file/no-rows");
}

const dayShape = /^\d{8}$/;

function widthOf(path: string, cells: readonly string[]): number {
  if ((cells.length === 4 || cells.length === 5) && dayShape.test(cells.at(-3) ?? "")) return cells.length;
  throw new UsageError(
    `${basename(path)} is neither CDNOW_master.txt nor CDNOW_sample.txt; leave --format out, and name the columns with --customer and --date.`,
    "file/not-cdnow",
  );
}

function rowOf({ number }: Line, cells: readonly string[], width: number): Row {
  const [customer = "", date = "", , dollars = ""] = cells.slice(width - 4);
  if (cells.length === width) return { line: number, customer, date, amounts: [dollars] };
  return { line: number, customer: "", date: "", amounts: [], problem: valuesDiffer };
}
