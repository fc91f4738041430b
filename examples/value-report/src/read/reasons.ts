import { type Both, both } from "report-kit";

/** Why a row is set aside, and what to do. The code says the same to programs. */
export interface Fault {
  readonly code: string;
  readonly reason: Both;
  readonly remedy: Both;
}
type Words = readonly [en: string, zh: string];
const fault = (code: string, reason: Words, remedy: Words): Fault => ({ code, reason: both(...reason), remedy: both(...remedy) });
const missing = (code: string, en: string, zh: string): Fault =>
  fault(code, [`the ${en} is missing`, `缺少${zh}`], ["fill it in, or leave the row out", "补齐，或不导出该行"]);
const isoDay: Words = ["write it as 2025-06-30", "请写成 2025-06-30"];
const correct: Words = ["correct it", "请更正"];

export const longestId = 200;
export const customerMissing = missing("core/purchase-without-customer", "customer", "客户");
export const customerTooLong = fault(
  "row/customer-too-long",
  [`the customer is longer than ${longestId} characters`, `客户超过 ${longestId} 个字符`],
  ["shorten it", "请缩短"],
);
export const dayMissing = missing("row/day-missing", "day", "日期");
export const dayUnreadable = fault("row/day-unreadable", ["the day cannot be read", "日期无法识别"], isoDay);
export const dayIsNumber = fault(
  "row/day-is-number",
  ["the day is a number, as spreadsheets and clocks count days", "日期是数字，系表格软件或系统时钟的内部计数"],
  [
    "give the column the format of a date before the export, so that it says 2025-06-30",
    "导出前请将该列设为日期格式，使其显示为 2025-06-30",
  ],
);
export const dayDoesNotExist = fault(
  "core/date-invalid",
  ["the day does not exist, or lies before 1900", "没有这一天，或早于 1900 年"],
  correct,
);
export const dayInFuture = fault("row/day-in-future", ["the day lies in the future", "日期在未来"], correct);
export const dayTurned = fault(
  "row/day-turned",
  ["the day has its parts in another order than the rest of the file", "日与月的顺序与文件其余部分不同"],
  isoDay,
);
export const amountMissing = missing("row/amount-missing", "amount", "金额");
export const amountUnreadable = fault(
  "row/amount-unreadable",
  ["the amount cannot be read", "金额无法识别"],
  ["write it like the rest of the file, such as 1234.50", "请与文件其余部分写法一致，如 1234.50"],
);
export const amountTooLarge = fault(
  "core/amount-too-large",
  ["the amount is beyond what can be counted exactly (2^53 of the smallest unit)", "金额超出可精确计数的范围（最小单位的 2^53）"],
  correct,
);
export const quoteOpen = fault(
  "row/quote-open",
  ["a quotation mark is not closed or stands in the wrong place", "引号未闭合或位置有误"],
  ["remove it or close it", "请去掉或补全引号"],
);
export const lineTooLong = fault("row/too-long", ["the row is longer than a row may be", "该行过长"], ["shorten it", "请缩短"]);
export const cellsMissing = fault(
  "row/cells-missing",
  ["the row has fewer cells than the header", "该行的单元格少于表头"],
  ["fill up the missing ones", "请补齐缺少的单元格"],
);
export const cellsTooMany = fault(
  "row/cells-too-many",
  ["the row has more cells than the header", "该行的单元格多于表头"],
  ["put quotation marks around cells that hold the sign between cells", "含有分隔符的单元格请加引号"],
);
export const valuesDiffer = fault(
  "row/values-differ",
  ["the row has another number of values than the first one", "该行的值数与首行不同"],
  ["write it like the others", "请与其他行写法一致"],
);
