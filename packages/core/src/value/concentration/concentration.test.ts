import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import { concentration } from "./concentration.js";

describe("concentration", () => {
  it("has the textbook coefficients", () => {
    expect(concentration([1, 2, 3, 4, 5]).gini).toBeCloseTo(4 / 15, 14);
    expect(concentration([0, 0, 0, 1]).gini).toBe(0.75);
    expect(concentration([7, 7, 7]).gini).toBe(0);
    expect(concentration([5, 5]).herfindahl).toBe(0.5);
  });
  it("finds the fewest that make 80 %", () => {
    expect(concentration([10, 70, 10, 10]).makersOf80).toEqual({ customers: 2, ofCustomers: 0.5 });
    expect(concentration([1, 1, 1, 1, 1]).makersOf80).toEqual({ customers: 4, ofCustomers: 0.8 });
  });
  it("says nothing where nothing can be said", () => {
    expect(concentration([])).toMatchObject({ gini: null, makersOf80: null, lorenz: [], topShare: [{ ofTotal: null }, {}, {}] });
    expect(concentration([10, -2])).toMatchObject({ total: 8, gini: null, herfindahl: null, makersOf80: { customers: 1 } });
    expect(() => concentration([1, Number.NaN])).toThrow(expect.objectContaining({ code: "core/value-not-finite" }));
    for (const share of [-0.1, 1.1, Number.NaN])
      expect(() => concentration([1], { topShares: [0.2, share] })).toThrow(expect.objectContaining({ code: "core/share-unusable" }));
    expect(concentration([3, 1], { topShares: [0, 1] }).topShare.map(({ ofTotal }) => ofTotal)).toEqual([0, 1]);
  });
  it.each([[[2 ** 53 - 1, 1]], [[1e308, 1e308]], [[2 ** 53 - 1, 1 - 2 ** 53]]])("refuses %j, whose sums are not exact", (amounts) => {
    expect(() => concentration(amounts)).toThrow(
      expect.objectContaining({ code: "core/amount-too-large", message: expect.stringMatching(/^An amount in one currency/) }),
    );
    expect(concentration([2 ** 53 - 2, 1]).total).toBe(2 ** 53 - 1);
  });
  it("does not depend on the order or the unit, and bends downwards", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1 }), (amounts) => {
        const one = concentration(amounts);
        expect(concentration([...amounts].reverse())).toEqual(one);
        const hundredfold = concentration(amounts.map((amount) => amount * 100));
        if (one.gini === null) return;
        expect(hundredfold.gini).toBeCloseTo(one.gini, 12);
        expect(one.gini >= -1e-12 && one.gini < 1).toBe(true);
        for (const { ofCustomers, ofTotal } of one.lorenz) expect(ofTotal).toBeLessThanOrEqual(ofCustomers + 1e-9);
        expect(one.lorenz.at(-1)).toEqual({ ofCustomers: 1, ofTotal: 1 });
      }),
    );
  });
});

describe.skipIf(!sharedData())("concentration of CDNOW", () => {
  it("has the reference figures to the digits that are known", () => {
    const spent = new Map<string, number>();
    for (const line of readFileSync(`${sharedData()}/cdnow/CDNOW_master.txt`, "utf8").trim().split("\r\n").slice(1)) {
      const [id = "", , , dollars] = line.trim().split(/\s+/);
      spent.set(id, (spent.get(id) ?? 0) + Math.round(Number(dollars) * 100));
    }
    const { customers, total, gini, herfindahl, topShare, makersOf80 } = concentration([...spent.values()]);
    expect([customers, total]).toEqual([23_570, 250_031_563]);
    expect(gini).toBeCloseTo(0.634571184582, 12);
    expect(herfindahl).toBeCloseTo(0.00026126137946, 14);
    expect(topShare.map(({ ofTotal }) => ofTotal)).toEqual(
      [0.158757624532, 0.509427263789, 0.677773829698].map((share) => expect.closeTo(share, 12)),
    );
    expect(makersOf80?.customers).toBe(7695);
  });
});
