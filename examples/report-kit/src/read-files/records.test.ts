import { describe, expect, it } from "vitest";
import { linesOf, longestLine } from "./lines.js";
import { type FileRecord, recordsOf, rowProblems } from "./records.js";

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
async function recordsIn(...texts: readonly string[]): Promise<readonly Omit<FileRecord, "delimiter">[]> {
  const found: Omit<FileRecord, "delimiter">[] = [];
  for await (const { delimiter: _, ...record } of recordsOf(linesOf(pieces(...texts)), [])) found.push(record);
  return found;
}

describe("recordsOf", () => {
  it("reads quoted cells, also over several lines, and says where they begin", async () => {
    expect(await recordsIn('a,"b, c"\n"d\n""e""",f\ng,h')).toEqual([
      { line: 1, cells: ["a", "b, c"] },
      { line: 2, cells: ['d\n"e"', "f"] },
      { line: 4, cells: ["g", "h"] },
    ]);
  });

  it("takes line ends of every kind, also where a piece of the file ends between them", async () => {
    const lines = (await recordsIn("a\r", "\nb\rc\n\n", "d")).map(({ line, cells }) => [line, ...cells]);
    expect(lines).toEqual([
      [1, "a"],
      [2, "b"],
      [3, "c"],
      [5, "d"],
    ]);
  });

  it("loses no more than its own line to a stray quotation mark", async () => {
    expect(await recordsIn(`a,"b\n${"c,d\n".repeat(30)}`)).toHaveLength(31);
    expect((await recordsIn('a,b"c\nd,e'))[0]).toMatchObject({ line: 1, problem: rowProblems.quoteOpen });
    expect((await recordsIn('a,b"c"\nd,e')).map(({ line, problem }) => [line, problem])).toEqual([
      [1, rowProblems.quoteMisplaced],
      [2, undefined],
    ]);
  });

  it("gives each row its own cells, however many there are and whatever is wrong between them", async () => {
    const row = (index: number): string => (index % 97 === 0 ? `${index},"b"c` : index % 3 === 0 ? `${index},"b, ""c"""` : `${index},b`);
    const found = await recordsIn(Array.from({ length: 1000 }, (_, index) => row(index)).join("\n"));
    expect(found).toHaveLength(1000);
    for (const [index, { line, cells, problem }] of found.entries())
      if (index % 97 === 0) expect([line, problem]).toEqual([index + 1, rowProblems.quoteMisplaced]);
      else expect([line, cells]).toEqual([index + 1, [`${index}`, index % 3 === 0 ? 'b, "c"' : "b"]]);
    expect((await recordsIn('a,"b\u0000c"\nd,"e"')).at(-1)).toEqual({ line: 2, cells: ["d", "e"] });
  });

  it("keeps no more of a line than a line may have", async () => {
    async function* endless(): AsyncGenerator<string> {
      for (let count = 0; count < 200; count += 1) yield "x".repeat(longestLine / 2);
      yield "\na,b\n";
    }
    const found: Omit<FileRecord, "delimiter">[] = [];
    for await (const { delimiter: _, ...record } of recordsOf(linesOf(endless()), [])) found.push(record);
    expect(found).toEqual([
      { line: 1, cells: [], problem: rowProblems.tooLong },
      { line: 2, cells: ["a", "b"] },
    ]);
  });
});
