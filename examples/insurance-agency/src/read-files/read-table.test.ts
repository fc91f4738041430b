import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { headerOf, type Name, rows, writeFileOf, writeOwnFiles } from "../own-files.js";
import { type Columns, readTable, type Table } from "./read-table.js";
import { tables } from "./tables.js";

const names = Object.keys(tables) as Name[];
const cellsOf = (name: Name) => parse([headerOf(name), ...rows[name]].join("\n")) as string[][];

describe("the rows of a file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kehu-agency-test-"));
    await writeOwnFiles(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (name: Name) => {
    const found: unknown[] = [];
    // the line is where it stands, which another way of writing may change
    for await (const { line: _, problems, ...row } of readTable(folder, tables[name] as Table<Columns>))
      found.push({ ...row, problems: problems.map(({ line: _, ...problem }) => problem) });
    return found;
  };

  it.each<[string, (name: Name) => readonly [text: string, encoding?: string]]>([
    ["semicolons between their cells", (name) => [stringify(cellsOf(name), { delimiter: ";" })]],
    ["tabs between their cells", (name) => [stringify(cellsOf(name), { delimiter: "\t" })]],
    ["semicolons that are announced", (name) => [`sep=;\r\n${stringify(cellsOf(name), { delimiter: ";" })}`]],
    ["their columns in another order", (name) => [stringify(cellsOf(name).map((row) => [...row].reverse()))]],
    [
      "empty lines before and after, and rows of commas only",
      (name) => [`\n${stringify(cellsOf(name))}${",".repeat((cellsOf(name)[0]?.length ?? 1) - 1)}\n\n\n`],
    ],
    ["UTF-16 without its mark, low byte first", (name) => [[headerOf(name), ...rows[name]].join("\n"), "utf-16le"]],
    ["UTF-16 without its mark, high byte first", (name) => [[headerOf(name), ...rows[name]].join("\n"), "utf-16be"]],
    ["UTF-16 with its mark", (name) => [`\ufeff${[headerOf(name), ...rows[name]].join("\r\n")}`, "utf-16le"]],
    ["GB18030 and the line ends of an old machine", (name) => [[headerOf(name), ...rows[name]].join("\r"), "gb18030"]],
  ])("are the same with %s", async (_, write) => {
    for (const name of names) {
      const plain = await read(name);
      expect(plain).toHaveLength(rows[name].length);
      await writeFileOf(folder, name, ...write(name));
      expect(await read(name)).toEqual(plain);
    }
  });

  it("say of one that is too long to shorten it, of one with a stray quotation mark to close it", async () => {
    const [row = ""] = rows.agents;
    await writeFileOf(
      folder,
      "agents",
      [headerOf("agents"), row.replace(",", `,${"x".repeat(70_000)}`), row.replace(",", ',x"')].join("\n"),
    );
    expect(await read("agents")).toMatchObject([
      { problems: [{ remedy: { en: "shorten its cells, or close a quotation mark" } }] },
      { problems: [{ remedy: { en: "remove the quotation mark or close it" } }] },
    ]);
  });
});
