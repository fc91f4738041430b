import { act, date, defineDeadline, defineRecord, defineRole, may, type Pack, task, text } from "@kehu/core";
import { expect, it } from "vitest";
import { damage, damageLifecycle } from "./rent.test-pack.js";
import { days, onBothDatabases, yuan } from "./world.test-pack.js";

const ticket = defineRecord("desk/ticket", { fields: { what: text(80), answeredOn: date().optional() }, states: ["open", "closed"] });
/** Met by the first answer; the ticket stays open. */
const firstAnswer = defineDeadline("desk/first-answer", ticket, {
  runsIn: ["open"],
  within: () => ({ length: "P2D" }),
  met: ({ record }) => record.answeredOn !== undefined,
  warn: ["P1D"],
  missed: ({ record }) => [act.create(task, { subject: `Answer ${record.what}`, aboutId: record.id })],
});
const desk = defineRole("desk/desk", [may.create(ticket), may.read(ticket, "all"), may.update(ticket, "all"), may.read(task, "all")]);
const deskPack: Pack = {
  name: "desk",
  version: "0.1.0",
  requires: [],
  definitions: { ticket, firstAnswer, desk },
  locales: { "zh-CN": {} },
};

onBothDatabases(
  "a deadline that is met where the record is",
  (world) => {
    it("stands still from then on, and goes on where it was taken back", async () => {
      const house = await world().open();
      const session = house.as("desk/desk");
      const [met, missed, again] = await session.createMany(
        ticket,
        ["a", "b", "c"].map((what) => ({ what })),
      );
      const status = async () =>
        (await house.rows("select status, due_at from kehu.deadline order by record_id")).map((row) => [row["status"], row["due_at"]]);
      await session.update(ticket, met?.id as never, { answeredOn: "2026-03-02" });
      await session.update(ticket, again?.id as never, { answeredOn: "2026-03-02" });
      expect(await status()).toEqual([
        ["met", days(2)],
        ["running", days(2)],
        ["met", days(2)],
      ]);
      expect(await house.rows("select 1 from kehu.timer")).toHaveLength(1);
      await session.update(ticket, again?.id as never, { answeredOn: null });
      await house.runDue(days(5));
      expect(await status()).toEqual([
        ["met", days(2)],
        ["missed", days(2)],
        ["missed", days(2)],
      ]);
      await session.update(ticket, missed?.id as never, { answeredOn: "2026-03-06" });
      expect((await status())[1]).toEqual(["missed", days(2)]);
      expect((await session.find(task)).items.map(({ subject, askedBy }) => [subject, askedBy]).sort()).toEqual([
        ["Answer b", "desk/first-answer"],
        ["Answer c", "desk/first-answer"],
      ]);
    });
  },
  [deskPack],
);

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
