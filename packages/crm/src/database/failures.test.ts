import { createServer, type Server, type Socket } from "node:net";
import { userInfo } from "node:os";
import type { KehuError } from "@kehu/core";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { postgres } from "../postgres/index.js";
import type { Database, Statement } from "./database.js";

const sql = (text: string, parameters: readonly unknown[] = []): Statement => ({ sql: text, parameters });
const thrownBy = (work: Promise<unknown>): Promise<KehuError> =>
  work.then(
    () => Promise.reject(new Error("Nothing was thrown.")),
    (error: unknown) => error as KehuError,
  );

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const work of cleanUp.splice(0).toReversed()) await work();
});

async function opened(options: { readonly waitMilliseconds?: number; readonly maxConnections?: number } = {}): Promise<Database> {
  const created = await createTestDatabase("failures");
  cleanUp.push(created.drop);
  const database = await postgres({ url: created.url, ...options }).open();
  cleanUp.push(() => database.close());
  return database;
}

describe("postgres that cannot be reached", () => {
  const password = "p4ssw0rd-SECRET";

  it.each([
    [`postgres://user:${password}@localhost:1/crm`, "localhost:1/crm"],
    [`postgres://user:${password}@no-such-host.invalid/crm`, "no-such-host.invalid/crm"],
    [`mysql://user:${password}@localhost/crm`, { phrase: "the given url" }],
    [`postgres://user:${password}@localhost:notaport/crm`, "localhost:notaport/crm"],
    [`postgres://user:${password}%@localhost:1/crm`, "localhost:1/crm"],
  ])("says where, and what to do, without the password: %s", async (url, place) => {
    const error = await thrownBy(postgres({ url, waitMilliseconds: 2000 }).open());
    expect(error).toMatchObject({ code: "crm/database-unavailable", details: { place } });
    expect(error.message).toMatch(/check that it runs/);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause ?? null)}`).not.toContain(password);
  });

  it("takes the address in parts", async () => {
    const error = await thrownBy(postgres({ host: "127.0.0.1", port: 1, database: "crm", user: "u", password, ssl: false }).open());
    expect(error).toMatchObject({ code: "crm/database-unavailable", details: { place: "127.0.0.1:1/crm", reason: "ECONNREFUSED" } });
  });

  it("does not wait longer than it may for a server that says nothing", async () => {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    cleanUp.push(async () => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as { port: number };
    const started = performance.now();
    const error = await thrownBy(postgres({ host: "127.0.0.1", port, database: "crm", waitMilliseconds: 300 }).open());
    expect(error.code).toBe("crm/database-unavailable");
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe.skipIf(!postgresUrl())("failures of a server", () => {
  it("ends a deadlock with crm/busy, for one of the two", async () => {
    const database = await opened();
    await database.administer((transaction) =>
      transaction.send([sql("create table pair (id int primary key, n int)"), sql("insert into pair values (1, 0), (2, 0)")]),
    );
    const add = (first: number, second: number): Promise<unknown> =>
      database.transaction("t", async (transaction) => {
        await transaction.send([sql("update pair set n = n + 1 where id = $1", [first])]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await transaction.commit([sql("update pair set n = n + 1 where id = $1", [second])]);
      });
    const results = await Promise.allSettled([add(1, 2), add(2, 1)]);
    const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(failed).toMatchObject([{ code: "crm/busy", retryable: true, details: { reason: "40P01" } }]);
    const [result] = await database.read("t", [sql("select sum(n) as sum from pair")]);
    expect(result?.rows).toEqual([{ sum: 2 }]);
  });

  it("ends a serialization failure with crm/busy", async () => {
    const database = await opened();
    const failing = database.transaction("t", (transaction) => transaction.send([sql("do $$ begin raise serialization_failure; end $$")]));
    expect(await thrownBy(failing)).toMatchObject({ code: "crm/busy", retryable: true, details: { reason: "40001" } });
  });

  it("goes on with a new connection after one was cut inside of a transaction", async () => {
    const database = await opened({ maxConnections: 1 });
    const cut = database.transaction("t", async (transaction) => {
      await transaction.send([sql("select 1")]);
      await transaction.send([sql("select pg_terminate_backend(pg_backend_pid())")]);
    });
    expect(await thrownBy(cut)).toMatchObject({ code: "crm/database-unavailable", retryable: false });
    expect(await database.read("t", [sql("select 1 as one")])).toMatchObject([{ rows: [{ one: 1 }] }]);
  });

  it("goes on with a new connection after an idle one was cut", async () => {
    const database = await opened({ maxConnections: 1 });
    const [own] = await database.read("t", [sql("select pg_backend_pid() as pid")]);
    const admin = new pg.Client({ connectionString: postgresUrl() ?? "" });
    await admin.connect();
    await admin.query("select pg_terminate_backend($1)", [own?.rows[0]?.["pid"]]);
    await admin.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await database.read("t", [sql("select 1 as one")])).toMatchObject([{ rows: [{ one: 1 }] }]);
  });

  it("says that the outcome is unknown when the connection breaks at the commit", async () => {
    const database = await opened();
    await database.administer((transaction) =>
      transaction.send([
        sql("create table late (id int)"),
        sql(
          "create function cut() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'",
        ),
        sql("create constraint trigger cut after insert on late deferrable initially deferred for each row execute function cut()"),
      ]),
    );
    const committed = database.transaction("t", (transaction) => transaction.commit([sql("insert into late values (1)")]));
    expect(await thrownBy(committed)).toMatchObject({ code: "crm/outcome-unknown", retryable: false });
    const left = database.transaction("t", (transaction) => transaction.send([sql("insert into late values (1)")]));
    expect(await thrownBy(left)).toMatchObject({ code: "crm/outcome-unknown" });
  });

  it("knows a timeout of pg's pool by its words", async () => {
    const created = await createTestDatabase("pooltimeout");
    cleanUp.push(created.drop);
    const pool = new pg.Pool({ connectionString: created.url, max: 1, connectionTimeoutMillis: 1500 });
    pool.on("error", () => undefined);
    cleanUp.push(() => pool.end());
    const client = await pool.connect();
    await expect(pool.connect()).rejects.toThrow("timeout exceeded when trying to connect");
    client.release();
  });

  it("has left the server when it is closed", async () => {
    const created = await createTestDatabase("left");
    cleanUp.push(created.drop);
    const database = await postgres({ url: created.url }).open();
    await Promise.all(Array.from({ length: 8 }, () => database.read("t", [sql("select pg_sleep(0.02)")])));
    await database.close();
    const admin = new pg.Client({ connectionString: postgresUrl() ?? "" });
    await admin.connect();
    const { rows } = await admin.query("select count(*)::int as n from pg_stat_activity where datname = $1", [
      new URL(created.url).pathname.slice(1),
    ]);
    await admin.end();
    expect(rows).toEqual([{ n: 0 }]);
  });

  it("refuses a role that bypasses row-level security", async (context) => {
    const url = await superuserUrl();
    if (url === undefined) return context.skip("No superuser can connect here.");
    const error = await thrownBy(postgres({ url }).open());
    expect(error.code).toBe("crm/role-bypasses-security");
    expect(error.message).toMatch(/CREATE ROLE .* NOSUPERUSER NOBYPASSRLS; GRANT CREATE ON DATABASE/);
  });
});

async function superuserUrl(): Promise<string | undefined> {
  for (const user of [userInfo().username, "postgres"]) {
    const url = (postgresUrl() ?? "").replace(/^(postgres(?:ql)?:\/\/)(?:[^@/]*@)?/, `$1${user}@`);
    const client = new pg.Client({ connectionString: url });
    const isSuperuser = await client
      .connect()
      .then(() => client.query("select rolsuper from pg_roles where rolname = current_user"))
      .then(({ rows }) => rows[0].rolsuper === true)
      .catch(() => false);
    await client.end();
    if (isSuperuser) return url;
  }
  return undefined;
}
