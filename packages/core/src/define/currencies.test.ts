import * as used from "dinero.js/currencies";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { currencies } from "./currencies.js";
import { decimal, money } from "./field.js";

describe("currencies", () => {
  it("are all that are in use, and each is written once", () => {
    expect(Object.keys(used).filter((code) => !currencies.has(code))).toEqual([]);
    expect(Object.keys(used).length).toBeGreaterThan(150);
    expect([...currencies].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  });
  it("are what an amount may be in, old contracts included", () => {
    const accepts = (currency: string) => z.safeParse(money() as never, { amountMinor: 1, currency }).success;
    expect(["CNY", "USD", "XXX", "DEM", "HRK"].filter((code) => !accepts(code))).toEqual([]);
    expect(["ZZZ", "AAA", "cny", "RMB", "CN", "CNYX", ""].filter(accepts)).toEqual([]);
  });
});

describe("decimal", () => {
  it("has one way to write a number: no minus before nothing, no zero in front", () => {
    const accepts = (value: string) => z.safeParse(decimal(2) as never, value).success;
    expect(["0", "-0.01", "0.00", "12.5", "-3", "1.20"].filter((value) => !accepts(value))).toEqual([]);
    expect(["-0", "-0.0", "-0.00", "01", "1.234", "1.", ".5", "+1", "1e3", ""].filter(accepts)).toEqual([]);
  });
});
