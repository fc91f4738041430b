import { definePack, defineParameter, type KehuError } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { db, statement } from "../database/compile.js";
import type { Database } from "../database/database.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry } from "../registry.js";
import { install } from "./install.js";
import { expectSettings } from "./settings-guard.js";
import { loadTenant, openTenant, type TenantSettings } from "./tenants.js";

const grace = (minimum: number) =>
  defineParameter("lending/grace-days", {
    schema: z.int().min(minimum),
    values: [{ from: "2000-01-01", value: 60, source: "Insurance Law, Article 36", verified: true }],
  });
const base = definePack({ name: "base", version: "0.1.0", definitions: {}, locales: { "zh-CN": {} } });
const lending = (minimum = 1) =>
  definePack({
    name: "lending",
    version: "0.1.0",
    requires: [base],
    definitions: { grace: grace(minimum) },
    locales: { "zh-CN": { grace: "宽限期" } },
  });
const registry = buildRegistry([lending(), base]);
const override = { from: "2026-01-01", value: 30, source: "Contract 7", verified: false };
const acme: TenantSettings = {
  id: "acme",
  timeZone: "Asia/Shanghai",
  jurisdiction: "CN",
  currency: "CNY",
  packs: ["lending"],
  now: "2026-11-22T08:00:00.000Z",
};
const errorOf = (work: Promise<unknown>): Promise<KehuError> =>
  work.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error: KehuError) => error,
  );

describe.each((["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined))(
  "openTenant on %s",
  (kind) => {
    let database: Database;
    let drop = async (): Promise<void> => {};
    beforeAll(async () => {
      if (kind === "postgres") {
        const created = await createTestDatabase("tenants");
        drop = created.drop;
        database = await postgres({ url: created.url }).open();
      } else database = await pglite().open();
      await install(database, registry);
    });
    afterAll(async () => {
      await database.close();
      await drop();
    });

    it("keeps what it is told", async () => {
      const teams = { claims: { workday: [{ from: "08:00", until: "12:00" }] } };
      const opened = await openTenant(database, registry, {
        ...acme,
        teams,
        workingHours: "always",
        parameters: { "lending/grace-days": [{ ...override, jurisdiction: "CN" }, override] },
      });
      const { calendar, clockwork, ...rest } = await loadTenant(database, registry, "acme");
      expect(rest).toEqual({
        id: "acme",
        settingsVersion: 1,
        timeZone: "Asia/Shanghai",
        jurisdiction: "CN",
        currency: "CNY",
        packs: new Set(["kehu", "lending", "base"]),
        overrides: { "lending/grace-days": [{ ...override, jurisdiction: "CN" }, override] },
      });
      expect({ ...opened, calendar: undefined }).toEqual({ ...rest, clockwork, calendar: undefined });
      expect(calendar.endOf("2026-11-22")).toBe("2026-11-22T15:59:59.999Z");
      expect(calendar.workingAfter("2026-11-22T08:00:00.000Z", "PT1H")).toBe("2026-11-22T09:00:00.000Z");
      expect(calendar.workingAfter("2026-11-22T08:00:00.000Z", "PT1H", "claims")).toBe("2026-11-23T01:00:00.000Z");
    });

    it("replaces what was said before and keeps when it was opened", async () => {
      await openTenant(database, registry, { ...acme, id: "twice", parameters: { "lending/grace-days": [override] } });
      const changed = await openTenant(database, registry, {
        ...acme,
        id: "twice",
        timeZone: "Asia/Urumqi",
        packs: [],
        now: "2027-01-01T00:00:00.000Z",
      });
      expect(changed).toMatchObject({ timeZone: "Asia/Urumqi", packs: new Set(["kehu"]), overrides: {} });
      const [rows] = await database.read("twice", [statement(db.withSchema("kehu").selectFrom("tenant").select("opened_at"))]);
      expect(rows?.rows).toEqual([{ opened_at: acme.now }]);
    });

    it.each([
      ["id", "Acme"],
      ["id", ""],
      ["id", "a".repeat(65)],
      ["timeZone", "Asia/Nowhere"],
      ["jurisdiction", "China"],
      ["currency", "yuan"],
      ["currency", "RMB"],
      ["workingHours", { workday: [] }],
      ["workingHours", "night"],
      ["teams", { claims: { workday: 8 } }],
      ["id", 5],
      ["timeZone", undefined],
      ["packs", "lending"],
      ["packs", [5]],
      ["parameters", { "lending/grace-days": 30 }],
      ["parameters", { "lending/grace-days": [{ ...override, source: 5 }] }],
      ["stray", true],
    ])("refuses the %s %j", async (name, value) => {
      expect(await errorOf(openTenant(database, registry, { ...acme, [name]: value } as TenantSettings))).toMatchObject({
        code: "crm/invalid-tenant",
      });
    });

    it("takes an id of 64 characters", async () => {
      expect((await openTenant(database, registry, { ...acme, id: "a".repeat(64) })).id).toHaveLength(64);
    });

    it("refuses a pack that createCrm was not given, also later", async () => {
      const error = await errorOf(openTenant(database, registry, { ...acme, packs: ["insurance"] }));
      expect(error).toMatchObject({
        code: "crm/pack-missing",
        message: 'The tenant "acme" needs the pack insurance, which this process does not have; pass it to createCrm.',
      });
      await openTenant(database, registry, { ...acme, id: "later" });
      expect(await errorOf(loadTenant(database, buildRegistry([]), "later"))).toMatchObject({ code: "crm/pack-missing" });
    });

    it.each([
      ["a value that does not fit", "lending/grace-days", [{ ...override, value: "thirty" }]],
      ["a value without its source", "lending/grace-days", [{ ...override, source: " " }]],
      ["a value without a date", "lending/grace-days", [{ ...override, from: "2026-02-30" }]],
      ["two values from the same day", "lending/grace-days", [override, { ...override, value: 31 }]],
      ["a parameter that nobody defines", "lending/other", [override]],
    ])("refuses %s", async (_what, name, values) => {
      expect(await errorOf(openTenant(database, registry, { ...acme, id: "refused", parameters: { [name]: values } }))).toMatchObject({
        code: "crm/invalid-parameter",
      });
      expect(await errorOf(loadTenant(database, registry, "refused"))).toMatchObject({ code: "crm/unknown-tenant" });
    });

    it("refuses a value that no longer fits its parameter", async () => {
      await openTenant(database, registry, { ...acme, id: "stale", parameters: { "lending/grace-days": [override] } });
      expect(await errorOf(loadTenant(database, buildRegistry([lending(31), base]), "stale"))).toMatchObject({
        code: "crm/invalid-parameter",
      });
    });

    it("tells a call that knows other settings than there are", async () => {
      const opened = await openTenant(database, registry, { ...acme, id: "known" });
      for (const purpose of ["read", "write"] as const) {
        expect(await database.read("known", [expectSettings(opened, purpose)])).toHaveLength(1);
        const stale = { ...opened, settingsVersion: opened.settingsVersion - 1 };
        expect(await errorOf(database.read("known", [expectSettings(stale, purpose)]))).toMatchObject({
          code: "crm/settings-changed",
          retryable: true,
        });
      }
    });

    it("does not know a tenant that was never opened", async () => {
      for (const id of ["nobody", "No body", ""])
        expect(await errorOf(loadTenant(database, registry, id))).toMatchObject({ code: "crm/unknown-tenant" });
    });
  },
);
