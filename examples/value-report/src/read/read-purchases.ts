import { basename } from "node:path";
import type { Purchase } from "@kehu/core/value";
import { counted, type Progress, UsageError, unitMinor, whole } from "report-kit";
import { type Conventions, conventionsOf } from "./conventions.js";
import { fingerprintOf } from "./fingerprint-of.js";
import { isoDay } from "./read-day.js";
import { type Reading, readRow } from "./read-row.js";
import type { Fault } from "./reasons.js";
import type { Problem, Source } from "./rows.js";

export interface Reject extends Problem {
  readonly line: number;
}
/** Repeated rows are looked for among so many: each takes some forty bytes. */
const mostCompared = 1_000_000;
/** What a file says. */
export interface Book {
  /** Those of a customer and a day are one; returns of a day are one more, below 0. */
  readonly purchases: readonly Purchase[];
  readonly firstOn: string;
  readonly lastOn: string;
  readonly customers: number;
  /** Customers whose id in small letters is that of another one; they are told apart. */
  readonly alike: number;
  readonly rowsRead: number;
  readonly rowsTaken: number;
  readonly rejects: readonly Reject[];
  /** How often each fault stands in the rejects, the commonest first. */
  readonly refusedByFault: ReadonlyMap<Fault, number>;
  /** Rows with an amount below 0. */
  readonly returns: number;
  /** Rows with an amount of 0, which may be gifts or a wrong column. */
  readonly free: number;
  /** Rows that say the same as an earlier one in every cell; they count like all others. */
  readonly repeated: number;
  /** Customers who only brought back: nothing tells when they bought. */
  readonly returnsOnly: number;
  /** The first days, and the last, where they stand far from all others. */
  readonly apart: readonly (readonly string[])[];
  /** Rows in which two or more of the numbers that are multiplied are below 0, so that they read as a purchase. */
  readonly turned: number;
  /** Amounts with more decimals than the currency has. */
  readonly rounded: number;
  readonly conventions: Conventions;
  readonly hasAmounts: boolean;
}

/**
 * Reads a file twice: once for how it is written, once for what it says.
 *
 * @throws UsageError where the file cannot be used, or more than half of its rows are refused
 */
export async function readPurchases(source: Source, progress: Progress): Promise<Book> {
  const conventions = await conventionsOf(source, progress);
  progress.begin("Read", conventions.rows);
  const digits = Math.round(Math.log10(unitMinor(conventions.currency)));
  // wherever the file comes from, no day is further on than tomorrow in UTC
  const lastDay = Math.floor(Date.now() / 86_400_000) + 1;
  const reading: Reading = { columns: source.columns, conventions, digits, lastDay };
  const ledger = new Map<string, Map<number, number>>();
  const rejects: Reject[] = [];
  const seen = new Set<number>();
  let [returns, free, rounded, repeated, turned] = [0, 0, 0, 0, 0];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const row of source.rows()) {
    progress.add(1);
    const read = readRow(row, reading);
    if ("reason" in read) {
      rejects.push({ line: row.line, ...read });
      continue;
    }
    if (row.cells && isRepeated(row.cells, seen)) repeated += 1;
    const { customerId, day, amountMinor, isExact, isTurned } = read;
    if (amountMinor < 0) returns += 1;
    if (amountMinor === 0) free += 1;
    if (!isExact) rounded += 1;
    if (isTurned) turned += 1;
    first = Math.min(first, day);
    last = Math.max(last, day);
    const own = ledger.get(customerId) ?? new Map<number, number>();
    ledger.set(customerId, own);
    const key = 2 * day + (amountMinor < 0 ? 1 : 0);
    own.set(key, (own.get(key) ?? 0) + amountMinor);
  }
  progress.end();
  const refusedByFault = faultsOf(rejects);
  checkRefused(basename(source.path), { rows: conventions.rows, rejects, faults: refusedByFault });
  return {
    purchases: purchasesOf(ledger, conventions.currency),
    firstOn: isoDay(first),
    lastOn: isoDay(last),
    customers: ledger.size,
    alike: alikeIn(ledger),
    rowsRead: conventions.rows,
    rowsTaken: conventions.rows - rejects.length,
    rejects,
    refusedByFault,
    returns,
    free,
    repeated,
    returnsOnly: [...ledger.values()].filter((own) => [...own.keys()].every((key) => key % 2 !== 0)).length,
    apart: daysApart(ledger).map((days) => days.map(isoDay)),
    turned,
    rounded,
    conventions,
    hasAmounts: source.columns.amount !== undefined,
  };
}

/** Days at either end stand apart if so many days, and ten times the longest silence in the middle, lie between. */
const farDays = 90;
const farGaps = 10;
/** A few days at each end may be wrong, and at most a quarter of all. */
const fewDays = 10;

function daysApart(ledger: ReadonlyMap<string, ReadonlyMap<number, number>>): readonly (readonly number[])[] {
  const all = new Set<number>();
  for (const own of ledger.values()) for (const key of own.keys()) all.add(Math.floor(key / 2));
  const days = [...all].sort((one, other) => one - other);
  const few = Math.min(fewDays, Math.floor(days.length / 4));
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  const far = gaps.slice(few, gaps.length - few).reduce((most, gap) => Math.max(most, farGaps * gap), farDays);
  const first = gaps.slice(0, few).findLastIndex((gap) => gap > far) + 1;
  const last = gaps.slice(gaps.length - few).findIndex((gap) => gap > far);
  return [days.slice(0, first), last < 0 ? [] : days.slice(days.length - few + last)].filter(({ length }) => length > 0);
}

/** Whether they are the same people only the file's owner knows. */
function alikeIn(ledger: ReadonlyMap<string, unknown>): number {
  let alike = 0;
  for (const id of ledger.keys()) {
    const small = id.toLowerCase();
    if (small !== id && ledger.has(small)) alike += 1;
  }
  return alike;
}

function isRepeated(cells: readonly string[], seen: Set<number>): boolean {
  const fingerprint = fingerprintOf(cells);
  if (seen.has(fingerprint)) return true;
  if (seen.size < mostCompared) seen.add(fingerprint);
  return false;
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

function faultsOf(rejects: readonly Reject[]): ReadonlyMap<Fault, number> {
  const faults = new Map<string, { readonly fault: Fault; count: number }>();
  for (const { code, reason, remedy } of rejects) {
    const known = faults.get(code);
    if (known) known.count += 1;
    else faults.set(code, { fault: { code, reason, remedy }, count: 1 });
  }
  const all = [...faults.values()].sort((one, other) => other.count - one.count || (one.fault.code < other.fault.code ? -1 : 1));
  return new Map(all.map(({ fault, count }) => [fault, count]));
}

function checkRefused(
  file: string,
  { rows, rejects, faults }: { readonly rows: number; readonly rejects: readonly Reject[]; readonly faults: ReadonlyMap<Fault, number> },
): void {
  if (rows === 0) throw new UsageError(`${file} has a header and no transactions; export them again.`, "file/no-rows");
  if (2 * rejects.length <= rows) return;
  const [[fault, count = 0] = []] = faults;
  const first = rejects.find(({ code }) => code === fault?.code) as Reject;
  const column = first.column === "" ? "" : ` (column ${JSON.stringify(first.column)})`;
  throw new UsageError(
    `${whole(rejects.length)} of ${counted(rows, "row")} of ${file} cannot be used, more than half. Most often, in ${counted(count, "row")}, ${first.reason.en}, first in line ${first.line}${column}: ${first.remedy.en}. Look whether --customer, --date and --amount name the right columns.`,
    first.code,
  );
}
