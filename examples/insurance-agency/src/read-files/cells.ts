import { type Both, both } from "report-kit";

/** What a cell says, or what is wrong with it and what to do. */
export type Read<T> = { readonly value: T } | { readonly reason: Both; readonly remedy: Both };
export interface Column<T> {
  readonly read: (cell: string) => Read<T>;
  /** A value that cannot be used is left out; the row is taken without it. */
  readonly lenient?: boolean;
}

const problem = (reason: Both, remedy: Both) => ({ reason, remedy });
const trimmed = (cell: string): string => cell.trim();

export const fillIn = both("fill it in", "请填写");

/** The cell must be filled in. */
export const required = <T>(column: Column<T>): Column<T> => ({
  ...column,
  read: (cell) => (trimmed(cell) === "" ? problem(both("is empty", "为空"), fillIn) : column.read(cell)),
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
    if (isFormula(value))
      return problem(
        both("is a formula of a spreadsheet", "是电子表格公式"),
        both("copy its value instead, then export again", "请改为复制其值，再重新导出"),
      );
    if (/\p{Cc}|\p{Cs}/u.test(value.replace(/[\n\t]/g, " ")))
      return problem(both("has a control character", "含有控制字符"), both("type it again", "请重新录入"));
    return value.length <= longest
      ? { value }
      : problem(both(`is longer than ${longest} characters`, `超过 ${longest} 个字符`), both("shorten it", "请缩短"));
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
      : problem(
          both("is no number such as C000123", "不是 C000123 这样的编号"),
          both(`write letters, digits and - _ . / only, at most ${longest}`, `只能用字母、数字和 - _ . /，最多 ${longest} 个字符`),
        );
  },
});

/** A day, `2025-06-30` or `2025/6/30`. */
export const day: Column<string> = {
  read: (cell) => {
    const [, year = "", month = "", date = ""] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(trimmed(cell)) ?? [];
    const value = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
    const exists = year !== "" && year >= "1900" && year < "2200" && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
    return exists
      ? { value }
      : problem(both("is no day of the calendar", "不是有效日期"), both("write it as 2025-06-30", "请写成 2025-06-30"));
  },
};
/** A day and a time in Shanghai, `2025-06-30 14:05`, as an instant. */
export const time: Column<string> = {
  read: (cell) => {
    const [, on = "", hour = "", minute = ""] = /^(\S+)[ T](\d{1,2}):(\d{2})$/.exec(trimmed(cell)) ?? [];
    const read = day.read(on);
    if (!("value" in read) || Number(hour) > 23 || Number(minute) > 59)
      return problem(both("is no time", "不是有效时间"), both("write it as 2025-06-30 14:05", "请写成 2025-06-30 14:05"));
    return { value: new Date(`${read.value}T${hour.padStart(2, "0")}:${minute}:00+08:00`).toISOString() };
  },
};
/** An amount of yuan, `1200`, `1,200.50` or `¥1200`, in fen. */
export const yuan: Column<number> = {
  read: (cell) => {
    const digits = trimmed(cell).normalize("NFKC").replace(/^¥\s*/, "");
    const [, whole = "", cents = ""] = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(digits) ?? [];
    return whole === ""
      ? problem(both("is no amount of yuan", "不是人民币金额"), both("write it as 1200.50", "请写成 1200.50"))
      : { value: Number(whole.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0")) };
  },
};
/** A whole number from 0. */
export const whole = (most: number): Column<number> => ({
  read: (cell) => {
    const value = trimmed(cell);
    return /^\d{1,9}$/.test(value) && Number(value) <= most
      ? { value: Number(value) }
      : problem(both(`is no whole number from 0 to ${most}`, `不是 0 到 ${most} 的整数`), both("correct it", "请更正"));
  },
});
/** A percentage with at most two decimals, in basis points. */
export const percent: Column<number> = {
  read: (cell) => {
    const [, units = "", parts = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(trimmed(cell)) ?? [];
    const value = Number(units) * 100 + Number(parts.padEnd(2, "0"));
    return units !== "" && value <= 10_000
      ? { value }
      : problem(both("is no percentage from 0 to 100", "不是 0 到 100 的百分数"), both("write it as 12.5", "请写成 12.5"));
  },
};
/** One of a few words. */
export const choice = <const T extends string>(words: readonly T[]): Column<T> => ({
  read: (cell) => {
    const value = words.find((word) => word === trimmed(cell));
    return value === undefined
      ? problem(both("is none of its words", "不是可用的取值"), both(`write ${words.join(", ")}`, `请写 ${words.join("、")} 之一`))
      : { value };
  },
});
export const yesOrNo: Column<boolean> = {
  read: (cell) => {
    const word = trimmed(cell).toLowerCase();
    return word === "yes" || word === "no"
      ? { value: word === "yes" }
      : problem(both("is neither yes nor no", "既不是 yes 也不是 no"), both("write yes or no", "请写 yes 或 no"));
  },
};
