import { addMoney } from "@kehu/core";
import { amountParts, type DecimalSign, mayGroup, shownDecimalSign } from "./read-amount.js";
import { readDay } from "./read-day.js";
import type { Source } from "./rows.js";

/** How a file writes days and amounts, which single cells often do not tell: `1/2/2010`, `1,234`. */
export interface Conventions {
  readonly rows: number;
  readonly monthFirst: boolean;
  /** How the order of day and month was found; undefined where no cell leaves it open. */
  readonly dayOrder: "told" | "assumed" | "divided" | undefined;
  readonly decimalSign: DecimalSign;
  /** The same for amounts such as `1,234`. */
  readonly amountOrder: "told" | "assumed" | "divided" | undefined;
  /** `XXX` where none is named. */
  readonly currency: string;
}

/**
 * Looks through a whole file: what one of its cells tells holds for all of them.
 *
 * @throws KehuError `core/different-currencies`; UsageError where the file or its header cannot be used
 */
export async function conventionsOf(source: Source): Promise<Conventions> {
  const days = { monthFirst: 0, dayFirst: 0, open: 0, dotted: 0 };
  const signs = { ".": 0, ",": 0, open: 0 };
  let currency = source.currency;
  let rows = 0;
  for await (const row of source.rows()) {
    rows += 1;
    if (row.problem !== undefined) continue;
    countDay(row.date, days);
    for (const cell of row.amounts) {
      const parts = amountParts(cell);
      if (parts === undefined) continue;
      if (parts.currency !== undefined && currency !== undefined && parts.currency !== currency)
        addMoney({ amountMinor: 0, currency }, { amountMinor: 0, currency: parts.currency });
      currency ??= parts.currency;
      const sign = shownDecimalSign(parts.number);
      if (sign !== undefined) signs[sign] += 1;
      else if (mayGroup(parts.number)) signs.open += 1;
    }
  }
  const undecided = days.monthFirst === days.dayFirst;
  return {
    rows,
    // a day with dots has the month first nowhere
    monthFirst: undecided ? days.dotted === 0 : days.monthFirst > days.dayFirst,
    dayOrder: orderOf(days.monthFirst, days.dayFirst, days.open),
    decimalSign: signs[","] > signs["."] ? "," : ".",
    amountOrder: orderOf(signs["."], signs[","], signs.open),
    currency: currency ?? "XXX",
  };
}

function countDay(cell: string, days: { monthFirst: number; dayFirst: number; open: number; dotted: number }): void {
  const read = readDay(cell);
  if (!("sign" in read)) return;
  if (read.sign === ".") days.dotted += 1;
  if (read.monthFirst === undefined) days.dayFirst += 1;
  else if (read.dayFirst === undefined) days.monthFirst += 1;
  else days.open += 1;
}

function orderOf(one: number, other: number, open: number): Conventions["dayOrder"] {
  if (one > 0 && other > 0) return "divided";
  if (one > 0 || other > 0) return "told";
  return open > 0 ? "assumed" : undefined;
}
