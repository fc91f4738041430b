import { type CalendarDate, customer, type Id, type Refusal, type Session, score, scoring } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { type Purchase, summarisePurchases } from "@kehu/core/value";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { viewCustomer } from "../customer/view-customer.js";
import { customerLedger } from "../value/customer-ledger.js";
import { scoreCustomers } from "../value/score-customers.js";
import { whyUnfitted } from "../value/why-unfitted.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { openShop } from "./shoppers.test-pack.js";
import { codeOf, type House, onBothDatabases, yuan } from "./world.test-pack.js";

const asOf = "2026-02-28";
const terms = { asOf, currency: "CNY", rates: [] };
const dayBefore = (days: number, from = asOf): CalendarDate => new Date(Date.parse(from) - days * 86_400_000).toISOString().slice(0, 10);
const dayOf = (day: number | undefined): CalendarDate => new Date((day ?? 0) * 86_400_000).toISOString().slice(0, 10);

onBothDatabases(
  "what scoring reads of the ledger",
  (world) => {
    const start = async (customers: number) => {
      const { house, keeper, ids } = await openShop(world(), customers);
      const sell = (customerId: Id<"customer">, ago: number, amount: number, currency = "CNY") =>
        keeper.create(sale, { customerId, soldOn: dayBefore(ago), amount: { amountMinor: amount, currency } });
      const merge = (...steps: readonly (readonly [gone: Id<"customer">, into: Id<"customer">])[]) =>
        house.meddle(
          ...steps.map(
            ([gone, into]) =>
              `update kehu.customer set canonical_id = '${uuidOf("customer", into)}' where id = '${uuidOf("customer", gone)}'`,
          ),
        );
      return { house, keeper, ids, sell, merge };
    };
    const scoresOf = async (house: House, scoringId: Id<"scoring">) => {
      const { items } = await house.as("shop/keeper").find(score, { where: { scoringId }, limit: 1000 });
      return new Map(items.map((each) => [each.customerId, each]));
    };
    /** Reads two customers a page, one page after the other, and lets something be written when so many were read. */
    const meanwhile = (session: Session, pages: number, write: () => Promise<unknown>): Session => {
      let read = 0;
      let before: Promise<unknown> = Promise.resolve();
      const call = async (callable: { readonly name: string }, ...input: [never]) => {
        if (callable.name === "ledger-pages") return session.call(callable as never, { limit: 2 } as never);
        const answer = async () => session.call(callable as never, ...input);
        if (callable.name !== "customer-ledger") return answer();
        const isTime = read++ === pages;
        const own = before.then(() => (isTime ? write() : undefined)).then(answer);
        before = own.catch(() => undefined);
        return own;
      };
      return { ...session, call: call as Session["call"] };
    };

    it("sees who comes while it reads, and refuses what has no rate whenever it was entered", async () => {
      const { house, keeper, ids, sell } = await start(5);
      for (const id of ids) await sell(id, 20, 1000);
      const [first, , , , last] = ids as [string, string, string, string, string];
      const arrival = async () => {
        // the clock stands in tests, and ids of one instant have no order
        world().now = new Date(Date.parse(world().now) + 1000).toISOString();
        const { id } = await keeper.create(customer, { kind: "person", displayName: "新客户" });
        await sell(id, 1, 700);
        await sell(last, 1, 50);
      };
      const done = await scoreCustomers(meanwhile(keeper, 1, arrival), { asOf, currency: "CNY" });
      expect(done.customers).toBe(6);
      expect((await scoresOf(house, done.id)).get(last)?.revenue).toEqual(yuan(1050));

      const day = dayBefore(1);
      const dollars = () => sell(last, 3, 100, "USD");
      expect(await codeOf(scoreCustomers(meanwhile(keeper, 0, dollars), { asOf: day, currency: "CNY" }))).toBe("crm/rate-missing");
      const euros = () => sell(last, 3, 100, "EUR");
      const rates = { USD: "7" };
      await expect(scoreCustomers(meanwhile(keeper, 1, euros), { asOf: day, currency: "CNY", rates })).rejects.toMatchObject({
        code: "crm/rate-missing",
        details: { currencies: "EUR", currency: "CNY" },
      });
      expect((await keeper.find(scoring, { where: { asOf: day } })).items).toMatchObject([{ state: "running" }]);
      const told = await scoreCustomers(keeper, { asOf: day, currency: "CNY", rates: { ...rates, EUR: "8" } });
      expect((await scoresOf(house, told.id)).get(last)?.revenue).toEqual(yuan(1000 + 50 + 700 + 800));
      expect((await scoresOf(house, told.id)).get(first)?.revenue).toEqual(yuan(1000));
    });

    it("refuses what has no rate where loyalty is told, too", async () => {
      const { keeper, ids, sell } = await start(1);
      const [only] = ids as [string];
      await sell(only, 20, 1000);
      const late = {
        ...keeper,
        call: (async (callable: { readonly name: string }, ...input: [never]) => {
          if (callable.name === "customer-loyalty") await sell(only, 2, 100, "USD");
          return keeper.call(callable as never, ...input);
        }) as Session["call"],
      };
      const loyalty = { behaviour: [0.5], attitude: [0.5], fullTenureMonths: 12, fullBreadth: 1 };
      expect(await codeOf(scoreCustomers(late, { asOf, currency: "CNY", loyalty }))).toBe("crm/rate-missing");
    });

    it("takes returns off as the summary of purchases does, whatever is bought, returned and reversed", async () => {
      const ledger = fc.array(
        fc.record({
          who: fc.nat(3),
          ago: fc.integer({ min: -2, max: 12 }),
          amount: fc.integer({ min: -60, max: 60 }),
          wrong: fc.boolean(),
        }),
        { minLength: 1, maxLength: 25 },
      );
      await fc.assert(
        fc.asyncProperty(ledger, async (all) => {
          const { keeper, ids } = await start(4);
          const sales = all.filter(({ amount }) => amount !== 0).map((each) => ({ ...each, customerId: ids[each.who] as string }));
          const made = await keeper.createMany(
            sale,
            sales.map(({ customerId, ago, amount }) => ({ customerId, soldOn: dayBefore(ago), amount: yuan(amount) })),
          );
          for (const [index, { id }] of made.entries()) if (sales[index]?.wrong) await keeper.retract(sale, id, "entered wrongly");
          const kept: readonly Purchase[] = sales
            .filter(({ wrong }) => !wrong)
            .map(({ customerId, ago, amount }) => ({ customerId, on: dayBefore(ago), amount: yuan(amount) }));
          const read = await keeper.call(customerLedger, terms);
          const rows = read.customerIds.flatMap((customerId, row) => {
            const purchases = read.purchases[row] as number;
            if (purchases === 0) return [];
            const [first, last] = [read.firstDay[row] as number, read.lastDay[row] as number];
            const repeatSpend = (read.spendMinor[row] as number) - (read.firstSpendMinor[row] as number);
            const mean = purchases === 1 ? 0 : repeatSpend / (purchases - 1);
            return [[customerId, purchases - 1, last - first, dayOf(first), read.spendMinor[row], mean]];
          });
          const bought = kept.some(({ on, amount }) => on <= asOf && amount.amountMinor > 0);
          const summary = bought ? summarisePurchases(kept, { unit: "day", endsOn: asOf, returns: "takeOff" }) : undefined;
          const expected = summary?.customerIds.map((customerId, row) => [
            customerId,
            summary.frequency[row],
            summary.recency[row],
            dayBefore(summary.age[row] as number),
            summary.spendMinor[row],
            summary.monetaryValue[row],
          ]);
          expect(rows).toEqual(expected ?? []);
        }),
        { numRuns: 40 },
      );
    }, 120_000);

    it("says in words why there is no model", async () => {
      const { keeper, ids, sell } = await start(1);
      const [customerId] = ids as [Id<"customer">];
      await sell(customerId, 20, 1000);
      const why = whyUnfitted(await scoreCustomers(keeper, { asOf, currency: "CNY" })) as Refusal;
      expect([why.code, why.message, world().crm.say(why, "zh-CN")]).toEqual([
        "core/too-few-customers",
        "A bg-nbd model needs at least 10 customers and there are 1; fit it on more of them.",
        "拟合 bg-nbd 模型至少需要 10 位客户，目前只有 1 位；请用更多客户来拟合。",
      ]);
      expect((await keeper.call(viewCustomer, { customerId })).unfitted).toEqual(why);
    });

    it("gives who was merged the better of the tiers before, and follows merges to their end", async () => {
      const { house, keeper, ids, sell, merge } = await start(5);
      const [one, two, three, four, alone] = ids as [string, string, string, string, string];
      for (const [id, amount] of [
        [one, 900],
        [two, 100],
        [three, 50],
        [four, 60],
        [alone, 100],
      ] as const)
        await sell(id, 40, amount);
      const tiers = [
        { name: "base", enterAt: 0, leaveBelow: 0 },
        { name: "gold", enterAt: 800, leaveBelow: 500 },
      ];
      await scoreCustomers(keeper, { asOf: dayBefore(1), currency: "CNY", tiers, tiersBy: "profit" });
      // golden became two, who became three, who became four
      await merge([one, two], [two, three], [three, four]);
      await sell(two, 5, -500);
      const seen = async (customerId: string) => (await keeper.call(viewCustomer, { customerId })).score;
      // as they were scored, until they are scored again
      expect(await seen(one)).toMatchObject({ customerId: one, revenue: yuan(900) });
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY", tiers, tiersBy: "profit" });
      const scores = await scoresOf(house, done.id);
      for (const id of [one, two, three, four])
        expect(await seen(id)).toMatchObject({ scoringId: done.id, customerId: four, revenue: yuan(610) });
      expect(await seen(alone)).toMatchObject({ customerId: alone });
      expect([...scores.keys()].sort()).toEqual([four, alone].sort());
      expect(scores.get(four)).toMatchObject({ revenue: yuan(610), tierBefore: "gold", tier: "gold" });
      expect(scores.get(alone)).toMatchObject({ tierBefore: "base", tier: "base" });
      // what no merge leaves behind, a circle, loses nothing
      await merge([four, one]);
      const { customers } = await scoreCustomers(keeper, { asOf: dayBefore(-1), currency: "CNY" });
      expect(customers).toBe(5);
      expect(await seen(one)).toMatchObject({ customerId: one, asOf: dayBefore(-1) });
    });

    it("has one current scoring, of the latest day, whichever of several finishes first", async () => {
      const { keeper, ids, sell } = await start(3);
      for (const id of ids) await sell(id, 20, 1000);
      const days = [3, 0, 2, 1].map((ago) => dayBefore(ago));
      let [waiting, go] = [0, () => {}];
      const allAreThere = new Promise<void>((resolve) => {
        go = resolve;
      });
      const abreast = {
        ...keeper,
        call: (async (callable: { readonly name: string }, ...input: [never]) => {
          if (callable.name === "finish-scoring") {
            waiting += 1;
            if (waiting === days.length) go();
            await allAreThere;
          }
          return keeper.call(callable as never, ...input);
        }) as Session["call"],
      };
      await Promise.all(days.map((day) => scoreCustomers(abreast, { asOf: day, currency: "CNY" })));
      const all = (await keeper.find(scoring, { sort: "asOf" })).items.map(({ asOf: day, state }) => [day, state]);
      expect(all).toEqual([3, 2, 1, 0].map((ago) => [dayBefore(ago), ago === 0 ? "current" : "superseded"]));
    });
  },
  [shopPack],
);
