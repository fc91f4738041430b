import { date, group, KehuError, list, money, text } from "@kehu/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseInput } from "./parse.js";

const shape = { name: text(40), on: date().optional(), amount: money().optional(), lines: list(group({ note: text(20) })).default([]) };
const problemsOf = (
  value: unknown,
  of: Parameters<typeof parseInput>[0] = shape,
): readonly { readonly path: string; readonly problem: string }[] => {
  try {
    parseInput(of, value, "travel/book");
  } catch (error) {
    if (error instanceof KehuError && error.code === "crm/invalid-input") return error.details["problems"] as never;
    throw error;
  }
  return [];
};
const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
};

describe("parseInput", () => {
  it("gives the parsed value, with defaults and trimmed text", () => {
    expect(parseInput(shape, { name: " Li ", amount: { amountMinor: 1, currency: "CNY" } }, "x")).toEqual({
      name: "Li",
      amount: { amountMinor: 1, currency: "CNY" },
      lines: [],
    });
    expect(parseInput(z.array(z.int()).max(3), [1, 2], "x")).toEqual([1, 2]);
  });

  it("names each problem by its path, at most 20", () => {
    expect(problemsOf({ name: "", on: "2026-02-30", lines: [{ note: "a" }, {}], extra: 1 }).map(({ path }) => path)).toEqual([
      "name",
      "on",
      "lines.1.note",
      "",
    ]);
    expect(problemsOf(null).map(({ path }) => path)).toEqual([""]);
    expect(problemsOf({ name: "a", lines: Array(90).fill({}) })).toHaveLength(20);
  });

  it("says what is refused in one sentence, without the values", () => {
    expect(() => parseInput(shape, { name: "secret".repeat(20) }, "travel/book")).toThrow(
      /^The input of travel\/book is refused: name has to have at most 40 characters\.$/,
    );
  });

  it.each(["__proto__", "constructor", "prototype"])("refuses the name %s at any depth", (name) => {
    const hostile = JSON.parse(`{"name":"a","lines":[{"note":"x","${name}":{"polluted":true}}]}`) as unknown;
    expect(problemsOf(hostile)).toMatchObject([{ path: `lines.0.${name}`, problem: "is a name that no field has; leave it out" }]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(["a\u0000", "\ud800", "\udc00a", "a\ud83d"])("refuses text that no database keeps: %j", (name) => {
    expect(problemsOf({ name })).toMatchObject([{ path: "name", problem: expect.stringContaining("cannot be kept") }]);
    expect(problemsOf({ [name]: 1 })).toHaveLength(1);
  });

  it("takes characters of two units", () => {
    expect(problemsOf({ name: "𠮷👩‍💻" })).toEqual([]);
  });

  it("refuses what is nested deeper than 32, however deep, and whatever goes round in a ring", () => {
    const open = z.any();
    expect(problemsOf(nested(32), open)).toEqual([]);
    for (const levels of [33, 100_000]) expect(problemsOf(nested(levels), open)[0]?.problem).toContain("nested deeper than 32");
    const ring: Record<string, unknown> = {};
    ring["ring"] = ring;
    expect(problemsOf(ring, open)[0]?.problem).toContain("nested deeper");
  });

  it("refuses what is larger than 1 MB, without going through all of it", () => {
    expect(problemsOf("a".repeat(999_000), z.any())).toEqual([]);
    for (const large of [
      "a".repeat(1_000_001),
      Array(500_000).fill("abc"),
      Array(2 ** 31),
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`name ${index}`, index])),
    ])
      expect(problemsOf(large, z.any())[0]?.problem).toContain("larger than 1 MB");
  });

  it("refuses what is no plain data", () => {
    for (const value of [new Date(0), new Map(), () => 1, Symbol("a"), new (class Row {})()])
      expect(problemsOf({ name: "a", on: value })[0]?.path).toBe("on");
    expect(problemsOf({ name: "a", amount: 1n })[0]?.path).toBe("amount");
    expect(problemsOf(Object.assign(Object.create(null) as object, { name: "a" }))).toEqual([]);
  });

  it("answers every JSON value with a value or a refusal", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ depthSize: "large" }),
        (value) => problemsOf(value).length >= 0 && problemsOf({ name: "a", lines: value }).length >= 0,
      ),
      { numRuns: 500 },
    );
  });
});
