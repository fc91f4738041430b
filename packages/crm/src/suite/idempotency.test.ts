import { customer, type Id } from "@kehu/core";
import { expect, it } from "vitest";
import { lease, leaseLifecycle, rentOut } from "./rent.test-pack.js";
import { codeOf, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("a key for a call", (world) => {
  const person = { kind: "person" as const, displayName: "甲" };

  it("gives the first result again, and refuses another call with the same key", async () => {
    const house = await world().open();
    const key = "k1";
    const made = await house.boss.create(customer, person, { key });
    const before = await house.hash();
    expect(await house.boss.create(customer, { displayName: "甲", kind: "person" }, { key })).toEqual(made);
    expect(await codeOf(house.boss.create(customer, { ...person, displayName: "乙" }, { key }))).toBe("crm/key-reused");
    expect(await codeOf(house.boss.update(customer, made.id, { tier: "a" }, { key }))).toBe("crm/key-reused");
    expect(await house.hash()).toBe(before);
    // scoped by actor and by tenant
    expect((await house.as("rent/boss", { id: "other" }).create(customer, person, { key })).id).not.toBe(made.id);
    expect((await (await world().open()).boss.create(customer, person, { key })).id).not.toBe(made.id);
  });

  it("holds for every verb that writes", async () => {
    const house = await world().open();
    const { buyer, units } = await house.stage();
    const { leaseId } = await house.boss.call(
      rentOut,
      { number: "K", customerId: buyer.id, unitId: units[0]?.id as Id<"rent/unit">, startsOn: "2026-03-01", paidToOn: "2026-03-10" },
      { key: "call" },
    );
    const calls: readonly (() => Promise<unknown>)[] = [
      () => house.boss.createMany(customer, [person, person], { key: "createMany" }),
      () => house.boss.update(lease, leaseId, { note: "n" }, { key: "update" }),
      () => house.boss.updateMany(lease, [{ id: leaseId, change: { note: "m" } }], { key: "updateMany" }),
      () => house.boss.assign(lease, leaseId, { teamId: "t" }, { key: "assign" }),
      () => house.boss.apply(leaseLifecycle.pay, leaseId, { toOn: "2026-05-01", amount: yuan(500) }, { key: "apply" }),
      () => house.boss.applyMany(leaseLifecycle.freeze, [{ id: leaseId }], { key: "applyMany" }),
      () => house.boss.callMany(rentOut, [], { key: "callMany" }),
      () => house.boss.retract(lease, leaseId, "mistake", { key: "retract" }),
    ];
    for (const call of calls) {
      const first = await call();
      const before = await house.hash();
      expect(await call()).toEqual(first);
      expect(await house.hash()).toBe(before);
    }
  });

  it("keeps nothing of a call that was refused", async () => {
    const house = await world().open();
    const key = "again";
    expect(await codeOf(house.boss.create(customer, { kind: "x" } as never, { key }))).toBe("crm/invalid-input");
    expect(await house.boss.create(customer, person, { key })).toMatchObject(person);
  });

  it("refuses a key that cannot be kept", async () => {
    const house = await world().open();
    for (const key of ["", "x".repeat(201), "a\0b", "\ud800", 5 as never])
      expect(await codeOf(house.boss.create(customer, person, { key }))).toBe("crm/invalid-key");
  });

  it("has one effect for a hundred at once, and after a restart", async () => {
    const house = await world().open();
    const all = await Promise.all(Array.from({ length: 100 }, () => house.boss.create(customer, person, { key: "burst" })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await house.boss.find(customer)).items).toHaveLength(1);
    if (world().kind === "pglite") return;
    const crm = await world().again();
    const actor = { id: "rent/boss", tenant: house.id, roles: ["rent/boss"] };
    expect(await crm.as(actor).create(customer, person, { key: "burst" })).toEqual(all[0]);
    await crm.close();
  });
});
