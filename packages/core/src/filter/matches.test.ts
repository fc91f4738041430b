import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { date, group, list, money, party, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";
import { compareText } from "./compare.js";
import { matches } from "./matches.js";
import { among, type Where } from "./where.js";

const sale = defineRecord("trade/sale", {
  fields: {
    buyerId: party("buyer"),
    price: money(),
    discount: money().optional(),
    paidOn: date().optional(),
    rank: z.int(),
    isGift: z.boolean(),
    tags: list(text(20), 9),
    address: group({ city: text(20), street: text(80).optional() }).optional(),
    lines: list(group({ article: text(20), pieces: z.int(), remark: text(20).optional() }), 9),
  },
  states: ["open", "paid"],
});
type Sale = Stored<typeof sale>;
const at = "2026-03-02T02:00:00.000Z";
const cny = (amountMinor: number) => ({ amountMinor, currency: "CNY" });
const paid: Sale = {
  id: "s1",
  version: 1,
  state: "paid",
  since: at,
  createdAt: at,
  updatedAt: at,
  buyerId: "c1",
  price: cny(500),
  paidOn: "2026-03-02",
  rank: 3,
  isGift: false,
  tags: ["new", "red"],
  address: { city: "上海" },
  lines: [
    { article: "pen", pieces: 2 },
    { article: "ink", pieces: 1, remark: "blue" },
  ],
};
const { paidOn: _paidOn, address: _address, ...open } = { ...paid, state: "open" as const };
const passes = (where: Where<Sale>, record: Sale = paid) => matches(where, record);

describe("matches", () => {
  it.each<[string, Where<Sale>, boolean, boolean]>([
    // the filter, then: of a sale that is paid; of one without date and address
    ["no condition", {}, true, true],
    ["a value", { state: "paid" }, true, false],
    ["several fields, all of them", { state: "paid", rank: 4 }, false, false],
    ["empty", { paidOn: null }, false, true],
    ["not empty", { paidOn: { not: null } }, true, false],
    ["not a value keeps the empty", { paidOn: { not: "2026-03-02" } }, false, true],
    ["none of some keeps the empty", { paidOn: { notIn: ["2026-03-02"] } }, false, true],
    ["one of some", { paidOn: { in: ["2026-03-01", "2026-03-02"] } }, true, false],
    ["one of none", { paidOn: { in: [] } }, false, false],
    ["none of none", { paidOn: { notIn: [] } }, true, true],
    ["from, which is inclusive", { paidOn: { from: "2026-03-02" } }, true, false],
    ["after, which is not", { paidOn: { after: "2026-03-02" } }, false, false],
    ["until, which is inclusive", { paidOn: { until: "2026-03-02" } }, true, false],
    ["before, which is not", { paidOn: { before: "2026-03-02" } }, false, false],
    ["a range", { rank: { after: 2, until: 3 } }, true, true],
    ["false", { isGift: false }, true, true],
    ["a list that has a text", { tags: { has: "red" } }, true, true],
    ["a list that has none of it", { tags: { has: "blue" } }, false, false],
    ["a list that has a text in a range", { tags: { has: { from: "o" } } }, true, true],
    ["a list that has a group with all of it", { lines: { has: { article: "ink", pieces: 1 } } }, true, true],
    ["a list whose groups have it only together", { lines: { has: { article: "ink", pieces: 2 } } }, false, false],
    ["a list that has a group without a remark", { lines: { has: { remark: null } } }, true, true],
    ["a group", { address: { city: "上海" } }, true, false],
    ["a group with an empty field, also where the group is empty", { address: { street: null } }, true, true],
    ["a group without a value, also where the group is empty", { address: { city: { not: "北京" } } }, true, true],
    ["an empty group", { address: null } as never, false, true],
    ["one of several", { or: [{ rank: 9 }, { state: "open" }] }, false, true],
    ["one of several, and more", { rank: 3, or: [{ paidOn: null }, { state: "paid", price: { from: cny(500) } }] }, true, true],
    ["one of nothing", { or: [] }, false, false],
    ["or within or", { or: [{ or: [{ state: "paid" }], rank: 3 }] }, true, false],
  ])("tells %s", (_, where, whenPaid, whenOpen) => {
    expect([passes(where), passes(where, open)]).toEqual([whenPaid, whenOpen]);
  });

  it("compares money within its currency only", () => {
    expect(passes({ price: cny(500) })).toBe(true);
    expect(passes({ price: { from: cny(500), until: cny(500) } })).toBe(true);
    for (const name of ["from", "until", "after", "before"] as const)
      expect(passes({ price: { [name]: { amountMinor: 500, currency: "USD" } } })).toBe(false);
    expect(passes({ price: { not: { amountMinor: 500, currency: "USD" } } })).toBe(true);
    expect(passes({ price: { in: [cny(500)] } })).toBe(true);
    expect(passes({ discount: { from: cny(0) } })).toBe(false);
    expect(passes({ discount: { not: cny(0) } })).toBe(true);
  });
  it("compares text by code points, as the database does", () => {
    // 𠮷 is U+20BB7, ﹏ is U+FE4F: as UTF-16 units they stand the other way round
    expect("𠮷" < "﹏").toBe(true);
    expect(matches({ name: { after: "﹏" } }, { name: "𠮷" })).toBe(true);
  });
  it("takes values among other records from whoever can give them", () => {
    const where: Where<Sale> = { buyerId: { in: among(sale, "buyerId", { state: "paid" }) } };
    expect(matches(where, paid, { select: (selection) => (selection.path === "buyerId" ? ["c1"] : []) })).toBe(true);
    expect(
      matches({ or: [{ lines: { has: { article: { notIn: among(sale, "state") as never } } } }] } as Where<Sale>, paid, {
        select: () => ["pen", "ink"],
      }),
    ).toBe(false);
    expect(() => passes(where)).toThrow(expect.objectContaining({ code: "core/selection-unknown", details: { record: "trade/sale" } }));
  });
  it("refuses a comparison that there is not", () => {
    expect(() => passes({ rank: { like: 3 } } as never)).toThrow(
      expect.objectContaining({ code: "core/unknown-comparison", details: { field: "rank", comparison: "like" } }),
    );
  });
  it.each<[object, string]>([
    [{ state: undefined }, "state"],
    [{ or: undefined }, "or"],
    [{ rank: { not: undefined } }, "rank"],
    [{ rank: { in: undefined } }, "rank"],
    [{ paidOn: { from: undefined } }, "paidOn"],
    [{ tags: { has: undefined } }, "tags"],
    [{ lines: { has: { article: undefined } } }, "article"],
    [{ address: { city: undefined } }, "city"],
  ])("refuses %j with something undefined in it, which would pass everything", (where, field) => {
    for (const record of [paid, open])
      expect(() => passes(where as never, record)).toThrow(
        expect.objectContaining({ code: "core/comparison-missing", details: { field } }),
      );
  });
  it("sees no field in what objects inherit", () => {
    expect(matches({ constructor: null } as never, {})).toBe(true);
    expect(matches({ toString: { not: null } } as never, {})).toBe(false);
  });
});

describe("compareText", () => {
  const unicode = fc.string({ unit: "binary" });
  it("orders as the code points do", () => {
    const byPoints = (a: string, b: string): number => {
      const [left, right] = [[...a].map((each) => each.codePointAt(0) ?? 0), [...b].map((each) => each.codePointAt(0) ?? 0)];
      const index = left.findIndex((point, place) => point !== right[place]);
      return index === -1 ? left.length - right.length : right[index] === undefined ? 1 : (left[index] ?? 0) - (right[index] ?? 0);
    };
    fc.assert(
      fc.property(unicode, unicode, fc.string(), (a, b, start) => {
        expect(Math.sign(compareText(start + a, start + b))).toBe(Math.sign(byPoints(start + a, start + b)));
      }),
      { numRuns: 500 },
    );
    expect(["﹏", "𠮷", "a", "吉", ""].sort(compareText)).toEqual(["", "a", "吉", "﹏", "𠮷"]);
  });
});
