import {
  customer,
  goal,
  goalLifecycle,
  goalOperations,
  interaction,
  interactionLifecycle,
  type KehuError,
  type New,
  surveyAnswer,
  task,
} from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { expect, it } from "vitest";
// a query of the runtime is known once its module is there
import "../index.js";
import { stoppedClocks } from "../customer/stopped-clocks.js";
import { measureGoals } from "../value/measure-goals.js";
import { scorecards } from "../value/scorecards.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases(
  "goals and scorecards",
  (world) => {
    const start = async (settings: object = {}) => {
      const house = await world().open(settings);
      const keeper = house.as("shop/keeper");
      const buyer = await keeper.create(customer, { kind: "person", displayName: "赵六" });
      const sell = (amount: number, soldOn = "2026-03-02", more: object = {}) =>
        keeper.create(sale, { customerId: buyer.id, soldOn, amount: yuan(amount), ...more });
      const set = (more: Partial<New<typeof goal>> = {}) =>
        keeper.create(goal, {
          name: "Sell three",
          query: "shop/sales",
          input: '{"from": "2026-03-01"}',
          figure: "count",
          direction: "atLeast",
          baseline: 0,
          target: 3,
          dueOn: "2026-03-31",
          onMiss: { task: "Ask why nobody buys" },
          ...more,
        });
      const tasks = async () => (await keeper.find(task)).items.map(({ subject, aboutId }) => [subject, aboutId]);
      return { house, keeper, buyer, sell, set, tasks };
    };

    it("is measured again and again, and reached for good", async () => {
      const { house, keeper, sell, set, tasks } = await start();
      const aim = await set();
      await sell(100);
      expect(await measureGoals(keeper)).toMatchObject([{ id: aim.id, state: "open", value: 1, measuredOn: "2026-03-02" }]);
      await sell(100);
      await sell(100);
      expect(await measureGoals(keeper)).toMatchObject([{ state: "reached", value: 3 }]);
      expect(await measureGoals(keeper)).toEqual([]);
      await house.runDue(days(60));
      expect(await tasks()).toEqual([]);
      expect(await keeper.get(goal, aim.id)).toMatchObject({ state: "reached" });
    });

    it("opens a task when its day passes without", async () => {
      const { house, keeper, set, tasks } = await start();
      const aim = await set();
      await house.runDue(days(29));
      expect(await tasks()).toEqual([]);
      await house.runDue(days(30));
      expect(await keeper.get(goal, aim.id)).toMatchObject({ state: "missed", since: "2026-03-31T15:59:59.999Z" });
      expect(await tasks()).toEqual([["Ask why nobody buys", aim.id]]);
      expect((await keeper.find(task)).items[0]?.ownerId).toBe(aim.ownerId);
      expect(await house.rows("select definition, status from kehu.deadline order by 1")).toEqual([
        { definition: "goal-due", status: "missed" },
      ]);
    });

    it("calls the operation that it names, if the vendor allows it to goals", async () => {
      const onMiss = { operation: "shop/discount", input: '{"percent": 10}' };
      const { set } = await start();
      expect(await codeOf(set({ onMiss }))).toBe("kehu/goal-operation-not-allowed");
      const allowed = await start(allowing("shop/discount"));
      await allowed.set({ onMiss });
      await allowed.house.runDue(days(31));
      expect(await allowed.tasks()).toEqual([["Give 10 % on everything", undefined]]);
    });

    const allowing = (...value: readonly string[]) => ({
      parameters: { [goalOperations.name]: [{ from: "2026-01-01", value, source: "the owner", verified: true }] },
    });

    it("refuses what could not happen on the miss, when the goal is set and when it is changed", async () => {
      const { keeper, set } = await start(allowing("shop/discount", "shop/nothing"));
      const unknown = { operation: "shop/nothing" };
      await expect(set({ onMiss: unknown })).rejects.toMatchObject({ code: "crm/goal-operation-unknown", details: unknown });
      for (const input of [undefined, "{}", '{"percent": 99}', '{"percent": 10, "note": "x"}'])
        expect([input, await codeOf(set({ onMiss: { operation: "shop/discount", ...(input && { input }) } }))]).toEqual([
          input,
          "crm/invalid-input",
        ]);
      const onMiss = { operation: "shop/discount", input: '{"percent": 10}' };
      const sound = await set({ onMiss });
      expect(await codeOf(keeper.update(goal, sound.id, { onMiss: { ...onMiss, input: '{"percent": 0}' } }))).toBe("crm/invalid-input");
      expect(await codeOf(keeper.update(goal, sound.id, { onMiss: unknown }))).toBe("crm/goal-operation-unknown");
      expect(await keeper.update(goal, sound.id, { name: "Sell four" })).toMatchObject({ onMiss });
    });

    it("is missed although what is to follow is refused, which is told and goes on once it is corrected", async () => {
      const { house, keeper, set, tasks } = await start(allowing("shop/discount"));
      const onMiss = { operation: "shop/discount", input: '{"percent": 13}' };
      const [unlucky, other] = [await set({ onMiss }), await set({ onMiss: { ...onMiss, input: '{"percent": 10}' } })];
      await house.runDue(days(31));
      expect(await keeper.get(goal, unlucky.id)).toMatchObject({
        ...{ state: "missed", followUp: "due", since: "2026-03-31T15:59:59.999Z" },
      });
      expect(await keeper.get(goal, other.id)).toMatchObject({ state: "missed", followUp: "done" });
      expect(await tasks()).toEqual([["Give 10 % on everything", undefined]]);
      expect((await keeper.call(stoppedClocks, {})).rows).toMatchObject([
        { record: "goal", id: unlucky.id, clock: "goal#followUp", refusal: "shop/unlucky" },
      ]);
      world().now = days(32);
      expect(await codeOf(keeper.apply(goalLifecycle.followUp, unlucky.id))).toBe("shop/unlucky");
      await keeper.update(goal, unlucky.id, { onMiss: { ...onMiss, input: '{"percent": 14}' } });
      await house.runDue(days(33));
      expect(await keeper.get(goal, unlucky.id)).toMatchObject({ state: "missed", followUp: "done" });
      expect((await tasks()).map(([subject]) => subject).sort()).toEqual(["Give 10 % on everything", "Give 14 % on everything"]);
      await house.runDue(days(60));
      expect(await tasks()).toHaveLength(2);
      expect(await codeOf(keeper.apply(goalLifecycle.followUp, unlucky.id))).toBe("kehu/goal-followed-up");
      expect((await keeper.call(stoppedClocks, {})).rows).toEqual([]);
    });

    it("reads a figure wherever it stands, goes down too, and waits where there is nothing to divide by", async () => {
      const { keeper, sell, set } = await start();
      await set({ figure: "takenBack.value", direction: "atMost", baseline: 0.5, target: 0.1 });
      expect(await measureGoals(keeper)).toMatchObject([{ state: "open" }]);
      await sell(100);
      await sell(-100);
      expect(await measureGoals(keeper)).toMatchObject([{ state: "open", value: 0.5 }]);
      for (let sold = 0; sold < 8; sold += 1) await sell(50);
      expect(await measureGoals(keeper)).toMatchObject([{ state: "reached", value: 0.1 }]);
    });

    it("refuses what is no goal, and a figure that is none", async () => {
      const { keeper, set } = await start();
      expect(await codeOf(set({ onMiss: {} }))).toBe("kehu/goal-without-miss");
      expect(await codeOf(set({ onMiss: { task: "a", operation: "b" } }))).toBe("kehu/goal-without-miss");
      expect(await codeOf(set({ input: "[1]" }))).toBe("kehu/goal-input-unreadable");
      expect(await codeOf(set({ onMiss: { task: "a", input: "{" } }))).toBe("kehu/goal-input-unreadable");
      expect(await codeOf(set({ baseline: 3 }))).toBe("kehu/goal-reached-already");
      expect(await codeOf(set({ dueOn: "2026-03-01" }))).toBe("kehu/goal-overdue");
      const today = await set({ dueOn: "2026-03-02" });
      expect(await codeOf(keeper.update(goal, today.id, { dueOn: "2026-03-01" }))).toBe("kehu/goal-overdue");
      await keeper.apply(goalLifecycle.drop, today.id, { reason: "it was for the test" });
      await expect(set({ query: "shop/nothing" })).rejects.toMatchObject({
        code: "crm/goal-query-unknown",
        details: { query: "shop/nothing" },
      });
      expect(await codeOf(set({ query: "can" }))).toBe("crm/goal-query-unknown");
      for (const figure of ["nothing", "constructor.length", "takenBack", "count.value"])
        await expect(set({ figure })).rejects.toMatchObject({
          code: "crm/goal-figure-unknown",
          details: { figure, figures: "count, takenBack.value" },
        });
      expect(await codeOf(set({ input: "{}" }))).toBe("crm/invalid-input");
      const other = await set();
      for (const wrong of [{ figure: "nothing" }, { query: "shop/nothing" }, { input: '{"until": "2026-03-01"}' }])
        expect(await codeOf(keeper.update(goal, other.id, wrong))).toMatch(/^crm\/(goal-(figure|query)-unknown|invalid-input)$/);
      await keeper.apply(goalLifecycle.drop, other.id, { reason: "it was for the test" });
    });

    it("knows of every query of the runtime which places give a number", async () => {
      const { set } = await start();
      const refusalOf = async (more: object) => set(more).catch((error: KehuError) => error.details) as Promise<Record<string, string>>;
      expect((await refusalOf({ query: "shop/nothing" }))["queries"]?.split(", ").sort()).toEqual([
        ...["best-hidden", "cost-to-serve", "dormant-customers", "loyalty-cells", "profit-concentration"],
        ...["profit-curve", "scorecards", "shop/sales", "shop/weather", "survey-figures", "tier-movements"],
      ]);
      const march = { from: "2026-03-01", until: "2026-03-31" };
      const yuanOnly = { currency: "CNY" };
      const known = [
        ["scorecards", { ...march, ...yuanOnly }, ["owner.profitMinor", "customer.repliesInTime.value", "customer.surveys.7.value"]],
        ["dormant-customers", yuanOnly, ["customers"]],
        ["survey-figures", march, ["0.value"]],
        ["loyalty-cells", yuanOnly, ["unknown", "cells.12.customers"]],
        ["shop/weather", {}, ["whatever", "it.gives"]],
      ] as const;
      for (const [query, asked, figures] of known)
        for (const figure of figures) expect(await set({ query, figure, input: JSON.stringify(asked) })).toMatchObject({ query, figure });
      const unknown = [
        ["scorecards", { ...march, ...yuanOnly }, ["owner.nope", "customer.surveys.length", "customer.surveys.value", "from"]],
        ["dormant-customers", yuanOnly, ["items.length", "items", "scoringId"]],
      ] as const;
      for (const [query, asked, figures] of unknown)
        for (const figure of figures) {
          const { figures: places } = await refusalOf({ query, figure, input: JSON.stringify(asked) });
          expect([figure, places?.split(", ").includes(query === "scorecards" ? "owner.profitMinor" : "customers")]).toEqual([
            figure,
            true,
          ]);
        }
      expect(await codeOf(set({ query: "view-customer", figure: "score.profitRank", input: "{}" }))).toBe("crm/goal-query-unknown");
    });

    it("is measured, whatever another one asks for, and it is told which failed and why", async () => {
      const { keeper, set, sell } = await start();
      const one = await set({ name: "Rain", query: "shop/weather", input: "{}", figure: "nothing" });
      const sound = await set({ figure: "takenBack.value", direction: "atMost", baseline: 0.5, target: 0.1 });
      // ids of one instant have no order
      world().now = new Date(Date.parse(world().now) + 1000).toISOString();
      const other = await set({ name: "Sun", query: "profit-curve", input: '{"currency": "CNY"}', figure: "totalMinor" });
      await sell(100);
      await sell(-100);
      const error: KehuError = await measureGoals(keeper).then(
        () => expect.unreachable(),
        (thrown) => thrown,
      );
      expect(error).toMatchObject({
        code: "crm/goals-unmeasured",
        message: expect.stringMatching(
          /^The goal "Rain" could not be measured \(2 in all\): The goal goal_\w+ asks shop\/weather for nothing/,
        ),
        details: {
          failures: {
            [one.id]: { name: "Rain", refusal: { code: "crm/figure-missing" } },
            [other.id]: { name: "Sun", refusal: { code: "crm/not-scored" } },
          },
        },
      });
      expect(world().crm.say(error, "zh-CN")).toMatch(/^目标“Rain”未能衡量（共 2 个）：目标 goal_\w+ 查询 .* nothing，该处没有数值；/);
      expect(await keeper.get(goal, sound.id)).toMatchObject({ state: "open", value: 0.5 });
    });

    it("is measured with the rights of who measures", async () => {
      const { house, set } = await start();
      await set();
      expect(await codeOf(measureGoals(house.as("shop/clerk")))).toBe("crm/not-granted");
    });

    it("shows one period to owner, customer and employee", async () => {
      const { house, keeper, buyer, sell } = await start();
      await sell(1000, "2026-03-02", { cost: yuan(400) });
      await sell(500, "2026-02-01");
      const contact = (more: object = {}, state = "logged") =>
        keeper.create(
          interaction,
          { customerId: buyer.id, channel: "phone", direction: "inbound", happenedAt: world().now, topic: "a question", ...more },
          { state: state as "logged" },
        );
      await contact({ cost: yuan(30) });
      await contact({ channel: "web" });
      await contact({ direction: "outbound" });
      await contact({ direction: "internal", channel: "note" });
      const kept = await contact({ promise: "call back", promisedUntil: days(1) }, "promised");
      await contact({ promise: "send it", promisedUntil: days(2) }, "promised");
      await keeper.apply(interactionLifecycle.keepPromise, kept.id, { outcome: "called" });
      const waiting = await contact({}, "awaitingReply");
      await contact({}, "awaitingReply");
      await keeper.apply(interactionLifecycle.answer, waiting.id, { outcome: "answered" });
      const scale = { scaleFrom: 0, scaleTo: 10 };
      await keeper.create(surveyAnswer, {
        customerId: buyer.id,
        question: "recommendation",
        answer: 9,
        answeredOn: "2026-03-02",
        ...scale,
      });
      await keeper.create(task, { subject: "call", dueOn: "2026-03-03" });
      await keeper.create(task, { subject: "write", dueOn: "2026-04-03" });
      await house.runDue(days(5));
      const march = { from: "2026-03-01", until: "2026-03-31", currency: "CNY" };
      expect(await keeper.call(scorecards, march)).toEqual({
        ...march,
        owner: { revenueMinor: 1000, costMinor: 430, profitMinor: 570, costToServeMinor: 30, buyers: 1 },
        customer: {
          contacts: 6,
          repliesInTime: { numerator: 1, denominator: 2, value: 0.5 },
          promisesKept: { numerator: 1, denominator: 2, value: 0.5 },
          surveys: [{ ...scale, question: "recommendation", value: 100, standardError: 0, answers: 1, warnings: ["fewAnswers"] }],
        },
        employee: { contacts: 7, selfService: { numerator: 1, denominator: 6, value: 1 / 6 }, openTasks: 2, overdueTasks: 1 },
      });
      const quiet = await keeper.call(scorecards, { from: "2025-01-01", until: "2025-01-31", currency: "CNY" });
      expect(quiet.customer).toEqual({
        contacts: 0,
        repliesInTime: { numerator: 0, denominator: 0, value: null },
        promisesKept: { numerator: 0, denominator: 0, value: null },
        surveys: [],
      });
      await keeper.create(sale, { customerId: buyer.id, soldOn: "2026-03-02", amount: { amountMinor: 77, currency: "USD" } });
      await expect(keeper.call(scorecards, march)).rejects.toMatchObject({
        code: "crm/rate-missing",
        details: { currencies: "USD", currency: "CNY" },
      });
      expect(await codeOf(keeper.call(scorecards, { ...march, rates: [{ currency: "USD", rate: "many" }] }))).toBe("crm/rate-unusable");
      await expect(keeper.call(scorecards, { ...march, currency: "QQQ" })).rejects.toMatchObject({
        code: "crm/invalid-input",
        message: expect.stringContaining("currency has to be an ISO 4217 code, as in CNY"),
      });
      const rates = [{ currency: "USD", rate: "7.125" }];
      expect((await keeper.call(scorecards, { ...march, rates })).owner).toMatchObject({ revenueMinor: 1549, buyers: 1 });
      const sold = await keeper.find(sale, { where: { amount: { from: { amountMinor: 77, currency: "USD" } } } });
      for (const { id } of sold.items) await keeper.retract(sale, id, "it was for the test");
      const twin = await keeper.create(customer, { kind: "person", displayName: "赵六" });
      await keeper.create(sale, { customerId: twin.id, soldOn: "2026-03-02", amount: yuan(5) });
      expect((await keeper.call(scorecards, march)).owner.buyers).toBe(2);
      await house.meddle(
        `update kehu.customer set canonical_id = '${uuidOf("customer", buyer.id)}' where id = '${uuidOf("customer", twin.id)}'`,
      );
      expect((await keeper.call(scorecards, march)).owner).toMatchObject({ revenueMinor: 1005, buyers: 1 });
      expect(await codeOf(keeper.call(scorecards, { ...march, until: "2026-02-28" }))).toBe("crm/period-reversed");
      // what an actor may not read does not count
      expect(await codeOf(house.as("shop/clerk").call(scorecards, march))).toBe("crm/not-granted");
      await keeper.createMany(
        sale,
        [1, 2].map(() => ({ customerId: buyer.id, soldOn: "2026-03-05", amount: yuan(Number.MAX_SAFE_INTEGER) })),
      );
      expect(await codeOf(keeper.call(scorecards, march))).toBe("core/amount-too-large");
    });
  },
  [shopPack],
);
