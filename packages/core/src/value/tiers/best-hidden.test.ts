import { describe, expect, it } from "vitest";
import { bestHidden } from "./best-hidden.js";

const at = (customerId: string, tier: string, value: number) => ({ customerId, tier, value });
const tiers = ["base", "silver", "gold"];
const customers = [
  at("a", "base", 10),
  at("b", "base", 60),
  at("c", "base", 900),
  at("d", "silver", 50),
  at("e", "silver", 70),
  at("f", "gold", 800),
  at("g", "silver", 850),
];

describe("bestHidden", () => {
  it("finds those who are worth the median of a higher tier, the best first", () => {
    expect(bestHidden(customers, { tiers })).toEqual([{ ...at("c", "base", 900), worthOf: "gold", medianThere: 800 }]);
    expect(bestHidden([...customers, at("h", "base", 75)], { tiers }).map(({ customerId, worthOf }) => [customerId, worthOf])).toEqual([
      ["c", "gold"],
      ["h", "silver"],
    ]);
  });
  it("counts who is worth exactly as much as the median", () => {
    const [exactly] = bestHidden([...customers, at("h", "base", 70)], { tiers }).slice(1);
    expect(exactly).toEqual({ ...at("h", "base", 70), worthOf: "silver", medianThere: 70 });
    expect(bestHidden([...customers, at("h", "base", 69)], { tiers })).toHaveLength(1);
  });
  it("takes nobody for better because the customers of a high tier have gone", () => {
    const gone = [at("f", "gold", 1), at("i", "gold", 2), at("j", "gold", 3)];
    const [faded, top] = [at("k", "base", 5), at("l", "base", 70)];
    const found = bestHidden([...customers.filter(({ tier }) => tier !== "gold"), ...gone, faded, top], { tiers });
    expect(found.map(({ customerId, worthOf }) => [customerId, worthOf])).toEqual([
      ["c", "gold"],
      ["l", "gold"],
    ]);
    expect(bestHidden([at("a", "silver", 4), at("b", "silver", 8), ...gone], { tiers, among: ["silver"] })).toMatchObject([
      { customerId: "b", worthOf: "gold", medianThere: 2 },
    ]);
  });
  it("looks in other tiers when told", () => {
    expect(bestHidden(customers, { tiers, among: ["base", "silver"] }).map(({ customerId }) => customerId)).toEqual(["c", "g"]);
  });
  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses a value of %d, and a tier to look in that is none", (value) => {
    expect(() => bestHidden([...customers, at("h", "base", value)], { tiers })).toThrow(
      expect.objectContaining({ code: "core/value-not-finite", details: { position: 8, value } }),
    );
    expect(() => bestHidden(customers, { tiers, among: ["base", "bronze"] })).toThrow(
      expect.objectContaining({ code: "core/tiers-unusable", message: expect.stringContaining("bronze") }),
    );
  });
  it("knows no higher tier without customers", () => {
    expect(bestHidden([at("a", "base", 10)], { tiers })).toEqual([]);
    expect(() => bestHidden([at("a", "none", 10)], { tiers })).toThrow(expect.objectContaining({ code: "core/tier-unknown" }));
  });
});
