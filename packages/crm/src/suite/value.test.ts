import { type CalendarDate, customer, type Id, score, scoring } from "@kehu/core";
import { beginScoring, uuidOf } from "@kehu/core/engine";
import { customaryBounds, customerScores } from "@kehu/core/value";
import { expect, it } from "vitest";
import { generatePurchases } from "../../../testing/src/generate/purchases.js";
import { viewCustomer } from "../customer/view-customer.js";
import { customerLedger } from "../value/customer-ledger.js";
import { ledgerPages } from "../value/ledger-pages.js";
import { profitCurve } from "../value/profit-curve.js";
import { scoreCustomers } from "../value/score-customers.js";
import { bestHidden, dormantCustomers } from "../value/scored-customers.js";
import { tierMovements } from "../value/tier-movements.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { codeOf, type House, onBothDatabases, yuan } from "./world.test-pack.js";

const asOf = "2026-02-28";
const terms = { asOf, currency: "CNY", rates: [] };
const dayBefore = (days: number, from = asOf): CalendarDate => new Date(Date.parse(from) - days * 86_400_000).toISOString().slice(0, 10);

onBothDatabases(
  "value",
  (world) => {
    const start = async (customers = 0) => {
      const house = await world().open();
      const keeper = house.as("shop/keeper");
      const made = await keeper.createMany(
        customer,
        Array.from({ length: customers }, (_, index) => ({ kind: "person" as const, displayName: `客户 ${index}` })),
      );
      const ids = made.map(({ id }) => id);
      const sell = (customerId: Id<"customer">, ago: number, amount: number, more: object = {}) =>
        keeper.create(sale, { customerId, soldOn: dayBefore(ago), amount: yuan(amount), ...more });
      const shop = async () => {
        const sales = ids.flatMap((customerId, index) =>
          generatePurchases({ seed: index, asOf }).map(({ on, amountMinor }) => ({
            customerId,
            soldOn: on,
            amount: yuan(amountMinor),
            cost: yuan(index * 10),
          })),
        );
        await keeper.createMany(sale, sales);
        return sales;
      };
      return { house, keeper, ids, sell, shop };
    };
    const scoresOf = async (house: House, scoringId: Id<"scoring">) =>
      (await house.as("shop/keeper").find(score, { where: { scoringId }, sort: "customerId", limit: 1000 })).items;

    it("scores each customer as the pure function does, with model and explanation, and gives the same for the same day", async () => {
      const { house, keeper, ids, shop } = await start(120);
      const sales = await shop();
      const progress: number[] = [];
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY", onProgress: (some) => progress.push(some) });
      expect(done).toMatchObject({
        state: "current",
        customers: 120,
        asOf,
        horizonMonths: 12,
        discountRatePerMonth: "0.01",
      });
      expect(done.models.map(({ model, unit }) => [model, unit])).toEqual([
        ["bg-nbd", "week"],
        ["gamma-gamma", "100"],
      ]);
      expect(progress.at(-1)).toBe(120);
      const columns = await keeper.call(customerLedger, terms);
      const expected = customerScores(columns, { asOf, horizonMonths: 12, discountRatePerMonth: 0.01 }).rows(0, 120);
      const scores = await scoresOf(house, done.id);
      expect(scores).toHaveLength(120);
      for (const [index, each] of scores.entries()) {
        const { customerId, lifetimeValueMinor, aliveProbability, explanation, segment } = expected[index] as (typeof expected)[number];
        expect(each).toMatchObject({
          customerId,
          aliveProbability,
          explanation,
          segment,
          lifetimeValue: yuan(lifetimeValueMinor as number),
        });
        const own = sales.filter((one) => one.customerId === customerId);
        expect(each.revenue.amountMinor).toBe(own.reduce((sum, { amount }) => sum + amount.amountMinor, 0));
        expect(each.purchases).toBe(new Set(own.map(({ soldOn }) => soldOn)).size);
      }
      const before = await house.hash();
      expect(await scoreCustomers(keeper, { asOf, currency: "CNY", horizonMonths: 12 })).toEqual(done);
      expect(await house.hash()).toBe(before);
      expect(await codeOf(scoreCustomers(keeper, { asOf, currency: "CNY", horizonMonths: 6 }))).toBe("kehu/scored-otherwise");
      const view = await keeper.call(viewCustomer, { customerId: ids[0] as string });
      expect(view.score).toMatchObject({ scoringId: done.id, customerId: ids[0], asOf });
    });

    it("goes on where it broke off", async () => {
      const { house, keeper, shop } = await start(40);
      await shop();
      const broken = {
        ...keeper,
        call: ((callable: { name: string }, ...rest: [never]) => {
          if (callable.name === "finish-scoring") return Promise.reject(new Error("the process was killed"));
          return keeper.call(callable as never, ...rest);
        }) as typeof keeper.call,
      };
      await expect(scoreCustomers(broken, { asOf, currency: "CNY" })).rejects.toThrow("killed");
      expect((await keeper.find(scoring)).items).toMatchObject([{ state: "running" }]);
      expect(await codeOf(keeper.call(profitCurve, { currency: "CNY" }))).toBe("crm/not-scored");
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect(done).toMatchObject({ state: "current", customers: 40 });
      expect(await scoresOf(house, done.id)).toHaveLength(40);
      const { id: customerId } = await keeper.create(customer, { kind: "person", displayName: "新客户" });
      const none = yuan(0);
      const more = { scoringId: done.id, customerId, asOf, purchases: 0, revenue: none, cost: none, profit: none, profitRank: 1 };
      expect(await codeOf(keeper.create(score, more))).toBe("kehu/scoring-complete");
      expect(await codeOf(keeper.create(score, { ...more, asOf: "2026-01-01" }))).toBe("kehu/scored-on-another-day");
      const dollars = { amountMinor: 0, currency: "USD" };
      for (const foreign of [{ cost: dollars }, { assets: dollars }, { lifetimeValue: dollars }])
        expect(await codeOf(keeper.create(score, { ...more, ...foreign }))).toBe("kehu/scored-in-another-currency");
    });

    it("goes on with one voice where the ledger changed meanwhile", async () => {
      const { house, keeper, ids, sell, shop } = await start(300);
      await shop();
      let written = 0;
      const broken = {
        ...keeper,
        createMany: ((...all: Parameters<typeof keeper.createMany>) => {
          written += 1;
          return written > 1 ? Promise.reject(new Error("the process was killed")) : keeper.createMany(...all);
        }) as typeof keeper.createMany,
      };
      await expect(scoreCustomers(broken, { asOf, currency: "CNY" })).rejects.toThrow("killed");
      const [{ id: scoringId } = { id: "" }] = (await keeper.find(scoring)).items;
      expect(await scoresOf(house, scoringId)).toHaveLength(250);
      await sell(ids[0] as string, 10, 9_000_000);
      const gone = ids[1] as string;
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", ids[2] as string)}' where id = '${uuidOf("customer", gone)}'`,
        `update kehu.ledger_entry set occurred_on = occurred_on - 3 where customer_id = '${uuidOf("customer", ids[9] as string)}'`,
      );
      expect(await codeOf(scoreCustomers(keeper, { asOf, currency: "CNY", horizonMonths: 6 }))).toBe("kehu/scored-otherwise");
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const scores = await scoresOf(house, done.id);
      const columns = await keeper.call(customerLedger, terms);
      const expected = customerScores(columns, { asOf, horizonMonths: 12, discountRatePerMonth: 0.01 }).rows(0, 300);
      const fields = ["customerId", "profitRank", "recency", "segment", "explanation"];
      const told = (each: object) => fields.map((field) => (each as Readonly<Record<string, unknown>>)[field]);
      expect(scores.map((each) => [...told(each), each.lifetimeValue?.amountMinor])).toEqual(
        expected.map((each) => [...told(each), each.lifetimeValueMinor]),
      );
      expect([scores.length, done.customers, scores.some(({ customerId }) => customerId === gone)]).toEqual([299, 299, false]);
    });

    it("tells who scores the same day at the same time to wait, and has one scoring in the end", async () => {
      const { house, keeper, shop } = await start(600);
      await shop();
      const runs = [1, 2, 3].map(() => codeOf(scoreCustomers(keeper, { asOf, currency: "CNY" })));
      for (const code of await Promise.all(runs)) expect(["nothing was thrown", "crm/scoring-underway"]).toContain(code);
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect(done).toMatchObject({ state: "current", customers: 600 });
      expect(await scoresOf(house, done.id)).toHaveLength(600);
    });

    it("refuses what cannot be scored, and holds nobody to the terms of a run that scored nothing", async () => {
      const { keeper, shop } = await start(12);
      await shop();
      const attempt = (more: object) => codeOf(scoreCustomers(keeper, { asOf, currency: "CNY", ...more }));
      // it would be the latest for good
      expect(await attempt({ asOf: "2030-01-01" })).toBe("kehu/scoring-ahead");
      for (const wrong of [{ currency: "ZZZ" }, { model: "bg-bb" }, { discountRatePerMonth: "-0.1" }, { horizonMonths: 0 }])
        expect(await attempt(wrong)).toBe("crm/invalid-input");
      const tier = (name: string, enterAt: number, leaveBelow = enterAt) => ({ name, enterAt, leaveBelow });
      for (const tiers of [[], [tier("base", 1, 2)], [tier("base", Number.NaN)], [tier("base", 0), tier("gold", Number.NaN)]])
        expect(await attempt({ tiers })).toBe("core/tiers-unusable");
      expect(await attempt({ tiersBy: "profit" })).toBe("core/tiers-unusable");
      for (const name of ["", "金".repeat(41)]) expect(await attempt({ tiers: [tier(name, 0)] })).toBe("crm/invalid-input");
      for (const dormancy of [{ gaps: -1 }, { aliveBelow: Number.NaN }]) expect(await attempt({ dormancy })).toBe("core/dormancy-unusable");
      expect(await attempt({ rates: { USD: "many" } })).toBe("crm/rate-unusable");
      for (const odd of [{ tiers: "x" }, { tiers: [null] }, { dormancy: null }, { loyalty: {} }, { rates: null }, { horizonMonth: 6 }])
        expect([odd, await attempt(odd)]).toEqual([odd, "crm/invalid-input"]);
      expect((await keeper.find(scoring)).items).toEqual([]);
      await keeper.call(beginScoring, {
        asOf,
        currency: "CNY",
        horizonMonths: 6,
        discountRatePerMonth: "0.01",
        dormancy: { ...customaryBounds, gaps: 2 },
      });
      const [left] = (await keeper.find(scoring)).items;
      expect(left).toMatchObject({ state: "running", horizonMonths: 6 });
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect(done).toMatchObject({ id: left?.id, state: "current", horizonMonths: 12 });
      expect(done.dormancy).toEqual(customaryBounds);
    });

    it("counts a day once, though all was returned on it, leaves out what was entered wrongly, and sees nothing after the day", async () => {
      const { keeper, ids, sell } = await start(2);
      const [one, other] = ids as [Id<"customer">, Id<"customer">];
      await sell(one, 10, 500, { cost: yuan(100) });
      await sell(one, 10, 300);
      await sell(one, 5, 700);
      await sell(one, 5, -700);
      const retracted = await sell(one, 3, 900);
      await keeper.retract(sale, retracted.id, "entered twice");
      await sell(one, -1, 9999);
      await sell(other, 0, 0, { cost: yuan(50) });
      const [end, ...ends] = await keeper.call(ledgerPages, { limit: 1 });
      expect([end, ends]).toEqual([one, []]);
      const pages = [{ untilId: end }, { afterId: end }].map((bounds) => keeper.call(customerLedger, { ...terms, ...bounds }));
      const rows = (await Promise.all(pages)).map(({ customerIds, purchases, spendMinor, revenueMinor, costMinor, lastDay, firstDay }) => [
        customerIds[0],
        ...[purchases, spendMinor, revenueMinor, costMinor].map(([value]) => value),
        (lastDay[0] as number) - (firstDay[0] as number),
      ]);
      expect(rows).toEqual([
        [one, 2, 800, 800, 100, 5],
        [other, 0, 0, 0, 50, 0],
      ]);
    });

    it("counts customers that were merged as one", async () => {
      const { house, keeper, ids, sell } = await start(4);
      const [first, twin, other, last] = ids as [Id<"customer">, Id<"customer">, Id<"customer">, Id<"customer">];
      // what merging leaves behind: the twin goes by the id of another customer, here of a later and of an earlier one
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", other)}' where id = '${uuidOf("customer", first)}'`,
        `update kehu.customer set canonical_id = '${uuidOf("customer", twin)}' where id = '${uuidOf("customer", last)}'`,
      );
      for (const customerId of [first, other]) await sell(customerId, 10, 500, { cost: yuan(100) });
      await sell(first, 30, 200);
      await sell(twin, 20, 700);
      await sell(last, 40, 300);
      for (const limit of [1, 2, 1000]) {
        const ends = await keeper.call(ledgerPages, { limit });
        expect(ends).toEqual(limit === 1 ? [twin] : []);
      }
      const { id, customers } = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const figures = (await scoresOf(house, id)).map(({ customerId, purchases, revenue, cost }) => [customerId, purchases, revenue, cost]);
      expect(customers).toBe(2);
      expect(figures).toEqual([
        [twin, 2, yuan(1000), yuan(0)],
        [other, 2, yuan(1200), yuan(200)],
      ]);
    });

    it("refuses mixed currencies unless it is told the rates, and reckons in decimals as they are", async () => {
      const { keeper, ids, sell } = await start(1);
      const [one] = ids as [Id<"customer">];
      await sell(one, 10, 10_000);
      await keeper.create(sale, { customerId: one, soldOn: dayBefore(9), amount: { amountMinor: 1001, currency: "USD" } });
      await keeper.create(sale, { customerId: one, soldOn: dayBefore(8), amount: { amountMinor: 1000, currency: "JPY" } });
      await keeper.create(sale, { customerId: one, soldOn: dayBefore(7), amount: { amountMinor: 100_050, currency: "HUF" } });
      const terms = { asOf, currency: "CNY" };
      expect(await codeOf(scoreCustomers(keeper, terms))).toBe("crm/rate-missing");
      expect(await codeOf(scoreCustomers(keeper, { ...terms, rates: { USD: "7.125", HUF: "0.02" } }))).toBe("crm/rate-missing");
      expect(await codeOf(scoreCustomers(keeper, { ...terms, rates: { USD: "0", JPY: "0.05", HUF: "0.02" } }))).toBe("crm/rate-unusable");
      const others = { USD: "7.125", JPY: "0.05", HUF: "0.02" };
      for (const CNY of ["3", "0.1", "1.000000000001"])
        expect(await codeOf(scoreCustomers(keeper, { ...terms, rates: { CNY, ...others } }))).toBe("crm/rate-unusable");
      const done = await scoreCustomers(keeper, { ...terms, rates: { CNY: "1.0", ...others } });
      const [only] = (await keeper.find(score, { where: { scoringId: done.id } })).items;
      // 100.00 + 10.01 × 7.125 = 71.32 + 1000 × 0.05 = 50.00 + 1000.50 × 0.02 = 20.01: a yen has no hundredths, a forint has them
      expect(only).toMatchObject({ revenue: yuan(10_000 + 7132 + 5000 + 2001), purchases: 4 });
      expect(done.unfitted?.code).toBe("core/too-few-customers");
    });

    it("fits what is spent in the currency's own unit, of which a yen has no hundredths", async () => {
      const { keeper, shop } = await start(60);
      await shop();
      const unitOf = async (currency: string, rates = {}) => (await scoreCustomers(keeper, { asOf, currency, rates })).models[1];
      const [yuanSpend, yenSpend] = [await unitOf("CNY"), await unitOf("JPY", { CNY: "100" })];
      expect([yuanSpend?.unit, yenSpend?.unit]).toEqual(["100", "1"]);
      const scaleOf = (spend: typeof yuanSpend) => spend?.parameters.find(({ name }) => name === "v")?.value as number;
      expect(scaleOf(yenSpend) / scaleOf(yuanSpend)).toBeCloseTo(100, 6);
    });

    it("answers who is best and worst, who moved, who sleeps and who is hidden", async () => {
      const { house, keeper, shop } = await start(120);
      await shop();
      const tiers = [
        { name: "base", enterAt: 0, leaveBelow: 0 },
        { name: "gold", enterAt: 30_000, leaveBelow: 20_000 },
      ];
      const first = await scoreCustomers(keeper, { asOf: "2025-12-31", currency: "CNY", tiers });
      // one without tiers takes nobody's away
      await scoreCustomers(keeper, { asOf: "2026-01-10", currency: "CNY" });
      const second = await scoreCustomers(keeper, {
        asOf,
        currency: "CNY",
        tiers: [tiers[0], { name: "gold", enterAt: 60_000, leaveBelow: 500 }] as typeof tiers,
      });
      expect(await keeper.get(scoring, first.id)).toMatchObject({ state: "superseded" });
      const late = await scoreCustomers(keeper, { asOf: "2026-01-15", currency: "CNY" });
      expect(late.state).toBe("superseded");

      const scores = await scoresOf(house, second.id);
      const profits = scores.map(({ profit }) => profit.amountMinor).sort((a, b) => b - a);
      const add = (some: readonly number[]) => some.reduce((sum, each) => sum + each, 0);
      const onlooker = house.as("shop/onlooker");
      const curve = await onlooker.call(profitCurve, { currency: "CNY" });
      expect(curve).toMatchObject({
        scoringId: second.id,
        customers: 120,
        totalMinor: add(profits),
        peak: { customers: profits.filter((each) => each > 0).length, profitMinor: add(profits.filter((each) => each > 0)) },
        bestFifth: { customers: 24, profitMinor: add(profits.slice(0, 24)) },
        worstFifth: { customers: 24, profitMinor: add(profits.slice(96)) },
      });
      expect(add(profits.slice(0, curve.breakEven?.customers))).toBeGreaterThanOrEqual(add(profits));
      expect(curve.breakEven?.customers).toBeLessThan(curve.peak.customers);
      expect(curve.points.at(-1)).toEqual({ customers: 120, ofCustomers: 1, cumulativeMinor: add(profits) });

      const { movements } = await onlooker.call(tierMovements, { currency: "CNY" });
      const counted = (from: string | undefined, to: string) =>
        scores.filter((each) => each.tierBefore === from && each.tier === to).length;
      expect(movements.every(({ from, to, customers }) => customers === counted(from ?? undefined, to))).toBe(true);
      expect(add(movements.map(({ customers }) => customers))).toBe(120);
      // gold is kept far below where it is entered now
      expect(counted("gold", "gold")).toBeGreaterThan(scores.filter((each) => (each.lifetimeValue?.amountMinor ?? 0) >= 60_000).length / 2);

      const sleepers = await onlooker.call(dormantCustomers, { currency: "CNY", limit: 1000 });
      expect(sleepers.items.map(({ id }) => id).sort()).toEqual(
        scores
          .filter(({ dormancy }) => dormancy.length > 0)
          .map(({ id }) => id)
          .sort(),
      );
      expect(sleepers.items.length).toBeGreaterThan(0);
      const page = await onlooker.call(dormantCustomers, { currency: "CNY", limit: 1 });
      const next = await onlooker.call(dormantCustomers, { currency: "CNY", limit: 1, after: page.next as string });
      expect([...page.items, ...next.items]).toEqual(sleepers.items.slice(0, 2));
      // who bought in the last month only may be expected to bring more than has been brought
      const hidden = await onlooker.call(bestHidden, { currency: "CNY" });
      expect(hidden.items.map(({ id }) => id).sort()).toEqual(
        scores.flatMap(({ id, worthOfTier }) => (worthOfTier === "gold" ? [id] : [])).sort(),
      );
      const earlier = await onlooker.call(profitCurve, { currency: "CNY", asOf: "2025-12-31" });
      expect(earlier.scoringId).toBe(first.id);
      const low = { where: { scoringId: second.id, aliveProbability: { before: 0.5 } }, sort: "-lifetimeValue", limit: 5 } as const;
      const found = (await onlooker.find(score, low)).items.map(({ lifetimeValue }) => lifetimeValue?.amountMinor as number);
      expect(found).toEqual([...found].sort((a, b) => b - a));
    });

    it("goes on counting a customer who was erased, of whom scores tell nothing personal", async () => {
      const { house, keeper, ids, shop } = await start(12);
      await shop();
      const [gone] = ids as [Id<"customer">];
      const before = await scoreCustomers(keeper, { asOf: "2026-02-27", currency: "CNY" });
      const curve = await keeper.call(profitCurve, { currency: "CNY" });
      await keeper.erase(customer, gone, "asked for it");
      expect(await keeper.call(profitCurve, { currency: "CNY" })).toEqual(curve);
      const after = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect([before.customers, after.customers]).toEqual([12, 12]);
      expect((await keeper.call(viewCustomer, { customerId: gone })).score).toMatchObject({ scoringId: after.id });
      expect((await house.dump()).filter((row) => row.includes("客户 0"))).toEqual([]);
    });

    it("shows in the view the score of a scoring that is current, in the currency of the house", async () => {
      const { house, keeper, ids, sell } = await start(1);
      const [customerId] = ids as [Id<"customer">];
      await sell(customerId, 20, 500);
      const seen = async () => (await keeper.call(viewCustomer, { customerId })).score?.asOf;
      const yuanScored = dayBefore(3);
      await scoreCustomers(keeper, { asOf: yuanScored, currency: "CNY" });
      await scoreCustomers(keeper, { asOf: dayBefore(1), currency: "USD", rates: { CNY: "0.14" } });
      expect(await seen()).toBe(yuanScored);
      // a run that is still going has written its score
      const { scoringId } = await keeper.call(beginScoring, {
        asOf,
        currency: "CNY",
        horizonMonths: 12,
        discountRatePerMonth: "0.01",
        model: "bg-nbd",
        dormancy: customaryBounds,
      });
      const [before] = await scoresOf(house, (await keeper.find(scoring, { where: { asOf: yuanScored } })).items[0]?.id as Id<"scoring">);
      const { purchases, revenue, cost, profit, profitRank } = before as NonNullable<typeof before>;
      await keeper.create(score, { scoringId, customerId, asOf, purchases, revenue, cost, profit, profitRank });
      expect(await seen()).toBe(yuanScored);
      await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect(await seen()).toBe(asOf);
    });

    it("is for who may: others neither score nor see", async () => {
      const { house, keeper, shop } = await start(12);
      await shop();
      expect(await codeOf(scoreCustomers(house.as("shop/onlooker"), { asOf, currency: "CNY" }))).toBe("crm/not-granted");
      expect(await codeOf(house.as("shop/onlooker").call(ledgerPages, { limit: 1 }))).toBe("crm/not-granted");
      await scoreCustomers(keeper, { asOf, currency: "CNY" });
      expect(await codeOf(house.as("shop/clerk").call(profitCurve, { currency: "CNY" }))).toBe("crm/not-granted");
      const [one] = (await keeper.find(score, { limit: 1 })).items;
      const view = await house.as("shop/clerk").call(viewCustomer, { customerId: one?.customerId as string });
      expect([view.score, view.withheld.includes("score")]).toEqual([undefined, true]);
      const stranger = (await world().open()).as("shop/keeper");
      expect(await codeOf(stranger.call(profitCurve, { currency: "CNY" }))).toBe("crm/not-scored");
      expect(await codeOf(scoreCustomers(keeper, { asOf: "yesterday", currency: "CNY" }))).toBe("crm/invalid-input");
      expect(await codeOf(scoreCustomers(keeper, { asOf: "2026-01-01", currency: "CNY", tiers: [] }))).toBe("core/tiers-unusable");
    });
  },
  [shopPack],
);
