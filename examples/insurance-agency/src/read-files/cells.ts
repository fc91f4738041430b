/** What a cell says, or what is wrong with it and what to do. */
export type Read<T> = { readonly value: T } | { readonly reason: string; readonly remedy: string };
export interface Column<T> {
  readonly read: (cell: string) => Read<T>;
  /** A value that cannot be used is left out; the row is taken without it. */
  readonly lenient?: boolean;
}

const problem = (reason: string, remedy: string) => ({ reason, remedy });
const trimmed = (cell: string): string => cell.trim();

/** The cell must be filled in. */
export const required = <T>(column: Column<T>): Column<T> => ({
  ...column,
  read: (cell) => (trimmed(cell) === "" ? problem("is empty", "fill it in") : column.read(cell)),
});
/** The cell may be empty. */
export const optional = <T>(column: Column<T>): Column<T | undefined> => ({
  ...column,
  read: (cell) => (trimmed(cell) === "" ? { value: undefined } : column.read(cell)),
});
/** The cell may be empty, and what cannot be used is left out. */
export const lenient = <T>(column: Column<T>): Column<T | undefined> => ({ ...optional(column), lenient: true });

/** Text of at most so many characters; formulas and what no database keeps are refused. */
export const text = (longest: number): Column<string> => ({
  read: (cell) => {
    const value = trimmed(cell);
    if (isFormula(value)) return problem("is a formula of a spreadsheet", "copy its value instead, then export again");
    if (/\p{Cc}|\p{Cs}/u.test(value.replace(/[\n\t]/g, " "))) return problem("has a control character", "type it again");
    return value.length <= longest ? { value } : problem(`is longer than ${longest} characters`, "shorten it");
  },
});
/** What a spreadsheet would calculate: a plus or minus may also begin a phone number or an amount. */
const isFormula = (value: string): boolean => /^[=@＝＠]|^[+\-＋－](?![\d.\s]*\d)/.test(value.normalize("NFKC").trimStart());

/** A number that others name the row by. */
export const number = (longest: number): Column<string> => ({
  read: (cell) => {
    const value = trimmed(cell);
    return /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(value) && value.length <= longest
      ? { value }
      : problem("is no number such as C000123", `write letters, digits and - _ . / only, at most ${longest}`);
  },
});

/** A day, `2025-06-30` or `2025/6/30`. */
export const day: Column<string> = {
  read: (cell) => {
    const [, year = "", month = "", date = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(trimmed(cell)) ?? [];
    const value = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
    const exists = year !== "" && year >= "1900" && year < "2200" && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
    return exists ? { value } : problem("is no day of the calendar", "write it as 2025-06-30");
  },
};
/** A day and a time in Shanghai, `2025-06-30 14:05`, as an instant. */
export const time: Column<string> = {
  read: (cell) => {
    const [, on = "", hour = "", minute = ""] = /^(\S+)[ T](\d{1,2}):(\d{2})$/.exec(trimmed(cell)) ?? [];
    const read = day.read(on);
    if (!("value" in read) || Number(hour) > 23 || Number(minute) > 59) return problem("is no time", "write it as 2025-06-30 14:05");
    return { value: new Date(`${read.value}T${hour.padStart(2, "0")}:${minute}:00+08:00`).toISOString() };
  },
};
/** An amount of yuan, `1200`, `1,200.50` or `¥1200`, in fen. */
export const yuan: Column<number> = {
  read: (cell) => {
    const digits = trimmed(cell).normalize("NFKC").replace(/^¥\s*/, "");
    const [, whole = "", cents = ""] = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(digits) ?? [];
    return whole === ""
      ? problem("is no amount of yuan", "write it as 1200.50")
      : { value: Number(whole.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0")) };
  },
};
/** A whole number from 0. */
export const whole = (most: number): Column<number> => ({
  read: (cell) => {
    const value = trimmed(cell);
    return /^\d{1,9}$/.test(value) && Number(value) <= most
      ? { value: Number(value) }
      : problem(`is no whole number from 0 to ${most}`, "correct it");
  },
});
/** A percentage with at most two decimals, in basis points. */
export const percent: Column<number> = {
  read: (cell) => {
    const [, units = "", parts = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(trimmed(cell)) ?? [];
    const value = Number(units) * 100 + Number(parts.padEnd(2, "0"));
    return units !== "" && value <= 10_000 ? { value } : problem("is no percentage from 0 to 100", "write it as 12.5");
  },
};
/** One of a few words. */
export const choice = <const T extends string>(words: readonly T[]): Column<T> => ({
  read: (cell) => {
    const value = words.find((word) => word === trimmed(cell));
    return value === undefined ? problem("is none of its words", `write ${words.join(", ")}`) : { value };
  },
});
export const yesOrNo: Column<boolean> = {
  read: (cell) => {
    const word = trimmed(cell).toLowerCase();
    return word === "yes" || word === "no" ? { value: word === "yes" } : problem("is neither yes nor no", "write yes or no");
  },
};
