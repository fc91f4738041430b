import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Id } from "@kehu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { cars, garageOf, garages } from "../suite/garage.test-pack.js";
import { newPlace, type Place } from "../suite/place.test-pack.js";
import { codeOf, type Kind } from "../suite/world.test-pack.js";
import { boss, carNumber, dumpOf, fill, openCrm } from "./transfer.test-pack.js";

const tenants = ["north", "south"];
const kinds: readonly Kind[] = postgresUrl() ? ["pglite", "postgres"] : ["pglite"];

describe.each(kinds)("backup and restore, %s", (kind) => {
  let from: Place;
  let to: Place;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kehu-backup-"));
    file = join(folder, "all.kehu");
    [from, to] = [await newPlace(kind), await newPlace(kind)];
  });
  afterEach(() => Promise.all([from.drop(), to.drop(), rm(folder, { recursive: true, force: true })]));
  const toldBy = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "nothing was thrown",
      (error: unknown) => `${(error as { readonly code: string }).code} ${(error as Error).message}`,
    );
  /** A place with the packs and no tenant. */
  async function emptyCrm(place = to) {
    const crm = await openCrm(place.source);
    await crm.install();
    return crm;
  }

  it("brings back every row as it was, of one tenant or of all", async () => {
    await fill(from.source, tenants, 120);
    const crm = await openCrm(from.source);
    const told: string[] = [];
    await crm.backup(file, { onProgress: ({ tenant, table }) => told.push(`${tenant} ${table}`) });
    await crm.close();
    expect(told).toContain("south kehu.journal");
    expect(await readdir(folder)).toEqual(["all.kehu"]);
    const restored = await emptyCrm();
    expect(await restored.restore(file, { tenants: ["south"] })).toEqual(["south"]);
    expect(await codeOf(restored.as(boss("north")).find(cars.three))).toBe("crm/unknown-tenant");
    expect(await toldBy(restored.restore(file))).toMatch('the tenant "south" is there already');
    expect(await restored.restore(file, { tenants: ["north"] })).toEqual(["north"]);
    for (const tenant of tenants) {
      expect(await dumpOf(to.source, tenant)).toEqual(await dumpOf(from.source, tenant));
      expect(await restored.verifyJournal(tenant)).not.toHaveProperty("damage");
    }
    const session = restored.as(boss("north"));
    const [car] = (await session.find(cars.three, { limit: 1 })).items;
    await session.create(cars.three, carNumber(999, car?.keeperId as Id<"customer">));
    expect(await restored.verifyJournal("north")).not.toHaveProperty("damage");
    await restored.close();
  });

  it("takes each tenant as it was at one instant, while others write", async () => {
    await fill(from.source, ["north"], 200);
    const crm = await openCrm(from.source);
    const session = crm.as(boss("north"));
    const { items } = await session.find(cars.three, { limit: 200 });
    let isOver = false;
    const writing = Array.from({ length: 4 }, async (_, writer) => {
      for (let round = 0; !isOver; round += 1) {
        await session.update(cars.three, items[(round * 4 + writer) % items.length]?.id as never, { note: `${writer} ${round}` });
        // an embedded database answers without ever waiting for the outside, such as for a file
        await setImmediate();
      }
    });
    await crm.backup(file);
    isOver = true;
    await Promise.all(writing);
    await crm.close();
    const restored = await emptyCrm();
    await restored.restore(file);
    expect(await restored.verifyJournal("north")).not.toHaveProperty("damage");
    const database = await to.source.open();
    const torn =
      "select c.id from kehu_garage.car as c where c.version <> (select max(j.version) from kehu.journal as j where j.record_id = c.id)";
    expect((await database.read("north", [{ sql: torn, parameters: [] }]))[0]?.rows).toEqual([]);
    await database.close();
    await restored.close();
  });

  it("refuses a file with any damage before anything is written", async () => {
    await fill(from.source, ["north"], 5);
    const crm = await openCrm(from.source);
    await crm.backup(file);
    await crm.close();
    const right = await readFile(file);
    const restored = await emptyCrm();
    for (let at = 0; at < right.length; at += Math.ceil(right.length / 150)) {
      const wrong = Buffer.from(right);
      wrong[at] = (wrong[at] as number) ^ (1 << (at % 8));
      await writeFile(file, wrong);
      expect(await codeOf(restored.restore(file))).toBe("crm/backup-refused");
    }
    await writeFile(file, right);
    await truncate(file, right.length - 40);
    expect(await toldBy(restored.restore(file))).toMatch("it is damaged");
    expect(await toldBy(restored.restore(join(folder, "none")))).toMatch("it is damaged");
    expect(Object.values(await dumpOf(to.source, "north")).flat()).toEqual([]);
    await writeFile(file, right);
    expect(await restored.restore(file)).toEqual(["north"]);
    await restored.close();
  });

  it("ends well or as it was begun where it cannot be written, is told to stop, or comes twice at once", async () => {
    await fill(from.source, tenants, 3);
    const crm = await openCrm(from.source);
    expect(await toldBy(crm.backup(join(folder, "none", "all.kehu")))).toMatch("it cannot be written (ENOENT)");
    const stop = (): never => {
      throw new RangeError("enough");
    };
    expect(await codeOf(crm.backup(file, { onProgress: stop }))).toContain("enough");
    expect(await readdir(folder)).toEqual([]);
    await crm.backup(file);
    await crm.close();
    const restored = await emptyCrm();
    expect((await Promise.all([1, 2].map(() => codeOf(restored.restore(file))))).toSorted()).toEqual([
      "crm/backup-refused",
      "nothing was thrown",
    ]);
    for (const tenant of tenants) expect(await dumpOf(to.source, tenant)).toEqual(await dumpOf(from.source, tenant));
    await restored.close();
  });

  it("leaves nothing out: not what a later version brought, nor what is on its way to one, nor a pack that the program lacks", async () => {
    await fill(from.source, ["north"], 3);
    const later = garageOf(cars.three, { version: "3.1.0", upgrades: garages.three.upgrades ?? [] });
    const [before, after] = [await openCrm(from.source), await openCrm(from.source, [later])];
    await after.install();
    // it may go on reading and writing there
    expect(await codeOf(before.as(boss("north")).find(cars.three))).toBe("nothing was thrown");
    expect(await toldBy(before.backup(file))).toMatch("the database is installed with the pack garage 3.1.0, and this program has 3.0.0");
    expect(await toldBy((await openCrm(from.source, [])).backup(file))).toMatch(
      "the database holds kehu_garage.car, which no pack of this",
    );
    await after.backup(file);
    await rm(file);
    const four = garageOf(cars.three, {
      version: "4.0.0",
      upgrades: [...(garages.three.upgrades ?? []), { to: "4.0.0", records: { "garage/car": { filled: { seats: () => 5 } } } }],
    });
    const stopped = await openCrm(from.source, [four]);
    const stop = () => {
      throw new RangeError("enough");
    };
    expect(await codeOf(stopped.install({ onProgress: stop }))).toContain("enough");
    expect(await toldBy(stopped.backup(file))).toMatch("records of the pack garage that are on their way to 4.0.0");
    expect(await readdir(folder)).toEqual([]);
    for (const crm of [before, after, stopped]) await crm.close();
  });

  it("refuses what it does not know", async () => {
    await fill(from.source, ["north"], 3);
    const crm = await openCrm(from.source);
    expect(await toldBy(crm.backup(file, { tenants: ["nobody"] }))).toMatch("crm/backup-refused The backup");
    expect(await readdir(folder)).toEqual([]);
    await crm.backup(file);
    await crm.close();
    const later = await openCrm(to.source, [garageOf(cars.three, { version: "3.1.0", upgrades: garages.three.upgrades ?? [] })]);
    await later.install();
    expect(await toldBy(later.restore(file))).toMatch("it was taken with the pack garage 3.0.0, and this program has 3.1.0");
    expect(await toldBy(later.restore(file, { tenant: "north" } as never))).toMatch("crm/invalid-input");
    await later.close();
    const same = await newPlace(kind);
    const restored = await emptyCrm(same);
    expect(await toldBy(restored.restore(file, { tenants: ["south"] }))).toMatch('it does not hold the tenant "south"');
    await restored.close();
    await same.drop();
  });
});
