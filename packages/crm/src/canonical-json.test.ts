import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.js";

/** The same data with the keys of every object the other way round. */
const turned = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  );
};
const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key${(index * 37) % 100}`, index]));

describe("canonicalJson", () => {
  it.each([
    [{ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } }, '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}'],
    [{ b: undefined, a: [undefined, Number.NaN] }, '{"a":[null,null]}'],
    [{ Z: 1, a: 2, ä: 3, "\u{1F600}": 4, "\uFF61": 5 }, '{"Z":1,"a":2,"ä":3,"\u{1F600}":4,"\uFF61":5}'],
    [{ b: 1, 10: 2, 9: 3, a: [{ 2: 1, 11: 2 }] }, '{"10":2,"9":3,"a":[{"11":2,"2":1}],"b":1}'],
    [JSON.parse('{"b":1,"__proto__":{"y":1,"x":2}}'), '{"__proto__":{"x":2,"y":1},"b":1}'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ["a\nb", '"a\\nb"'],
    [undefined, "null"],
  ])("writes %j with its keys in order of their code units", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("puts many keys in order too", () => {
    expect(Object.keys(JSON.parse(canonicalJson(many)) as object)).toEqual(Object.keys(many).sort());
  });

  it("says the same of the same data, whatever order its keys are in, and keeps it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
