import { describe, expect, it } from "vitest";
import { customer } from "../customer/customer.js";
import type { Reader } from "../define/session.js";
import { allPages } from "./all-pages.js";

interface Question {
  readonly limit: number;
  readonly after?: string;
}
/** A reader over so many customers that notes what it was asked. */
function over(count: number) {
  const asked: Question[] = [];
  const find = async (_: unknown, { limit, after, ...rest }: Question) => {
    asked.push({ limit, ...rest, ...(after !== undefined && { after }) });
    const from = Number(after ?? 0);
    const items = Array.from({ length: Math.min(limit, count - from) }, (_each, index) => ({ id: `c${from + index}` }));
    return { items, ...(from + limit < count && { next: String(from + limit) }) };
  };
  return { asked, reader: { find } as unknown as Pick<Reader, "find"> };
}
async function idsOf(count: number, options: { readonly limit?: number } = {}) {
  const { asked, reader } = over(count);
  const ids: string[] = [];
  for await (const page of allPages(reader, customer, { select: ["id"], sort: "id", ...options })) ids.push(...page.map(({ id }) => id));
  return { asked, ids };
}

describe("allPages", () => {
  it("gives each record once, and asks for the page after as long as there is one", async () => {
    const { ids, asked } = await idsOf(2_500);
    expect(new Set(ids).size).toBe(2_500);
    expect(asked).toEqual([
      { limit: 1000, select: ["id"], sort: "id" },
      { limit: 1000, select: ["id"], sort: "id", after: "1000" },
      { limit: 1000, select: ["id"], sort: "id", after: "2000" },
    ]);
  });

  it("asks once where there is nothing, and where a page is just full", async () => {
    expect((await idsOf(0)).asked).toHaveLength(1);
    expect((await idsOf(1_000)).asked).toHaveLength(1);
    expect((await idsOf(1_001)).asked).toHaveLength(2);
  });

  it("takes smaller pages where it is told to, and reads no further than it is followed", async () => {
    expect((await idsOf(30, { limit: 10 })).asked).toHaveLength(3);
    const { asked, reader } = over(5_000);
    for await (const page of allPages(reader, customer)) if (page.length > 0) break;
    expect(asked).toHaveLength(1);
  });
});
