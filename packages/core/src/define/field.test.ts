import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { date, decimal, group, instant, list, money, text } from "./field.js";

const accepts = (schema: z.core.$ZodType, value: unknown): boolean => z.core.safeParse(schema, value).success;

describe("instant", () => {
  it("keeps every writing in UTC to the millisecond", () => {
    for (const [given, kept] of [
      ["2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00.000Z"],
      ["2026-03-01T00:00:00Z", "2026-03-01T00:00:00.000Z"],
      ["2026-03-01T00:00:00.1239Z", "2026-03-01T00:00:00.123Z"],
    ])
      expect(z.core.parse(instant(), given)).toBe(kept);
  });
  it("refuses whatever is no instant, without falling over it", () => {
    for (const wrong of ["", "now", "2026-02-30T00:00:00Z", "2026-03-01", "2026-03-01T00:00:00", "9999-12-31T23:00:00-05:00", 17, null])
      expect(accepts(instant(), wrong)).toBe(false);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        accepts(instant(), value);
      }),
    );
  });
});

describe("money", () => {
  it("is whole minor units, exactly counted, of a currency in three capital letters", () => {
    expect(accepts(money(), { amountMinor: -5, currency: "CNY" })).toBe(true);
    for (const wrong of [
      { amountMinor: 0.5, currency: "CNY" },
      { amountMinor: 2 ** 53, currency: "CNY" },
      { amountMinor: 5, currency: "cny" },
      { amountMinor: 5, currency: "CNYY" },
      { amountMinor: 5 },
      { amountMinor: 5, currency: "CNY", scale: 2 },
    ])
      expect(accepts(money(), wrong)).toBe(false);
  });
});

describe("decimal", () => {
  it("is a number as text with at most so many digits after the point", () => {
    for (const right of ["0", "-0.5", "12.25", "99999999999999999999.99"]) expect(accepts(decimal(2), right)).toBe(true);
    for (const wrong of ["0.125", "1.", ".5", "01", "1e3", "+1", "", "1,5", "NaN", 1]) expect(accepts(decimal(2), wrong)).toBe(false);
  });
});

describe("text, date, list, group", () => {
  it("trims text and counts what is left", () => {
    expect(z.core.parse(text(3), "  李明  ")).toBe("李明");
    expect(accepts(text(3), "   ")).toBe(false);
    expect(accepts(text(3), "abcd")).toBe(false);
  });
  it("refuses days that there are not", () => {
    expect(accepts(date(), "2024-02-29")).toBe(true);
    for (const wrong of ["2025-02-29", "2025-13-01", "2025-1-1", "25-01-01"]) expect(accepts(date(), wrong)).toBe(false);
  });
  it("refuses a list that is too long and a group with an unknown field, prototype names included", () => {
    expect(accepts(list(date(), 1), ["2025-01-01", "2025-01-01"])).toBe(false);
    expect(accepts(group({ on: date() }), { on: "2025-01-01", at: 1 })).toBe(false);
    expect(accepts(group({ on: date() }), JSON.parse('{"on":"2025-01-01","__proto__":{"admin":true}}'))).toBe(false);
  });
});
