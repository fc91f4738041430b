import { describe, expect, it } from "vitest";
import { mostPrepared, prepared, sql, statement } from "./compile.js";

describe("prepared", () => {
  it("names a text once, whatever its values", () => {
    const one = prepared("tested", statement(sql`select ${1}::integer`));
    expect(one.name).toMatch(/^tested .{22}$/);
    expect(prepared("tested", statement(sql`select ${2}::integer`))).toEqual({ ...one, parameters: [2] });
  });

  it("names only so many texts of one verb, so that callers cannot fill a connection", () => {
    const texts = Array.from({ length: mostPrepared + 1 }, (_, index) => statement(sql`select ${sql.lit(index)}`));
    const compiled = texts.map((each) => prepared("flooded", each));
    expect(compiled.slice(0, mostPrepared).every(({ name }) => name !== undefined)).toBe(true);
    expect(compiled.at(-1)?.name).toBeUndefined();
    expect(prepared("other", statement(sql`select 'other'`)).name).toBeDefined();
  });
});
