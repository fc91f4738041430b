import { type Both, both } from "report-kit";

/** Why a row is not taken, and what to do. */
export interface Fault {
  readonly reason: Both;
  readonly remedy: Both;
}
const fault = (reason: Both, remedy: Both): Fault => ({ reason, remedy });
const fillIn = both("fill it in, or leave the row out", "补齐，或不导出该行");
const isoDay = both("write it as 2025-06-30", "请写成 2025-06-30");

export const longestId = 200;
export const customerMissing = fault(both("the customer is missing", "缺少客户"), fillIn);
export const customerTooLong = fault(
  both(`the customer is longer than ${longestId} characters`, `客户超过 ${longestId} 个字符`),
  both("shorten it", "请缩短"),
);
export const dayMissing = fault(both("the day is missing", "缺少日期"), fillIn);
export const dayUnreadable = fault(both("the day cannot be read", "日期无法识别"), isoDay);
export const dayDoesNotExist = fault(both("the day does not exist in the calendar", "日历上没有这一天"), both("correct it", "请更正"));
export const dayTurned = fault(
  both("the day has its parts in another order than the rest of the file", "日与月的顺序与文件其余部分不同"),
  isoDay,
);
export const amountMissing = fault(both("the amount is missing", "缺少金额"), fillIn);
export const amountUnreadable = fault(
  both("the amount cannot be read", "金额无法识别"),
  both("write it like the rest of the file, such as 1234.50", "请与文件其余部分写法一致，如 1234.50"),
);
export const amountTooLarge = fault(
  both("the amount is beyond what can be counted exactly (2^53 of the smallest unit)", "金额超出可精确计数的范围（最小单位的 2^53）"),
  both("correct it", "请更正"),
);
export const quoteOpen = fault(
  both("a quotation mark is not closed or stands in the wrong place", "引号未闭合或位置有误"),
  both("remove it or close it", "请去掉或补全引号"),
);
export const lineTooLong = fault(both("the row is longer than a row may be", "该行过长"), both("shorten it", "请缩短"));
export const cellsMissing = fault(
  both("the row has fewer cells than the header", "该行的单元格少于表头"),
  both("fill up the missing ones", "请补齐缺少的单元格"),
);
export const cellsTooMany = fault(
  both("the row has more cells than the header", "该行的单元格多于表头"),
  both("put quotation marks around cells that hold the sign between cells", "含有分隔符的单元格请加引号"),
);
export const valuesDiffer = fault(
  both("the row has another number of values than the first one", "该行的值数与首行不同"),
  both("write it like the others", "请与其他行写法一致"),
);
