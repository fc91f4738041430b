import { act, defineLifecycle, defineOperation, defineRecord, defineRole, group, may, text } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { allRefusals, bike, mechanic, repair, workshop } from "../../test/workshop.js";
import { testPack } from "./test-pack.js";

const found = async (definitions: object, words: object): Promise<readonly string[]> => {
  const { findings } = await testPack(workshop({ ...definitions }, { ...words }), { raised: allRefusals });
  return findings.map(({ check, place }) => `${check} | ${place}`);
};
const plain = (name: string) => defineOperation(name, { input: {}, output: group({}), run: async () => ({}) });
const operationWords = { name: "另一操作", input: {} };
const granting = (...operations: Parameters<typeof may.call>[0][]) =>
  defineRole("workshop/mechanic", [...mechanic.grants, ...operations.map((operation) => may.call(operation))]);

const pump = defineRecord("workshop/pump", { fields: { size: text(10) }, states: ["whole", "broken"] });
const pumpLife = defineLifecycle(pump, (t) => ({ wear: t({ from: "whole", to: "broken" }), mend: t({ from: "broken", to: "whole" }) }));
const pumpWords = {
  pump: { name: "气筒", fields: { size: "尺寸" }, states: { whole: "完好", broken: "损坏" } },
  pumpLife: { wear: "损坏", mend: "修好" },
};
const reading = [...mechanic.grants, may.read(pump, "all")];

describe("testPack", () => {
  it("finds what nobody may do: an operation, a transition by hand, and the creation of a record", async () => {
    expect(await found({ extra: plain("workshop/extra") }, { extra: operationWords })).toEqual([
      'right-missing | The operation "workshop/extra"',
    ]);
    const role = defineRole("workshop/mechanic", [...reading, may.apply(pumpLife.mend, "all")]);
    expect(await found({ pump, pumpLife, mechanic: role }, pumpWords)).toEqual([
      'right-missing | The transition "workshop/pump#wear"',
      'right-missing | The record "workshop/pump"',
    ]);
  });

  it("lets operations, acts and the clock do what no role grants", async () => {
    const inner = plain("workshop/inner");
    const buy = defineOperation("workshop/buy", {
      input: {},
      output: group({}),
      async run(work) {
        const { id } = await work.create(pump, { size: "M" });
        await work.apply(pumpLife.wear, id);
        return {};
      },
    });
    const life = defineLifecycle(repair, (t) => ({
      tell: t({ from: "asked", also: () => [act.call(inner, {})] }),
      forget: t({ from: "asked", to: "dropped", due: ({ record }) => record.promisedOn }),
    }));
    const role = defineRole("workshop/mechanic", [
      ...reading,
      may.apply(pumpLife.mend, "all"),
      may.call(buy),
      may.apply(life.tell, "all"),
      may.read(bike, "all"),
    ]);
    const words = { ...pumpWords, inner: operationWords, buy: operationWords, life: { tell: "告知", forget: "忘记" } };
    expect(await found({ inner, pump, pumpLife, buy, life, mechanic: role }, words)).toEqual([]);
  });

  it("does not call it stale where what is accepted was seen to be done this time", async () => {
    const extra = plain("workshop/extra");
    const place = 'The operation "workshop/extra"';
    const accept = [{ check: "right-missing", place, because: "Other operations call it" }] as const;
    for (const mechanic of [granting(), granting(extra)])
      expect((await testPack(workshop({ extra, mechanic }, { extra: operationWords }), { raised: allRefusals, accept })).findings).toEqual(
        [],
      );
  });
});
