import { describe, expect, it } from "vitest";
import { isoDay, readDay } from "./read-day.js";

/** The day, both days of an open one, or why there is none. */
const said = (cell: string): string => {
  const read = readDay(cell);
  if ("exists" in read) return read.exists ? "unreadable" : "does not exist";
  const name = (day: number | undefined): string => (day === undefined ? "–" : isoDay(day));
  return "day" in read ? name(read.day) : `${name(read.monthFirst)} or ${name(read.dayFirst)}`;
};

describe("readDay", () => {
  it.each([
    ["2010-12-01", "2010-12-01"],
    ["2010/12/1 8:26", "2010-12-01"],
    ["2010.12.01", "2010-12-01"],
    ["20101201", "2010-12-01"],
    ["20101201 082600", "2010-12-01"],
    ["20101201T082600Z", "2010-12-01"],
    ["2010-12-01T08:26:00.000Z", "2010-12-01"],
    ["2010-12-01 23:59:59+08:00", "2010-12-01"],
    ["2010-12-01 08:26:00.123456 UTC", "2010-12-01"],
    ["2010-12-01T08:26+08[Asia/Shanghai]", "2010-12-01"],
    ["２０１０－１２－０１", "2010-12-01"],
    ["2010年12月1日 8:26", "2010-12-01"],
    ["2010年12月1日8时26分", "2010-12-01"],
    ["2010/12/1 下午 8:26:05", "2010-12-01"],
    ["2010年12月1日 星期三 20时26分05秒", "2010-12-01"],
    ["2010-12-01（周三）", "2010-12-01"],
    ["1 December 2010", "2010-12-01"],
    ["01-Dec-10", "2010-12-01"],
    ["Wed, 01 Dec 2010 08:26:00 GMT", "2010-12-01"],
    ["Dec 1, 2010", "2010-12-01"],
    ["12/1/2010 8:26", "2010-12-01 or 2010-01-12"],
    ["12/1/10 8:26 AM", "2010-12-01 or 2010-01-12"],
    ["13/1/2010", "– or 2010-01-13"],
    ["1/13/2010", "2010-01-13 or –"],
    ["1.12.70", "1970-01-12 or 1970-12-01"],
    ["3/3/2010", "2010-03-03"],
    ["2010-02-30", "does not exist"],
    ["30/30/2010", "does not exist"],
    ["2011-02-29", "does not exist"],
    ["2012-02-29", "2012-02-29"],
    ["30 Feb 2010", "does not exist"],
    ["1850-01-01", "does not exist"],
    ["", "unreadable"],
    ["yesterday", "unreadable"],
    ["40513.35", "unreadable"],
    ["1291191960", "unreadable"],
    ["12/1-2010", "unreadable"],
    ["1 Foo 2010", "unreadable"],
    ["2010年12月1日 8时", "unreadable"],
    ["2010-12-01 下午", "unreadable"],
  ])("reads %j as %s", (cell, expected) => {
    expect(said(cell)).toBe(expected);
  });
});
