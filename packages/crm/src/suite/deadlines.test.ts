import { task } from "@kehu/core";
import { expect, it } from "vitest";
import { damage, damageLifecycle } from "./rent.test-pack.js";
import { days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("deadlines", (world) => {
  const start = async () => {
    const house = await world().open();
    return { house, stage: await house.stage(3) };
  };

  it("pauses, resumes, warns and misses a deadline", async () => {
    const { house, stage } = await start();
    const made = await stage.lease();
    const child = await house.boss.create(damage, { leaseId: made.id, what: "dent", amount: yuan(1) });
    const events = async () => {
      const rows = await house.rows("select payload from kehu.journal where definition = 'rent/assess-soon' order by ordinal");
      return rows.map(({ payload }) => (payload as { readonly input: object }).input);
    };
    world().now = days(1);
    await house.boss.apply(damageLifecycle.wait, child.id);
    await house.runDue(days(21));
    expect(await events()).toEqual([]);
    await house.boss.apply(damageLifecycle.goOn, child.id);
    expect(await house.rows("select due_at, status from kehu.deadline where record = 'rent/damage'")).toEqual([
      { due_at: days(24), status: "running" },
    ]);
    await house.runDue(days(22));
    expect(await events()).toEqual([{ warned: days(22) }]);
    await house.runDue(days(30));
    expect(await events()).toEqual([{ warned: days(22) }, { warned: days(23) }, { missed: days(24) }]);
    await house.runDue(days(31));
    expect(await events()).toHaveLength(3);
  });

  it("starts a deadline that becomes known later, and withdraws that of a retracted record", async () => {
    const { house } = await start();
    const chore = await house.boss.create(task, { subject: "call" });
    expect(await house.rows("select 1 from kehu.deadline")).toEqual([]);
    await house.boss.update(task, chore.id, { dueOn: "2026-03-06" });
    expect(await house.rows("select due_at, status from kehu.deadline")).toEqual([
      { due_at: "2026-03-06T15:59:59.999Z", status: "running" },
    ]);
    await house.boss.update(task, chore.id, { dueOn: "2026-03-09" });
    await house.runDue(days(5));
    expect(await house.rows("select warned, status from kehu.deadline")).toEqual([{ warned: 0, status: "running" }]);
    await house.boss.retract(task, chore.id, "mistake");
    expect(await house.rows("select status from kehu.deadline")).toEqual([{ status: "withdrawn" }]);
    await house.runDue(days(20));
    expect(await house.rows("select status from kehu.deadline")).toEqual([{ status: "withdrawn" }]);
  });
});
