import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import type { Database } from "./database.js";

describe.each(["pglite", "postgres"].filter((kind) => kind === "pglite" || postgresUrl()))("values on %s", (kind) => {
  let database: Database;
  let drop = async (): Promise<void> => {};

  beforeAll(async () => {
    if (kind === "postgres") {
      const created = await createTestDatabase("values");
      drop = created.drop;
      // A default of the database must not change how values are written.
      await administer(await postgres({ url: created.url }).open(), [
        `do $$ begin execute format('alter database %I set timezone = ''Asia/Shanghai''', current_database());
           execute format('alter database %I set datestyle = ''German''', current_database()); end $$`,
      ]);
      database = await postgres({ url: created.url }).open();
    } else database = await pglite().open();
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  async function administer(own: Database, statements: readonly string[]): Promise<void> {
    await own.administer((transaction) => transaction.send(statements.map((sql) => ({ sql, parameters: [] }))));
    await own.close();
  }
  async function one(sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    const [result] = await database.read("t", [{ sql: `select ${sql} as value`, parameters }]);
    return result?.rows[0]?.["value"];
  }

  it.each([
    ["9007199254740991::int8", 9007199254740991],
    ["-9007199254740991::int8", -9007199254740991],
    ["7::int4", 7],
    ["7::int2", 7],
    ["count(*)", 1],
    ["0.1::float8 + 0.2::float8", 0.30000000000000004],
    ["'NaN'::float8", Number.NaN],
    ["0.10::numeric", "0.10"],
    ["12345678901234567890.5::numeric", "12345678901234567890.5"],
    ["true", true],
    ["false", false],
    ["null::text", null],
    ["'0190a000-0000-7000-8000-000000000000'::uuid", "0190a000-0000-7000-8000-000000000000"],
    ["'2024-02-29'::date", "2024-02-29"],
    ["'0001-01-01'::date", "0001-01-01"],
    ["'2024-02-29 23:59:59.9999+08'::timestamptz", "2024-02-29T15:59:59.999Z"],
    ["'2024-02-29 00:00:00+00'::timestamptz", "2024-02-29T00:00:00.000Z"],
    ["'2024-02-29 00:00:00.5+00'::timestamptz", "2024-02-29T00:00:00.500Z"],
    [`'{"a": [1, null, "二"]}'::jsonb`, { a: [1, null, "二"] }],
    ["'null'::jsonb", null],
    ["'[]'::json", []],
    ["array[1, 2]::int8[]", [1, 2]],
    ["array[true, null]", [true, null]],
    ["array['2024-02-29 00:00:00+00'::timestamptz]", ["2024-02-29T00:00:00.000Z"]],
    [`array['{"a": "\\"}"}'::jsonb, null]`, [{ a: '"}' }, null]],
    ["array[]::text[]", []],
    ["array['NULL', null, '', 'a,b', '{}', E'\\\\', '\"', ' ', E'\\n']", ["NULL", null, "", "a,b", "{}", "\\", '"', " ", "\n"]],
    ["array[1.50]::numeric[]", ["1.50"]],
    ["current_schemas(true)::name[] @> '{pg_catalog}'", true],
  ])("reads %s", async (sql, expected) => {
    expect(await one(sql)).toEqual(expected);
  });

  it("reads bytes", async () => {
    expect(Buffer.from((await one("'\\x00ff10'::bytea")) as Uint8Array)).toEqual(Buffer.from([0, 255, 16]));
    expect(await one("$1::bytea", [new Uint8Array([0, 255, 16]).subarray(1)])).toEqual(Buffer.from([255, 16]));
    expect(await one("$1::bytea[]", [[Buffer.from([0, 1]), null]])).toEqual([Buffer.from([0, 1]), null]);
  });

  it.each([
    "9007199254740992::int8",
    "array[-9007199254740992]::int8[]",
    "'infinity'::timestamptz",
    "'0044-03-15 BC'::date",
    "'{{1},{2}}'::int[]",
  ])("refuses to read %s, and stays usable", async (sql) => {
    await expect(one(sql)).rejects.toMatchObject({ code: "crm/database-error" });
    expect(await one("1")).toBe(1);
  });

  it.each([["\ud800"], ["a\udc00b"], ["a\0b"], [["ok", "\udc00"]], [{ a: 1 }], [[{}]], [Symbol("s")]])(
    "refuses to send %j",
    async (value) => {
      await expect(one("$1::text", [value])).rejects.toMatchObject({ code: "crm/database-error" });
    },
  );

  it("sends what it reads", async () => {
    expect(await one("$1::timestamptz", [new Date(0)])).toBe("1970-01-01T00:00:00.000Z");
    expect(await one("$1::int8", [9007199254740991n])).toBe(9007199254740991);
    expect(await one("$1::bool", [false])).toBe(false);
    expect(await one("$1::text", [undefined])).toBeNull();
    expect(await one("$1::jsonb", ['{"a":1}'])).toEqual({ a: 1 });
  });

  it("carries lists of any text there and back", async () => {
    const parts = ["", "NULL", "null", '"', "\\", '\\"', ",", "{", "}", "{}", " ", "\n\t", "中文", "𠮷", "é", "a,b", "\u2028", "'", "$1"];
    const list = [null, ...parts.flatMap((one) => parts.map((other) => one + other)), null];
    const documents = list.map((value) => (value === null ? null : { value }));
    expect(await one("$1::text[]", [list])).toEqual(list);
    expect(await one("(select array_agg(t order by n) from unnest($1::text[]) with ordinality as u(t, n))", [list])).toEqual(list);
    expect(await one("$1::jsonb[]", [documents.map((value) => value && JSON.stringify(value))])).toEqual(documents);
    for (const single of parts) expect(await one("$1::text[]", [[single]])).toEqual([single]);
    expect(await one("$1::text[]", [[]])).toEqual([]);
    expect(await one("$1::text[]", [[null]])).toEqual([null]);
  });

  it("carries thousands of rows by unnest", async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      id: `0190a000-0000-7000-8000-${index.toString(16).padStart(12, "0")}`,
      name: index % 3 === 0 ? null : `客户 "${index}" \\ , {x} 𠮷`,
      data: { index, text: `quote " backslash \\ 引号` },
      at: index % 2 === 0 ? null : "2024-02-29T00:00:00.123Z",
    }));
    const [result] = await database.read("t", [
      {
        sql: "select * from unnest($1::uuid[], $2::text[], $3::jsonb[], $4::timestamptz[]) as row (id, name, data, at)",
        parameters: [
          rows.map(({ id }) => id),
          rows.map(({ name }) => name),
          rows.map(({ data }) => JSON.stringify(data)),
          rows.map(({ at }) => at),
        ],
        name: "unnest_rows",
      },
    ]);
    expect(result?.count).toBe(5000);
    expect(result?.rows).toEqual(rows);
  });
});
