import { customer, engagement, type Id, interaction, task } from "@kehu/core";
import { expect, it } from "vitest";
import {
  damage,
  damageLifecycle,
  hold,
  lease,
  leaseLifecycle,
  leasesOf,
  reading,
  rentOut,
  rentTwo,
  unit,
  unitLifecycle,
} from "./rent.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("verbs", (world) => {
  it("creates, gives what exists, and reads it back as it stands", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const made = await stage.lease({ deposit: yuan(900), guarantors: [{ customerId: stage.buyer.id, share: 100 }], note: " 你好 " });
    expect(made).toMatchObject({ version: 1, state: "active", since: world().now, ownerId: "rent/boss", note: "你好", stops: [] });
    expect(await house.boss.get(lease, made.id)).toEqual(made);
    expect((await house.boss.find(lease, { where: { id: made.id } })).items).toEqual([made]);
    const { id, version, state, since, ownerId, createdAt, updatedAt, ...fields } = made;
    expect(await house.boss.create(lease, fields, { ifExists: "give" })).toEqual(made);
    expect(await codeOf(house.boss.create(lease, fields))).toBe("crm/already-exists");
    expect(await codeOf(house.boss.create(lease, { ...fields, number: "other" }, { state: "late" as never }))).toBe("crm/not-initial");
    // a record that the caller may not read is not given
    expect(await codeOf(house.as("rent/agent").create(lease, fields, { ifExists: "give" }))).toBe("crm/reference-missing");
  });

  it("creates many, all or none", async () => {
    const house = await world().open();
    const { buyer } = await house.stage();
    const good = { kind: "person" as const, displayName: "甲" };
    const made = await house.boss.createMany(customer, [good, good]);
    expect(made.map(({ version }) => version)).toEqual([1, 1]);
    const before = await house.hash();
    await expect(house.boss.createMany(customer, [good, { kind: "x" } as never])).rejects.toMatchObject({ code: "crm/invalid-input" });
    const holds = [buyer.id, "customer_01kjp0y9m0efbv9wszv7jwykvp"].map((customerId, index) => ({
      unitId: `rent_unit_01kjp0y9m0efbv9wszv7jwykv${index}` as Id<"rent/unit">,
      customerId: customerId as Id<"customer">,
      until: days(1),
    }));
    await expect(house.boss.createMany(hold, holds)).rejects.toMatchObject({ code: "crm/reference-missing", details: { index: 1 } });
    expect(await house.hash()).toBe(before);
    expect(await house.boss.createMany(customer, [])).toEqual([]);
  });

  it("updates: null clears, managed and unknown fields are refused, versions are compared", async () => {
    const house = await world().open();
    const made = await (await house.stage()).lease({ note: "n", endsOn: "2026-12-31" });
    const changed = await house.boss.update(lease, made.id, { note: null, deposit: yuan(5) }, { version: 1 });
    expect(changed).toMatchObject({ version: 2, deposit: yuan(5) });
    expect(changed).not.toHaveProperty("note");
    expect(await house.boss.get(lease, made.id)).toEqual(changed);
    const refusals = {
      "crm/stale-version": () => house.boss.update(lease, made.id, { note: "x" }, { version: 1 }),
      "crm/managed-field": () => house.boss.update(lease, made.id, { paidToOn: "2026-05-01" } as never),
      "crm/unknown-field": () => house.boss.update(lease, made.id, { nope: 1 } as never),
      "crm/not-optional": () => house.boss.update(lease, made.id, { number: null } as never),
      "rent/end-moved-back": () => house.boss.update(lease, made.id, { endsOn: "2026-11-30" }),
      "rent/shares-amiss": () => house.boss.update(lease, made.id, { guarantors: [{ customerId: made.customerId, share: 99 }] }),
      "crm/not-found": () => house.boss.update(lease, made.id.replace(/.$/, (last) => (last === "0" ? "1" : "0")) as never, { note: "x" }),
    };
    for (const [code, work] of Object.entries(refusals)) expect(await codeOf(work)).toBe(code);
    await expect(house.boss.update(lease, made.id, { note: "x" }, { version: 9 })).rejects.toMatchObject({ details: { current: 2 } });
    const read = await house.boss.create(reading, { unitId: made.unitId, value: 1, readAt: days(0) });
    expect(await codeOf(house.boss.update(reading, read.id, { value: 2 }))).toBe("crm/append-only");
    expect((await house.boss.get(lease, made.id)).version).toBe(2);
  });

  it("writes nothing where nothing changes, and says which of many was refused", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const made = await stage.lease({ note: "n", deposit: yuan(7), stops: [stage.units[1]?.id as never] });
    const other = await stage.lease({ unitId: stage.units[1]?.id });
    const before = await house.hash();
    const same = { note: "n", deposit: { currency: "CNY", amountMinor: 7 }, stops: made.stops };
    for (const change of [{}, { note: " n " }, same])
      expect(await house.boss.update(lease, made.id, change, { version: made.version })).toEqual(made);
    await house.boss.assign(lease, made.id, { ownerId: made.ownerId as string });
    expect(await house.hash()).toBe(before);
    expect(await codeOf(house.boss.update(lease, made.id, {}, { version: made.version + 1 }))).toBe("crm/stale-version");
    const [kept, changed] = await house.boss.updateMany(lease, [
      { id: made.id, change: same },
      { id: other.id, change: { note: "x" } },
    ]);
    expect([kept?.version, changed?.version, changed?.note]).toEqual([made.version, other.version + 1, "x"]);
    const guarantors = [{ customerId: stage.buyer.id, share: 99 }] as never;
    const refusedRows = house.boss.updateMany(lease, [
      { id: made.id, change: same },
      { id: other.id, change: { guarantors } },
    ]);
    await expect(refusedRows).rejects.toMatchObject({ code: "rent/shares-amiss", details: { index: 1 } });
  });

  it("updates many, each once", async () => {
    const house = await world().open();
    const { units } = await house.stage();
    const [one, two] = units as [(typeof units)[0], (typeof units)[0]];
    const changed = await house.boss.updateMany(unit, [
      { id: two.id, change: { note: "b" } },
      { id: one.id, change: { note: "a" }, version: 1 },
    ]);
    expect(changed.map(({ note }) => note)).toEqual(["b", "a"]);
    const twice = [one.id, one.id].map((id) => ({ id, change: { note: "c" } }));
    expect(await codeOf(house.boss.updateMany(unit, twice))).toBe("crm/twice-in-batch");
    const stale = [
      { id: two.id, change: { note: "c" } },
      { id: one.id, change: { note: "c" }, version: 1 },
    ];
    expect(await codeOf(house.boss.updateMany(unit, stale))).toBe("crm/stale-version");
    expect((await house.boss.get(unit, two.id)).note).toBe("b");
  });

  it("assigns to another owner or team", async () => {
    const house = await world().open();
    const made = await (await house.stage()).lease();
    const agent = house.as("rent/agent", { id: "li" });
    expect(await codeOf(agent.get(lease, made.id, { select: ["number"] }))).toBe("crm/not-found");
    expect(await house.boss.assign(lease, made.id, { ownerId: "li" as Id<"staff">, teamId: "north" })).toMatchObject({
      ownerId: "li",
      teamId: "north",
      version: 2,
    });
    expect(await agent.get(lease, made.id, { select: ["number"] })).toEqual({ number: made.number });
    expect(await house.as("rent/team", { teams: ["north"] }).get(lease, made.id)).toMatchObject({ version: 2 });
    expect(await codeOf(agent.assign(lease, made.id, { teamId: "x" }))).toBe("crm/not-granted");
    expect(await codeOf(house.boss.assign(lease, made.id, {}))).toBe("crm/nobody-assigned");
  });

  it("retracts: out of finds and figures, the ledger reversed, unique fields and days free, the reason kept", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const made = await stage.lease({ number: "R1" });
    const total = "select coalesce(sum(amount), 0)::bigint as total, count(*) as entries from kehu.ledger_entry";
    expect(await house.rows(total)).toEqual([{ total: 500, entries: 1 }]);
    await house.boss.retract(lease, made.id, "entered twice", { version: 1 });
    expect(await house.rows(total)).toEqual([{ total: 0, entries: 2 }]);
    expect(await codeOf(house.boss.get(lease, made.id))).toBe("crm/not-found");
    expect((await house.boss.find(lease)).items).toEqual([]);
    expect(await codeOf(house.boss.update(lease, made.id, { note: "x" }))).toBe("crm/not-found");
    expect(await codeOf(house.boss.retract(lease, made.id, "again"))).toBe("crm/not-found");
    expect(await stage.lease({ number: "R1" })).toMatchObject({ state: "active" });
    expect(await house.rows("select definition, payload from kehu.journal where definition = 'retract'")).toEqual([
      { definition: "retract", payload: { changed: {}, input: { reason: "entered twice" }, retracted: true } },
    ]);
    expect(await house.rows("select 1 from kehu.timer where record = 'rent/lease'")).toHaveLength(1);
  });

  it("retracts nothing that other records cannot do without, and takes along what the runtime derived", async () => {
    const house = await world().open();
    const { buyer, lease: make } = await house.stage();
    const made = await make();
    const child = await house.boss.create(damage, { leaseId: made.id, what: "scratch", amount: yuan(1) });
    const note = await house.boss.create(interaction, {
      customerId: buyer.id,
      channel: "phone",
      direction: "inbound",
      happenedAt: days(0),
      topic: "x",
      line: "rent",
      aboutId: made.id,
    });
    const before = await house.hash();
    const refused = await house.boss.retract(lease, made.id, "mistake").catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "crm/still-needed", details: { records: "rent/damage" } });
    const blind = house.as("rent/team", { teams: ["north"] });
    await house.boss.assign(lease, made.id, { teamId: "north" });
    expect(await blind.retract(lease, made.id, "mistake").catch((error: unknown) => error)).toMatchObject({ details: { records: "…" } });
    await house.boss.assign(lease, made.id, { teamId: null });
    expect(await codeOf(house.boss.retract(customer, buyer.id, "mistake"))).toBe("crm/still-needed");
    expect(before).not.toBe(await house.hash());
    await house.boss.retract(damage, child.id, "with its lease");
    await house.boss.retract(lease, made.id, "mistake");
    // what may be empty may also point at what is gone
    expect(await house.boss.get(interaction, note.id)).toEqual(note);
    expect(await codeOf(house.boss.create(damage, { leaseId: made.id, what: "dent", amount: yuan(1) }))).toBe("crm/reference-missing");
    await house.boss.retract(interaction, note.id, "mistake");
    expect((await house.boss.find(engagement)).items).toHaveLength(1);
    await house.boss.retract(customer, buyer.id, "mistake");
    expect((await house.boss.find(engagement)).items).toEqual([]);
  });

  it("applies: guard, check, choose, origin, effective, set that clears, and its input", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const draft = await stage.lease({ note: "x" }, { state: "draft" });
    await house.boss.apply(unitLifecycle.breakDown, draft.unitId);
    expect(await codeOf(house.boss.apply(leaseLifecycle.activate, draft.id))).toBe("rent/not-free");
    await house.boss.apply(unitLifecycle.repair, draft.unitId);
    const active = await house.boss.apply(leaseLifecycle.activate, draft.id);
    expect(active).toMatchObject({ state: "active", since: "2026-02-28T16:00:00.000Z", origin: { state: "draft" }, version: 2 });
    const pay = (amountMinor: number) => house.boss.apply(leaseLifecycle.pay, draft.id, { toOn: "2026-04-10", amount: yuan(amountMinor) });
    expect(await codeOf(pay(499))).toBe("rent/amount-too-small");
    expect(await pay(500)).toMatchObject({ paidToOn: "2026-04-10", state: "active", since: active.since });
    await house.boss.apply(leaseLifecycle.freeze, draft.id);
    expect(await codeOf(house.boss.apply(leaseLifecycle.activate, draft.id))).toBe("core/not-from-here");
    expect(await house.boss.apply(leaseLifecycle.unfreeze, draft.id)).toMatchObject({ state: "active", since: active.since });
    expect(await house.boss.apply(leaseLifecycle.clearNote, draft.id)).not.toHaveProperty("note");
    expect(await codeOf(house.boss.apply(leaseLifecycle.pay, draft.id, undefined as never))).toBe("crm/missing-input");
    expect(await codeOf(house.boss.apply(leaseLifecycle.freeze, draft.id, { stray: 1 } as never))).toBe("crm/invalid-input");
    const payer = { toOn: "2026-04-11", amount: yuan(500), byId: "customer_01kjp0y9m0efbv9wszv7jwykvp" as Id<"customer"> };
    expect(await codeOf(house.boss.apply(leaseLifecycle.pay, draft.id, payer))).toBe("crm/reference-missing");
  });

  it("applies to many, all or none, and says which was refused", async () => {
    const house = await world().open();
    const { units } = await house.stage(3);
    await house.boss.apply(unitLifecycle.breakDown, (units[2] as (typeof units)[0]).id);
    const rows = units.map(({ id }) => ({ id }));
    await expect(house.boss.applyMany(unitLifecycle.breakDown, rows)).rejects.toMatchObject({
      code: "core/not-from-here",
      details: { index: 2 },
    });
    expect((await house.boss.find(unit, { where: { state: "broken" } })).items).toHaveLength(1);
    expect((await house.boss.applyMany(unitLifecycle.breakDown, rows.slice(0, 2))).map(({ state }) => state)).toEqual(["broken", "broken"]);
  });

  it("keeps to the limit of a grant, where it reaches", async () => {
    const house = await world().open();
    const made = await (await house.stage()).lease();
    await house.boss.assign(lease, made.id, { ownerId: "li" as Id<"staff"> });
    const agent = house.as("rent/agent", { id: "li" });
    const pay = (amountMinor: number) => agent.apply(leaseLifecycle.pay, made.id, { toOn: "2026-04-10", amount: yuan(amountMinor) });
    expect(await codeOf(pay(10_001))).toBe("crm/beyond-limit");
    expect(await codeOf(pay(10_000))).toBe("nothing was thrown");
    expect(await codeOf(agent.apply(leaseLifecycle.freeze, made.id))).toBe("crm/not-granted");
  });

  it("gives the record as it stands after all that followed", async () => {
    const house = await world().open();
    const made = await (await house.stage()).lease();
    const child = await house.boss.create(damage, { leaseId: made.id, what: "scratch", amount: yuan(1) });
    await house.boss.apply(damageLifecycle.close, child.id);
    const ended = await house.boss.get(lease, made.id);
    expect(ended).toMatchObject({ state: "ended", version: 2 });
    expect((await house.boss.find(task, { where: { aboutId: made.id } })).items).toMatchObject([
      { subject: `Give back the deposit of ${made.number}`, state: "open" },
    ]);
  });

  it("calls an operation that calls others, in one transaction, and many at once", async () => {
    const house = await world().open();
    const { buyer, units } = await house.stage(4);
    const ids = units.map(({ id }) => id);
    const out = await house.boss.call(rentTwo, { number: "T", customerId: buyer.id, unitIds: ids.slice(0, 2), startsOn: "2026-03-01" });
    expect(out.leaseIds).toHaveLength(2);
    expect((await house.boss.find(lease, { sort: "number" })).items.map(({ number, state }) => [number, state])).toEqual([
      ["T-3", "active"],
      ["T-4", "active"],
    ]);
    const calls = await house.rows("select distinct call from kehu.journal where call is not null");
    expect(calls).toEqual([{ call: "rent/rent-two > rent/rent-out" }]);
    const inputs = ids
      .slice(2)
      .map((unitId, index) => ({ number: `M${index}`, customerId: buyer.id, unitId, startsOn: "2026-03-01", paidToOn: "2026-03-10" }));
    expect(await house.boss.callMany(rentOut, inputs)).toMatchObject([{ state: "active" }, { state: "active" }]);
    const before = await house.hash();
    expect(await codeOf(house.boss.callMany(rentOut, [{ ...inputs[0], number: "M9" }] as never))).toBe("crm/overlaps");
    expect(await house.hash()).toBe(before);
    expect(await house.boss.call(leasesOf, { customerId: buyer.id })).toEqual({ running: 4, deposits: [] });
    expect(await codeOf(house.as("rent/team").call(leasesOf, { customerId: buyer.id }))).toBe("crm/not-granted");
    expect(await codeOf(house.as("rent/team").call(rentOut, inputs[0] as never))).toBe("crm/not-granted");
    // the agent may not see this customer
    expect(await codeOf(house.as("rent/agent").call(rentOut, { ...inputs[0], number: "A" } as never))).toBe("crm/reference-missing");
  });
});
