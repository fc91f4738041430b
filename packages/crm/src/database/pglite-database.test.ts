import { mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pglite, pgliteTemplate } from "../pglite/index.js";
import type { Database, Row, Statement } from "./database.js";

const sql = (text: string, parameters: readonly unknown[] = []): Statement => ({ sql: text, parameters });
const rowsOf = async (database: Database, text: string): Promise<readonly Row[]> => (await database.read("t", [sql(text)]))[0]?.rows ?? [];

let parent: string;
let directory: string;
const open: Database[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "kehu-pglite-"));
  directory = join(parent, "deep", "crm");
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
  await rm(parent, { recursive: true, force: true });
});
async function opened(options: Parameters<typeof pglite>[0] = { directory }): Promise<Database> {
  const database = await pglite(options).open();
  open.push(database);
  return database;
}
const make = (database: Database): Promise<unknown> =>
  database.administer((transaction) =>
    transaction.send([
      sql("create schema kehu"),
      sql("create table kehu.note (id int primary key)"),
      sql("insert into kehu.note values (1)"),
    ]),
  );

describe("pglite", () => {
  it("is served by a role that policies bind and that cannot write into public", async () => {
    const database = await opened({});
    expect(
      await rowsOf(database, "select current_user as role, rolsuper, rolbypassrls from pg_roles where rolname = current_user"),
    ).toEqual([{ role: "kehu_app", rolsuper: false, rolbypassrls: false }]);
    await expect(database.administer((transaction) => transaction.send([sql("create table public.x (a int)")]))).rejects.toMatchObject({
      code: "crm/right-missing",
      details: { sqlState: "42501" },
    });
    await make(database);
  });

  it("brings the statistics up to date by itself where much was written, since nobody else does", async () => {
    const database = await opened({});
    await make(database);
    const rows = "select reltuples from pg_class where oid = 'kehu.note'::regclass";
    await database.transaction("t", (transaction) =>
      transaction.commit([sql("insert into kehu.note select n from generate_series(2, 900) as n")]),
    );
    expect(await rowsOf(database, rows)).toEqual([{ reltuples: -1 }]);
    await database.transaction("t", (transaction) =>
      transaction.commit([sql("insert into kehu.note select n from generate_series(901, 1500) as n")]),
    );
    expect(await rowsOf(database, rows)).toEqual([{ reltuples: 1500 }]);
  });

  it("has the operators of exclusion constraints, and compares text by code point", async () => {
    const database = await opened({});
    await database.administer((transaction) =>
      transaction.send([
        sql("create schema kehu"),
        sql("create table kehu.stay (room text, during tstzrange, constraint free exclude using gist (room with =, during with &&))"),
      ]),
    );
    const twice = database.transaction("t", (transaction) =>
      transaction.commit([sql("insert into kehu.stay values ('1', '[2024-01-01,2024-02-01)'), ('1', '[2024-01-15,2024-03-01)')")]),
    );
    await expect(twice).rejects.toMatchObject({ sqlState: "23P01", constraint: "free" });
    expect(await rowsOf(database, "select array_agg(t order by t) as sorted from unnest(array['b', 'A', 'a', 'B', '中']) as t")).toEqual([
      { sorted: ["A", "B", "a", "b", "中"] },
    ]);
  });

  it("keeps nothing of a database in memory", async () => {
    await make(await opened({}));
    expect(await rowsOf(await opened({}), "select to_regclass('kehu.note') as note")).toEqual([{ note: null }]);
  });

  it("keeps a directory, and says who has it", async () => {
    const first = await opened();
    await make(first);
    await symlink(directory, join(parent, "link"));
    for (const path of [directory, join(parent, "link")])
      await expect(pglite({ directory: path }).open()).rejects.toMatchObject({
        code: "crm/directory-in-use",
        details: { directory, pid: process.pid },
      });
    expect(await rowsOf(first, "select current_setting('fsync') as fsync")).toEqual([{ fsync: "on" }]);
    await first.close();
    expect(await rowsOf(await opened(), "select * from kehu.note")).toEqual([{ id: 1 }]);
  });

  it("begins anew where the making of a directory was cut off", async () => {
    await (await opened()).close();
    await rename(join(directory, "data"), join(directory, "data.new"));
    await truncate(join(directory, "data.new", "PG_VERSION"));
    await make(await opened());
    expect(await readdir(directory)).not.toContain("data.new");
  });

  it("lets the directory go when it cannot be opened", async () => {
    await (await opened()).close();
    const version = join(directory, "data", "PG_VERSION");
    const right = await readFile(version);
    await writeFile(version, "9.6\n");
    for (let time = 0; time < 2; time += 1)
      await expect(pglite({ directory }).open()).rejects.toMatchObject({ code: "crm/database-unavailable", details: { place: directory } });
    await writeFile(version, right);
    await opened();
  });
});

describe("pgliteTemplate", () => {
  it("makes a database once and opens copies that know nothing of each other", async () => {
    let made = 0;
    const source = pgliteTemplate(async (database) => {
      made += 1;
      await make(database);
    }, `test ${process.pid}`);
    const [one, other] = [await source.open(), await source.open()];
    open.push(one, other);
    expect(made).toBe(1);
    await one.administer((transaction) => transaction.send([sql("insert into kehu.note values (2)")]));
    expect(await rowsOf(one, "select count(*) as n from kehu.note")).toEqual([{ n: 2 }]);
    expect(
      await rowsOf(other, "select count(*) as n, current_user as role, current_setting('shared_buffers') as cache from kehu.note"),
    ).toEqual([{ n: 1, role: "kehu_app", cache: "16MB" }]);
  });

  it("keeps nothing when making fails", async () => {
    const source = pgliteTemplate(() => Promise.reject(new Error("no")), `failing ${process.pid}`);
    await expect(source.open()).rejects.toThrow("no");
    await expect(source.open()).rejects.toThrow("no");
  });
});
