import { count, customer, type Id } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import { carNumber } from "../transfer/transfer.test-pack.js";
import { cars, garages } from "./garage.test-pack.js";
import { newPlace } from "./place.test-pack.js";
import { codeOf, days, monday } from "./world.test-pack.js";

const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);

describe.each(kinds)("a pack that is switched off and on while others write, %s", (kind) => {
  it("keeps its records and its clocks, and each write is wholly before or after", async () => {
    const place = await newPlace(kind);
    let now = monday;
    const crm = await createCrm({ packs: [garages.three], database: place.source, clock: () => now });
    await crm.install();
    const open = (packs: readonly string[]) =>
      crm.openTenant({ id: "north", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs });
    await open(["garage"]);
    const session = crm.as({ id: "boss", tenant: "north", roles: ["garage/boss"] });
    const holder: Id<"customer"> = (await session.create(customer, { kind: "person", displayName: "主" })).id;
    let written = 0;
    let isOver = false;
    const codes = new Set<string>();
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let round = 0; !isOver; round += 1) {
        const code = await codeOf(session.create(cars.three, carNumber(writer * 100_000 + round, holder)));
        if (code === "nothing was thrown") written += 1;
        else codes.add(code);
      }
    });
    for (let round = 0; round < 4; round += 1) {
      await open([]);
      expect(await codeOf(session.find(cars.three))).toBe("crm/pack-off");
      await open(["garage"]);
      expect(await codeOf(session.find(cars.three))).toBe("nothing was thrown");
    }
    await open([]);
    isOver = true;
    await Promise.all(writers);
    expect([...codes]).toEqual(["crm/pack-off"]);

    now = days(25);
    expect((await crm.runDue(now)).fired).toBe(0);
    await open(["garage"]);
    await crm.runDue(now);
    const found = await session.aggregate(cars.three, { by: ["state"], measures: { all: count() } });
    expect(found).toEqual([{ state: "sold", all: written }]);
    expect(written).toBeGreaterThan(0);
    expect((await session.find(cars.three, { limit: 1 })).items[0]).toMatchObject({ since: "2026-03-20T15:59:59.999Z" });
    await crm.close();
    await place.drop();
  });

  it("keeps what a consumer of the feed has not read yet", async () => {
    const place = await newPlace(kind);
    const crm = await createCrm({ packs: [garages.three], database: place.source, clock: () => monday });
    await crm.install();
    const open = (packs: readonly string[]) =>
      crm.openTenant({ id: "north", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs });
    await open(["garage"]);
    const session = crm.as({ id: "boss", tenant: "north", roles: ["garage/boss"] });
    const holder = await session.create(customer, { kind: "person", displayName: "主" });
    await session.create(cars.three, carNumber(1, holder.id));
    await open([]);
    await session.create(customer, { kind: "person", displayName: "客" });
    const read: string[] = [];
    await crm
      .feed({ id: "search", tenant: "north", roles: ["garage/boss"] })
      .deliver(async (events) => void read.push(...events.map(({ record }) => record)));
    expect(read).toEqual(["customer", "garage/car", "customer"]);
    await crm.close();
    await place.drop();
  });

  it("is used by the teams whose members hold its roles, which come and go while it runs", async () => {
    const place = await newPlace(kind);
    const crm = await createCrm({ packs: [garages.three], database: place.source, clock: () => monday });
    await crm.install();
    await crm.openTenant({ id: "north", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["garage"] });
    const of = (team: string, roles: readonly string[]) => crm.as({ id: `clerk of ${team}`, tenant: "north", roles, teams: [team] });
    const sales = of("sales", ["garage/boss"]);
    const holder = await sales.create(customer, { kind: "person", displayName: "主" });
    await sales.create(cars.three, carNumber(1, holder.id));
    expect(await codeOf(of("claims", []).find(cars.three))).toBe("crm/not-granted");
    expect((await of("claims", ["garage/boss"]).find(cars.three)).items).toHaveLength(1);
    expect(await codeOf(of("sales", []).create(cars.three, carNumber(2, holder.id)))).toBe("crm/not-granted");
    expect((await of("claims", ["garage/boss"]).find(cars.three)).items).toHaveLength(1);
    await crm.close();
    await place.drop();
  });
});
