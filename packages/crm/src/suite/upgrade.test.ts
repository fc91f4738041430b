import { once } from "node:events";
import { allPages, defineRecord, list, type Pack, type Session, text } from "@kehu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { startScript } from "../../../../.config/scripts.js";
import { counts } from "../../../../.config/soak.js";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { type Crm, createCrm } from "../crm.js";
import type { Row } from "../database/database.js";
import { cars, garageOf, garages } from "./garage.test-pack.js";
import { fillGarage, garageTenants } from "./garage-rows.test-pack.js";
import { newPlace, type Place } from "./place.test-pack.js";
import { deferred, tellingSource } from "./telling.test-pack.js";
import { codeOf, days, monday } from "./world.test-pack.js";

/** More than one batch; 100,000 in all as a whole. */
const carsPerTenant = counts(520, 50_020);
const batch = 500;
const toldOf = (cars: number): readonly number[] =>
  Array.from({ length: Math.ceil(cars / batch) }, (_, index) => Math.min((index + 1) * batch, cars));
const tenants = garageTenants;
const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);

describe.each(kinds)("upgrades of packs, %s", { timeout: counts(120_000, 3_600_000) }, (kind) => {
  let place: Place;
  const open: Crm[] = [];
  let now = monday;
  beforeEach(async () => {
    now = monday;
    place = await newPlace(kind);
  });
  afterEach(async () => {
    for (const crm of open.splice(0)) await crm.close();
    await place.drop();
  });

  async function crmOf(pack: Pack): Promise<Crm> {
    const crm = await createCrm({ packs: [pack], database: place.source, clock: () => now });
    open.push(crm);
    return crm;
  }
  const as = (crm: Crm, tenant = tenants[0] as string): Session => crm.as({ id: "boss", tenant, roles: ["garage/boss"] });
  const openTenant = (crm: Crm, id: string, packs: readonly string[] = ["garage"]) =>
    crm.openTenant({ id, timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs });
  async function query(text: string, tenant = tenants[0] as string): Promise<readonly Row[]> {
    const database = await place.source.open();
    const [result] = await database.read(tenant, [{ sql: text, parameters: [] }]);
    await database.close();
    return result?.rows ?? [];
  }

  const fill = async (count = carsPerTenant): Promise<void> => fillGarage(await crmOf(garages.one), count);
  /** All cars of a tenant without what tells when and how often they were written. */
  async function carsOf(crm: Crm, tenant: string): Promise<readonly object[]> {
    const found: object[] = [];
    for await (const page of allPages(as(crm, tenant), cars.three, { sort: ["licence"] }))
      found.push(...page.map(({ version, updatedAt, id, keeperId, ...car }) => car));
    return found;
  }

  it("lead over two versions to the same rows as each by itself", async () => {
    const perTenant = counts(40, carsPerTenant);
    await fill(perTenant);
    const rows: unknown[] = [];
    for (const way of [[garages.two, garages.three], [garages.three]]) {
      if (rows.length > 0) {
        await place.drop();
        place = await newPlace(kind);
        await fill(perTenant);
      }
      for (const pack of way) {
        const heard: number[] = [];
        const plan = await (await crmOf(pack)).install({ onProgress: ({ rows: count }) => heard.push(count) });
        expect(plan.steps.filter(({ destructive }) => destructive)).toEqual([]);
        expect(heard).toEqual([...toldOf(perTenant), ...toldOf(perTenant)]);
      }
      const crm = open.at(-1) as Crm;
      rows.push(await Promise.all(tenants.map((id) => carsOf(crm, id))));
      for (const id of tenants) expect(await crm.verifyJournal(id)).not.toHaveProperty("damage");
      expect((await crm.install()).steps).toEqual([]);
      expect(await query("select column_name from information_schema.columns where column_name like '\\_was%'")).toEqual([]);
      expect(await query("select distinct path from kehu.link where record = 'garage/car'")).toEqual([{ path: "keeperId" }]);
    }
    expect(rows[0]).toEqual(rows[1]);
    expect((rows[0] as readonly (readonly object[])[])[0]).toHaveLength(perTenant);
    expect((rows[0] as readonly (readonly object[])[])[0]?.[2]).toMatchObject({
      licence: "P10",
      seats: 1,
      wheels: 2,
      label: "P10/2",
      price: { amountMinor: 10, currency: "CNY" },
      services: [{ on: "2026-01-02", km: 10 }],
      colour: "white",
      tags: ["new"],
      note: "老",
      state: "sold",
    });
  });

  it("write what they change into the journal, and carry the clocks over", async () => {
    await fill(9);
    now = days(1);
    const crm = await crmOf(garages.three);
    await crm.install();
    const consumer = crm.feed({ id: "search", tenant: "north", roles: ["garage/boss"] });
    const { events } = await consumer.read();
    const moved = events.filter(({ definition, state }) => definition === "upgrade" && state !== undefined);
    expect(moved).toHaveLength(3);
    expect(moved[0]).toMatchObject({ fromState: "scrapped", state: "gone", actor: "system", effectiveAt: days(1), version: 2 });
    expect(events.filter(({ definition }) => definition === "upgrade")).toHaveLength(9);
    expect((await as(crm).find(cars.three, { where: { state: "gone" }, limit: 1 })).items[0]).toMatchObject({ since: days(1) });
    now = days(20);
    expect((await crm.runDue(now)).fired).toBe(2 * (3 + 3));
    expect((await as(crm).find(cars.three, { where: { state: "sold" } })).items).toHaveLength(6);
    expect(await crm.verifyJournal("north")).not.toHaveProperty("damage");
    expect(await query("select distinct definition from kehu.timer")).toEqual([]);
  });

  it("go on where a killed process stopped", async () => {
    await place.drop();
    place = await newPlace(kind, "disk");
    await fill();
    for (const crm of open.splice(0)) await crm.close();
    const child = startScript(
      import.meta.url,
      `import { createCrm } from "../crm.ts";
      import { garages } from "./garage.test-pack.ts";
      const crm = await createCrm({ packs: [garages.three], database: ${place.script}, clock: () => ${JSON.stringify(now)} });
      await crm.install({ onProgress: (progress) => { process.send(progress); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); } });
      await crm.close();`,
    );
    let heard = 0;
    child.on("message", () => {
      heard += 1;
      if (heard === 2) child.kill("SIGKILL");
    });
    const [, signal] = await once(child, "close");
    expect(signal).toBe("SIGKILL");
    const blocked = await crmOf(garages.three);
    expect(await codeOf(as(blocked, "south").find(cars.three))).toBe("crm/upgrade-unfinished");
    expect(await codeOf(openTenant(blocked, "south"))).toBe("crm/upgrade-unfinished");
    expect((await blocked.runDue(now)).left.map(({ tenant, refusal }) => [tenant, refusal.code])).toContainEqual([
      "south",
      "crm/upgrade-unfinished",
    ]);
    if (kind === "pglite") await blocked.close();
    const other = await crmOf(garageOf(cars.three, { version: "3.1.0", upgrades: garages.three.upgrades ?? [] }));
    expect(await codeOf(other.install())).toBe("crm/upgrade-unfinished");
    if (kind === "pglite") await other.close();
    const crm = await crmOf(garages.three);
    expect((await crm.install()).steps).toEqual([]);
    const killed = await Promise.all(tenants.map((id) => carsOf(crm, id)));
    if (kind === "pglite") await crm.close();
    const entries = await query(
      "select count(*) as n, count(distinct record_id) as records from kehu.journal where definition = 'upgrade'",
    );
    expect(entries).toEqual([{ n: carsPerTenant, records: carsPerTenant }]);
    await place.drop();
    place = await newPlace(kind);
    await fill();
    const whole = await crmOf(garages.three);
    await whole.install();
    expect(killed).toEqual(await Promise.all(tenants.map((id) => carsOf(whole, id))));
  });

  it("are ended by whoever carried them out, and not by somebody who comes late, when the next has begun", async () => {
    await fill(3);
    const reached = deferred();
    const held = deferred();
    let rounds = 0;
    const late = await createCrm({
      packs: [garages.two],
      clock: () => now,
      // its third look at the whole database ends the upgrade
      database: tellingSource(place.source, async (what) => {
        if (what === "administer") rounds += 1;
        if (what !== "administer" || rounds !== 3) return;
        reached.resolve();
        await held.promise;
      }),
    });
    open.push(late);
    const ending = late.install();
    await reached.promise;
    await (await crmOf(garages.two)).install();
    const next = await crmOf(garages.three);
    const stop = (): never => {
      throw new RangeError("stopped");
    };
    expect(await codeOf(next.install({ onProgress: stop }))).toContain("stopped");
    held.resolve();
    await ending;
    expect(await query("select to_version from kehu.upgrade")).toEqual([{ to_version: "3.0.0" }]);
    await next.install();
    for (const id of tenants)
      expect(await carsOf(next, id)).toMatchObject([0, 1, 2].map((number) => ({ label: `P${number}/${number > 1 ? 4 : 2}` })));
  });

  it("stop at a record that the new version refuses, and go on when the step is corrected", async () => {
    await fill(3);
    const [two] = garages.two.upgrades ?? [];
    const bad = {
      to: "2.0.0",
      records: { "garage/car": { ...two?.records["garage/car"], filled: { seats: () => "many", wheels: () => 4 } } },
    };
    const crm = await crmOf(garageOf(cars.two, { version: "2.0.0", upgrades: [bad] }));
    const error = (await crm.install().catch((thrown: unknown) => thrown)) as { readonly code: string; readonly message: string };
    expect(error).toMatchObject({ code: "crm/upgrade-refused" });
    expect(error.message).toMatch(/garage 2\.0\.0 stopped at garage_car_\w+: .*seats has to be a whole number/);
    const right = await crmOf(garages.two);
    await right.install();
    expect((await as(right).find(cars.two)).items.map(({ seats }) => seats).sort()).toEqual([1, 2, 3]);
  });

  it("are needed where records would lack a required field, and cannot be done without", async () => {
    await fill(1);
    const crm = await crmOf(garageOf(cars.two, { version: "2.0.0" }));
    const error = (await crm.install({ acceptDestructive: true }).catch((thrown: unknown) => thrown)) as {
      readonly code: string;
      readonly details: { readonly fields: string; readonly plan: readonly string[] };
    };
    expect(error).toMatchObject({ code: "crm/field-unfilled" });
    expect(error.details.fields).toBe(
      "kehu_garage.car, field registration; kehu_garage.car, field seats; kehu_garage.car, field wheels; kehu_garage.car, field services",
    );
    expect(error.details.plan).toContain("drop column kehu_garage.car.plate (destructive)");
    expect(error.details.plan).toContain("drop visits from kehu_garage.car.data (destructive)");
    const before = await crmOf(garages.one);
    expect((await before.install()).steps).toEqual([]);
  });

  it("refuse a state that rows are in and no step maps, until told", async () => {
    await fill(3);
    const [two] = garages.two.upgrades ?? [];
    const { states, ...others } = two?.records["garage/car"] ?? {};
    const crm = await crmOf(garageOf(cars.two, { version: "2.0.0", upgrades: [{ to: "2.0.0", records: { "garage/car": others } }] }));
    expect(states).toEqual({ scrapped: "retired" });
    const error = (await crm.install().catch((thrown: unknown) => thrown)) as { readonly details: { readonly changes: string } };
    expect(error).toMatchObject({ code: "crm/destructive-change" });
    expect(error.details.changes).toBe("give up states of kehu_garage.car that rows are in: scrapped (destructive)");
  });

  describe("that only add something", () => {
    const more = defineRecord("garage/car", {
      unique: [{ by: ["plate"] }],
      fields: {
        ...cars.one.fields,
        colour: text(9).optional(),
        doors: z.int().default(4),
        tags: list(text(9), 3).default(["new"]),
        extras: list(text(9), 3).optional(),
      },
      states: [...cars.one.states, "lent"],
    });
    const additive = garageOf(more, { version: "1.1.0" });
    const later = garageOf(more, { version: "1.2.0" });

    it("let a process of the version before go on, which leaves alone what it does not know", async () => {
      await fill(3);
      const old = await crmOf(garages.one);
      const [first] = (await as(old).find(cars.one, { sort: ["plate"] })).items;
      const crm = await crmOf(additive);
      const plan = await crm.install();
      expect(plan.steps.some(({ destructive }) => destructive)).toBe(false);
      const id = first?.id as never;
      expect((await as(crm).get(more, id)) as object).toMatchObject({ doors: 4, tags: ["new"] });
      await as(crm).update(more, id, { colour: "red", doors: 5, tags: ["old"], extras: ["hook"] });
      expect((await old.install()).steps).toEqual([]);
      expect(await as(old).get(cars.one, id)).not.toHaveProperty("extras");
      await as(old).update(cars.one, id, { note: "新", visits: [] } as never);
      const made = await as(old)
        .create(cars.one, { ...first, plate: "NEW" } as never)
        .catch(() => undefined);
      expect(made).toBeUndefined();
      const { plate: _plate, seats, holderId, visits, price, inspectionOn } = first as never as Readonly<Record<string, never>>;
      await as(old).create(cars.one, { plate: "NEW" as never, seats, holderId, visits, price, inspectionOn } as never);
      expect(await as(crm).get(more, id)).toMatchObject({
        colour: "red",
        doors: 5,
        tags: ["old"],
        extras: ["hook"],
        note: "新",
        visits: [],
      });
      expect((await as(crm).find(more, { where: { plate: "NEW", doors: 4 } })).items).toMatchObject([{ tags: ["new"] }]);
    });

    it("are followed by a version that the process does not serve", async () => {
      await fill(1);
      const old = await crmOf(garages.one);
      await as(old).find(cars.one);
      await (await crmOf(additive)).install();
      await (await crmOf(later)).install();
      expect(await codeOf(as(old).find(cars.one))).toBe("crm/database-newer");
      expect(await codeOf(as(old).create(cars.one, {} as never))).toBe("crm/database-newer");
      expect(await codeOf(old.install())).toBe("crm/database-newer");
      expect((await old.runDue(now)).left).toHaveLength(2);
      expect(await codeOf(as(await crmOf(additive)).find(more))).toBe("nothing was thrown");
    });

    it("leave records of a pack that is switched off as they are, and it finds them upgraded", async () => {
      await fill(3);
      await openTenant(open.at(-1) as Crm, "south", []);
      const crm = await crmOf(garages.three);
      await crm.install();
      expect(await codeOf(as(crm, "south").find(cars.three))).toBe("crm/pack-off");
      await openTenant(crm, "south");
      expect(await carsOf(crm, "south")).toEqual(await carsOf(crm, "north"));
    });
  });
});
