import { describe, expect, it } from "vitest";
import { amountParts, type DecimalSign, decimalOf, mayGroup, roundedTo, shownDecimalSign, times } from "./read-amount.js";

const said = (cell: string, sign: DecimalSign): string => {
  const parts = amountParts(cell);
  const value = parts && decimalOf(parts, sign);
  return value === undefined ? "none" : `${value.units}e-${value.decimals} ${parts?.currency ?? ""}`.trim();
};

describe("decimalOf", () => {
  it.each<[string, DecimalSign, string]>([
    ["15.30", ".", "1530e-2"],
    ["-27.5", ".", "-275e-1"],
    ["1,234,567.89", ".", "123456789e-2"],
    ["12,34,567.89", ".", "123456789e-2"],
    ["1.234.567,89", ",", "123456789e-2"],
    ["1 234,56", ",", "123456e-2"],
    ["1\u202f234,56", ",", "123456e-2"],
    ["1'234.56", ".", "123456e-2"],
    ["$1,200", ".", "1200e-0 USD"],
    ["-$12.00", ".", "-1200e-2 USD"],
    ["$-12.00", ".", "-1200e-2 USD"],
    ["(12.00)", ".", "-1200e-2"],
    ["12.00-", ".", "-1200e-2"],
    ["−12.00", ".", "-1200e-2"],
    ["€ 12,50", ",", "1250e-2 EUR"],
    ["12,50 €", ",", "1250e-2 EUR"],
    ["12.50 usd", ".", "1250e-2 USD"],
    ["￥１２．５０", ".", "1250e-2 CNY"],
    ["12.50元", ".", "1250e-2 CNY"],
    ["HK$12", ".", "12e-0 HKD"],
    [".5", ".", "5e-1"],
    ["12.", ".", "12e-0"],
    ["1.5E+3", ".", "1500e-0"],
    ["5e-05", ".", "5e-5"],
    ["17.850000000000001", ".", "17850000000000001e-15"],
    ["1,23.45", ".", "none"],
    ["12,5", ".", "none"],
    ["12.5", ",", "none"],
    ["1 23", ".", "none"],
    ["--5", ".", "none"],
    ["(-5)", ".", "none"],
    ["$5 EUR", ".", "none"],
    ["5 apples", ".", "none"],
    ["NaN", ".", "none"],
    ["=1+1", ".", "none"],
    ["", ".", "none"],
    ["9".repeat(41), ".", "none"],
  ])("reads %j with %j before the cents as %s", (cell, sign, expected) => {
    expect(said(cell, sign)).toBe(expected);
  });
});

describe("shownDecimalSign", () => {
  it("knows what a number shows, and what it leaves open", () => {
    const cases = {
      "1.5": ".",
      "1,5": ",",
      "1,234.5": ".",
      "1.234,5": ",",
      "1,234,567": ".",
      "1.234.567": ",",
      "0,123": ",",
      "1234.567": ".",
    };
    for (const [number, sign] of Object.entries(cases)) expect(shownDecimalSign(number), number).toBe(sign);
    expect(["12", "1,234", "1.234"].map(shownDecimalSign)).toEqual([undefined, undefined, undefined]);
    expect(["12", "1,234", "1.5"].map(mayGroup)).toEqual([false, true, false]);
  });
});

describe("roundedTo", () => {
  it("is exact where nothing is cut off, and else rounds half to even, the same below 0", () => {
    const cents = (units: bigint, decimals: number) => roundedTo(2, { units, decimals });
    expect(cents(15n, 1)).toEqual({ units: 150n, isExact: true });
    expect([12_345n, 12_355n, 12_346n, -12_345n, -12_355n].map((units) => cents(units, 3).units)).toEqual([
      1234n,
      1236n,
      1235n,
      -1234n,
      -1236n,
    ]);
    expect([cents(12_340n, 3).isExact, cents(12_341n, 3).isExact]).toEqual([true, false]);
  });
});

describe("times", () => {
  it("multiplies without a float: 6 of 2.55 are 15.30", () => {
    expect(times({ units: 6n, decimals: 0 }, { units: 255n, decimals: 2 })).toEqual({ units: 1530n, decimals: 2 });
  });
});
