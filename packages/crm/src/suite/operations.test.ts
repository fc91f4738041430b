import {
  count,
  customer,
  defineOperation,
  defineQuery,
  defineRole,
  engagement,
  group,
  interaction,
  type KehuError,
  may,
  ref,
  text,
} from "@kehu/core";
import { expect, it } from "vitest";
import * as z from "zod";
import type { Crm } from "../crm.js";
import { lease, leaseLifecycle, product, unit } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

const outer: { crm?: Crm; tenant?: string; later?: () => Promise<unknown> } = {};
const swallow = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error as KehuError).code,
  );
const act = defineOperation("rent/act", {
  input: { what: text(60), unitId: ref("rent/unit"), leaseId: ref("rent/lease").optional() },
  output: group({ answer: text(60) }),
  async run(work, { what, unitId, leaseId }) {
    const note = (value: string) => work.update(unit, unitId, { note: value });
    switch (what) {
      case "throw in the middle":
        await note("half");
        throw new Error("oops");
      case "refuse":
        await note("half");
        return work.refuse({ code: "rent/not-wanted", message: "no", details: {} });
      case "wrong answer":
        await note("half");
        return { answer: 5 } as never;
      case "outer crm":
        await note("half");
        await outer.crm?.as({ id: "x", tenant: outer.tenant as string, roles: ["rent/boss"] }).find(unit);
        return { answer: "?" };
      case "not awaited":
        void note("half");
        return { answer: "?" };
      case "used later":
        outer.later = () => note("late");
        return { answer: "ok" };
      case "at once":
        await Promise.all(["a", "b", "c"].map(note));
        return { answer: (await work.get(unit, unitId)).note as string };
      case "swallow before anything is written":
        return { answer: `${await swallow(note("x".repeat(300)))} ${(await note("whole")).note}` };
      case "swallow a rule that needs nothing": {
        const { customerId } = await work.get(lease, leaseId as never);
        const contact = { customerId, channel: "phone", direction: "outbound", happenedAt: work.now, topic: "x" } as const;
        return { answer: await swallow(work.create(interaction, contact, { state: "promised" })) };
      }
      case "swallow a broken rule":
        await note("whole");
        return {
          answer: await swallow(
            work.update(lease, leaseId as never, {
              guarantors: [{ customerId: (await work.get(lease, leaseId as never)).customerId, share: 5 }],
            }),
          ),
        };
      case "tell backwards": {
        const { customerId } = await work.get(lease, leaseId as never);
        const call = { customerId, channel: "phone", direction: "inbound", topic: "x", line: "calls" } as const;
        for (const back of [1, 3, 5]) await work.create(interaction, { ...call, happenedAt: days(-back) });
        for (const on of ["2026-02-20", "2026-02-15", "2026-02-10"])
          await work.create(lease, { number: on, customerId, unitId, startsOn: on, endsOn: on, paidToOn: on }, { state: "active" });
        return { answer: "told" };
      }
      case "swallow a guard after what was overdue":
        return { answer: await swallow(work.apply(leaseLifecycle.activate, leaseId as never)) };
      case "swallow what the database refuses":
        await swallow(work.create(product, { name: "same", graceDays: 1, dailyRate: yuan(1) }));
        await swallow(work.create(product, { name: "same", graceDays: 1, dailyRate: yuan(1) }));
        return { answer: await swallow(work.find(product).then(() => 1)) };
      case "ask after what the database refuses":
        void work.create(product, { name: "same", graceDays: 1, dailyRate: yuan(1) });
        void work.create(product, { name: "same", graceDays: 1, dailyRate: yuan(1) });
        return { answer: `${(await work.call(stumble, { over: "nothing" })).found}` };
      case "every verb": {
        const made = await work.createMany(customer, [{ kind: "person", displayName: "a" }]);
        const id = made[0]?.id as never;
        await work.updateMany(customer, [{ id, change: { tier: "b" } }]);
        await work.assign(customer, id, { teamId: "t" });
        const adopted = await work.adopt(
          product,
          { name: "old", graceDays: 1, dailyRate: yuan(1) },
          { state: "active", asOf: "2026-01-01", source: "x" },
        );
        await work.adoptMany(product, []);
        await work.applyMany(leaseLifecycle.freeze, [{ id: leaseId as never }]);
        await work.retract(product, adopted.id, "no");
        const [figures] = await work.aggregate(customer, { where: { tier: "b" }, measures: { count: count() } });
        const words = (await work.describe(customer)).label;
        await work.callMany(act, []);
        return { answer: `${words} ${(await work.get(customer, id, { select: ["tier"] })).tier} ${figures?.count}` };
      }
      default:
        return { answer: `${(await work.can(unit, unitId)).length} possible` };
    }
  },
});
const stumble = defineQuery("rent/stumble", {
  input: { over: text(60) },
  output: group({ found: z.int() }),
  async run(reader, { over }) {
    const { items } = await reader.find(product);
    if (over !== "nothing") throw new RangeError(`There is no ${over}`);
    return { found: items.length };
  },
});
const actor = defineRole("rent/actor", [
  may.call(act),
  may.call(stumble),
  may.read(product, "all"),
  may.read(unit, "all"),
  may.read(lease, "all"),
  may.read(customer, "all"),
]);

onBothDatabases(
  "operations",
  (world) => {
    const start = async () => {
      const house = await world().open();
      const stage = await house.stage();
      const made = await stage.lease();
      const [one] = stage.units;
      Object.assign(outer, { crm: world().crm, tenant: house.id });
      const run = (what: string) => house.as("rent/actor").call(act, { what, unitId: one?.id as never, leaseId: made.id });
      return { house, stage, made, run };
    };

    it("is refused to whom it was not granted, who could read all that it names", async () => {
      const { house, stage } = await start();
      const reader = house.as("rent/agent");
      const input = { what: "anything", unitId: stage.units[0]?.id as never };
      const before = await house.hash();
      expect(await codeOf(reader.call(act, input))).toBe("crm/not-granted");
      expect(await codeOf(reader.callMany(act, [input]))).toBe("crm/not-granted");
      expect(await house.hash()).toBe(before);
    });

    it("leaves nothing behind when it ends in the middle", async () => {
      const { house, run } = await start();
      const before = await house.hash();
      expect(await codeOf(run("throw in the middle"))).toBe("core/function-failed");
      expect(await codeOf(run("refuse"))).toBe("rent/not-wanted");
      expect(await codeOf(run("wrong answer"))).toBe("crm/invalid-output");
      expect(await codeOf(run("outer crm"))).toBe("crm/nested-call");
      expect(await codeOf(run("not awaited"))).toBe("crm/not-awaited");
      expect(await codeOf(run("swallow what the database refuses"))).toBe("crm/already-exists");
      expect(await house.hash()).toBe(before);
      await run("used later");
      expect(await codeOf(outer.later?.() ?? Promise.resolve())).toBe("crm/not-awaited");
      expect(await house.hash()).toBe(before);
    });

    it("says under its name that an operation or a query broke, and tells what it threw as the cause alone", async () => {
      const { house, run } = await start();
      const failure = (work: Promise<unknown>) =>
        work.then(
          () => "nothing was thrown",
          (error: unknown) => error,
        );
      expect(await failure(run("throw in the middle"))).toMatchObject({
        code: "core/function-failed",
        message: "A function of rent/act throws Error; let it answer or refuse for every record.",
        details: { name: "rent/act", problem: "Error" },
        cause: { message: "oops" },
      });
      const asked = await failure(house.as("rent/actor").call(stumble, { over: "13800138000" }));
      expect(asked).toMatchObject({ code: "core/function-failed", cause: { message: "There is no 13800138000" } });
      expect(String(asked)).toContain("A function of rent/stumble throws RangeError");
      expect(String(asked)).not.toContain("13800138000");
      expect(await codeOf(run("ask after what the database refuses"))).toBe("crm/already-exists");
    });

    it("keeps nothing of a verb whose refusal was swallowed", async () => {
      const { house, run, made } = await start();
      expect(await run("swallow before anything is written")).toEqual({ answer: "crm/invalid-input whole" });
      expect(await run("swallow a rule that needs nothing")).toEqual({ answer: "kehu/promise-needs-due-time" });
      expect((await house.boss.find(interaction)).items).toEqual([]);
      // part of it was on its way already: then nothing of the operation can be kept
      expect(await codeOf(run("swallow a broken rule"))).toBe("rent/shares-amiss");
      expect(await house.boss.get(lease, made.id)).toEqual(made);
      expect(await house.rows("select 1 from kehu.journal where record = 'rent/lease'")).toHaveLength(1);
    });

    it("keeps what was overdue, whatever becomes of the verb", async () => {
      const { house, run, made } = await start();
      world().now = days(30);
      expect(await run("swallow a guard after what was overdue")).toEqual({ answer: "core/not-from-here" });
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late" });
    });

    it("knows of each verb what the one before it wrote of a customer", async () => {
      const { house, run } = await start();
      await run("tell backwards");
      const { items } = await house.boss.find(engagement, { sort: "line" });
      expect(items.map(({ line, state, since }) => [line, state, since])).toEqual([
        ["calls", "active", days(-5)],
        ["rent", "active", "2026-02-09T16:00:00.000Z"],
      ]);
    });

    it("does one verb after another, even if they are called at once", async () => {
      const { run } = await start();
      expect(await run("at once")).toEqual({ answer: "c" });
    });

    it("has every verb", async () => {
      const { run, house } = await start();
      expect(await run("can")).toEqual({ answer: "0 possible" });
      expect(await run("every verb")).toMatchObject({ answer: expect.stringMatching(/^Customer b 1$/) });
      expect((await house.boss.find(lease)).items).toMatchObject([{ state: "frozen" }]);
    });
  },
  [rentPack({ act, stumble, actor })],
);
