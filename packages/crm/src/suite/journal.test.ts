import { createHash } from "node:crypto";
import { customer } from "@kehu/core";
import { expect, it } from "vitest";
import { canonicalJson } from "../canonical-json.js";
import { damage, lease, leaseLifecycle, rentOut, rentTwo, unit, unitLifecycle } from "./rent.test-pack.js";
import { codeOf, days, onBothDatabases, yuan } from "./world.test-pack.js";

onBothDatabases("the journal", (world) => {
  const columns = "actor, definition, call, version, recorded_at, effective_at, from_state, state, pack_version, payload";

  it("says who, when, effective when, by what, from which state to which, and what changed", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const draft = await stage.lease({ note: "n" }, { state: "draft" });
    world().now = days(1);
    await house.as("rent/boss", { id: "li" }).apply(leaseLifecycle.activate, draft.id);
    await house.boss.update(lease, draft.id, { note: null, deposit: yuan(7) });
    await house.boss.apply(leaseLifecycle.pay, draft.id, { toOn: "2026-04-10", amount: yuan(500) });
    const rows = await house.rows(`select ${columns} from kehu.journal where record = 'rent/lease' order by ordinal`);
    const { number, customerId, unitId, startsOn, paidToOn, guarantors, stops, ownerId } = draft;
    const at = { recorded_at: days(1), effective_at: days(1), call: null, pack_version: "rent@0.1.0" };
    const boss = { actor: "rent/boss", ...at };
    expect(rows).toEqual([
      {
        ...boss,
        definition: "create",
        version: 1,
        recorded_at: days(0),
        effective_at: days(0),
        from_state: null,
        state: "draft",
        payload: { changed: { number, customerId, unitId, startsOn, paidToOn, guarantors, stops, ownerId, note: "n" } },
      },
      {
        ...boss,
        actor: "li",
        definition: "rent/lease#activate",
        version: 2,
        effective_at: "2026-02-28T16:00:00.000Z",
        from_state: "draft",
        state: "active",
        payload: { changed: {} },
      },
      {
        ...boss,
        definition: "update",
        version: 3,
        from_state: "active",
        state: null,
        payload: { changed: { note: null, deposit: yuan(7) } },
      },
      {
        ...boss,
        definition: "rent/lease#pay",
        version: 4,
        from_state: "active",
        state: null,
        payload: { changed: { paidToOn: "2026-04-10" }, input: { toOn: "2026-04-10", amount: yuan(500) } },
      },
    ]);
  });

  it("keeps with each record the parameter values that its own decision used", async () => {
    const house = await world().open();
    const stage = await house.stage(4);
    await Promise.all([stage.lease({ note: "a" }), stage.lease({ unitId: stage.units[1]?.id, paidToOn: "2026-03-11" })]);
    await house.runDue(days(200));
    const used = await house.rows(
      "select definition, payload -> 'parameters' as parameters from kehu.journal where actor = 'system' and record = 'rent/lease' order by ordinal",
    );
    for (const { definition, parameters } of used) {
      // on the way into the state the clock out of it is planned, and when it fires it is read again
      const clock = definition === "rent/lease#becomeLate" || definition === "rent/lease#default";
      expect(parameters).toEqual(clock ? { "rent/write-off-days": 60 } : null);
    }
    await house.boss.call(rentTwo, {
      number: "T",
      customerId: stage.buyer.id,
      unitIds: stage.units.slice(2).map(({ id }) => id),
      startsOn: "2026-09-01",
    });
    const called = await house.rows(
      "select definition, call, payload -> 'parameters' as parameters from kehu.journal where call is not null and record like 'rent/%' order by ordinal",
    );
    // what the operation asked for itself stands with the next thing that it did
    expect(called[0]).toEqual({ definition: "create", call: "rent/rent-two > rent/rent-out", parameters: { "rent/max-holds": 3 } });
    expect(called.slice(1).map(({ parameters }) => parameters)).toEqual(called.slice(1).map(() => null));
  });

  it("can be verified: the salted digest of each payload", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const made = await stage.lease({ note: 'ü "𠮷" \\ \n', deposit: yuan(2 ** 53 - 1) });
    await house.boss.create(damage, { leaseId: made.id, what: "x", amount: yuan(0) });
    await house.boss.adopt(
      unit,
      { code: "z", productId: stage.product.id },
      { state: "sold", asOf: "2026-01-01", source: "s", history: [{ state: "free", from: "2025-01-01T00:00:00.000Z" }] },
    );
    const rows = await house.rows("select payload, salt, digest from kehu.journal order by ordinal");
    expect(rows.length).toBeGreaterThan(5);
    const salts = new Set<string>();
    for (const { payload, salt, digest } of rows) {
      salts.add(hex(salt));
      const wanted = createHash("sha256")
        .update(Buffer.from(hex(salt), "hex"))
        .update(canonicalJson(payload))
        .digest("hex");
      expect(hex(digest)).toBe(wanted);
    }
    expect(salts.size).toBe(rows.length);
  });
  const hex = (value: unknown): string =>
    typeof value === "string" ? value.replace(/^\\x/, "") : Buffer.from(value as Buffer).toString("hex");

  it("has one row for each version, in order, and none for what was refused", async () => {
    const house = await world().open();
    const stage = await house.stage();
    const { units, buyer } = stage;
    const id = units[0]?.id as never;
    await house.boss.apply(unitLifecycle.breakDown, id);
    await codeOf(house.boss.apply(unitLifecycle.breakDown, id));
    await house.boss.apply(unitLifecycle.repair, id);
    await house.boss.call(rentOut, { number: "J", customerId: buyer.id, unitId: id, startsOn: "2026-03-01", paidToOn: "2026-03-10" });
    const gaps = await house.rows(`
      select record, record_id from (select record, record_id, version, row_number() over (partition by record_id order by ordinal) as place
      from kehu.journal) as j where version <> place`);
    expect(gaps).toEqual([]);
    expect(await house.rows(`select version from kehu.journal where record = 'rent/unit' order by ordinal`)).toHaveLength(4);
    expect((await house.boss.get(customer, buyer.id)).version).toBe(1);
  });
});
