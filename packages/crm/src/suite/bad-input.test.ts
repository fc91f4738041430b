import { customer, type Id } from "@kehu/core";
import { expect, it } from "vitest";
import { damage, hold, lease, leaseLifecycle, reading, rentOut, unit, unitLifecycle } from "./rent.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
const nowhere = "rent_unit_01kjp0y9m0efbv9wszv7jwykvp" as Id<"rent/unit">;
const hostile: Readonly<Record<string, unknown>> = {
  "an unknown key": { stray: 1 },
  "a prototype key": JSON.parse('{"__proto__":{"admin":true}}'),
  "a constructor": { constructor: { prototype: {} } },
  "a column": { retracted_at: "2026-01-01" },
  "a kept field": { state: "sold", version: 9, tenant: "other" },
  "a NUL": { note: "a\0b" },
  "half a character": { note: "\ud83d" },
  "a huge text": { note: "x".repeat(2_000_000) },
  "a long text": { note: "x".repeat(201) },
  "deep nesting": { note: deep(10_000) },
  "a wrong type": { note: 5 },
  "a list": [],
  "a text": "note",
  "a number": Number.NaN,
  "a class": new Date(),
  "a function": { note: () => "x" },
  "a map": new Map([["note", "x"]]),
  nothing: null,
};

onBothDatabases("bad input", (world) => {
  const start = async () => {
    const house = await world().open();
    const stage = await house.stage();
    const made = await stage.lease();
    return { house, stage, made, one: stage.units[0] as (typeof stage.units)[0] };
  };

  it("is refused by every verb that takes fields, with a code, and leaves nothing behind", async () => {
    const { house, stage, made, one } = await start();
    const before = await house.hash();
    const fields = { code: "new", productId: stage.product.id };
    const with_ = (bad: unknown) =>
      typeof bad === "object" && bad !== null && Object.getPrototypeOf(bad) === Object.prototype ? { ...fields, ...bad } : bad;
    for (const [what, bad] of Object.entries(hostile)) {
      // a spread would drop what makes it hostile
      const given = what === "a prototype key" ? JSON.parse(JSON.stringify(fields).replace("{", '{"__proto__":{"x":1},')) : with_(bad);
      const calls = {
        create: () => house.boss.create(unit, given),
        createMany: () => house.boss.createMany(unit, [given]),
        adopt: () => house.boss.adopt(unit, given, { state: "free", asOf: "2026-01-01", source: "x" }),
        how: () => house.boss.adopt(unit, fields, given),
        update: () => house.boss.update(unit, one.id, bad as never),
        updateMany: () => house.boss.updateMany(unit, [{ id: one.id, change: bad as never }]),
        apply: () => house.boss.apply(leaseLifecycle.pay, made.id, bad as never),
        nothingTaken: () => house.boss.apply(unitLifecycle.breakDown, one.id, bad as never),
        call: () => house.boss.call(rentOut, bad as never),
        assign: () => house.boss.assign(unit, one.id, bad as never),
        options: () => house.boss.update(unit, one.id, { note: "x" }, bad as never),
      };
      for (const [verb, call] of Object.entries(calls)) {
        const code = await codeOf(call);
        expect(`${what}, ${verb}: ${code}`).toMatch(/: crm\/(invalid-input|unknown-field|not-optional|missing-input)$/);
      }
    }
    expect(await house.hash()).toBe(before);
    expect(({} as { readonly admin?: unknown; readonly x?: unknown }).admin ?? ({} as { readonly x?: unknown }).x).toBeUndefined();
  });

  it("has a code for each kind of wrong call", async () => {
    const { house, stage, made, one } = await start();
    const other = await world().open();
    const before = [await house.hash(), await other.hash()];
    const held = { unitId: one.id, customerId: stage.buyer.id, until: days(1) };
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["crm/reference-missing", () => house.boss.create(hold, { ...held, unitId: nowhere })],
      ["crm/invalid-input", () => house.boss.create(hold, { ...held, unitId: stage.buyer.id as never })],
      ["crm/invalid-input", () => house.boss.create(hold, { ...held, unitId: "1; drop table kehu.journal" as never })],
      ["core/wrong-id", () => house.boss.update(unit, stage.buyer.id as never, { note: "x" })],
      ["core/wrong-id", () => house.boss.update(unit, 5 as never, { note: "x" })],
      ["core/wrong-id", () => house.boss.apply(unitLifecycle.repair, made.id as never)],
      ["crm/unknown-id", () => house.boss.update(lease, made.id, { aboutId: "nothing_01kjp0y9m0efbv9wszv7jwykvp" })],
      ["crm/invalid-input", () => house.boss.describe(unit, "zh-CN" as never)],
      ["crm/invalid-input", () => house.boss.describe(unit, { locale: "" })],
      ["core/not-from-here", () => house.boss.apply(unitLifecycle.repair, one.id)],
      ["crm/stale-version", () => house.boss.apply(unitLifecycle.breakDown, one.id, undefined, { version: 7 })],
      ["crm/stale-version", () => house.boss.retract(unit, one.id, "x", { version: 7 })],
      ["crm/not-found", () => other.boss.update(unit, one.id, { note: "x" })],
      ["crm/not-found", () => other.boss.get(unit, one.id)],
      ["crm/not-found", () => other.boss.can(unit, one.id)],
      ["crm/reference-missing", () => other.boss.create(hold, held)],
      [
        "crm/reference-missing",
        () =>
          other.boss.call(rentOut, {
            number: "x",
            customerId: stage.buyer.id,
            unitId: one.id,
            startsOn: "2026-03-01",
            paidToOn: "2026-03-01",
          }),
      ],
      ["crm/not-granted", () => house.as("rent/nobody").create(unit, { code: "x", productId: stage.product.id })],
      ["crm/not-granted", () => house.as([]).find(unit)],
      ["crm/unknown-role", () => house.as("rent/king").find(unit)],
      ["crm/unknown-role", () => house.as("__proto__").find(unit)],
      [
        "crm/unknown-tenant",
        () =>
          world()
            .crm.as({ id: "x", tenant: "nobody", roles: ["rent/boss"] })
            .find(unit),
      ],
      ["crm/unknown-definition", () => house.boss.create({ ...unit, name: "rent/other" } as never, {} as never)],
      ["crm/wrong-definition", () => house.boss.create(undefined as never, {} as never)],
      ["crm/unknown-definition", () => house.boss.apply({ ...unitLifecycle.repair, name: "rent/unit#x" } as never, one.id)],
      ["crm/unknown-definition", () => house.boss.call({ ...rentOut, name: "rent/x" } as never, {} as never)],
      ["crm/wrong-definition", () => house.boss.call(undefined as never, {} as never)],
      ["crm/wrong-definition", () => house.boss.apply(unitLifecycle as never, one.id)],
      ["crm/wrong-definition", () => house.boss.callMany(unit as never, [])],
      ["crm/invalid-input", () => house.boss.createMany(unit, "x" as never)],
      ["crm/invalid-input", () => house.boss.updateMany(unit, [null as never])],
      ["crm/invalid-input", () => house.boss.updateMany(unit, [{ id: one.id, chnge: {} } as never])],
      ["crm/invalid-input", () => house.boss.applyMany(unitLifecycle.repair, { 0: one.id } as never)],
      ["crm/invalid-input", () => house.boss.retract(unit, one.id, "")],
      ["crm/invalid-input", () => house.boss.retract(unit, one.id, { toString: () => "x" } as never)],
      ["crm/invalid-input", () => house.boss.create(reading, { unitId: one.id, value: 2 ** 60, readAt: days(0) })],
      ["crm/invalid-input", () => house.boss.create(damage, { leaseId: made.id, what: "x", amount: { ...yuan(1), currency: "cny" } })],
      [
        "crm/too-many",
        () =>
          house.boss.createMany(
            customer,
            Array.from({ length: 10_001 }, () => ({}) as never),
          ),
      ],
      ["crm/invalid-actor", async () => world().crm.as({ id: "", tenant: house.id, roles: [] })],
      ["crm/invalid-actor", async () => world().crm.as({ id: "system", tenant: house.id, roles: [] })],
      ["crm/invalid-actor", async () => world().crm.as({ id: "x\0", tenant: house.id, roles: [] })],
      ["crm/invalid-actor", async () => world().crm.as({ id: "x", tenant: house.id, roles: "rent/boss" as never })],
      ["crm/invalid-actor", async () => world().crm.as({ id: "x", tenant: house.id, roles: [], admin: true } as never)],
      ["crm/invalid-actor", async () => world().crm.as(undefined as never)],
    ];
    for (const [code, call] of calls)
      expect([code, await codeOf(call), `${call}`.slice(0, 90)]).toEqual([code, code, `${call}`.slice(0, 90)]);
    expect([await house.hash(), await other.hash()]).toEqual(before);
  });

  it("is refused at once", async () => {
    const { house } = await start();
    const began = performance.now();
    for (const note of ["x".repeat(50_000_000), deep(10_000)])
      expect(await codeOf(house.boss.create(unit, { code: "x", productId: nowhere as never, note: note as never }))).toBe(
        "crm/invalid-input",
      );
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it("does not see what becomes of the actor's object afterwards", async () => {
    const { house } = await start();
    const actor = { id: "x", tenant: house.id, roles: ["rent/nobody"] };
    const session = world().crm.as(actor);
    actor.roles[0] = "rent/boss";
    actor.tenant = "t1";
    expect(await codeOf(session.find(unit))).toBe("crm/not-granted");
  });
});
