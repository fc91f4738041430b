import { KehuError } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import type { Database, DatabaseSource, Statement } from "./database.js";
import { DatabaseRefusal } from "./failures.js";

const sql = (text: string, parameters: readonly unknown[] = [], name?: string): Statement => ({
  sql: text,
  parameters,
  ...(name === undefined ? {} : { name }),
});
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing was thrown",
    (error: unknown) => (error instanceof KehuError ? error.code : String(error)),
  );

const kinds = [
  { kind: "pglite", skip: false },
  { kind: "postgres", skip: !postgresUrl() },
] as const;

describe.each(kinds.filter(({ skip }) => !skip))("PoolDatabase on $kind", ({ kind }) => {
  let database: Database;
  let source: DatabaseSource;
  let drop = async (): Promise<void> => {};

  beforeAll(async () => {
    if (kind === "postgres") {
      const created = await createTestDatabase("pool");
      drop = created.drop;
      source = postgres({ url: created.url, waitMilliseconds: 1500, maxConnections: 4 });
    } else source = pglite({ waitMilliseconds: 1500 });
    database = await source.open();
    await database.administer((transaction) =>
      transaction.send([
        sql("create schema kehu"),
        sql(
          "create table kehu.note (tenant text not null, id int8 not null, text text unique, primary key (tenant, id), constraint short check (length(text) < 9))",
        ),
        sql("alter table kehu.note enable row level security"),
        sql("alter table kehu.note force row level security"),
        sql("create policy tenant on kehu.note using (tenant = nullif(current_setting('kehu.tenant', true), ''))"),
      ]),
    );
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  const insert = (tenant: string, id: number, text: string | null = null): Statement =>
    sql("insert into kehu.note values ($1, $2, $3)", [tenant, id, text], "insert_note");
  const ids = async (tenant: string): Promise<unknown> =>
    (await database.read(tenant, [sql("select array_agg(id order by id) as ids from kehu.note")]))[0]?.rows[0]?.["ids"];

  it("gives the results of a group in order, with counts", async () => {
    const results = await database.transaction("order", (transaction) =>
      transaction.send([
        insert("order", 1),
        insert("order", 2),
        sql("update kehu.note set text = null"),
        sql("select id from kehu.note order by id"),
      ]),
    );
    expect(results.map(({ count }) => count)).toEqual([1, 1, 2, 2]);
    expect(results[3]?.rows).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await ids("order")).toEqual([1, 2]);
  });

  it("commits with the last statements", async () => {
    const results = await database.transaction("commit", async (transaction) => {
      await transaction.send([insert("commit", 1)]);
      return transaction.commit([sql("select count(*) as count from kehu.note")]);
    });
    expect(results).toEqual([{ rows: [{ count: 1 }], count: 1, command: "SELECT" }]);
    expect(await ids("commit")).toEqual([1]);
  });

  it("refuses statements after the commit", async () => {
    await expect(
      database.transaction("after", async (transaction) => {
        await transaction.commit([insert("after", 1)]);
        await transaction.send([insert("after", 2)]);
      }),
    ).rejects.toThrow("ended");
    expect(await ids("after")).toEqual([1]);
  });

  it("keeps nothing of work that throws", async () => {
    const thrown = new Error("no");
    await expect(
      database.transaction("throws", async (transaction) => {
        await transaction.send([insert("throws", 1)]);
        throw thrown;
      }),
    ).rejects.toBe(thrown);
    expect(await ids("throws")).toBeNull();
  });

  it("reports the first failure of a group, and keeps nothing of what is around it", async () => {
    const refusal = await database
      .transaction("first", (transaction) =>
        transaction.commit([insert("first", 1), insert("first", 1), sql("select 1/0"), insert("first", 3)]),
      )
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseRefusal);
    expect(refusal).toMatchObject({ sqlState: "23505", constraint: "note_pkey", table: "note" });
    expect(await ids("first")).toBeNull();
  });

  it("does not commit when the work swallows a failure", async () => {
    const swallowed = database.transaction("swallow", async (transaction) => {
      await transaction.send([insert("swallow", 1)]);
      await transaction.send([sql("select 1/0")]).catch(() => undefined);
      await transaction.send([insert("swallow", 2)]).catch(() => undefined);
    });
    await expect(swallowed).rejects.toMatchObject({ code: "crm/database-error", details: { sqlState: "22012" } });
    expect(await ids("swallow")).toBeNull();
  });

  it("refuses the commit after a failure of which the work knows", async () => {
    const committed = database.transaction("failed-commit", async (transaction) => {
      await transaction.send([insert("failed-commit", 1)]);
      await transaction.send([sql("select 1/0")]).catch(() => undefined);
      await transaction.commit();
    });
    expect(await codeOf(committed)).toBe("crm/database-error");
    expect(await ids("failed-commit")).toBeNull();
  });

  it("reports a constraint that is checked at the commit", async () => {
    await database.administer((transaction) =>
      transaction.send([sql("create table kehu.late (id int primary key deferrable initially deferred)")]),
    );
    const late = database.transaction("late", (transaction) => transaction.commit([sql("insert into kehu.late values (1), (1)")]));
    await expect(late).rejects.toMatchObject({ sqlState: "23505", constraint: "late_pkey" });
  });

  it("prepares a named statement once, also after a failure in its group", async () => {
    const failing = database.transaction("named", (transaction) =>
      transaction.send([sql("select 1/0"), sql("select 7 as seven", [], "seven")]),
    );
    expect(await codeOf(failing)).toBe("crm/database-error");
    for (let time = 0; time < 5; time += 1) {
      const [one, two] = await database.read("named", [sql("select 7 as seven", [], "seven"), sql("select 7 as seven", [], "seven")]);
      expect([one?.rows, two?.rows]).toEqual([[{ seven: 7 }], [{ seven: 7 }]]);
    }
    expect(await codeOf(database.read("named", [sql("select 8", [], "seven"), sql("select 7 as seven", [], "seven")]))).toBe(
      "crm/database-error",
    );
  });

  it("prepares a named statement anew after its table was altered", async () => {
    await database.administer((transaction) =>
      transaction.send([sql("create table kehu.wide (a int)"), sql("grant all on kehu.wide to public")]),
    );
    const star = sql("select * from kehu.wide", [], "star");
    for (let time = 0; time < 4; time += 1) await Promise.all([1, 2, 3, 4].map(() => database.read("wide", [star])));
    await database.administer((transaction) => transaction.send([sql("alter table kehu.wide add b int")]));
    for (let time = 0; time < 4; time += 1) await codeOf(database.read("wide", [star]));
    expect(await codeOf(database.read("wide", [star]))).toBe("nothing was thrown");
  });

  it("shows a tenant only its own rows, and lets it write no others", async () => {
    await database.transaction("mine", (transaction) => transaction.commit([insert("mine", 1)]));
    await database.transaction("yours", (transaction) => transaction.commit([insert("yours", 2)]));
    expect(await ids("mine")).toEqual([1]);
    const foreign = database.transaction("mine", (transaction) => transaction.commit([insert("yours", 3)]));
    await expect(foreign).rejects.toMatchObject({ code: "crm/database-error", details: { sqlState: "42501" } });
    expect(await database.administer((transaction) => transaction.send([sql("select * from kehu.note")]))).toMatchObject([{ rows: [] }]);
  });

  it("leaves no tenant behind on a connection", async () => {
    await Promise.all(Array.from({ length: 12 }, () => database.read("stale", [sql("select pg_sleep(0.005)")])));
    const [setting] = await database.administer((transaction) =>
      transaction.send([sql("select current_setting('kehu.tenant', true) as tenant")]),
    );
    expect(setting?.rows[0]?.["tenant"] || null).toBeNull();
  });

  it("refuses an empty tenant", async () => {
    expect(await codeOf(database.read("", [sql("select 1")]))).toBe("crm/tenant-missing");
    expect(await codeOf(database.transaction("", async () => 1))).toBe("crm/tenant-missing");
  });

  it("refuses to write in a read", async () => {
    const written = database.read("reads", [insert("reads", 1)]);
    await expect(written).rejects.toMatchObject({ code: "crm/database-error", details: { sqlState: "25006" } });
    await database.transaction("reads", (transaction) => transaction.commit([insert("reads", 1)]));
    expect(await ids("reads")).toEqual([1]);
  });

  it("runs transactions as read committed, whatever the database's default", async () => {
    const [result] = await database.transaction("isolation", (transaction) => transaction.send([sql("show transaction_isolation")]));
    expect(result?.rows).toEqual([{ transaction_isolation: "read committed" }]);
  });

  it("keeps values out of errors", async () => {
    const secret = "4111-SECRET";
    const errors = await Promise.all(
      [
        sql("select $1::uuid", [secret]),
        sql("insert into kehu.note values ('leak', 1, $1)", [secret]),
        sql("select $1::int8", [secret]),
      ].map((statement) =>
        database.transaction("leak", (transaction) => transaction.send([statement])).catch((error: unknown) => error as Error),
      ),
    );
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      expect(JSON.stringify([error, (error as Error).message, (error as Error).stack, (error as Error).cause])).not.toContain(secret);
    }
    expect(errors[1]).toMatchObject({ sqlState: "23514", constraint: "short" });
  });

  it("refuses a call from inside of a transaction at once", async () => {
    const started = performance.now();
    const inner = { transaction: "", read: "", administer: "", close: "" };
    await database.transaction("nested", async () => {
      inner.transaction = await codeOf(database.transaction("nested", async () => 1));
      inner.read = await codeOf(database.read("nested", []));
      inner.administer = await codeOf(database.administer(async () => 1));
      inner.close = await codeOf(database.close());
    });
    expect(new Set(Object.values(inner))).toEqual(new Set(["crm/nested-call"]));
    // at once, and not when the wait for a connection is over
    expect(performance.now() - started).toBeLessThan(1200);
  });

  it("lets a call through that a finished transaction left behind", async () => {
    const later: Promise<unknown>[] = [];
    await database.transaction("behind", async () => {
      later.push(new Promise((resolve) => setTimeout(resolve, 20)).then(() => database.read("behind", [sql("select 1 as one")])));
    });
    expect(await later[0]).toMatchObject([{ rows: [{ one: 1 }] }]);
  });

  it("ends a wait for a connection with crm/busy", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holders = Array.from({ length: 4 }, () => database.transaction("busy", () => held));
    const settled = Promise.allSettled(holders);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const waiting = await database.read("busy", [sql("select 1")]).catch((error: unknown) => error);
    expect(waiting).toMatchObject({ code: "crm/busy", retryable: true, details: { reason: expect.stringMatching(/^\d+ ms$/) } });
    release();
    await settled;
    expect(await database.read("busy", [sql("select 1 as one")])).toMatchObject([{ rows: [{ one: 1 }] }]);
  });

  it("does nothing for an empty transaction", async () => {
    expect(await database.transaction("empty", async (transaction) => transaction.send([]))).toEqual([]);
    expect(await database.transaction("empty", async (transaction) => transaction.commit())).toEqual([]);
    expect(await database.read("empty", [])).toEqual([]);
  });

  it("says that something has to be installed first where a table, a column or the schema is missing", async () => {
    for (const text of ["select 1 from kehu.nothing", "select nothing from kehu.note", "select 1 from nowhere.note"])
      await expect(database.read("t", [sql(text)])).rejects.toMatchObject({ code: "crm/not-installed" });
  });

  it("brings the statistics up to date", async () => {
    await database.analyse();
    const [result] = await database.administer((transaction) =>
      transaction.send([sql("select reltuples from pg_class where oid = 'kehu.note'::regclass")]),
    );
    expect(result?.rows[0]?.["reltuples"]).toBeGreaterThan(0);
  });

  it("does so by itself where a table has grown, and leaves it alone until it has doubled", async () => {
    const counted = async () => {
      const reltuples = "select reltuples from pg_class where oid = 'kehu.note'::regclass";
      return (await database.administer((transaction) => transaction.send([sql(reltuples)])))[0]?.rows[0]?.["reltuples"];
    };
    const fill = (from: number, to: number) =>
      database.transaction("grown", (transaction) =>
        transaction.send([sql("insert into kehu.note select 'grown', n, null from generate_series($1::int, $2::int) as n", [from, to])]),
      );
    await fill(1, 20_000);
    // the writer does not wait for it
    await expect.poll(counted, { timeout: 20_000 }).toBeGreaterThanOrEqual(20_000);
    const first = await counted();
    await fill(20_001, 22_000);
    expect(await counted()).toBe(first);
    await fill(22_001, 90_000);
    await expect.poll(counted, { timeout: 20_000 }).toBeGreaterThanOrEqual(90_000);
  });

  it("waits for what runs, then closes for good", async () => {
    const own = kind === "postgres" ? await source.open() : database;
    const running = own.transaction("closing", async (transaction) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return transaction.commit([sql("select 1 as one")]);
    });
    await Promise.all([own.close(), own.close()]);
    expect(await running).toMatchObject([{ rows: [{ one: 1 }] }]);
    expect(await codeOf(own.read("closing", [sql("select 1")]))).toBe("crm/database-closed");
    await own.close();
  });
});
