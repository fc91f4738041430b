/** A day as whole days since 1970-01-01, or as both that it may be where nothing in the cell says which part is the month. */
export type DayReading =
  | { readonly day: number }
  | { readonly monthFirst: number | undefined; readonly dayFirst: number | undefined; readonly sign: string };

/** A time behind a day, which says nothing about the day: `8:26`, `T08:26:00.000Z`, `08:26 AM +08:00`, `T082600Z`, `下午 2时30分`. */
const time =
  /(?:\s*(?:[上下中]午|凌晨|早上|晚上)?\s*\d{1,2}(?:[时點点:]\d{1,2}){1,2}[分秒]?(?:\d{1,2}秒)?|[T\s,]+\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AP]\.?M\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/]+\])?|[T ]?\d{6}Z?)?$/
    .source;
const shape = (source: string): RegExp => new RegExp(`^${source}${time}`, "i");
const yearFirst = shape(String.raw`(\d{4})([-/.])(\d{1,2})\2(\d{1,2})`);
const inChinese = shape(String.raw`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?`);
const compact = shape(String.raw`(\d{4})(\d{2})(\d{2})`);
const yearLast = shape(String.raw`(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})`);
const dayAndName = shape(String.raw`(\d{1,2})[\s-]?([a-z]{3,9})\.?[\s,-]*(\d{4}|\d{2})`);
const nameAndDay = shape(String.raw`([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})`);
const weekday = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|[\s(]*(?:星期|周)[一二三四五六日天]\)?/i;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What day a cell names, the one that stands there: a time zone behind it moves nothing. `exists: false` for a 30th of February. */
export function readDay(cell: string): DayReading | { readonly exists: boolean } {
  const text = cell.normalize("NFKC").trim().replace(weekday, "");
  const [, year = "", , month = "", day = ""] = yearFirst.exec(text) ?? [];
  if (year !== "") return only(dayNumber(Number(year), Number(month), Number(day)));
  const plain = inChinese.exec(text) ?? compact.exec(text);
  if (plain) return only(dayNumber(Number(plain[1]), Number(plain[2]), Number(plain[3])));
  const [, one = "", sign = "", other = "", last = ""] = yearLast.exec(text) ?? [];
  if (one !== "") {
    const monthFirst = dayNumber(fullYear(last), Number(one), Number(other));
    const dayFirst = dayNumber(fullYear(last), Number(other), Number(one));
    if (monthFirst === undefined && dayFirst === undefined) return { exists: false };
    return monthFirst === dayFirst ? { day: monthFirst as number } : { monthFirst, dayFirst, sign };
  }
  const [, before = "", name = "", of = ""] = dayAndName.exec(text) ?? [];
  if (name !== "") return named(name, { day: before, year: of });
  const [, front = "", behind = "", then = ""] = nameAndDay.exec(text) ?? [];
  return front === "" ? { exists: true } : named(front, { day: behind, year: then });
}

const only = (day: number | undefined): DayReading | { readonly exists: boolean } => (day === undefined ? { exists: false } : { day });

function named(name: string, { day, year }: { readonly day: string; readonly year: string }): DayReading | { readonly exists: boolean } {
  const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? { exists: true } : only(dayNumber(fullYear(year), month, Number(day)));
}

/** Two digits are years from 1970 to 2069. */
const fullYear = (year: string): number => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900));

const dayMs = 86_400_000;

function dayNumber(year: number, month: number, day: number): number | undefined {
  if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1) return undefined;
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCDate() === day ? at / dayMs : undefined;
}

/** The outer parts of a day of three short parts, such as `20-01-05`, of which the first may be the year as well. */
export function shortParts(
  cell: string,
): { readonly first: string; readonly last: string; readonly mayBeginWithYear: boolean } | undefined {
  const [, first = "", , month = "", last = ""] = yearLast.exec(cell.normalize("NFKC").trim().replace(weekday, "")) ?? [];
  if (last.length !== 2) return undefined;
  const asYear = first.length === 2 ? dayNumber(fullYear(first), Number(month), Number(last)) : undefined;
  return { first, last, mayBeginWithYear: asYear !== undefined };
}

/** `2025-06-30` of whole days since 1970-01-01. */
export const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
