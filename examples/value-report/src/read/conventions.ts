import { basename } from "node:path";
import { counted, encodingOf, type Progress, UsageError } from "report-kit";
import { amountParts, currencyNamed, type DecimalSign, mayGroup, shownDecimalSign } from "./read-amount.js";
import { readDay, shortParts } from "./read-day.js";
import type { Row, Source } from "./rows.js";

/** How a file writes days and amounts, which single cells often do not tell: `1/2/2010`, `1,234`. */
export interface Conventions {
  readonly rows: number;
  readonly monthFirst: boolean;
  /** How the order of day and month was found; undefined where no cell leaves it open. */
  readonly dayOrder: "told" | "assumed" | "divided" | undefined;
  /** All days may begin with a year of two digits as well, and nothing in the file tells; they were read with the year last. */
  readonly isYearOpen: boolean;
  readonly decimalSign: DecimalSign;
  /** The same for amounts such as `1,234`. */
  readonly amountOrder: "told" | "assumed" | "divided" | undefined;
  /** `XXX` where none is named. */
  readonly currency: string;
  /** The file was not UTF-8 or UTF-16, and whatever bytes are left can be read so. */
  readonly isGb18030: boolean;
}

/**
 * Looks through a whole file: what one of its cells tells holds for all of them.
 *
 * @throws UsageError where the file or its header cannot be used, also with `core/different-currencies`
 */
export async function conventionsOf(source: Source, progress: Progress): Promise<Conventions> {
  progress.begin("Looked through", 0);
  const years: Years = { cannotBegin: false, firsts: new Set(), lasts: new Set(), line: 0, cell: "" };
  const days: Days = { monthFirst: 0, dayFirst: 0, open: 0, dotted: 0, monthFirstLine: 0, dayFirstLine: 0 };
  const signs = { ".": 0, ",": 0, open: 0 };
  let currency: NamedCurrency | undefined = source.currency === undefined ? undefined : { name: source.currency, line: 0 };
  let rows = 0;
  for await (const row of source.rows()) {
    rows += 1;
    progress.add(1);
    if (row.problem !== undefined) continue;
    countDay(row, days);
    countYear(row, years);
    const named = row.currency === undefined ? undefined : currencyNamed(row.currency);
    for (const cell of row.amounts) {
      const parts = amountParts(cell);
      if (parts === undefined) continue;
      currency = sameCurrency(source, { row, named: named ?? parts.currency, before: currency });
      const sign = shownDecimalSign(parts.number);
      if (sign !== undefined) signs[sign] += 1;
      else if (mayGroup(parts.number)) signs.open += 1;
    }
  }
  progress.end();
  checkYears(source, years);
  checkDays(source, days);
  const undecided = days.monthFirst === days.dayFirst;
  return {
    rows,
    // a day with dots has the month first nowhere
    monthFirst: undecided ? days.dotted === 0 : days.monthFirst > days.dayFirst,
    dayOrder: orderOf(days.monthFirst, days.dayFirst, days.open),
    isYearOpen: !years.cannotBegin && years.firsts.size > 0 && years.firsts.size === years.lasts.size,
    decimalSign: signs[","] > signs["."] ? "," : ".",
    amountOrder: orderOf(signs["."], signs[","], signs.open),
    currency: currency?.name ?? "XXX",
    isGb18030: source.path !== "" && (await encodingOf(source.path)) === "gb18030",
  };
}

interface NamedCurrency {
  readonly name: string;
  /** Where it stood first. */
  readonly line: number;
}
interface Naming {
  readonly row: Row;
  readonly named: string | undefined;
  readonly before: NamedCurrency | undefined;
}

function sameCurrency({ path }: Source, { row, named, before }: Naming): NamedCurrency | undefined {
  if (named === undefined) return before;
  if (before === undefined || before.name === named) return before ?? { name: named, line: row.line };
  throw new UsageError(
    `${basename(path)} has amounts in ${before.name} (line ${before.line}) and in ${named} (line ${row.line}), which never add; convert one of them with its rate, or make a file of each.`,
    "core/different-currencies",
  );
}

/** How many days tell their order, and where the first one of each stands. */
interface Days {
  monthFirst: number;
  dayFirst: number;
  open: number;
  dotted: number;
  monthFirstLine: number;
  dayFirstLine: number;
}

function countDay({ date, line }: Row, days: Days): void {
  const read = readDay(date);
  if (!("sign" in read)) return;
  if (read.sign === ".") days.dotted += 1;
  if (read.monthFirst === undefined) {
    days.dayFirst += 1;
    days.dayFirstLine ||= line;
  } else if (read.dayFirst === undefined) {
    days.monthFirst += 1;
    days.monthFirstLine ||= line;
  } else days.open += 1;
}

/** What stands at both ends of days of three short parts, as long as all of them may begin with the year. */
interface Years {
  cannotBegin: boolean;
  readonly firsts: Set<string>;
  readonly lasts: Set<string>;
  line: number;
  cell: string;
}

function countYear({ date, line }: Row, years: Years): void {
  if (years.cannotBegin) return;
  const parts = shortParts(date);
  if (parts === undefined) return;
  years.cannotBegin = !parts.mayBeginWithYear;
  years.firsts.add(parts.first);
  years.lasts.add(parts.last);
  if (years.line === 0) [years.line, years.cell] = [line, date];
}

/** A file has fewer years than days of the month: where more values stand at the end, the year is in front. */
function checkYears({ path }: Source, { cannotBegin, firsts, lasts, line, cell }: Years): void {
  if (cannotBegin || lasts.size <= firsts.size) return;
  throw new UsageError(
    `${basename(path)} has days such as ${JSON.stringify(cell)} (line ${line}), which seem to begin with a year of two digits and may as well end with it; write all of them with four digits, as 2020-01-05, and run again.`,
    "file/year-open",
  );
}

/** Where more than this part of the days goes against the rest, many that may be read either way would be read wrongly. */
const mostAgainst = 0.05;

function checkDays({ path }: Source, { monthFirst, dayFirst, open, monthFirstLine, dayFirstLine }: Days): void {
  const against = Math.min(monthFirst, dayFirst) / (monthFirst + dayFirst);
  if (open === 0 || !(against > mostAgainst)) return;
  throw new UsageError(
    `${basename(path)} has days with the month first (line ${monthFirstLine}) and days with the day first (line ${dayFirstLine}), so that ${counted(open, "day")} such as 3/4/2026 may be either; write all of them as 2026-04-03 and run again.`,
    "file/days-divided",
  );
}

function orderOf(one: number, other: number, open: number): Conventions["dayOrder"] {
  if (one > 0 && other > 0) return "divided";
  if (one > 0 || other > 0) return "told";
  return open > 0 ? "assumed" : undefined;
}
