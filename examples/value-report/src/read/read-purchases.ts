import { basename } from "node:path";
import type { Purchase } from "@kehu/core/value";
import { type Both, counted, type Progress, UsageError, unitMinor, whole } from "report-kit";
import { type Conventions, conventionsOf } from "./conventions.js";
import { isoDay } from "./read-day.js";
import { type Reading, readRow } from "./read-row.js";
import type { Problem, Source } from "./rows.js";

export interface Reject extends Problem {
  readonly line: number;
}
/** What a file says. */
export interface Book {
  /** Those of a customer and a day are one; returns of a day are one more, below 0. */
  readonly purchases: readonly Purchase[];
  readonly lastOn: string;
  readonly customers: number;
  readonly rowsRead: number;
  readonly rowsTaken: number;
  readonly rejects: readonly Reject[];
  /** How often each reason stands in the rejects, the commonest first. */
  readonly refusedByReason: ReadonlyMap<Both, number>;
  /** Rows with an amount below 0. */
  readonly returns: number;
  /** Amounts with more decimals than the currency has. */
  readonly rounded: number;
  readonly conventions: Conventions;
  readonly hasAmounts: boolean;
}

/**
 * Reads a file twice: once for how it is written, once for what it says.
 *
 * @throws UsageError where the file cannot be used, or more than half of its rows are refused; KehuError `core/different-currencies`
 */
export async function readPurchases(source: Source, progress: Progress): Promise<Book> {
  const conventions = await conventionsOf(source);
  progress.begin("Read", conventions.rows);
  const digits = Math.round(Math.log10(unitMinor(conventions.currency)));
  // wherever the file comes from, no day is further on than tomorrow in UTC
  const lastDay = Math.floor(Date.now() / 86_400_000) + 1;
  const reading: Reading = { columns: source.columns, conventions, digits, lastDay };
  const ledger = new Map<string, Map<number, number>>();
  const rejects: Reject[] = [];
  let [returns, rounded, last] = [0, 0, Number.NEGATIVE_INFINITY];
  for await (const row of source.rows()) {
    progress.add(1);
    const read = readRow(row, reading);
    if ("reason" in read) {
      rejects.push({ line: row.line, ...read });
      continue;
    }
    const { customerId, day, amountMinor, isExact } = read;
    if (amountMinor < 0) returns += 1;
    if (!isExact) rounded += 1;
    last = Math.max(last, day);
    const own = ledger.get(customerId) ?? new Map<number, number>();
    ledger.set(customerId, own);
    const key = 2 * day + (amountMinor < 0 ? 1 : 0);
    own.set(key, (own.get(key) ?? 0) + amountMinor);
  }
  progress.end();
  const refusedByReason = reasonsOf(rejects);
  checkRefused(basename(source.path), { rows: conventions.rows, rejects, reasons: refusedByReason });
  return {
    purchases: purchasesOf(ledger, conventions.currency),
    lastOn: isoDay(last),
    customers: ledger.size,
    rowsRead: conventions.rows,
    rowsTaken: conventions.rows - rejects.length,
    rejects,
    refusedByReason,
    returns,
    rounded,
    conventions,
    hasAmounts: source.columns.amount !== undefined,
  };
}

function purchasesOf(ledger: ReadonlyMap<string, ReadonlyMap<number, number>>, currency: string): readonly Purchase[] {
  const names = new Map<number, string>();
  const nameOf = (day: number): string => {
    const name = names.get(day) ?? isoDay(day);
    names.set(day, name);
    return name;
  };
  const purchases: Purchase[] = [];
  for (const [customerId, own] of ledger)
    for (const [key, amountMinor] of own)
      purchases.push({ customerId, on: nameOf(Math.floor(key / 2)), amount: { amountMinor, currency } });
  return purchases;
}

function reasonsOf(rejects: readonly Reject[]): ReadonlyMap<Both, number> {
  const counts = new Map<Both, number>();
  for (const { reason } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return new Map([...counts].sort(([one, count], [other, more]) => more - count || (one.en < other.en ? -1 : 1)));
}

function checkRefused(
  file: string,
  { rows, rejects, reasons }: { readonly rows: number; readonly rejects: readonly Reject[]; readonly reasons: ReadonlyMap<Both, number> },
): void {
  if (rows === 0) throw new UsageError(`${file} has a header and no transactions; export them again.`);
  if (2 * rejects.length <= rows) return;
  const [[reason, count = 0] = []] = reasons;
  const first = rejects.find((each) => each.reason === reason) as Reject;
  const column = first.column === "" ? "" : ` (column ${JSON.stringify(first.column)})`;
  throw new UsageError(
    `${whole(rejects.length)} of ${counted(rows, "row")} of ${file} cannot be used, more than half. Most often, in ${counted(count, "row")}, ${first.reason.en}, first in line ${first.line}${column}: ${first.remedy.en}. Look whether --customer, --date and --amount name the right columns.`,
  );
}
