import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineRecord, defineRole, defineRule, may, type Pack, ref, text } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crm, createCrm } from "./crm.js";
import { viewCustomer } from "./customer/view-customer.js";
import { pglite } from "./pglite/index.js";
import { postgres } from "./postgres/index.js";
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

const problemOf = (work: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(work)
    .then(
      () => "nothing was thrown",
      ({ code, details }: { readonly code?: string; readonly details?: { readonly problems?: readonly { readonly path: string }[] } }) =>
        [code, ...(details?.problems ?? []).map(({ path }) => path)].join(" "),
    );

describe("the vendor's door", () => {
  const folder = mkdtempSync(join(tmpdir(), "kehu-door-"));
  const file = join(folder, "file");
  writeFileSync(file, "x");
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "crm/invalid-input "],
    ["no database", { packs: [] }, "crm/invalid-input database"],
    ["an address for a database", { packs: [], database: "postgres://localhost/x" }, "crm/invalid-input database"],
    ["a name for a pack", { packs: ["shop"], database: pglite() }, "crm/invalid-input packs.0"],
    ["a record for a role", { packs: [], roles: [order], database: pglite() }, "crm/invalid-input roles.0"],
    ["a time for a clock", { packs: [], database: pglite(), clock: "2026-03-02" }, "crm/invalid-input clock"],
    ["an option that nobody knows", { packs: [], database: pglite(), clok: Date.now }, "crm/invalid-input "],
    ["a file for a directory", { packs: [], database: pglite({ directory: file }) }, "crm/directory-unusable"],
    ["a directory of somebody else", { packs: [], database: pglite({ directory: folder }) }, "crm/directory-unusable"],
    ["a directory in a file", { packs: [], database: pglite({ directory: join(file, "x") }) }, "crm/directory-unusable"],
  ])("refuses %s", async (_what, options, problem) => {
    expect(await problemOf(() => createCrm(options as never))).toBe(problem);
  });

  it.each<[string, () => unknown, string]>([
    ["a directory without a name", () => pglite({ directory: "" }), "crm/invalid-input directory"],
    ["no patience at all", () => pglite({ waitMilliseconds: 0 }), "crm/invalid-input waitMilliseconds"],
    ["no address", () => postgres(undefined as never), "crm/invalid-input "],
    ["an address without a database", () => postgres({ host: "x" } as never), "crm/invalid-input database"],
    ["a port that is none", () => postgres({ database: "x", port: 0 }), "crm/invalid-input port"],
    ["a number for an address", () => postgres({ url: 5 as never }), "crm/invalid-input url"],
    ["both ways of an address", () => postgres({ url: "postgres://x/y", host: "x" } as never), "crm/invalid-input "],
  ])("refuses %s for a database", async (_what, open, problem) => {
    expect(await problemOf(open)).toBe(problem);
  });

  it("refuses words for a yes, and a number for who is told", async () => {
    const crm = await createCrm({ packs: [], database: pglite() });
    expect(await problemOf(() => crm.install({ acceptDestructive: "yes" as never }))).toBe("crm/invalid-input acceptDestructive");
    expect(await problemOf(() => crm.runDue("2026-03-02T00:00:00Z", { onProgress: 5 as never }))).toBe("crm/invalid-input onProgress");
    expect(await problemOf(() => crm.runDue(undefined as never))).toBe("crm/invalid-input until");
    await crm.close();
  });

  it("has a query of the runtime's own called on a session", async () => {
    expect(await codeOf(() => viewCustomer.run({} as never, { customerId: "x" } as never))).toBe("crm/outside-of-crm");
  });
});

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
    ];
    for (const [code, packs] of wrong) expect(await codeOf(createCrm({ packs, database: pglite() }))).toBe(code);
  });

  it("ends calls after it was closed with a code", async () => {
    const closed = await createCrm({ packs: [], database: pglite() });
    await closed.close();
    expect(await codeOf(closed.install())).toBe("crm/database-closed");
  });
});
