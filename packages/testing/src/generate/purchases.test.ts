import { describe, expect, it } from "vitest";
import { generatePurchases } from "./purchases.js";

const asOf = "2026-02-28";
const many = Array.from({ length: 1000 }, (_, seed) => generatePurchases({ seed, asOf }));

describe("generatePurchases", () => {
  it("gives the same for the same seed, and another customer for another", () => {
    expect(generatePurchases({ seed: 7, asOf })).toEqual(many[7]);
    expect(new Set(many.map((each) => JSON.stringify(each))).size).toBe(1000);
  });

  it("gives whole amounts above zero on rising days of the last 500, of which some are of one purchase only", () => {
    const days = many.map((each) => each.map(({ on }) => on));
    expect(days.every((own) => own.every((on, index) => index === 0 || on > (own[index - 1] as string)))).toBe(true);
    expect(days.flat().every((on) => on > "2024-10-15" && on <= asOf)).toBe(true);
    expect(many.flat().every(({ amountMinor }) => Number.isInteger(amountMinor) && amountMinor > 0)).toBe(true);
    const once = many.filter(({ length }) => length === 1).length;
    expect(once).toBeGreaterThan(100);
    expect(once).toBeLessThan(600);
  });
});
