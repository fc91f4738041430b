import { type CalendarDate, goal, type Id, interaction } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { concentration, costToServe as costsOf } from "@kehu/core/value";
import { expect, it } from "vitest";
import { costToServe } from "../value/cost-to-serve.js";
import { measureGoals } from "../value/measure-goals.js";
import { profitConcentration } from "../value/profit-concentration.js";
import { scoreCustomers } from "../value/score-customers.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { openShop } from "./shoppers.test-pack.js";
import { codeOf, onBothDatabases, yuan } from "./world.test-pack.js";

const asOf: CalendarDate = "2026-02-28";
const period = { from: "2026-02-01", until: asOf, currency: "CNY" };

onBothDatabases(
  "who makes the profit, and what it costs",
  (world) => {
    const start = async (customers: number) => {
      const { house, keeper, ids } = await openShop(world(), customers);
      const sell = (customerId: Id<"customer">, amount: number, cost = 0) =>
        keeper.create(sale, { customerId, soldOn: "2026-02-10", amount: yuan(amount), cost: yuan(cost) });
      return { house, keeper, ids, sell };
    };

    it("tells who makes 80 % of the profit, and no Gini where anybody lost money", async () => {
      const { house, keeper, ids, sell } = await start(7);
      const profits = ids.map((_, index) => 100 * (index + 1) ** 2);
      for (const [index, id] of ids.entries()) await sell(id, profits[index] as number);
      const { id: scoringId } = await scoreCustomers(keeper, { asOf: "2026-02-27", currency: "CNY" });
      const { customers, total: totalMinor, gini, makersOf80, lorenz } = concentration(profits);
      const onlooker = house.as("shop/onlooker");
      expect(await onlooker.call(profitConcentration, { currency: "CNY" })).toEqual({
        ...{ scoringId, asOf: "2026-02-27", currency: "CNY", customers, totalMinor, gini, makersOf80, lorenz },
      });
      await sell(ids[0] as string, 0, 900);
      await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const told = await onlooker.call(profitConcentration, { currency: "CNY" });
      expect([told.gini, told.makersOf80, told.totalMinor]).toEqual([null, { customers: 3, ofCustomers: 3 / 7 }, totalMinor - 900]);
      expect(await codeOf(house.as("shop/clerk").call(profitConcentration, { currency: "CNY" }))).toBe("crm/not-granted");
    });

    it("tells what serving costs, by channel and customer, from what is known and from a tariff", async () => {
      const { house, keeper, ids } = await start(4);
      const [one, other, twin, silent] = ids as [string, string, string, string];
      await house.meddle(`update kehu.customer set canonical_id = '${uuidOf("customer", one)}' where id = '${uuidOf("customer", twin)}'`);
      const talk = (customerId: string, channel: "phone" | "fieldVisit" | "email", more: object = {}) =>
        keeper.create(interaction, {
          customerId,
          channel,
          direction: "inbound",
          happenedAt: "2026-02-10T02:00:00.000Z",
          topic: "x",
          ...more,
        });
      const contacts = [
        [one, "phone"],
        [twin, "phone"],
        [other, "fieldVisit", 7000],
        [other, "phone", 150],
      ] as const;
      for (const [id, channel, cost] of contacts) await talk(id, channel, cost === undefined ? {} : { cost: yuan(cost) });
      await talk(silent, "email");
      await talk(silent, "fieldVisit", { cost: { amountMinor: 900, currency: "USD" } });
      await talk(one, "phone", { direction: "internal" });
      await talk(one, "phone", { happenedAt: "2026-01-31T15:59:59.000Z" });
      const tariff = [{ channel: "phone" as const, costMinor: 400 }];
      const told = await keeper.call(costToServe, { ...period, tariff });
      const known = contacts.map(([id, channel, costMinor]) => ({
        customerId: id === twin ? one : id,
        channel,
        ...(costMinor !== undefined && { costMinor }),
      }));
      const expected = costsOf(known, { phone: 400 }).map(({ customerId, contacts: count, costMinor }) => ({
        ...{ customerId, contacts: count, costMinor, withoutCost: 0 },
      }));
      expect(told).toEqual({
        ...{ contacts: 6, costMinor: 7950, withoutCost: 2 },
        channels: [
          { channel: "fieldVisit", contacts: 2, costMinor: 7000, withoutCost: 1 },
          { channel: "phone", contacts: 3, costMinor: 950, withoutCost: 0 },
          { channel: "email", contacts: 1, costMinor: 0, withoutCost: 1 },
        ],
        customers: [...expected, { customerId: silent, contacts: 2, costMinor: 0, withoutCost: 2 }],
      });
      expect((await keeper.call(costToServe, { ...period, tariff, limit: 1 })).customers).toEqual(told.customers.slice(0, 1));
      expect(await codeOf(keeper.call(costToServe, { ...period, tariff, from: "2026-03-01" }))).toBe("crm/period-reversed");
      const twice = { ...period, tariff: [...tariff, { channel: "email" as const, costMinor: 1 }, ...tariff] };
      await expect(keeper.call(costToServe, twice)).rejects.toMatchObject({
        code: "crm/channel-twice",
        message: expect.stringContaining("contact on phone costs"),
      });
      expect(await codeOf(keeper.call(costToServe, { ...period, tariff, currency: "QQQ" }))).toBe("crm/invalid-input");
      expect(await codeOf(house.as("shop/clerk").call(costToServe, { ...period, tariff }))).toBe("crm/not-granted");
      await keeper.create(goal, {
        ...{ name: "Serve for less", query: "cost-to-serve", figure: "costMinor", input: JSON.stringify({ ...period, tariff }) },
        ...{ direction: "atMost", baseline: 9000, target: 8000, dueOn: "2026-12-31", onMiss: { task: "Look at the visits" } },
      });
      expect(await measureGoals(keeper)).toMatchObject([{ state: "reached", value: 7950 }]);
    });
  },
  [shopPack],
);
