import { describe, expect, it } from "vitest";
import * as z from "zod";
import { builtIn } from "../built-in.js";
import { kehu } from "../kehu.js";
import { defineDeadline } from "./deadline.js";
import { date, group, list, party, text } from "./field.js";
import { defineLedger } from "./ledger.js";
import { defineLifecycle } from "./lifecycle.js";
import { defineOperation } from "./operation.js";
import { definePack, isDefinition } from "./pack.js";
import { expectedWords } from "./pack-words.js";
import { defineParameter } from "./parameter.js";
import { defineRecord } from "./record.js";
import { defineRefusal } from "./refusal.js";
import { defineRole } from "./role.js";
import { defineRule } from "./rule.js";
import { englishName } from "./words.js";

const visit = defineRecord("field/visit", {
  fields: {
    hostId: party("host"),
    mood: z.enum(["good", "bad"]).optional(),
    onDay: date(),
    notes: list(group({ line: text(80) }), 3).default([]),
  },
  states: ["planned", "done"],
});
const visitLifecycle = defineLifecycle(visit, (t) => ({
  finish: t({ from: "planned", to: "done" }),
  move: t({ from: "planned", input: { onDay: date() }, set: ({ input }) => input }),
}));
const tooLate = defineRefusal("field/too-late", "It is later than {day}; choose a day from {first} on.");
const limit = defineParameter("field/limit", {
  schema: z.int(),
  values: [{ from: "2020-01-01", value: 3, source: "House rule", verified: true }],
});
const plan = defineOperation("field/plan", { input: { onDay: date() }, output: z.int(), run: async () => 1 });
const late = defineDeadline("field/late", visit, { runsIn: ["planned"], within: () => undefined });
const rep = defineRole("field/rep", []);
const rule = defineRule("field/sound", visit, { check: () => undefined });
const ledger = defineLedger(visit, { entries: () => [] });
const definitions = {
  visit,
  visitLifecycle,
  tooLate,
  limit,
  plan,
  late,
  rep,
  rule,
  ledger,
  greet: () => "hello",
  version: 3,
  nothing: null,
};
const words = {
  visit: {
    name: "拜访",
    fields: { hostId: "主人", mood: { name: "心情", options: { good: "好", bad: "差" } }, onDay: "日期", notes: "备注" },
    states: { planned: "计划", done: "完成" },
  },
  visitLifecycle: { finish: "完成", move: { name: "改期", input: { onDay: "日期" } } },
  tooLate: "已晚于 {day}，请选择 {first} 之后。",
  limit: "上限",
  plan: { name: "计划", input: { onDay: "日期" } },
  late: "逾期",
  rep: "代表",
} as const;
const pack = (change: object = {}, locales: object = { "zh-CN": words }) =>
  definePack({ name: "field", version: "0.1.0", definitions, locales, ...change } as never);
let count = 0;
const field = 'The record "field/odd", field "a"';
const withField = (a: unknown) => () => pack({ definitions: { odd: defineRecord("field/odd", { fields: { a } as never }) } });
const zh = (change: object) => pack({}, { "zh-CN": { ...words, ...change } });

describe("definePack", () => {
  it("keeps what is a definition, and passes over the rest", () => {
    expect(Object.keys(pack().definitions)).toEqual([
      "visit",
      "visitLifecycle",
      "tooLate",
      "limit",
      "plan",
      "late",
      "rep",
      "rule",
      "ledger",
    ]);
    expect([null, 3, "record", {}, { kind: "constructor" }, () => 1].some(isDefinition)).toBe(false);
  });
  it.each<[string, () => unknown, string]>([
    [
      "a name with capitals",
      () => pack({ name: "Field" }),
      'The pack "Field" needs a name such as "real-estate": small letters and hyphens.',
    ],
    ["a version that is none", () => pack({ version: "1" }), 'The pack "field" needs a version such as "0.1.0".'],
    [
      "a name outside the pack",
      () => pack({ name: "other" }),
      'The pack "other", definition "visit", is called "field/visit"; a pack\'s names begin with "other/".',
    ],
    [
      "a name twice",
      () => pack({ definitions: { ...definitions, again: rep } }),
      'The pack "field" defines the role "field/rep" twice: as "rep" and as "again".',
    ],
    [
      "a transition twice",
      () => pack({ definitions: { ...definitions, more: defineLifecycle(visit, (t) => ({ finish: t({ from: "planned" }) })) } }),
      'The pack "field" defines the lifecycle "field/visit#finish" twice: as "visitLifecycle" and as "more".',
    ],
    [
      "a value that its parameter refuses",
      () => pack({ definitions: { limit: { ...limit, schema: z.int().max(2) } } }),
      'The parameter "field/limit", value from 2020-01-01, is refused by its own schema.',
    ],
    ...["ja_JP", "japanese", "__proto__", "", "*"].map((locale): [string, () => unknown, string] => [
      `the locale "${locale}"`,
      () =>
        pack(
          {},
          Object.fromEntries([
            ["zh-CN", words],
            [locale, {}],
          ]),
        ),
      `The pack "field", locale "${locale}", is no BCP 47 language tag, such as "ja" or "pt-BR", so that nobody could ask for its words.`,
    ]),
    ...[null, "words", []].map((given): [string, () => unknown, string] => [
      `words that are ${JSON.stringify(given)}`,
      () => pack({}, { "zh-CN": words, ja: given }),
      'The pack "field", locale "ja", needs an object with the words of its definitions, or has to be left out.',
    ]),
    [
      "a part of the words that is null",
      () => pack({}, { "zh-CN": words, ja: { visit: null } }),
      'The pack "field", ja words of "visit" must be an object with the words of its parts.',
    ],
    ...[undefined, null, "zh-CN"].map((given): [string, () => unknown, string] => [
      `locales that are ${JSON.stringify(given)}`,
      () => pack({ locales: given }),
      'The pack "field" needs locales with its words by language, as in { "zh-CN": { … } }.',
    ]),
    ["definitions that are none", () => pack({ definitions: undefined }), 'The pack "field" needs definitions.'],
    [
      "a default that its own schema refuses",
      withField(text(5).default("toolongtext")),
      `${field} has a default that its own schema refuses.`,
    ],
    [
      "a default inside that its own schema refuses",
      withField(list(group({ b: text(5).default("toolongtext") }), 3)),
      `${field} in each item, field "b" has a default that its own schema refuses.`,
    ],
    [
      "a default that differs each time",
      withField(z.int().default(() => count++)),
      `${field} has a default that differs each time; give it in the operation, where ids and the time come from \`work\`.`,
    ],
    ["missing words", () => zh({ rep: undefined }), 'The pack "field", zh-CN words of "rep" are missing.'],
    ["words that are blank", () => zh({ rep: " " }), 'The pack "field", zh-CN words of "rep" must be a text.'],
    [
      "a missing field",
      () => zh({ visit: { ...words.visit, fields: { hostId: "主人" } } }),
      'The pack "field", zh-CN words of "visit", fields, mood are missing.',
    ],
    [
      "a missing option",
      () => zh({ visit: { ...words.visit, fields: { ...words.visit.fields, mood: { name: "心情", options: { good: "好" } } } } }),
      'The pack "field", zh-CN words of "visit", fields, mood, options, bad are missing.',
    ],
    ["one word where there are parts", () => zh({ visit: "拜访" }), 'The pack "field", zh-CN words of "visit" must name each part.'],
    [
      "a missing input",
      () => zh({ visitLifecycle: { ...words.visitLifecycle, move: "改期" } }),
      'The pack "field", zh-CN words of "visitLifecycle", move must name each part.',
    ],
    [
      "a blank that is missing",
      () => zh({ tooLate: "已晚于 {day}。" }),
      'The pack "field", zh-CN words of "tooLate" must have the blanks of the English sentence: day, first.',
    ],
    [
      "a blank that is another",
      () => zh({ tooLate: "已晚于 {day}，{last}。" }),
      'The pack "field", zh-CN words of "tooLate" must have the blanks of the English sentence: day, first.',
    ],
    [
      "a blank where there is none",
      () => zh({ rep: "代表 {name}" }),
      'The pack "field", zh-CN words of "rep" must have the blanks of the English sentence: none.',
    ],
    [
      "words of what the pack does not define",
      () => zh({ toString: "?" }),
      'The pack "field", zh-CN words, speak of "toString", which the pack does not define.',
    ],
    [
      "words of a state that there is not",
      () => zh({ visit: { ...words.visit, states: { ...words.visit.states, gone: "无" } } }),
      'The pack "field", zh-CN words of "visit", states speak of "gone", which does not exist.',
    ],
  ])("refuses %s", (_, define, message) => expect(define).toThrow(expect.objectContaining({ code: "core/invalid-definition", message })));
  it("asks of English only what the names do not say, with the same blanks", () => {
    expect(pack({}, { "zh-CN": words, en: { visit: { states: { planned: "Planned for later" } } } }).locales["en"]).toBeDefined();
    expect(() => pack({}, { "zh-CN": words, en: { tooLate: "Too late." } })).toThrow(
      "must have the blanks of the English sentence: day, first.",
    );
  });
  it("takes transitions and ledgers about a record of another pack", () => {
    const other = definePack({
      name: "other",
      version: "0.1.0",
      definitions: { visitLifecycle, ledger },
      locales: { "zh-CN": { visitLifecycle: words.visitLifecycle } },
    });
    expect(Object.keys(other.definitions)).toEqual(["visitLifecycle", "ledger"]);
  });
});

describe("kehu", () => {
  it("is a pack like any other, with all its words", () => {
    expect(definePack({ ...kehu, definitions: builtIn, locales: kehu.locales as never })).toEqual(kehu);
  });
});

describe("expectedWords", () => {
  it("is what a translator has to say", () => {
    expect(expectedWords(visitLifecycle)).toEqual({ finish: "", move: { name: "", input: { onDay: "" } } });
    expect(expectedWords(rule)).toBeUndefined();
    expect(expectedWords(tooLate)).toBe(tooLate.text);
  });
});

describe("englishName", () => {
  it.each([
    ["paidToOn", "Paid to on"],
    ["insurance/premium-receipt", "Premium receipt"],
    ["holderId", "Holder"],
    ["id", "Id"],
    ["areaM2Net", "Area m2 net"],
    ["inForce", "In force"],
  ])("says %s as %s", (name, words) => {
    expect(englishName(name)).toBe(words);
  });
});
