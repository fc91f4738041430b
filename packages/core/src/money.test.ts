import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, allocateMoney, amountOf, negateMoney, sumMoney } from "./money.js";

const cny = (amountMinor: number) => ({ amountMinor, currency: "CNY" });
const amount = fc.integer({ min: -(2 ** 50), max: 2 ** 50 });
const largest = Number.MAX_SAFE_INTEGER;
const tooLarge = expect.objectContaining({ code: "core/amount-too-large", details: { currency: "CNY" } });

describe("amountOf", () => {
  it("takes whole minor units up to 2^53 - 1", () => {
    expect(amountOf(-largest, "CNY")).toEqual(cny(-largest));
    for (const wrong of [2 ** 53, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => amountOf(wrong, "CNY")).toThrow(tooLarge);
  });
});

describe("addMoney", () => {
  it("adds within a currency, in any order, and takes back what it added", () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(addMoney(cny(a), cny(b))).toEqual(cny(a + b));
        expect(addMoney(cny(b), cny(a))).toEqual(cny(a + b));
        expect(addMoney(addMoney(cny(a), cny(b)), negateMoney(cny(b)))).toEqual(cny(a));
      }),
    );
  });
  it("never adds two currencies", () => {
    expect(() => addMoney(cny(1), { amountMinor: 1, currency: "USD" })).toThrow(
      expect.objectContaining({ code: "core/different-currencies", details: { one: "CNY", other: "USD" } }),
    );
  });
  it("refuses a sum that cannot be counted exactly", () => {
    expect(addMoney(cny(largest - 1), cny(1))).toEqual(cny(largest));
    expect(() => addMoney(cny(largest), cny(1))).toThrow(tooLarge);
    expect(() => addMoney(cny(-largest), cny(-2))).toThrow(tooLarge);
  });
});

describe("negateMoney", () => {
  it("has no zero below zero", () => expect(Object.is(negateMoney(cny(0)).amountMinor, 0)).toBe(true));
});

describe("allocateMoney", () => {
  const weights = fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 12 }).filter((all) => all.some((weight) => weight > 0));
  it("loses nothing, gives nothing to a weight of 0, and strays less than one unit from the exact share", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), weights, (whole, each) => {
        const parts = allocateMoney(cny(whole), each);
        const total = each.reduce((sum, weight) => sum + weight, 0);
        expect(sumMoney(parts)).toEqual([cny(whole)]);
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(part.amountMinor - (whole * (each[index] ?? 0)) / total)).toBeLessThanOrEqual(1);
          if (each[index] === 0) expect(part.amountMinor + 0).toBe(0);
        }
      }),
    );
  });
  it.each([[[]], [[0, 0]], [[1, -1]], [[0.5, 0.5]], [[Number.NaN]]])("refuses the weights %j", (wrong) => {
    expect(() => allocateMoney(cny(100), wrong)).toThrow(expect.objectContaining({ code: "core/weights-unusable" }));
  });
});

describe("sumMoney", () => {
  const amounts = fc.array(fc.record({ amountMinor: amount, currency: fc.constantFrom("CNY", "USD", "EUR") }), { maxLength: 20 });
  it("gives one sum per currency, in their order, whatever the order of the amounts", () => {
    fc.assert(
      fc.property(
        amounts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const sums = sumMoney(all);
          expect(sumMoney(shuffled)).toEqual(sums);
          expect(sums.map(({ currency }) => currency)).toEqual([...new Set(all.map(({ currency }) => currency))].sort());
          for (const { amountMinor, currency } of sums)
            expect(all.filter((each) => each.currency === currency).reduce((sum, each) => sum + each.amountMinor, 0)).toBe(amountMinor);
        },
      ),
    );
    expect(sumMoney([])).toEqual([]);
  });
  it("counts exactly where only a part on the way is too large, and refuses where the sum is", () => {
    expect(sumMoney([cny(largest), cny(largest), cny(-largest)])).toEqual([cny(largest)]);
    expect(() => sumMoney([cny(largest), cny(1)])).toThrow(tooLarge);
    expect(() => sumMoney([cny(0.5), cny(0.5)])).toThrow(tooLarge);
  });
});
