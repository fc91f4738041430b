import { type CalendarDate, customer, score, scoring } from "@kehu/core";
import { expect, it } from "vitest";
import { scoreCustomers } from "../value/score-customers.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { onBothDatabases, yuan } from "./world.test-pack.js";

const asOf = "2026-02-28";
const dayBefore = (days: number): CalendarDate => new Date(Date.parse(asOf) - days * 86_400_000).toISOString().slice(0, 10);

onBothDatabases(
  "value of customers who stay",
  (world) => {
    it("is scored by a model that keeps no standard error of what nobody is seen to do", async () => {
      const house = await world().open();
      const keeper = house.as("shop/keeper");
      // some buy every other week and some once in ten, and all of them bought lately
      const gaps = Array.from({ length: 24 }, (_, index) => 14 + 3 * (index % 8) ** 2);
      const people = await keeper.createMany(
        customer,
        gaps.map((gap) => ({ kind: "person" as const, displayName: `每 ${gap} 天` })),
      );
      const sales = people.flatMap(({ id: customerId }, index) => {
        const gap = gaps[index] as number;
        return Array.from({ length: Math.floor(300 / gap) + 1 }, (_, time) => ({
          customerId,
          soldOn: dayBefore(gap * time + (index % 5)),
          amount: yuan(1000 + ((37 * index + 101 * time) % 500)),
        }));
      });
      await keeper.createMany(sale, sales);
      const scored = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const [purchases, spend] = (await keeper.get(scoring, scored.id)).models;
      const has = purchases?.parameters.map(({ name, value, standardError }) => [
        name,
        Number.isFinite(value),
        standardError !== undefined,
      ]);
      expect(has).toEqual([
        ["r", true, true],
        ["alpha", true, true],
        ["a", true, false],
        ["b", true, false],
      ]);
      expect(purchases?.parameters[2]?.value).toBe(0);
      expect(spend?.parameters.map(({ standardError }) => standardError !== undefined)).toEqual([true, false, false]);
      const { items } = await keeper.find(score, { where: { scoringId: scored.id } });
      expect(items.map(({ aliveProbability }) => aliveProbability)).toEqual(gaps.map(() => 1));
      expect(items.every(({ lifetimeValue }) => lifetimeValue !== undefined && lifetimeValue.amountMinor > 0)).toBe(true);
    });
  },
  [shopPack],
);
