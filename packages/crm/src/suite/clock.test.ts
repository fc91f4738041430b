import { task } from "@kehu/core";
import { expect, it } from "vitest";
import { stoppedClocks } from "../customer/stopped-clocks.js";
import * as clockPack from "./clock.test-pack.js";
import {
  beat,
  bomb,
  box,
  boxLifecycle,
  callMyself,
  lot,
  lotLifecycle,
  rabbit,
  rename,
  twice,
  wheel,
  wheelLifecycle,
} from "./clock.test-pack.js";
import { closeAll, damage, damageLifecycle, hold, lease, leaseLifecycle, product, unit } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, days, monday, onBothDatabases, yuan } from "./world.test-pack.js";

const pack = rentPack({ ...clockPack });
const lateAt = "2026-03-20T15:59:59.999Z";

onBothDatabases(
  "the clock",
  (world) => {
    const start = async () => {
      const house = await world().open();
      return { house, stage: await house.stage(3), keeper: house.as(["rent/boss", "rent/keeper"]) };
    };

    it("fires late with the instant at which it was due, one after another", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      expect(await house.runDue(lateAt.replace("999Z", "998Z"))).toBe(0);
      await house.runDue(days(200));
      expect(await house.boss.get(lease, made.id)).toMatchObject({
        state: "defaulted",
        since: "2026-05-19T15:59:59.999Z",
        origin: { state: "late", since: lateAt },
        updatedAt: days(200),
        version: 3,
      });
      const [chore] = (await house.boss.find(task)).items;
      expect(chore).toMatchObject({ subject: `Lease ${made.number} is late`, aboutId: made.id, since: lateAt, createdAt: days(200) });
      const journal = await house.rows(
        "select actor, definition, effective_at, recorded_at, payload from kehu.journal where record = 'rent/lease' order by ordinal",
      );
      expect(journal.slice(1)).toMatchObject([
        { actor: "system", definition: "rent/lease#becomeLate", effective_at: lateAt, recorded_at: days(200) },
        // the deadline that ran while it was late
        { actor: "system", definition: "rent/call-soon", effective_at: "2026-03-31T15:59:59.999Z" },
        { actor: "system", definition: "rent/lease#default", payload: { parameters: { "rent/write-off-days": 60 } } },
      ]);
      expect(journal[1]?.["payload"]).not.toHaveProperty("parameters.rent/max-holds");
    });

    it("fires at exactly its instant, and not twice when the clock goes back and jumps", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      expect(await house.runDue(lateAt)).toBe(1);
      world().now = days(1);
      expect(await house.runDue(days(1))).toBe(0);
      await house.runDue("2036-01-01T00:00:00Z");
      expect(await house.rows("select count(*) as late from kehu.journal where definition = 'rent/lease#becomeLate'")).toEqual([
        { late: 1 },
      ]);
      expect((await house.boss.get(lease, made.id)).state).toBe("defaulted");
    });

    it("settles what is overdue before a change", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      world().now = days(30);
      const frozen = await house.boss.apply(leaseLifecycle.freeze, made.id);
      expect(frozen).toMatchObject({ state: "frozen", origin: { state: "late", since: lateAt }, version: 3 });
      const rows = await house.rows("select actor, definition from kehu.journal where record = 'rent/lease' order by ordinal");
      expect(rows.map(({ actor, definition }) => `${actor} ${definition}`)).toEqual([
        "rent/boss create",
        "system rent/lease#becomeLate",
        "system rent/call-soon",
        "rent/boss rent/lease#freeze",
      ]);
    });

    it("never lets an expired hold block, whether a key or a count keeps it", async () => {
      const { house, stage } = await start();
      const unitId = stage.units[0]?.id as never;
      const held = { unitId, customerId: stage.buyer.id, until: days(1) };
      const made = await house.boss.create(hold, held);
      expect(await codeOf(house.boss.create(hold, { ...held, until: days(2) }))).toBe("crm/already-exists");
      for (const each of stage.units.slice(1)) await house.boss.create(hold, { ...held, unitId: each.id });
      const more = await house.boss.create(unit, { code: "more", productId: stage.product.id });
      expect(await codeOf(house.boss.create(hold, { ...held, unitId: more.id }))).toBe("rent/too-many-holds");
      world().now = days(1);
      expect(await house.boss.create(hold, { ...held, unitId: more.id, until: days(2) })).toMatchObject({ state: "held" });
      expect(await house.boss.create(hold, { ...held, until: days(2) })).toMatchObject({ state: "held" });
      expect(await house.boss.get(hold, made.id)).toMatchObject({ state: "expired", since: days(1) });
    });

    it("does not turn a missed deadline into a met one by a late close", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      const child = await house.boss.create(damage, { leaseId: made.id, what: "dent", amount: yuan(1) });
      const other = await house.boss.create(damage, { leaseId: made.id, what: "scratch", amount: yuan(1) });
      world().now = days(3);
      await house.boss.apply(damageLifecycle.close, other.id);
      world().now = days(10);
      await house.boss.apply(damageLifecycle.close, child.id);
      const rows = await house.rows("select status from kehu.deadline where record = 'rent/damage' order by status");
      expect(rows).toEqual([{ status: "met" }, { status: "missed" }]);
      expect((await house.boss.find(task, { where: { aboutId: child.id } })).items).toMatchObject([
        { subject: "Assess dent", since: days(4), createdAt: days(10) },
      ]);
    });

    it("lets a parent follow its children, once, when several close in one operation", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      const child = { leaseId: made.id, amount: yuan(1) };
      await house.boss.createMany(damage, [
        { ...child, what: "a" },
        { ...child, what: "b" },
        { ...child, what: "c" },
      ]);
      expect(await house.boss.call(closeAll, { leaseId: made.id })).toEqual({ closed: 3 });
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "ended", version: 2 });
      expect((await house.boss.find(task)).items).toHaveLength(1);
    });

    it("lets a parent follow a child at the child's own instant", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      await house.boss.createMany(
        damage,
        ["2026-03-05", "2026-03-08"].map((repairOn) => ({ leaseId: made.id, amount: yuan(1), what: repairOn, repairOn })),
      );
      await house.runDue(days(100));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "ended", since: "2026-03-08T15:59:59.999Z" });
    });

    it("settles what a change by hand would come too early for: children, and their parents with the other children", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      const child = { leaseId: made.id, amount: yuan(1) };
      await house.boss.create(damage, { ...child, what: "a", repairOn: "2026-03-03" });
      world().now = days(3);
      const pay = house.boss.apply(leaseLifecycle.pay, made.id, { toOn: "2026-05-01", amount: yuan(500) });
      expect(await codeOf(pay)).toBe("core/not-from-here");
      world().now = days(0);
      const other = await stage.lease({ unitId: stage.units[1]?.id, paidToOn: "2026-03-31" });
      await house.boss.create(damage, { ...child, leaseId: other.id, what: "b", repairOn: "2026-03-05" });
      const last = await house.boss.create(damage, { ...child, leaseId: other.id, what: "c" });
      world().now = days(8);
      await house.boss.apply(damageLifecycle.close, last.id);
      await house.runDue();
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "ended", since: "2026-03-03T15:59:59.999Z" });
      expect(await house.boss.get(lease, other.id)).toMatchObject({ state: "ended", since: days(8) });
      // a new child comes too late for a parent that should have gone before
      world().now = days(0);
      const third = await stage.lease({ unitId: stage.units[2]?.id, paidToOn: "2026-03-31" });
      await house.boss.create(damage, { ...child, leaseId: third.id, what: "d", repairOn: "2026-03-05" });
      world().now = days(8);
      expect(await codeOf(house.boss.create(damage, { ...child, leaseId: third.id, what: "e" }))).toBe("rent/lease-over");
    });

    it("refuses what happens in a ring, and a ledger that contradicts itself", async () => {
      const { house, keeper, stage } = await start();
      const made = await keeper.create(wheel, { name: "w" });
      const before = await house.hash();
      expect(await codeOf(keeper.apply(wheelLifecycle.start, made.id))).toBe("crm/when-loop");
      expect(await codeOf(keeper.create(rabbit, { name: "r" }))).toBe("crm/leads-too-far");
      expect(await codeOf(keeper.create(twice, { customerId: stage.buyer.id }))).toBe("crm/ledger-key-twice");
      expect(await codeOf(keeper.call(callMyself, { name: "x" }))).toBe("crm/called-too-deep");
      expect(await house.hash()).toBe(before);
    });

    it("leaves a timer refused where the guard refuses, and tries again when the record changes", async () => {
      const { house, stage } = await start();
      const made = await stage.lease({ note: "spared" });
      await house.runDue(days(100));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late" });
      expect(await house.rows("select refusal from kehu.timer where definition = 'rent/lease#default'")).toEqual([
        { refusal: "rent/not-wanted" },
      ]);
      const stopped = { record: "rent/lease", id: made.id, label: made.number, clock: "rent/lease#default", refusal: "rent/not-wanted" };
      const { rows } = await house.boss.call(stoppedClocks, {});
      expect(rows).toMatchObject([{ ...stopped, dueAt: "2026-05-19T15:59:59.999Z" }]);
      // of what somebody may not read, nobody tells him that it stands still
      expect(await house.as([]).call(stoppedClocks, {})).toEqual({ rows: [] });
      await house.boss.update(lease, made.id, { note: "no more" });
      await house.runDue(days(101));
      expect(await house.boss.call(stoppedClocks, {})).toEqual({ rows: [] });
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "defaulted", since: "2026-05-19T15:59:59.999Z" });
    });

    it("goes on past what a schema, the database or a function of its own cannot do, and leaves it to the next change", async () => {
      const { house, keeper } = await start();
      const kinds = ["input", "database", "dud", "function", "dud", "input"] as const;
      const made = await keeper.createMany(
        bomb,
        kinds.map((kind, index) => ({ name: `${index}`, kind, endsOn: "2026-03-05" })),
      );
      expect(await house.runDue(days(10))).toBe(2);
      const rows = await house.rows("select refusal from kehu.timer where record = 'rent/bomb' order by refusal");
      expect(rows.map(({ refusal }) => refusal)).toEqual([
        "core/function-failed",
        "crm/already-exists",
        "crm/invalid-input",
        "crm/invalid-input",
      ]);
      expect((await keeper.find(bomb, { where: { state: "over" } })).items.map(({ name }) => name)).toEqual(["2", "4"]);
      expect(await keeper.update(bomb, made[0]?.id as never, { kind: "dud" })).toMatchObject({ state: "set", version: 2 });
      expect(await house.runDue(days(10))).toBe(1);
    });

    it("does not let an overdue failure keep somebody from changing the record", async () => {
      const { keeper } = await start();
      const made = await keeper.create(bomb, { name: "b", kind: "input", endsOn: "2026-03-05" });
      world().now = days(10);
      expect(await keeper.update(bomb, made.id, { name: "c" })).toMatchObject({ state: "set", name: "c" });
    });

    it("does not let an overdue failure keep a verb of an operation from it, even where it would swallow that", async () => {
      const { keeper } = await start();
      const made = await keeper.create(bomb, { name: "b", kind: "input", endsOn: "2026-03-05" });
      // the first time shows that it runs by itself, one verb after another
      await keeper.call(rename, { bombId: made.id, name: "c" });
      world().now = days(10);
      await keeper.call(rename, { bombId: made.id, name: "d" });
      expect(await keeper.get(bomb, made.id)).toMatchObject({ state: "set", name: "d" });
    });

    it("catches up with a year of daily timers, and asks to do so before a change by hand", async () => {
      const { house, keeper } = await start();
      const made = await keeper.create(beat, { nextOn: "2026-03-03", beats: 0 });
      world().now = days(365);
      expect(await codeOf(keeper.update(beat, made.id, { beats: 1 }))).toBe("crm/too-far-behind");
      await house.runDue();
      expect(await keeper.get(beat, made.id)).toMatchObject({ beats: 364, version: 365 });
      world().now = days(400);
      expect(await keeper.update(beat, made.id, { beats: 1 })).toMatchObject({ beats: 1, nextOn: "2027-04-06" });
    });

    it("reads a clock again when it fires", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      await house.boss.update(product, stage.product.id, { graceDays: 20 });
      await house.runDue(days(25));
      expect((await house.boss.get(lease, made.id)).state).toBe("active");
      await house.runDue(days(40));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late", since: "2026-03-30T15:59:59.999Z" });
    });

    it("notices what has come nearer because another record or a parameter changed", async () => {
      const { house, stage } = await start();
      const [made, other] = [await stage.lease(), await stage.lease({ unitId: stage.units[1]?.id, paidToOn: "2026-05-01" })];
      world().now = days(12);
      await house.boss.update(product, stage.product.id, { graceDays: 2 });
      await house.runDue(days(13));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late", since: "2026-03-12T15:59:59.999Z" });
      expect((await house.boss.get(lease, other.id)).state).toBe("active");
      await house.openAgain({
        parameters: { "rent/write-off-days": [{ from: "2000-01-01", value: 5, source: "the owner", verified: true }] },
      });
      await house.runDue(days(20));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "defaulted", since: "2026-03-17T15:59:59.999Z" });
      expect(await house.rows("select 1 from kehu.timer where definition like 'crm/%'")).toEqual([]);
    });

    it("lets what is below learn by the clock, and what is above at once", async () => {
      const { house, keeper } = await start();
      const made = await keeper.create(lot, { name: "L", keepsDays: 30 });
      const boxes = await keeper.createMany(
        box,
        Array.from({ length: 3 }, () => ({ lotId: made.id, packedOn: "2026-03-02" })),
      );
      expect(await house.rows("select due_at from kehu.deadline where record = 'rent/lot'")).toEqual([{ due_at: days(10) }]);
      await house.runDue();
      expect(await house.rows("select due_at from kehu.deadline where record = 'rent/lot'")).toEqual([{ due_at: days(7) }]);
      await keeper.apply(boxLifecycle.send, boxes[0]?.id as never);
      await keeper.apply(lotLifecycle.recall, made.id);
      expect((await keeper.find(box, { where: { state: "stored" } })).items).toHaveLength(2);
      await house.runDue();
      expect((await keeper.find(box, { where: { state: "blocked" } })).items).toHaveLength(2);
      const second = await keeper.create(lot, { name: "M", keepsDays: 5 });
      await keeper.createMany(
        box,
        Array.from({ length: 2 }, () => ({ lotId: second.id, packedOn: "2026-03-02" })),
      );
      await house.runDue(days(20));
      expect(await keeper.get(lot, second.id)).toMatchObject({ state: "empty", since: "2026-03-07T15:59:59.999Z" });
    });

    it("refuses to run beyond the clock, or to no instant at all", async () => {
      world().now = monday;
      expect(await codeOf(world().crm.runDue(days(1)))).toBe("crm/later-than-clock");
      expect(await codeOf(world().crm.runDue("soon"))).toBe("crm/invalid-input");
      expect(await codeOf(world().crm.runDue(monday.replace(".000Z", "Z")))).toBe("nothing was thrown");
      expect(await codeOf(world().crm.runDue("2026-03-02T09:00:00+08:00"))).toBe("nothing was thrown");
    });

    it("keeps the timers of a pack that is switched off", async () => {
      const { house, stage } = await start();
      const made = await stage.lease();
      await house.openAgain({ packs: [] });
      expect(await codeOf(house.boss.get(lease, made.id))).toBe("crm/pack-off");
      expect(await codeOf(house.boss.update(lease, made.id, { note: "x" }))).toBe("crm/pack-off");
      expect(await codeOf(house.boss.apply(leaseLifecycle.freeze, made.id))).toBe("crm/pack-off");
      expect(await codeOf(house.boss.call(closeAll, { leaseId: made.id }))).toBe("crm/pack-off");
      expect(await house.runDue(days(30))).toBe(0);
      await house.openAgain({});
      await house.runDue(days(30));
      expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late", since: lateAt });
    });
  },
  [pack],
);
