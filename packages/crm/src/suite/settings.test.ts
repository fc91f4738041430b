import { customer, defineLifecycle } from "@kehu/core";
import { expect, it } from "vitest";
import { lease, leaseLifecycle, leasesOf, writeOffDays } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, days, onBothDatabases, onDatabase, yuan } from "./world.test-pack.js";

const inDays = (value: number) => ({
  parameters: { [writeOffDays.name]: [{ from: "2000-01-01", value, source: "House rules", verified: true }] },
});

onBothDatabases("the settings of a tenant", (world) => {
  it("keep what a pack that is switched off points at", async () => {
    const house = await world().open();
    const { buyer, lease: make } = await house.stage();
    await make();
    await house.openAgain({ packs: [] });
    const refused = await house.boss.retract(customer, buyer.id, "mistake").catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "crm/still-needed" });
    await house.openAgain({});
    expect((await house.boss.find(lease)).items).toHaveLength(1);
  });

  it("do not change what was overdue when they changed", async () => {
    const house = await world().open(inDays(2));
    const made = await (await house.stage()).lease();
    // late on the 20th, written off two days after; nobody let the clock run
    world().now = days(30);
    await house.openAgain(inDays(60));
    await house.runDue();
    expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "defaulted", since: expect.stringMatching(/^2026-03-22/) });
  });

  it("move the clocks that run when they change, and not the others", async () => {
    const house = await world().open(inDays(30));
    const { lease: make } = await house.stage();
    const made = await make();
    await house.runDue(days(25));
    expect((await house.boss.get(lease, made.id)).state).toBe("late");
    await house.openAgain(inDays(2));
    expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "late" });
    await house.runDue();
    expect(await house.boss.get(lease, made.id)).toMatchObject({ state: "defaulted" });
    const before = await house.rows("select count(*) as timers from kehu.timer");
    await house.openAgain(inDays(2));
    expect(await house.rows("select count(*) as timers from kehu.timer")).toEqual(before);
  });
});

onDatabase("postgres", "the settings of a tenant, changed by another process", (world) => {
  it("hold at once for those who read, write and call", async () => {
    const house = await world().open();
    const { buyer, units } = await house.stage();
    const other = await world().again();
    const there = other.as({ id: "rent/boss", tenant: house.id, roles: ["rent/boss"] });
    expect((await there.find(lease)).items).toEqual([]);
    await house.openAgain({ packs: [] });
    const terms = { number: "S", customerId: buyer.id, unitId: units[0]?.id as never, startsOn: "2026-03-01", paidToOn: "2026-03-10" };
    expect(await codeOf(there.find(lease))).toBe("crm/pack-off");
    expect(await codeOf(there.create(lease, terms))).toBe("crm/pack-off");
    expect(await codeOf(there.call(leasesOf, { customerId: buyer.id }))).toBe("crm/pack-off");
    await house.openAgain({});
    expect(await there.create(lease, terms)).toMatchObject({ number: "S" });
    await other.close();
  });

  it("are those from before or those from after for each of many writers, and no clock is left behind", async () => {
    const house = await world().open(inDays(30));
    const { buyer, units } = await house.stage(40);
    const others = await Promise.all([world().again(), world().again()]);
    const sessions = others.map((crm) => crm.as({ id: "rent/boss", tenant: house.id, roles: ["rent/boss"] }));
    const terms = (index: number) => ({
      number: `N${index}`,
      customerId: buyer.id,
      unitId: units[index]?.id as never,
      startsOn: "2026-01-01",
      paidToOn: "2026-01-10",
    });
    const writing = units.map((_, index) =>
      sessions[index % 2]?.adopt(lease, terms(index), { state: "late", since: days(-1), asOf: "2026-03-02", source: `n${index}` }),
    );
    await Promise.all([...writing, house.openAgain(inDays(5))]);
    await house.runDue();
    const timers = await house.rows("select due_at, count(*) as count from kehu.timer where definition = 'rent/lease#default' group by 1");
    expect(timers).toEqual([{ due_at: expect.stringMatching(/^2026-03-06/), count: 40 }]);
    await Promise.all(others.map((crm) => crm.close()));
  });

  it("leave the clocks of a tenant to the process that has its packs, and go on with the others", async () => {
    const [house, plain] = [await world().open(), await world().open({ packs: [] })];
    const made = await (await house.stage()).lease();
    world().now = days(20);
    const other = await world().again([]);
    const { left } = await other.runDue(days(20));
    expect(left.map(({ tenant }) => tenant)).toContain(house.id);
    expect(left.map(({ tenant }) => tenant)).not.toContain(plain.id);
    expect(left[0]?.refusal).toMatchObject({ code: "crm/pack-missing" });
    await other.close();
    await house.runDue();
    expect((await house.boss.get(lease, made.id)).state).toBe("late");
  });

  it("count from what a new version of a pack says, from when the clock runs with it", async () => {
    const house = await world().open();
    const made = await (await house.stage()).lease();
    const pack = rentPack();
    const slower = defineLifecycle(lease, (t) => ({
      ...(leaseLifecycle as object as Record<string, never>),
      becomeLate: t({ from: "active", to: "late", due: () => days(40).slice(0, 10) }),
    }));
    const other = await world().again([{ ...pack, version: "9.0.0", definitions: { ...pack.definitions, leaseLifecycle: slower } }]);
    world().now = days(30);
    await other.runDue(days(30));
    expect((await house.boss.get(lease, made.id)).state).toBe("active");
    await other.close();
  });
});

onBothDatabases("a key of a call that came before", (world) => {
  it("gives nothing to who has lost the right meanwhile, and tells of a replay", async () => {
    const house = await world().open();
    const { buyer } = await house.stage();
    const person = { kind: "person" as const, displayName: "甲" };
    let replays = 0;
    const onReplay = (): void => {
      replays += 1;
    };
    const options = { key: "k", onReplay };
    const made = await house.boss.create(customer, person, options);
    expect(replays).toBe(0);
    expect(await house.boss.create(customer, person, options)).toEqual(made);
    expect(replays).toBe(1);
    const fired = house.as("rent/nobody", { id: "rent/boss" });
    expect(await codeOf(fired.create(customer, person, options))).toBe("crm/not-granted");
    expect(replays).toBe(1);
    const { lease: make } = await house.stage();
    const one = await make({ customerId: buyer.id });
    await house.boss.apply(leaseLifecycle.pay, one.id, { toOn: "2026-05-01", amount: yuan(500) }, { key: "pay" });
    expect(await codeOf(fired.apply(leaseLifecycle.pay, one.id, { toOn: "2026-05-01", amount: yuan(500) }, { key: "pay" }))).toBe(
      "crm/not-granted",
    );
    expect(await codeOf(house.boss.create(customer, person, { key: "x", onReplay: 5 as never }))).toBe("crm/invalid-input");
  });

  it("holds for many that are assigned or taken back", async () => {
    const house = await world().open();
    const { lease: make, units } = await house.stage();
    const made = [await make(), await make({ unitId: units[1]?.id })];
    const rows = made.map(({ id }) => ({ id, version: 1 }));
    const assigned = await house.boss.assignMany(lease, rows, { ownerId: null, teamId: "north" }, { key: "many" });
    expect(assigned.map(({ ownerId, teamId }) => ({ ownerId, teamId }))).toEqual([
      { ownerId: undefined, teamId: "north" },
      { ownerId: undefined, teamId: "north" },
    ]);
    expect(await house.boss.assignMany(lease, rows, { ownerId: null, teamId: "north" }, { key: "many" })).toEqual(assigned);
    expect(await codeOf(house.boss.assignMany(lease, rows, { teamId: "south" }))).toBe("crm/stale-version");
    await house.boss.retractMany(
      lease,
      made.map(({ id }) => ({ id })),
      "entered twice",
    );
    expect((await house.boss.find(lease)).items).toEqual([]);
  });
});
