import { defineRecord, defineRole, defineRule, may, type Pack, ref, text } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crm, createCrm } from "./crm.js";
import { pglite } from "./pglite/index.js";
import { codeOf } from "./suite/world.test-pack.js";

const pack = (name: string, definitions: Pack["definitions"], requires: readonly Pack[] = []): Pack => ({
  name,
  version: "0.1.0",
  requires,
  definitions,
  locales: {},
});
const order = defineRecord("shop/order", { fields: { number: text(20) }, unique: [{ by: ["number"] }] });
const shop = pack("shop", { order });

describe("createCrm", () => {
  let crm: Crm;
  const clock = { now: "2026-03-02T01:00:00Z" };
  let drawn = 0;
  const tenant = { id: "t1", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["shop"] };
  const clerk = defineRole("mine/clerk", [may.read(order, "all"), may.create(order)]);
  beforeAll(async () => {
    crm = await createCrm({
      packs: [shop],
      database: pglite(),
      roles: [clerk],
      clock: () => clock.now,
      ids: () => {
        drawn += 1;
        return new Uint8Array(16).fill(drawn);
      },
    });
    await crm.install();
    await crm.openTenant(tenant);
  });
  afterAll(() => crm.close());

  it("takes its time, its ids and the vendor's roles from outside", async () => {
    const made = await crm.as({ id: "li", tenant: "t1", roles: ["mine/clerk"] }).create(order, { number: "1" });
    expect(made).toMatchObject({ createdAt: "2026-03-02T01:00:00.000Z", since: "2026-03-02T01:00:00.000Z" });
    expect(drawn).toBeGreaterThan(0);
  });

  it("knows of a tenant what was opened last", async () => {
    const session = () => crm.as({ id: "li", tenant: "t1", roles: ["mine/clerk"] }).find(order);
    await crm.openTenant({ ...tenant, packs: [] });
    expect(await codeOf(session())).toBe("crm/pack-off");
    await crm.openTenant(tenant);
    expect((await session()).items).toHaveLength(1);
  });

  it("refuses packs that do not fit together", async () => {
    const other = pack("other", { order: defineRecord("shop/order", { fields: { number: text(20) } }) });
    const pointing = pack("a", { note: defineRecord("a/note", { fields: { toId: ref("b/missing") } }) });
    const ruling = pack("a", { rule: defineRule("a/rule", order, { check: () => undefined }) });
    const twins = pack("a", { one: defineRecord("a-b/c", { fields: {} }), two: defineRecord("a/b-c", { fields: {} }) });
    const wrong: readonly (readonly [string, readonly Pack[]])[] = [
      ["crm/name-taken", [shop, other]],
      ["crm/name-taken", [twins]],
      ["crm/record-missing", [pointing]],
      ["crm/behaviour-missing", [ruling]],
      ["crm/pack-missing", [pack("a", {}, [shop])]],
    ];
    for (const [code, packs] of wrong) expect(await codeOf(createCrm({ packs, database: pglite() }))).toBe(code);
  });

  it("ends calls after it was closed with a code", async () => {
    const closed = await createCrm({ packs: [], database: pglite() });
    await closed.close();
    expect(await codeOf(closed.install())).toBe("crm/database-closed");
  });
});
