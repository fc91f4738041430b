import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import type { Statement } from "./database.js";
import { StatementFailure, sendGroup } from "./statement-group.js";

const sql = (text: string, parameters: readonly unknown[] = [], name?: string): Statement => ({
  sql: text,
  parameters,
  ...(name ? { name } : {}),
});

// What leans on the inside of pg: these fail where pg changes how it calls a query.
describe.skipIf(!postgresUrl())("sendGroup", () => {
  let client: pg.Client;
  let drop: () => Promise<void>;
  let url: string;

  beforeAll(async () => {
    const created = await createTestDatabase("groups");
    ({ drop, url } = created);
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("create table thing (id int primary key)");
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  /** Everything that went over the wire in both directions, by the letter of its kind. */
  async function observed(work: () => Promise<unknown>): Promise<{ readonly sent: string; readonly received: readonly string[] }> {
    const connection = (client as unknown as { connection: pg.Connection & NodeJS.EventEmitter }).connection;
    const received: string[] = [];
    const listener = ({ name }: { readonly name: string }): number => received.push(name);
    connection.on("message", listener);
    const letters: string[] = [];
    const write = connection.stream.write;
    connection.stream.write = (chunk: Buffer): boolean => {
      letters.push(String.fromCharCode(chunk[0] ?? 0));
      return write.call(connection.stream, chunk, "utf8");
    };
    await work().catch(() => undefined);
    // The answer to the Sync comes after the failure that is reported.
    await client.query("rollback");
    connection.stream.write = write;
    connection.off("message", listener);
    return { sent: letters.join("").replace(/Q$/, ""), received };
  }

  it("sends one Sync for all of its statements", async () => {
    const { sent } = await observed(() =>
      sendGroup(client, [sql("begin"), sql("select 1", [], "one"), sql("select 1", [], "one"), sql("commit")]),
    );
    expect(sent).toBe("PBDE PBDE BDE PBDE S".replaceAll(" ", ""));
  });

  it("prepares a named statement once in its connection, and asks once what it gives", async () => {
    const both = () => sendGroup(client, [sql("select 2 as two, now() as at", [], "two"), sql("delete from thing", [], "none")]);
    const [first] = await both();
    const { sent } = await observed(both);
    expect(sent).toBe("BEBES");
    const [again, deleted] = await both();
    expect(again?.rows).toEqual([{ two: 2, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }]);
    expect(Object.keys(again?.rows[0] ?? {})).toEqual(Object.keys(first?.rows[0] ?? {}));
    expect(deleted?.rows).toEqual([]);
    await sendGroup(client, [sql("select 1/0", [], "fails"), sql("select 3", [], "skipped")]).catch(() => undefined);
    expect((await observed(() => sendGroup(client, [sql("select 1/0", [], "fails"), sql("select 3", [], "skipped")]))).sent).toBe(
      "BDEPBDES",
    );
  });

  it("lets the server skip what comes after a failure, the COMMIT included", async () => {
    const { received } = await observed(() =>
      sendGroup(client, [sql("begin"), sql("insert into thing values (1)"), sql("select 1/0"), sql("commit")]),
    );
    expect(received.filter((name) => name === "commandComplete")).toHaveLength(3); // begin, insert and the rollback after it
    expect((await client.query("select * from thing")).rows).toEqual([]);
  });

  it("names the statement that failed", async () => {
    const failure = await sendGroup(client, [
      sql("select 1", [], "fine"),
      sql("select 1 / $1::int", [0], "broken"),
      sql("select 1", [], "later"),
    ]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StatementFailure);
    expect(failure).toMatchObject({ statement: "broken", cause: { code: "22012" } });
  });

  it("sends nothing of a group with a value that cannot travel", async () => {
    const { sent } = await observed(() => sendGroup(client, [sql("insert into thing values (2)"), sql("select $1", [{}])]));
    expect(sent).toBe("");
  });

  it("gives each statement a snapshot of its own inside of a transaction", async () => {
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    try {
      const both = sendGroup(client, [
        sql("begin"),
        sql("select count(*) as n from thing"),
        sql("select pg_sleep(0.3)"),
        sql("select count(*) as n from thing"),
        sql("commit"),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await other.query("insert into thing values (3)");
      const [, before, , after] = await both;
      expect(after?.rows[0]?.["n"]).toBe(Number(before?.rows[0]?.["n"]) + 1);
    } finally {
      await other.end();
    }
  });

  it("takes groups of many statements with answers larger than any buffer", async () => {
    const statements = Array.from({ length: 300 }, (_, index) =>
      sql(`select ${index} as n, repeat('x', 20000) as filler, $1::text as given`, ["y".repeat(20_000)]),
    );
    const answers = await sendGroup(client, statements);
    expect(answers.map(({ rows }) => rows[0]?.["n"])).toEqual(statements.map((_, index) => index));
  });

  it("answers the empty statement", async () => {
    expect(await sendGroup(client, [sql(""), sql("select 1 as one")])).toMatchObject([{ rows: [], count: 0 }, { rows: [{ one: 1 }] }]);
  });

  it("gives the connection up rather than wait for the data of a COPY", async () => {
    const other = new pg.Client({ connectionString: url });
    other.on("error", () => undefined);
    await other.connect();
    await expect(sendGroup(other, [sql("copy thing from stdin")])).rejects.toBeInstanceOf(StatementFailure);
  });
});
