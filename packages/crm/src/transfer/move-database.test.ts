import { once } from "node:events";
import type { Id } from "@kehu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startScript } from "../../../../.config/scripts.js";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { cars, garageOf, garages } from "../suite/garage.test-pack.js";
import { newPlace, type Place } from "../suite/place.test-pack.js";
import { codeOf, type Kind } from "../suite/world.test-pack.js";
import { moveDatabase } from "./move-database.js";
import { boss, carNumber, dumpOf, fill, openCrm, pack } from "./transfer.test-pack.js";

const tenants = ["north", "south"];
const ways: readonly (readonly [Kind, Kind])[] = postgresUrl()
  ? [
      ["pglite", "postgres"],
      ["postgres", "pglite"],
    ]
  : [["pglite", "pglite"]];

describe.each(ways)("moveDatabase from %s to %s", (here, there) => {
  let from: Place;
  let to: Place;
  beforeEach(async () => {
    [from, to] = [await newPlace(here, "disk"), await newPlace(there, "disk")];
  });
  afterEach(() => Promise.all([from.drop(), to.drop()]));
  const told = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "nothing was thrown",
      (error: unknown) => `${(error as { readonly code: string }).code} ${(error as Error).message}`,
    );

  it("copies every row as it is, goes on where it was killed, and the feed goes on where its consumer was", async () => {
    await fill(from.source, tenants, 60);
    const child = startScript(
      import.meta.url,
      `import { garages } from "../suite/garage.test-pack.ts";
      import { moveDatabase } from "./move-database.ts";
      await moveDatabase(${from.script}, ${to.script}, {
        packs: [garages.three],
        onProgress: (progress) => { process.send(progress); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); },
      });`,
    );
    child.on("message", ({ tenant, table }: { readonly tenant: string; readonly table: string }) => {
      if (tenant === "south" && table === "kehu.journal") child.kill("SIGKILL");
    });
    const [, signal] = await once(child, "close");
    expect(signal).toBe("SIGKILL");
    const half = await openCrm(to.source);
    expect(await codeOf(half.as(boss("north")).find(cars.three))).toBe("nothing was thrown");
    expect(await codeOf(half.as(boss("south")).find(cars.three))).toBe("crm/unknown-tenant");
    await half.close();

    const moved = await moveDatabase(from.source, to.source, { packs: [pack] });
    expect(moved.map(({ tenant, rows }) => [tenant, rows["kehu_garage.car"], rows["kehu.tenant"]])).toEqual([
      ["north", 61, 1],
      ["south", 61, 1],
    ]);
    for (const tenant of tenants) expect(await dumpOf(to.source, tenant)).toEqual(await dumpOf(from.source, tenant));
    const crm = await openCrm(to.source);
    const session = crm.as(boss("south"));
    const feed = crm.feed({ ...boss("south"), id: "search" });
    const { events, position } = await feed.read();
    expect(events[0]?.position).toBe(4);
    await feed.confirm(position);
    const [car] = (await session.find(cars.three, { limit: 1 })).items;
    await session.create(cars.three, carNumber(999, car?.keeperId as Id<"customer">));
    expect((await feed.read()).events.map((event) => [event.position, event.record])).toEqual([[position + 1, "garage/car"]]);
    expect(await crm.verifyJournal("south")).not.toHaveProperty("damage");
    await crm.close();
    expect(await told(moveDatabase(from.source, to.source, { packs: [pack] }))).toMatch("it holds other data");
  });

  it("refuses what it could not bring over whole", async () => {
    await fill(from.source, ["north"], 3);
    const other = garageOf(cars.three, { version: "3.1.0", upgrades: garages.three.upgrades ?? [] });
    expect(await told(moveDatabase(from.source, to.source, { packs: [other] }))).toMatch(
      "the database is installed with the pack garage 3.0.0, and this program has 3.1.0",
    );
    const crm = await openCrm(from.source, [other]);
    await crm.install();
    await crm.close();
    expect(await told(moveDatabase(from.source, to.source, { packs: [pack] }))).toMatch("crm/move-refused");
    expect(await codeOf(moveDatabase(from.source, to.source, { packs: [] }))).toBe("crm/move-refused");
    expect(await told(moveDatabase(from.source, to.source, { packs: [] }))).toMatch(/the database holds kehu_garage\.car, which no pack/);
    const writing = await newPlace(here);
    await fill(writing.source, ["north"], 3);
    await fill(to.source, ["other"], 3);
    expect(await told(moveDatabase(writing.source, to.source, { packs: [pack] }))).toMatch("it holds other data");
    await writing.drop();
  });

  it("refuses a damaged journal", async () => {
    await fill(from.source, ["north"], 3);
    const database = await from.source.open();
    await database.administer((transaction) =>
      transaction.send([
        { sql: "alter table kehu.journal disable trigger user", parameters: [] },
        { sql: "alter table kehu.journal no force row level security", parameters: [] },
        { sql: "update kehu.journal set actor = 'other' where position = 2", parameters: [] },
        { sql: "alter table kehu.journal force row level security", parameters: [] },
        { sql: "alter table kehu.journal enable trigger user", parameters: [] },
      ]),
    );
    await database.close();
    expect(await told(moveDatabase(from.source, to.source, { packs: [pack] }))).toMatch(/damaged at position 2 \(changed\)/);
  });
});
