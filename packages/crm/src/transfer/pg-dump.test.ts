import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Id } from "@kehu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { urlOf, withClient } from "../../../../.config/postgres.js";
import { createTestDatabase, superuserUrl } from "../../../../.config/test-databases.js";
import { postgres } from "../postgres/index.js";
import { cars } from "../suite/garage.test-pack.js";
import { boss, carNumber, dumpOf, fill, openCrm } from "./transfer.test-pack.js";

const run = promisify(execFile);
const tenants = ["north", "south"];
/** As the documentation makes it, under a name of this run. */
const backupRole = `kehu_test_backup_${process.pid}`;
const makeRole = /^create role kehu_backup .*$/m
  .exec(readFileSync(new URL("../../../../docs/backup.md", import.meta.url), "utf8"))?.[0]
  .replace("kehu_backup", backupRole)
  .replace("…", backupRole);

describe.skipIf(superuserUrl() === undefined)("a dump of the whole server's database", () => {
  const superuser = superuserUrl() as string;
  const dropping: (() => Promise<unknown>)[] = [];
  let folder: string;
  let file: string;
  let url: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kehu-dump-"));
    file = join(folder, "all.dump");
    url = await emptyDatabase();
    await fill(postgres({ url }), tenants, 40);
  });
  afterEach(async () => {
    for (const drop of dropping.splice(0)) await drop();
    await rm(folder, { recursive: true, force: true });
  });
  async function emptyDatabase(): Promise<string> {
    const { url: made, drop } = await createTestDatabase("dump");
    dropping.push(drop);
    return made;
  }
  const asSuperuser = (address: string): string => urlOf(superuser, { database: new URL(address).pathname.slice(1) });
  const dump = (as: string, ...options: readonly string[]) => run("pg_dump", ["--format=custom", "--file", file, ...options, as]);

  it.each([
    ["a superuser", asSuperuser, []],
    ["the role that will own it, of which no superuser is needed", (address: string) => address, ["--no-owner"]],
  ] as const)("by a role that policies do not bind, restored by %s, goes on where the feed and the chain were", async (_, by, options) => {
    const before = await openCrm(postgres({ url }));
    const heads = await Promise.all(tenants.map(async (tenant) => (await before.verifyJournal(tenant)).head));
    const [holder] = (await before.as(boss("north")).find(cars.three, { limit: 1 })).items;
    // not numbered before the dump
    await before.as(boss("north")).create(cars.three, carNumber(500, holder?.keeperId as Id<"customer">));
    await before.close();
    await withClient(superuser, (client) => client.query(makeRole as string));
    dropping.push(() => withClient(superuser, (client) => client.query(`drop role ${backupRole}`)));
    await dump(urlOf(url, { role: backupRole }));
    const restored = await emptyDatabase();
    await run("pg_restore", ["--exit-on-error", ...options, "--dbname", by(restored), file]);
    const source = postgres({ url: restored });
    for (const tenant of tenants) expect(await dumpOf(source, tenant)).toEqual(await dumpOf(postgres({ url }), tenant));

    const crm = await openCrm(source);
    expect((await crm.install()).steps).toEqual([]);
    const feed = crm.feed({ ...boss("north"), id: "search" });
    const { events, position } = await feed.read();
    expect(events[0]?.position).toBe(4);
    expect(events.at(-1)).toMatchObject({ record: "garage/car", changed: { licence: "P500" } });
    await feed.confirm(position);
    await crm.as(boss("north")).create(cars.three, carNumber(501, holder?.keeperId as Id<"customer">));
    expect((await feed.read()).events).toMatchObject([{ position: position + 1, changed: { licence: "P501" } }]);
    expect(await crm.verifyJournal("north")).not.toHaveProperty("damage");
    expect((await crm.verifyJournal("south")).head).toBe(heads[1]);
    await crm.close();
  });

  it("by the role of the application fails, or with its policies on holds tenants without any rows", async () => {
    await expect(dump(url)).rejects.toThrow(/row-level security/);
    await dump(url, "--enable-row-security");
    const restored = await emptyDatabase();
    await run("pg_restore", ["--exit-on-error", "--dbname", asSuperuser(restored), file]);
    for (const tenant of tenants) {
      const { "kehu.tenant": itself, ...rows } = await dumpOf(postgres({ url: restored }), tenant);
      expect([itself?.length, Object.values(rows).flat()]).toEqual([1, []]);
    }
  });
});
