import { customer, date, defineOperation, defineQuery, defineRole, group, may, type Work } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { allRefusals, bike, mechanic, takeIn, workshop } from "../../test/workshop.js";
import { testPack } from "./test-pack.js";

type Run = (work: Work) => Promise<object>;
const found = async (run: Run): Promise<readonly string[]> => {
  const extra = defineOperation("workshop/extra", { input: {}, output: group({}), run: run as never });
  const role = defineRole("workshop/mechanic", [...mechanic.grants, may.call(extra)]);
  const pack = workshop({ extra, mechanic: role }, { extra: { name: "另一操作", input: {} } });
  return (await testPack(pack, { raised: allRefusals })).findings.map(({ check, place }) => `${check} | ${place}`);
};
const impure = ['function-impure | The operation "workshop/extra"'];
const rider = { kind: "person", displayName: "陈明" } as const;

describe("testPack", () => {
  it.each<[what: string, run: Run]>([
    ["the machine's clock", (work) => work.create(customer, { ...rider, displayName: new Date().toISOString() }).then(() => ({}))],
    ["chance", async (work) => (Math.random() < 0.5 ? work.create(customer, rider) : {})],
    [
      "both, after it has waited for something",
      async (work) => {
        const { items } = await work.find(bike, { select: ["id"], limit: 5 });
        const { id } = items[Math.floor(Math.random() * items.length)] ?? { id: "" };
        await work.update(bike, id, { colour: "red" });
        return {};
      },
    ],
    ["ids of its own making", async (work) => (await work.create(customer, { ...rider, displayName: crypto.randomUUID() })) && {}],
  ])("finds an operation that asks for %s", async (_, run) => {
    expect(await found(run)).toEqual(impure);
  });

  it("lets an operation use the time of `work` and the ids of what it makes", async () => {
    const run: Run = async (work) => {
      const { id } = await work.create(customer, { ...rider, displayName: `陈明 ${work.today}` });
      const made = await work.create(bike, { frameNumber: id, ownedBy: id });
      await work.call(takeIn, { frameNumber: made.frameNumber, fault: "The brake squeals", repairNumber: made.id }).catch(() => undefined);
      return {};
    };
    expect(await found(run)).toEqual([]);
    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
  });

  it("finds a query that asks for the machine's clock", async () => {
    const extra = defineQuery("workshop/extra", {
      input: { on: date() },
      output: group({ year: z.int() }),
      run: async () => ({ year: new Date().getUTCFullYear() }),
    });
    const role = defineRole("workshop/mechanic", [...mechanic.grants, may.call(extra)]);
    const pack = workshop({ extra, mechanic: role }, { extra: { name: "另一查询", input: { on: "日期" } } });
    const { findings } = await testPack(pack, { raised: allRefusals });
    expect(findings.map(({ check, place }) => `${check} | ${place}`)).toEqual(['function-impure | The query "workshop/extra"']);
  });
});
