import {
  date,
  defineDeadline,
  defineLedger,
  defineLifecycle,
  defineOperation,
  definePack,
  defineParameter,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  group,
  KehuError,
  may,
  type Pack,
  type Role,
  ref,
  text,
} from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { allRefusals, bike, definitions, mechanic, repair, words, workshop } from "../../test/workshop.js";
import { checkFunctions } from "./check-functions.js";
import { contentsOf } from "./contents.js";
import { checks, eachOnce, type Finding, inWords } from "./finding.js";
import { checkDeclared, expectPack, testPack } from "./test-pack.js";

const raised = allRefusals;
const seen = new Set<string>();
const inShort = (findings: readonly Finding[]): readonly string[] => {
  for (const { check } of findings) seen.add(check);
  return findings.map(({ check, place }) => `${check} | ${place}`);
};
const found = async (pack: Pack, options: Parameters<typeof testPack>[1] = {}): Promise<readonly string[]> =>
  inShort((await testPack(pack, { raised, ...options })).findings);
/** What the pack shows without a runtime: for faults that its doors have no part in. */
const foundDeclared = (pack: Pack, roles: readonly Role[] = []): readonly string[] =>
  inShort(eachOnce(checkDeclared(contentsOf(pack, roles), { raised })));
const grants = mechanic.grants;
/** Another operation beside the sound ones, which the mechanic may call. */
const withOperation = (operation: Parameters<typeof may.call>[0], input: object) =>
  workshop(
    { extra: operation, mechanic: defineRole("workshop/mechanic", [...grants, may.call(operation)]) },
    { extra: { name: "另一操作", input } },
  );
/** The lifecycle with one transition more. */
const withLife = (life: ReturnType<typeof defineLifecycle>, lifeWords: object) => workshop({ extra: life }, { extra: lifeWords });

describe("testPack", () => {
  it("finds nothing in a sound pack", async () => {
    expect((await testPack(workshop(), { raised })).findings).toEqual([]);
  });

  it("looks over a pack that stands on another one, with what that one defines", async () => {
    const below = workshop();
    const wash = defineRecord("wash/wash", {
      fields: { bikeId: ref("workshop/bike"), note: text(80).optional() },
      states: ["booked", "done"],
    });
    const washLife = defineLifecycle(wash, (t) => ({ finish: t({ from: "booked", to: "done" }) }));
    const washer = defineRole("wash/washer", [may.read(wash, "all"), may.create(wash), may.adopt(wash), may.apply(washLife.finish, "all")]);
    const above = definePack({
      name: "wash",
      version: "0.1.0",
      requires: [below],
      definitions: { wash, washLife, washer },
      locales: {
        "zh-CN": {
          wash: { name: "洗车", fields: { bikeId: "自行车", note: "备注" }, states: { booked: "已预约", done: "已完成" } },
          washLife: { finish: "完成" },
          washer: "洗车员",
        },
      },
    });
    expect((await testPack(above)).findings).toEqual([]);
  });

  it("lets an operation work on records that stand on others, whatever their order", async () => {
    const last = defineRecord("chain/last", { fields: { note: text(80) } });
    const middle = defineRecord("chain/middle", { fields: { lastId: ref("chain/last") } });
    const first = defineRecord("chain/first", { fields: { middleId: ref("chain/middle") } });
    const none = defineRefusal("chain/none", "There is no first one; enter one.");
    const tell = defineOperation("chain/tell", {
      input: {},
      output: group({ count: z.int() }),
      // its fault shows only where a first one is there
      run: async (work) => ((await work.find(first, { limit: 1 })).items.length === 0 ? work.refuse(none()) : { count: 0.5 }),
    });
    const { findings } = await testPack(
      definePack({
        name: "chain",
        version: "0.1.0",
        definitions: { first, middle, last, none, tell },
        locales: {
          "zh-CN": {
            first: { name: "一", fields: { middleId: "二号" }, states: { active: "有效" } },
            middle: { name: "二", fields: { lastId: "三号" }, states: { active: "有效" } },
            last: { name: "三", fields: { note: "说明" }, states: { active: "有效" } },
            none: "没有一；请先录入。",
            tell: { name: "告知", input: {} },
          },
        },
      }),
    );
    expect(findings.map(({ check }) => check)).toContain("output-undeclared");
  });

  it("says what, where and what to do", async () => {
    const { findings } = await testPack(workshop(), { raised: raised.slice(1) });
    expect(findings.map(inWords)).toEqual([
      'refusal-unraised: The refusal "workshop/not-paid" is raised by no test. Write a scenario that comes to it, or pass what other tests raised as `raised`.',
    ]);
  });

  it("leaves out what is accepted, and finds acceptances that nothing answers to", async () => {
    const accept = [{ check: "refusal-unraised", place: 'The refusal "workshop/not-paid"', because: "Paper only" }] as const;
    expect(await found(workshop(), { raised: raised.slice(1), accept })).toEqual([]);
    expect(await found(workshop(), { accept })).toEqual(['acceptance-stale | The refusal "workshop/not-paid"']);
  });

  it("throws with all findings, for any runner", async () => {
    await expect(expectPack(workshop(), { raised })).resolves.toBeUndefined();
    const failure = await expectPack(workshop(), { raised: [] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KehuError);
    expect(failure).toMatchObject({
      code: "testing/pack-unsound",
      message: expect.stringContaining('The pack "workshop" has 3 findings:'),
    });
  });
});

const { ownedBy, colour, contactPhone, frameNumber } = bike.fields;
const recordDef = { fields: { frameNumber, ownedBy, colour, contactPhone }, unique: [{ by: ["frameNumber"] as const }] };
const bikeWith = (fields: object, fieldWords: object) =>
  workshop(
    { bike: defineRecord("workshop/bike", { fields: { ...recordDef.fields, ...fields }, unique: [{ by: ["frameNumber"] }] }) },
    { bike: { ...words.bike, fields: { ...words.bike.fields, ...fieldWords } } },
  );

describe("testPack finds a planted fault and no other:", () => {
  it("a word that is missing", () => {
    const sound = workshop();
    const pack = { ...sound, locales: { "zh-CN": { ...words, beReady: "" } } };
    expect(foundDeclared(pack)).toEqual(["words-missing | The zh-CN words, beReady,"]);
  });

  it("a word that is still English", () => {
    expect(foundDeclared(workshop({}, { mechanic: "Mechanic" }))).toEqual(["words-untranslated | The zh-CN words, mechanic,"]);
    expect(foundDeclared(workshop({}, { beReady: "Delivery date" }))).toEqual(["words-untranslated | The zh-CN words, beReady,"]);
    expect(foundDeclared(workshop({}, { priceless: "价格 is not above zero；请填写。" }))).toEqual([
      "words-untranslated | The zh-CN words, priceless,",
    ]);
  });

  it("a sentence with other blanks", () => {
    const sound = workshop();
    const pack = { ...sound, locales: { "zh-CN": { ...words, notPaid: "维修单 {number} 尚未付款。" } } };
    expect(foundDeclared(pack)).toEqual(["words-blanks | The zh-CN words, notPaid,"]);
  });

  it("two states that nobody can tell apart", () => {
    const states = { ...words.repair.states, ready: words.repair.states.working };
    expect(foundDeclared(workshop({}, { repair: { ...words.repair, states } }))).toEqual([
      "words-twice | The zh-CN words, repair.states.ready,",
    ]);
  });

  it("a state that nothing leads to", () => {
    const lost = defineRecord("workshop/bike", { ...recordDef, states: ["active", "stolen"] });
    const pack = workshop({ bike: lost }, { bike: { ...words.bike, states: { active: "有效", stolen: "被盗" } } });
    expect(foundDeclared(pack)).toEqual(['state-unreachable | The record "workshop/bike", state "stolen",']);
  });

  it("transitions that run in a ring by themselves", () => {
    const ring = defineLifecycle(repair, (t) => ({
      there: t({ from: "asked", to: "working", when: ({ record }) => record.fault === "there is no such fault" }),
      back: t({ from: "working", to: "asked", when: ({ record }) => record.fault === "there is no such fault" }),
    }));
    expect(foundDeclared(withLife(ring, { there: "去", back: "回" }))).toEqual(['automatic-loop | The record "workshop/repair"']);
  });

  it("a transition that is ready again when it has happened", () => {
    const again = defineLifecycle(repair, (t) => ({ again: t({ from: "asked", when: () => true }) }));
    expect(foundDeclared(withLife(again, { again: "再来" }))).toEqual(['automatic-loop | The transition "workshop/repair#again"']);
  });

  it("a transition that sets what its field does not take", () => {
    const odd = defineLifecycle(repair, (t) => ({ odd: t({ from: "asked", set: () => ({ hours: 1.5 }) }) }));
    expect(foundDeclared(withLife(odd, { odd: "异常" }))).toEqual(['set-unsound | The transition "workshop/repair#odd"']);
  });

  it("a deadline that no transition ends", () => {
    const forever = defineDeadline("workshop/keep", repair, { runsIn: ["collected", "dropped"], within: () => undefined });
    expect(foundDeclared(workshop({ forever }, { forever: "保管期限" }))).toEqual(['deadline-endless | The deadline "workshop/keep"']);
  });

  it("a record that nobody may read", () => {
    const pump = defineRecord("workshop/pump", { fields: { size: text(10) } });
    const pack = workshop({ pump }, { pump: { name: "气筒", fields: { size: "尺寸" }, states: { active: "有效" } } });
    expect(foundDeclared(pack)).toEqual(['record-unreadable | The record "workshop/pump"']);
    expect(foundDeclared(pack, [defineRole("vendor/clerk", [may.read(pump, "all")])])).toEqual([]);
  });

  it("a role that grants what does not exist", () => {
    const gone = defineOperation("workshop/gone", { input: {}, output: group({}), run: async () => ({}) });
    const pack = workshop({ mechanic: defineRole("workshop/mechanic", [...grants, may.call(gone)]) });
    expect(foundDeclared(pack)).toEqual(['grant-unknown | The role "workshop/mechanic"']);
  });

  it("a reference that is only text", () => {
    expect(foundDeclared(bikeWith({ insurerId: text(40).optional() }, { insurerId: "保险人" }))).toEqual([
      'reference-undeclared | The record "workshop/bike", field "insurerId",',
    ]);
    expect(
      foundDeclared(
        bikeWith(
          {
            parts: z
              .array(group({ makerId: text(40) }))
              .max(3)
              .optional(),
          },
          { parts: { name: "零件", fields: { makerId: "制造商" } } },
        ),
      ),
    ).toEqual(['reference-undeclared | The record "workshop/bike", field "parts.makerId",']);
  });

  it("personal data that is not marked", () => {
    expect(foundDeclared(bikeWith({ ownerName: text(40).optional() }, { ownerName: "车主姓名" }))).toEqual([
      'personal-undeclared | The record "workshop/bike", field "ownerName",',
    ]);
    expect(foundDeclared(bikeWith({ birthOn: date().optional() }, { birthOn: "生日" }))).toEqual([
      'personal-undeclared | The record "workshop/bike", field "birthOn",',
    ]);
    expect(foundDeclared(bikeWith({ reachedAt: z.email().max(80).optional() }, { reachedAt: "联系" }))).toEqual([
      'personal-undeclared | The record "workshop/bike", field "reachedAt",',
    ]);
  });

  it("a number that people look a record up by and that is no key", () => {
    const loose = defineRecord("workshop/pump", { fields: { pumpNumber: text(40) } });
    const pack = workshop(
      { pump: loose, mechanic: defineRole("workshop/mechanic", [...grants, may.read(loose, "all")]) },
      { pump: { name: "气筒", fields: { pumpNumber: "编号" }, states: { active: "有效" } } },
    );
    expect(foundDeclared(pack)).toEqual(['key-missing | The record "workshop/pump", field "pumpNumber",']);
  });

  it("a refusal that no test raises", () => {
    const never = defineRefusal("workshop/never", "It never comes to this; look elsewhere.");
    expect(foundDeclared(workshop({ never }, { never: "永远不会发生；请另寻原因。" }))).toEqual([
      'refusal-unraised | The refusal "workshop/never"',
    ]);
  });

  it("a number without a source, and one that does not count yet", () => {
    const rate = (from: string, source: string) =>
      workshop({
        yearlyRate: defineParameter("workshop/hourly-rate", { schema: z.int(), values: [{ from, value: 1, source, verified: false }] }),
        repairLife: plainLife,
      });
    expect(foundDeclared(rate("2020-01-01", "TODO"))).toEqual(['parameter-sourceless | The parameter "workshop/hourly-rate"']);
    expect(foundDeclared(rate("2027-01-01", "The list on the wall"))).toEqual(['parameter-not-yet | The parameter "workshop/hourly-rate"']);
  });

  it("a ledger with an entry that is neither", () => {
    const entry = {
      key: "price",
      customerId: "customer_1",
      on: "2026-01-01",
      kind: "revenue",
      category: "repair",
      amount: { amountMinor: 5, currency: "CNY" },
    } as const;
    const ledger = (change: object) =>
      workshop({ repairLedger: defineLedger(repair, { entries: () => [{ ...entry, ...change }] }), repairLife: plainLife });
    expect(foundDeclared(ledger({ kind: "profit" }))).toEqual(['ledger-unsound | The ledger of "workshop/repair"']);
    const others = [
      { category: "Repair work" },
      { amount: { amountMinor: 0.5, currency: "CNY" } },
      { amount: { amountMinor: -5, currency: "CNY" } },
      { on: "2026-01-01T00:00:00Z" },
      { customerId: undefined },
    ];
    for (const change of others)
      expect(checkFunctions(contentsOf(ledger(change)), 1), JSON.stringify(change)).toMatchObject([{ check: "ledger-unsound" }]);
  });

  it("a guard that breaks where an optional field is empty", () => {
    const rash = defineLifecycle(repair, (t) => ({
      rush: t({
        from: "collected",
        guard: ({ record }) => ((record.promisedOn as string).length === 0 ? definitions.priceless() : undefined),
      }),
    }));
    const finding = foundDeclared(withLife(rash, { rush: "催促" }));
    expect(finding[0]).toBe('function-crash | The transition "workshop/repair#rush"');
    expect(finding.every((line) => line.includes("workshop/repair#rush"))).toBe(true);
  });

  it("a rule that writes into the record that it checks", () => {
    const meddling = defineRule("workshop/meddling", bike, {
      check: ({ record }) => {
        (record as { frameNumber: string }).frameNumber = "other";
        return undefined;
      },
    });
    expect(foundDeclared(workshop({ meddling }))).toEqual(['function-crash | The rule "workshop/meddling"']);
  });

  it("a function that looks at the machine's clock or throws dice", () => {
    const late = (asked: () => boolean) =>
      withLife(
        defineLifecycle(repair, (t) => ({ late: t({ from: "asked", guard: () => (asked() ? definitions.priceless() : undefined) }) })),
        { late: "超期" },
      );
    for (const asked of [() => Date.now() > Date.parse("2026-01-01"), () => new Date().getFullYear() > 2030, () => Math.random() > 0.5])
      expect(foundDeclared(late(asked))).toEqual(['function-impure | The transition "workshop/repair#late"']);
    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
  });

  it("a choice outside of what is declared", () => {
    const odd = defineLifecycle(repair, (t) => ({ odd: t({ from: "asked", to: ["working", "ready"], choose: () => "collected" }) }));
    expect(foundDeclared(withLife(odd, { odd: "异常" }))).toEqual(['choice-outside | The transition "workshop/repair#odd"']);
  });

  it("a refusal that the pack does not list, and a day that does not exist", () => {
    const closed = defineRefusal("workshop/closed", "The workshop is closed; come back tomorrow.");
    const rush = defineLifecycle(repair, (t) => ({ rush: t({ from: "asked", guard: () => closed() }) }));
    expect(foundDeclared(withLife(rush, { rush: "催促" }))).toEqual(['definition-unlisted | The transition "workshop/repair#rush"']);
    const expiring = defineLifecycle(repair, (t) => ({ expire: t({ from: "asked", to: "dropped", due: () => "2026-02-30" }) }));
    expect(foundDeclared(withLife(expiring, { expire: "过期" }))[0]).toBe('due-unsound | The transition "workshop/repair#expire"');
  });

  it("an input that lets anything be turned into a number", async () => {
    const lenient = defineOperation("workshop/lenient", { input: { hours: z.coerce.number() }, output: group({}), run: async () => ({}) });
    expect(await found(withOperation(lenient, { hours: "工时" }))).toEqual(['hostile-accepted | The operation "workshop/lenient"']);
  });

  it("a schema that throws", async () => {
    const brittle = defineOperation("workshop/brittle", {
      input: { note: text(90).refine((note) => note.startsWith("s") || (note.at(90) as string).length > 0) },
      output: group({}),
      run: async () => ({}),
    } as never);
    expect(await found(withOperation(brittle, { note: "说明" }))).toEqual(['hostile-crash | The operation "workshop/brittle"']);
  });

  it("an operation that breaks where it finds nothing", async () => {
    const rash = defineOperation("workshop/rash", {
      input: { frameNumber: text(40) },
      output: group({ bikeId: ref("workshop/bike") }),
      async run(work, asked) {
        const { items } = await work.find(bike, { where: asked, select: ["id"], limit: 1 });
        return { bikeId: (items[0] as { readonly id: string }).id };
      },
    });
    expect(await found(withOperation(rash, { frameNumber: "车架号" }))).toEqual(['operation-crash | The operation "workshop/rash"']);
  });

  it("an operation that gives something else than it declares", async () => {
    const liar = defineOperation("workshop/liar", { input: {}, output: group({ count: z.int() }), run: async () => ({ count: 0.5 }) });
    expect(await found(withOperation(liar, {}))).toEqual(['output-undeclared | The operation "workshop/liar"']);
  });

  it("has planted every fault that a pack can have", () => {
    // for the last two the runtime answers, whatever the pack; the others are planted in a file of their own
    const elsewhere = ["record-unsampled", "right-missing", "act-unsound", "guard-closed"];
    expect(checks.filter((check) => !seen.has(check))).toEqual([...elsewhere, "right-ungranted", "hostile-trace"]);
  });
});

/** The lifecycle without its parameter. */
const plainLife = defineLifecycle(repair, (t) => ({
  begin: t({ from: "asked", to: "working", input: { promisedOn: date() }, set: ({ input }) => input }),
  finish: t({ from: "working", to: "ready", input: { hours: z.int().min(0).max(100) }, set: ({ input }) => input }),
  pay: t({ from: "ready", input: { paidOn: date() }, set: ({ input }) => input }),
  collect: t({ from: "ready", to: "collected" }),
  drop: t({ from: ["asked", "working"], to: "dropped" }),
}));
