import { among, type CalendarDate, consent, customer, discardScoring, type Id, type Score, score, scoring, surveyAnswer } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import type { ActionRule } from "@kehu/core/value";
import { expect, it } from "vitest";
import { viewCustomer } from "../customer/view-customer.js";
import { loyaltyCells } from "../value/loyalty-cells.js";
import { nextBestActions } from "../value/next-best-actions.js";
import { profitCurve } from "../value/profit-curve.js";
import { scoreCustomers } from "../value/score-customers.js";
import { bestHidden, dormantCustomers } from "../value/scored-customers.js";
import { surveyFigures } from "../value/survey-figures.js";
import { tierMovements } from "../value/tier-movements.js";
import { deposit, sale, shopPack } from "./shop.test-pack.js";
import { codeOf, type House, onBothDatabases, yuan } from "./world.test-pack.js";

const asOf = "2026-02-28";
const dayBefore = (days: number, from = asOf): CalendarDate => new Date(Date.parse(from) - days * 86_400_000).toISOString().slice(0, 10);

onBothDatabases(
  "value answers",
  (world) => {
    const start = async (customers: number) => {
      const house = await world().open();
      const keeper = house.as("shop/keeper");
      const made = await keeper.createMany(
        customer,
        Array.from({ length: customers }, (_, index) => ({ kind: "person" as const, displayName: `客户 ${index}` })),
      );
      const ids = made.map(({ id }) => id);
      const sell = (customerId: Id<"customer">, ago: number, amount: number) =>
        keeper.create(sale, { customerId, soldOn: dayBefore(ago), amount: yuan(amount) });
      const answer = (
        customerId: Id<"customer">,
        ago: number,
        said: number,
        question: "recommendation" | "satisfaction" = "recommendation",
      ) => {
        const [scaleFrom, scaleTo] = question === "recommendation" ? [0, 10] : [1, 5];
        return keeper.create(surveyAnswer, { customerId, question, answer: said, scaleFrom, scaleTo, answeredOn: dayBefore(ago) });
      };
      return { house, keeper, ids, sell, answer };
    };
    const scoresOf = async (house: House, scoringId: Id<"scoring">) =>
      new Map(
        (await house.as("shop/keeper").find(score, { where: { scoringId }, limit: 1000 })).items.map((each) => [each.customerId, each]),
      );

    it("scores a day anew once its scoring is discarded, whose scores stay to be read", async () => {
      const { house, keeper, ids, sell } = await start(3);
      for (const [index, id] of ids.entries()) await sell(id, 20, 1000 * (index + 1));
      const first = await scoreCustomers(keeper, { asOf: dayBefore(1), currency: "CNY" });
      const tiers = [
        { name: "base", enterAt: 0, leaveBelow: 0 },
        { name: "gold", enterAt: 2000, leaveBelow: 2000 },
      ];
      const asked = { asOf, currency: "CNY", tiers, rates: { USD: "7.10" }, dormancy: { gaps: 4 } };
      const wrong = await scoreCustomers(keeper, asked);
      expect(wrong).toMatchObject({
        tiersBy: "turnover",
        rates: [{ currency: "USD", rate: "7.1" }],
        dormancy: { gaps: 4 },
        model: "bg-nbd",
      });
      expect(await scoreCustomers(keeper, asked)).toEqual(wrong);
      const others = [
        [{ rates: { USD: "7.2" } }, 'rates: [{"rate":"7.1","currency":"USD"}]'],
        [{ tiersBy: "profit" }, 'tiersBy: "turnover"'],
        [{ tiers: [tiers[0], { name: "gold", enterAt: 3000, leaveBelow: 2000 }] }, /^tiers: \[\{"name":"base"\}/],
        [{ dormancy: { gaps: 5 } }, /^dormancy: \{.*"gaps":4/],
        [{ model: "pareto-nbd" }, 'model: "bg-nbd"'],
        [{ horizonMonths: 6, discountRatePerMonth: "0.02" }, /^horizonMonths: 12, discountRatePerMonth: "0\.01"$/],
        [{ loyalty: { behaviour: [0.5], attitude: [0.5], fullTenureMonths: 12, fullBreadth: 3 } }, "loyalty: null"],
      ] as const;
      for (const [other, terms] of others)
        await expect(scoreCustomers(keeper, { ...asked, ...(other as object) })).rejects.toMatchObject({
          code: "kehu/scored-otherwise",
          details: { asOf, currency: "CNY", terms: typeof terms === "string" ? terms : expect.stringMatching(terms) },
        });
      // the same in other words
      expect(await scoreCustomers(keeper, { ...asked, discountRatePerMonth: "0.010", tiersBy: "turnover", rates: { USD: "7.1" } })).toEqual(
        wrong,
      );
      await sell(ids[0] as string, 10, 9000);
      expect(await scoreCustomers(keeper, asked)).toEqual(wrong);

      const onlooker = house.as("shop/onlooker");
      expect(await codeOf(onlooker.call(discardScoring, { scoringId: wrong.id, reason: "mine" }))).toBe("crm/not-granted");
      expect(await keeper.call(discardScoring, { scoringId: wrong.id, reason: "a sale was entered late" })).toEqual({
        currentId: first.id,
      });
      expect(await keeper.get(scoring, wrong.id)).toMatchObject({ state: "discarded", discardedFor: "a sale was entered late" });
      expect((await onlooker.call(profitCurve, { currency: "CNY" })).scoringId).toBe(first.id);
      expect(await codeOf(onlooker.call(profitCurve, { currency: "CNY", asOf }))).toBe("crm/not-scored");
      expect((await keeper.call(viewCustomer, { customerId: ids[0] as string })).score?.scoringId).toBe(first.id);
      expect(await codeOf(keeper.call(discardScoring, { scoringId: wrong.id, reason: "again" }))).toBe("core/not-from-here");

      const right = await scoreCustomers(keeper, { ...asked, horizonMonths: 6 });
      expect(right).toMatchObject({ state: "current", horizonMonths: 6, customers: 3 });
      expect((await keeper.get(scoring, first.id)).state).toBe("superseded");
      expect((await scoresOf(house, wrong.id)).get(ids[0] as string)?.revenue).toEqual(yuan(1000));
      expect((await scoresOf(house, right.id)).get(ids[0] as string)?.revenue).toEqual(yuan(10_000));
      // tiers that nobody has any more are nobody's tier before
      expect([...(await scoresOf(house, right.id)).values()].map(({ tierBefore }) => tierBefore)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(await keeper.call(discardScoring, { scoringId: first.id, reason: "no longer needed" })).toEqual({});
    });

    it("finds the large who hardly buy, whether they ever did, by what they hold", async () => {
      const { house, keeper, ids, sell } = await start(4);
      const [shy, large, silent, left] = ids as [Id<"customer">, Id<"customer">, Id<"customer">, Id<"customer">];
      for (const ago of [130, 120, 110]) await sell(shy, ago, 1000);
      await sell(large, 700, 90_000);
      await sell(left, 40, 60_000);
      await sell(large, 20, 100);
      const put = (customerId: Id<"customer">, ago: number, amount: number) =>
        keeper.create(deposit, { customerId, on: dayBefore(ago), amount: yuan(amount) });
      for (const [id, ago, amount] of [
        [large, 600, 500_000],
        [silent, 90, 400_000],
        [left, 500, 300_000],
        [left, 30, -299_000],
      ] as const)
        await put(id, ago, amount);
      await keeper.create(deposit, { customerId: silent, on: dayBefore(80), amount: { amountMinor: 10_000, currency: "USD" } });
      const reasonsOf = async (asOf: CalendarDate, dormancy: object) => {
        const { id } = await scoreCustomers(keeper, { asOf, currency: "CNY", rates: { USD: "7" }, dormancy });
        return new Map(
          [...(await scoresOf(house, id))].map(([customerId, { dormancy: found, assets }]) => [customerId, { found, assets }]),
        );
      };
      expect([...(await reasonsOf("2026-02-26", {})).values()].flatMap(({ found }) => found)).toEqual([]);
      const told = await reasonsOf(asOf, { fewestGaps: 2, largeAssetsMinor: 100_000 });
      expect(Object.fromEntries(told)).toEqual({
        [shy]: { found: [{ reason: "outOfRhythm", figure: 110, bound: 30 }] },
        [large]: { found: [{ reason: "assetsAtRest", figure: 0.0002, bound: 0.01 }], assets: yuan(500_000) },
        [silent]: { found: [{ reason: "assetsAtRest", figure: 0, bound: 0.01 }], assets: yuan(470_000) },
        [left]: { found: [], assets: yuan(1000) },
      });
      const { items } = await house.as("shop/onlooker").call(dormantCustomers, { currency: "CNY" });
      expect(items.map(({ customerId }) => customerId)).toEqual([large, shy, silent]);
      // by what is held, the small account that has brought more than the median large one
      const tiers = [
        { name: "small", enterAt: 0, leaveBelow: 0 },
        { name: "private", enterAt: 450_000, leaveBelow: 400_000 },
      ];
      const { id } = await scoreCustomers(keeper, { asOf: dayBefore(1), currency: "CNY", rates: { USD: "7" }, tiers, tiersBy: "assets" });
      const scores = await scoresOf(house, id);
      expect([shy, large, silent, left].map((each) => scores.get(each)?.tier)).toEqual(["small", "private", "private", "small"]);
      const hidden = await keeper.call(bestHidden, { currency: "CNY", asOf: dayBefore(1) });
      expect(hidden.items.map(({ customerId, worthOfTier }) => [customerId, worthOfTier])).toEqual([[left, "private"]]);
    });

    it("tells who is loyal and why, what is to be done in each cell, and who moved", async () => {
      const { house, keeper, ids, sell, answer } = await start(5);
      const [friend, hostage, admirer, quiet, twin] = ids as [string, string, string, string, string];
      for (const id of [friend, hostage]) for (const ago of [700, 300, 200, 100, 20]) await sell(id, ago, 1000);
      await sell(admirer, 500, 1000);
      await sell(quiet, 30, 1000);
      // what a twin said counts as said by who it was merged into, and so does the latest answer only
      await answer(twin, 10, 9);
      await answer(friend, 100, 0);
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", friend)}' where id = '${uuidOf("customer", twin)}'`,
      );
      await answer(hostage, 50, 2);
      await answer(hostage, 40, 1, "satisfaction");
      await answer(admirer, 60, 10);
      await answer(admirer, -1, 0);
      const wrongly = await answer(admirer, 1, 0);
      await keeper.retract(surveyAnswer, wrongly.id, "of another customer");
      const loyalty = {
        behaviour: [0.6],
        attitude: [0.7],
        fullTenureMonths: 12,
        fullBreadth: 1,
        actions: [
          ["let go", "invite"],
          ["win over", "thank"],
        ],
      };
      const before = await scoreCustomers(keeper, { asOf: dayBefore(30), currency: "CNY", loyalty });
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY", loyalty });
      const scores = await scoresOf(house, done.id);
      const cellOf = (id: string) => [scores.get(id)?.loyaltyCellBefore, scores.get(id)?.loyaltyCell];
      expect([friend, hostage, admirer, quiet].map(cellOf)).toEqual([
        ["1-0", "1-1"],
        ["1-0", "1-0"],
        ["0-1", "0-1"],
        [undefined, undefined],
      ]);
      expect(scores.get(hostage)?.loyalty).toMatchObject({
        repeatShare: 1,
        tenure: 1,
        breadth: 1,
        behaviour: 1,
        recommendation: 0.2,
        satisfaction: 0,
      });
      expect(scores.get(quiet)?.loyalty).toEqual({ repeatShare: 0, tenure: 0, breadth: 1, behaviour: expect.closeTo(1 / 3, 12) });
      const onlooker = house.as("shop/onlooker");
      expect(await onlooker.call(loyaltyCells, { currency: "CNY" })).toEqual({
        asOf,
        cells: [
          { cell: "0-1", behaviour: 0, attitude: 1, customers: 1, action: "invite" },
          { cell: "1-0", behaviour: 1, attitude: 0, customers: 1, action: "win over" },
          { cell: "1-1", behaviour: 1, attitude: 1, customers: 1, action: "thank" },
        ],
        movements: [{ from: "1-0", to: "1-1", customers: 1 }],
        unknown: 1,
      });
      expect((await onlooker.call(loyaltyCells, { currency: "CNY", asOf: before.asOf })).movements).toEqual([]);
      // by other cuts nobody has moved
      const finer = {
        ...loyalty,
        behaviour: [0.3, 0.6],
        actions: [
          ["a", "b"],
          ["c", "d"],
          ["e", "f"],
        ],
      };
      await scoreCustomers(keeper, { asOf: dayBefore(1), currency: "CNY", loyalty: finer });
      expect((await onlooker.call(loyaltyCells, { currency: "CNY", asOf: dayBefore(1) })).movements).toEqual([]);
      const plain = await scoreCustomers(keeper, { asOf: dayBefore(2), currency: "CNY" });
      for (const query of [loyaltyCells, tierMovements, bestHidden])
        expect(await codeOf(onlooker.call(query as typeof tierMovements, { currency: "CNY", asOf: plain.asOf }))).toBe("crm/not-asked-for");
      const loyal = { id: { in: among(score, "customerId", { scoringId: done.id, loyaltyCell: "1-1" }) } };
      expect((await onlooker.find(customer, { where: loyal })).items.map(({ id }) => id)).toEqual([friend]);
      await expect(scoreCustomers(keeper, { asOf, currency: "CNY", loyalty: { ...loyalty, attitude: [0] } })).rejects.toMatchObject({
        code: "core/loyalty-unusable",
      });
    });

    it("reckons what customers said in a period, each question and scale by itself", async () => {
      const { house, keeper, ids, answer } = await start(2);
      const [one, other] = ids as [string, string];
      for (const [ago, said] of [
        [1, 10],
        [2, 9],
        [3, 7],
        [4, 0],
        [40, 0],
      ] as const)
        await answer(one, ago, said);
      for (const said of [5, 4, 2]) await answer(other, 5, said, "satisfaction");
      await keeper.create(surveyAnswer, {
        customerId: other,
        question: "effort",
        answer: 6,
        scaleFrom: 1,
        scaleTo: 7,
        answeredOn: dayBefore(3),
      });
      await keeper.create(surveyAnswer, {
        customerId: other,
        question: "satisfaction",
        answer: 2,
        scaleFrom: 1,
        scaleTo: 3,
        answeredOn: dayBefore(3),
      });
      const figures = await keeper.call(surveyFigures, { from: dayBefore(10), until: asOf });
      expect(figures.map(({ question, scaleTo, value, answers }) => [question, scaleTo, value, answers])).toEqual([
        ["recommendation", 10, 25, 4],
        ["satisfaction", 5, expect.closeTo(200 / 3, 9), 3],
        ["effort", 7, 6, 1],
        ["satisfaction", 3, 0, 1],
      ]);
      // two promoters and one detractor of four: the variance of 1, 1, 0, -1
      expect(figures[0]?.standardError).toBeCloseTo(100 * Math.sqrt((3 / 4 - 1 / 16) / 4), 9);
      expect(figures[3]?.warnings).toEqual(["scaleNotConformant", "fewAnswers"]);
      expect(await codeOf(keeper.call(surveyFigures, { from: asOf, until: dayBefore(1) }))).toBe("crm/period-reversed");
      expect(await codeOf(house.as("shop/clerk").call(surveyFigures, { from: asOf, until: asOf }))).toBe("crm/not-granted");
      const create = (more: object) =>
        codeOf(
          keeper.create(surveyAnswer, {
            customerId: one,
            question: "recommendation",
            answer: 5,
            scaleFrom: 0,
            scaleTo: 10,
            answeredOn: asOf,
            ...more,
          }),
        );
      expect(await create({ answer: 11 })).toBe("kehu/answer-off-scale");
      expect(await create({ scaleFrom: 10, scaleTo: 0 })).toBe("kehu/answer-off-scale");
      expect(await create({ answeredOn: "2030-01-01" })).toBe("kehu/answered-in-future");
    });

    it("says what to do next for whom, and never against a consent that does not hold", async () => {
      const { house, keeper, ids, sell } = await start(5);
      for (const [index, id] of ids.entries()) await sell(id, 20 + 10 * index, 1000 * (index + 1));
      const [small, silent, withdrawn, merged, best] = ids as [string, string, string, string, string];
      const say = (customerId: string, decision: "given" | "withdrawn", ago: number, channel: "phone" | "any" = "phone") =>
        keeper.create(consent, {
          customerId,
          purpose: "care",
          channel,
          decision,
          textVersion: "1",
          evidence: "on the phone",
          decidedAt: `${dayBefore(ago)}T08:00:00.000Z`,
        });
      for (const id of [small, withdrawn, merged, best]) await say(id, "given", 10);
      await say(withdrawn, "withdrawn", 5, "any");
      await say(silent, "given", 9);
      const { id: twin } = await keeper.create(customer, { kind: "person", displayName: "双" });
      await say(twin, "withdrawn", 2);
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", merged)}' where id = '${uuidOf("customer", twin)}'`,
      );
      const done = await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const rule = (name: string, when: ActionRule<Score>["when"]): ActionRule<Score> => ({
        name,
        when,
        action: `call: ${name}`,
        channel: "phone",
        purpose: "care",
        reason: { en: "Bought lately.", "zh-CN": "近期购买。" },
        expiresAfterDays: 7,
      });
      const rules = [rule("thank", { revenue: { from: yuan(5000) } }), rule("greet", { purchases: { from: 1 } })];
      const onlooker = house.as("shop/onlooker");
      const all = await nextBestActions(onlooker, { currency: "CNY", rules });
      expect(all.items.map(({ score: { customerId }, actions }) => [customerId, actions.map(({ rule: name }) => name)])).toEqual([
        [best, ["thank", "greet"]],
        [silent, ["greet"]],
        [small, ["greet"]],
      ]);
      expect(all.items[0]?.actions[0]).toEqual({
        rule: "thank",
        action: "call: thank",
        channel: "phone",
        reason: rules[0]?.reason,
        expiresOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      const one = async (customerId: string) => (await nextBestActions(onlooker, { currency: "CNY", rules, customerId })).items;
      expect([(await one(small)).length, await one(withdrawn), await one(merged)]).toEqual([1, [], []]);
      const page = await nextBestActions(onlooker, { currency: "CNY", rules, limit: 3 });
      const rest = await nextBestActions(onlooker, { currency: "CNY", rules, limit: 3, after: page.next as string });
      expect([...page.items, ...rest.items]).toEqual(all.items);
      expect(await nextBestActions(onlooker, { currency: "CNY", rules: [] })).toEqual({ scoringId: done.id, items: [] });
      const stranger = (await world().open()).as("shop/keeper");
      expect(await codeOf(nextBestActions(stranger, { currency: "CNY", rules, customerId: small }))).toBe("crm/not-scored");
      await stranger.create(customer, { kind: "person", displayName: "外" });
      await scoreCustomers(stranger, { asOf, currency: "CNY" });
      expect((await nextBestActions(stranger, { currency: "CNY", rules, customerId: small })).items).toEqual([]);
      // merged since into somebody who does not want it, and now that one
      await say(withdrawn, "withdrawn", 1);
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", withdrawn)}' where id = '${uuidOf("customer", small)}'`,
      );
      expect(await one(small)).toEqual([]);
      const wrong = async (more: object) =>
        codeOf(nextBestActions(onlooker, { currency: "CNY", rules: [{ ...rule("x", {}), ...more }] as never }));
      expect(await wrong({ expiresAfterDays: 0 })).toBe("core/action-rules-unusable");
      expect(await wrong({ when: { taste: "sweet" } })).toBe("crm/invalid-where");
      for (const when of [{ tier: undefined }, { purchases: { from: undefined } }])
        expect(await wrong({ when })).toBe("core/comparison-missing");
      const chosen = { customerId: { in: among(score, "customerId", { purchases: { from: 1 } }) } };
      await expect(nextBestActions(onlooker, { currency: "CNY", rules: [rule("x", chosen)] })).rejects.toMatchObject({
        code: "core/selection-unknown",
        message: expect.stringContaining("look them up and give the values themselves"),
      });
      for (const more of [
        { channel: "any" },
        { channel: "note" },
        { channel: "Phone" },
        { channel: undefined },
        { action: " " },
        { purpose: "" },
        { reason: { en: "x" } },
      ])
        expect([more, await wrong(more)]).toEqual([more, "core/action-rules-unusable"]);
      for (const none of [[null], { a: 1 }, "rules"])
        expect(await codeOf(nextBestActions(onlooker, { currency: "CNY", rules: none as never }))).toBe("core/action-rules-unusable");
      expect(await codeOf(nextBestActions(onlooker, undefined as never))).toBe("core/action-rules-unusable");
      expect(await codeOf(nextBestActions(house.as("shop/clerk"), { currency: "CNY", rules }))).toBe("crm/not-granted");
    });
  },
  [shopPack],
);
