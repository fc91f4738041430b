import { describe, expect, it } from "vitest";
import { type Column, day, number, percent, text, time, yuan } from "./cells.js";

const valueIn = <T>(column: Column<T>, cell: string): T | undefined => {
  const read = column.read(cell);
  return "value" in read ? read.value : undefined;
};

describe("the cells", () => {
  it("read the days of the calendar, and no others", () => {
    expect(["2024-02-29", "2025/6/3", "2025.12.31"].map((cell) => valueIn(day, cell))).toEqual(["2024-02-29", "2025-06-03", "2025-12-31"]);
    for (const cell of ["2025-02-29", "2025-13-01", "20250101", "2025-1", "1899-12-31", "明天"]) expect(valueIn(day, cell)).toBeUndefined();
  });

  it("read times in Shanghai", () => {
    expect(valueIn(time, "2025-06-30 9:05")).toBe("2025-06-30T01:05:00.000Z");
    for (const cell of ["2025-06-30", "2025-06-30 24:00", "2025-06-31 10:00", "2025-06-30 10:60"])
      expect(valueIn(time, cell)).toBeUndefined();
  });

  it("read amounts without ever making a float of them", () => {
    expect(["1200", "1,200.5", "¥36,000.00", "￥7", "0.07"].map((cell) => valueIn(yuan, cell))).toEqual([
      120_000, 120_050, 3_600_000, 700, 7,
    ]);
    for (const cell of ["-1", "1,2", "1.234", "1e3", "12,34,567", "一千", "9".repeat(13)]) expect(valueIn(yuan, cell)).toBeUndefined();
  });

  it("read percentages in basis points", () => {
    expect(["12.5", "7%", "100"].map((cell) => valueIn(percent, cell))).toEqual([1250, 700, 10_000]);
    expect(valueIn(percent, "100.01")).toBeUndefined();
  });

  it("refuse what a spreadsheet would calculate, and take what only looks like it", () => {
    for (const cell of ["=1+1", " =A1", "@SUM(A1)", "＝cmd", "+cmd|' /C calc'!A0", "-abc"])
      expect(valueIn(text(100), cell)).toBeUndefined();
    for (const cell of ["+8613800138000", "-5", "a=b"]) expect(valueIn(text(100), cell)).toBe(cell);
  });

  it("take no numbers that could be anything else", () => {
    expect(valueIn(number(10), "C-1/2")).toBe("C-1/2");
    for (const cell of ["=C1", "C 1", "-1", "C".repeat(11)]) expect(valueIn(number(10), cell)).toBeUndefined();
  });
});
