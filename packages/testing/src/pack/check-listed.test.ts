import {
  act,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  defineParameter,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  many,
  may,
  type Pack,
  ref,
  text,
} from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { allRefusals, bike, mechanic, repair, repairLife, workshop } from "../../test/workshop.js";
import { checkListed } from "./check-listed.js";
import { contentsOf } from "./contents.js";
import { eachOnce, type Finding, inWords } from "./finding.js";
import { checkDeclared, testPack } from "./test-pack.js";

// none of these is in the list of the workshop
const closed = defineRefusal("workshop/closed", "The workshop is closed; come back tomorrow.");
const pump = defineRecord("workshop/pump", { fields: { bikeId: ref("workshop/bike"), size: text(10) } });
const rate = defineParameter("workshop/extra-rate", {
  schema: z.int(),
  values: [{ from: "2020-01-01", value: 1, source: "The list on the wall", verified: true }],
});
const inflate = defineOperation("workshop/inflate", { input: {}, output: group({}), run: async () => ({}) });
const otherLife = defineLifecycle(repair, (t) => ({ forget: t({ from: "asked", to: "dropped" }) }));

const inShort = (findings: readonly Finding[]): readonly string[] =>
  findings.map(
    ({ check, place, problem }) => `${check} | ${place} ${problem.replace(", which neither the pack nor what it requires lists", "")}`,
  );
/** With the doors, where it takes a runtime to see it. */
const foundRunning = async (pack: Pack): Promise<readonly string[]> => inShort((await testPack(pack, { raised: allRefusals })).findings);
const found = (pack: Pack, exported: object = {}): readonly string[] =>
  inShort(eachOnce(checkDeclared(contentsOf(pack), { raised: allRefusals, exported: { ...exported } })));
const withExtra = (extra: unknown, extraWords?: unknown) => workshop({ extra }, extraWords === undefined ? {} : { extra: extraWords });
const withOperation = (run: Parameters<typeof defineOperation>[1]["run"]) => {
  const extra = defineOperation("workshop/extra", { input: {}, output: group({}), run: run as never });
  const role = defineRole("workshop/mechanic", [...mechanic.grants, may.call(extra)]);
  return workshop({ extra, mechanic: role }, { extra: { name: "另一操作", input: {} } });
};

describe("testPack finds what a pack uses and does not list:", () => {
  it("a refusal of a guard, of a rule and of an operation", async () => {
    const life = defineLifecycle(repair, (t) => ({ rush: t({ from: "asked", guard: () => closed() }) }));
    expect(found(withExtra(life, { rush: "催促" }))).toContain(
      'definition-unlisted | The transition "workshop/repair#rush" speaks of the refusal "workshop/closed"',
    );
    const rule = defineRule("workshop/open", repair, { check: () => closed() });
    expect(found(withExtra(rule))).toContain('definition-unlisted | The rule "workshop/open" speaks of the refusal "workshop/closed"');
    expect(await foundRunning(withOperation(async (work) => work.refuse(closed())))).toEqual([
      'definition-unlisted | The operation "workshop/extra" speaks of the refusal "workshop/closed"',
    ]);
  });

  it("a refusal that a test came to", () => {
    const findings = checkListed(contentsOf(workshop()), ["workshop/closed", "workshop/not-paid", "crm/not-found", "wash/full"], {});
    expect(findings.map(inWords)).toEqual([
      'definition-unlisted: The pack "workshop" speaks of the refusal "workshop/closed", which neither the pack nor what it requires lists. Put it into the pack\'s definitions, or name its pack in `requires`.',
    ]);
  });

  it("a record, a transition and an operation of an act", () => {
    const life = defineLifecycle(repair, (t) => ({
      one: t({ from: "asked", also: ({ record }) => [act.create(pump, { bikeId: record.bikeId, size: "M" })] }),
      two: t({ from: "asked", also: ({ record }) => [act.apply(otherLife.forget, record.id)] }),
      three: t({ from: "asked", also: () => [act.call(inflate, {})] }),
      four: t({ from: "working", also: ({ record }) => [act.apply(repairLife.drop, record.id)] }),
    }));
    const findings = found(withExtra(life, { one: "一", two: "二", three: "三", four: "四" }));
    expect(findings).toEqual([
      'definition-unlisted | The transition "workshop/repair#one" speaks of the record "workshop/pump"',
      'definition-unlisted | The transition "workshop/repair#two" speaks of the transition "workshop/repair#forget"',
      'definition-unlisted | The transition "workshop/repair#three" speaks of the operation "workshop/inflate"',
    ]);
    const missed = () => [act.call(inflate, {})];
    const deadline = defineDeadline("workshop/soon", repair, { runsIn: ["asked"], within: () => ({ length: "P1D" }), missed });
    expect(found(withExtra(deadline, "尽快"))).toContain(
      'definition-unlisted | The deadline "workshop/soon" speaks of the operation "workshop/inflate"',
    );
  });

  it("a record that a need or a behaviour is about", () => {
    const rule = defineRule("workshop/pumped", bike, { needs: { pumps: many(pump, "bikeId") }, check: () => undefined });
    expect(found(withExtra(rule))).toEqual(['definition-unlisted | The rule "workshop/pumped" speaks of the record "workshop/pump"']);
    expect(found(withExtra(defineLedger(pump, { entries: () => [] })))).toEqual([
      'definition-unlisted | The ledger of "workshop/pump" speaks of the record "workshop/pump"',
    ]);
  });

  it("a parameter", () => {
    const life = defineLifecycle(repair, (t) => ({
      price: t({ from: "asked", set: ({ parameter, today }) => ({ hours: parameter(rate, today) }) }),
    }));
    expect(found(withExtra(life, { price: "定价" }))).toEqual([
      'definition-unlisted | The transition "workshop/repair#price" speaks of the parameter "workshop/extra-rate"',
    ]);
  });

  it("a record that an operation writes", async () => {
    const findings = await foundRunning(withOperation((work) => work.find(pump)));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(
      /^definition-unlisted \| The operation "workshop\/extra" uses a definition that is not listed: workshop\/pump/,
    );
  });

  it("what its package exports", () => {
    expect(found(workshop(), { workshop: workshop(), bike, repair, helper: () => 1, nothing: null, otherLife, rate, closed })).toEqual([
      'definition-unlisted | The export "otherLife" speaks of the lifecycle "otherLife"',
      'definition-unlisted | The export "rate" speaks of the parameter "workshop/extra-rate"',
      'definition-unlisted | The export "closed" speaks of the refusal "workshop/closed"',
    ]);
  });
});

describe("testPack finds a due function that", () => {
  it.each<[what: string, due: () => unknown, problem: string]>([
    ["throws", () => (undefined as unknown as { readonly on: string }).on, "throws TypeError"],
    ["gives a day that does not exist", () => "2026-02-30", "gives 2026-02-30, which is no time"],
    ["gives no time at all", () => 17, "gives a value of the type number"],
  ])("%s", (_, due, problem) => {
    const life = defineLifecycle(repair, (t) => ({ expire: t({ from: "asked", to: "dropped", due: due as never }) }));
    const [first] = found(withExtra(life, { expire: "过期" }));
    expect(first).toMatch(/^due-unsound \| The transition "workshop\/repair#expire" throws KehuError: /);
    expect(first).toContain(`The due function of workshop/repair#expire ${problem}`);
  });

  it("asks the calendar for what it cannot know", () => {
    const life = defineLifecycle(repair, (t) => ({
      expire: t({ from: "asked", to: "dropped", due: ({ calendar, record }) => calendar.after(record.fault, "P1D") }),
    }));
    expect(found(withExtra(life, { expire: "过期" }))[0]).toMatch(/^due-unsound \| The transition "workshop\/repair#expire"/);
  });
});
