// Packs as large as a whole trade, written by a loop: fields of every kind, references in a ring, lifecycles with needs, rules, a role and words.

/** How large a generated pack is. */
export const size = { records: 14, operations: 40 } as const;

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const two = (index: number): string => String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
/** Names are letters only: `aa`, `ab`, … */
const thing = (index: number): string => `thing${two(((index % size.records) + size.records) % size.records).toUpperCase()}`;
const kebab = (name: string): string => name.replace(/[A-Z]+/g, (letters) => `-${letters.toLowerCase()}`);

/** The files of one pack, by their path below its `src`. */
export function packSource(pack: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const index of range(size.records)) {
    files.set(`${kebab(thing(index))}.ts`, recordSource(pack, index));
    files.set(`${kebab(thing(index))}-lifecycle.ts`, lifecycleSource(pack, index));
    files.set(`${kebab(thing(index))}-rules.ts`, ruleSource(pack, index));
  }
  for (const index of range(size.operations)) files.set(`act-${two(index)}.ts`, operationSource(pack, index));
  files.set("roles.ts", roleSource(pack));
  files.set("definitions.ts", definitionsSource());
  files.set("locales/zh-CN.ts", wordsSource());
  files.set(`${pack}.ts`, wiringSource(pack));
  files.set("index.ts", `export * from "./definitions.js";\nexport { ${pack} } from "./${pack}.js";\n`);
  return files;
}

function recordSource(pack: string, index: number): string {
  const name = thing(index);
  return `import { anyRef, date, decimal, defineRecord, group, instant, list, money, party, personal, ref, type Stored, text } from "@kehu/core";
import * as z from "zod";

/** What is kept of it: a field of every kind. */
export const ${name} = defineRecord("${pack}/${kebab(name)}", {
  fields: {
    ${name}Number: text(40),
    title: text(200).optional(),
    holderId: party("holder"),
    payorId: party("payor").optional(),
    parentId: ref("${pack}/${kebab(thing(index + 1))}"),
    otherId: ref("${pack}/${kebab(thing(index + 5))}").optional(),
    aboutId: anyRef().optional(),
    startsOn: date(),
    endsOn: date().optional(),
    signedAt: instant().optional(),
    price: money(),
    discount: decimal(4).optional(),
    pieces: z.int().min(0).max(10_000),
    weight: z.number().min(0).optional(),
    isUrgent: z.boolean().default(false),
    frequency: z.enum(["monthly", "quarterly", "annual"]),
    channel: z.enum(["agent", "bank", "web", "phone"]).optional(),
    email: personal("contact", z.email().max(200)).optional(),
    address: personal("location", group({ street: text(200), city: text(80), postCode: text(12).optional() })).optional(),
    lines: list(group({ article: text(80), pieces: z.int(), unitPrice: money(), supplierId: party("supplier").optional() }), 50).default([]),
  },
  states: ["draft", "open", "held", "closed", "void"],
  unique: [{ by: ["${name}Number"] }],
  managed: ["endsOn", "signedAt"],
});
export interface ${name[0]?.toUpperCase()}${name.slice(1)} extends Stored<typeof ${name}> {}
`;
}

function lifecycleSource(pack: string, index: number): string {
  const [name, parent, child] = [thing(index), thing(index + 1), thing(index - 1)];
  return `import { act, count, date, defineLifecycle, defineRefusal, many, one, oneOrNone, sum, task, text, totals } from "@kehu/core";
import { ${name} } from "./${kebab(name)}.js";
import { ${parent} } from "./${kebab(parent)}.js";
import { ${child} } from "./${kebab(child)}.js";

export const ${name}StillOpen = defineRefusal("${pack}/${kebab(name)}-still-open", "{count} of {number} are still open; close them first.");
export const ${name}ParentVoid = defineRefusal("${pack}/${kebab(name)}-parent-void", "{number} is void; choose another one.");

const itsParent = { parent: one(${parent}, "parentId") };
const itsChildren = { children: many(${child}, "parentId", { where: { state: "open" } }) };

/** What may happen to it. */
export const ${name}Lifecycle = defineLifecycle(${name}, (t) => ({
  open: t({
    from: "draft",
    to: "open",
    input: { signedOn: date(), remark: text(200).optional() },
    needs: itsParent,
    guard: ({ needs }) => (needs.parent.state === "void" ? ${name}ParentVoid({ number: needs.parent.${parent}Number }) : undefined),
    check: ({ input, record }) => (input.signedOn < record.startsOn ? ${name}ParentVoid({ number: input.signedOn }) : undefined),
    set: ({ now }) => ({ signedAt: now }),
    effective: ({ input }) => input.signedOn,
  }),
  hold: t({ from: "open", to: "held", input: { reason: text(200) }, also: ({ record, input }) => [act.create(task, { subject: input.reason, aboutId: record.id })] }),
  release: t({ from: "held", to: "origin" }),
  close: t({
    from: ["open", "held"],
    to: "closed",
    input: { endsOn: date() },
    needs: { ...itsChildren, totals: totals(${child}, "parentId", { measures: { open: count(), worth: sum("price") } }) },
    guard: ({ record, needs }) => (needs.children.length > 0 ? ${name}StillOpen({ count: needs.totals.open, number: record.${name}Number }) : undefined),
    set: ({ input }) => ({ endsOn: input.endsOn }),
  }),
  expire: t({
    from: "open",
    to: "closed",
    needs: { ...itsParent, sibling: oneOrNone(${thing(index + 5)}Type, "otherId") },
    due: ({ record, needs }) => record.endsOn ?? needs.sibling?.endsOn ?? needs.parent.endsOn,
  }),
  follow: t({ from: "held", to: ["closed", "void"], needs: itsParent, when: ({ needs }) => needs.parent.state === "closed", choose: ({ record }) => (record.isUrgent ? "closed" : "void") }),
}));
`
    .replaceAll(`${thing(index + 5)}Type`, thing(index + 5))
    .replace(`import { ${child} }`, `import { ${thing(index + 5)} } from "./${kebab(thing(index + 5))}.js";\nimport { ${child} }`);
}

function ruleSource(pack: string, index: number): string {
  const [name, parent] = [thing(index), thing(index + 1)];
  return `import { defineLedger, defineRefusal, defineRule, one } from "@kehu/core";
import { ${name} } from "./${kebab(name)}.js";
import { ${parent} } from "./${kebab(parent)}.js";

export const ${name}EndsEarly = defineRefusal("${pack}/${kebab(name)}-ends-early", "{number} would end on {endsOn}, before it starts; choose a later day.");
/** It ends after it starts, and within what it belongs to. */
export const ${name}IsSound = defineRule("${pack}/${kebab(name)}-is-sound", ${name}, {
  needs: { parent: one(${parent}, "parentId") },
  check: ({ record, needs }) =>
    record.endsOn !== undefined && (record.endsOn < record.startsOn || record.endsOn < needs.parent.startsOn)
      ? ${name}EndsEarly({ number: record.${name}Number, endsOn: record.endsOn })
      : undefined,
});
/** What it brought. */
export const ${name}Ledger = defineLedger(${name}, {
  entries: ({ record, calendar }) =>
    record.state === "closed"
      ? [{ key: "price", customerId: record.holderId, on: calendar.dayOf(record.since), kind: "revenue", category: "price", amount: record.price }]
      : [],
});
`;
}

function operationSource(pack: string, index: number): string {
  const [name, other] = [thing(index), thing(index + 3)];
  const asks = index % 4 === 3;
  const head = `import { count, date, defineOperation, defineQuery, group, list, money, party, ref, text } from "@kehu/core";
import * as z from "zod";
import { ${name} } from "./${kebab(name)}.js";
import { ${name}Lifecycle } from "./${kebab(name)}-lifecycle.js";
import { ${other} } from "./${kebab(other)}.js";

const { frequency, price, lines } = ${name}.fields;
`;
  if (asks)
    return `${head
      .replace(/, defineOperation|, list|, money|, ref\b|, party/g, "")
      .replace(/\nimport \{ thing\w+Lifecycle \}.*/, "")
      .replace("frequency, price, lines", "frequency")}
/** A figure. */
export const act${two(index).toUpperCase()} = defineQuery("${pack}/act-${two(index)}", {
  input: { from: date(), until: date(), frequency, label: text(40).optional() },
  output: group({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() }),
  run: async (reader, { from, until, frequency }) => {
    const [row] = await reader.aggregate(${name}, { where: { startsOn: { from, until }, frequency }, measures: { all: count() } });
    const { items } = await reader.find(${other}, { where: { state: "open" }, select: ["id"], limit: 10 });
    return { numerator: items.length, denominator: row?.all ?? 0, value: null };
  },
});
`;
  return `${head.replace(/count, |, defineQuery/g, "")}
/** A business act. */
export const act${two(index).toUpperCase()} = defineOperation("${pack}/act-${two(index)}", {
  input: { number: text(40), customerId: party("holder"), parentId: ref("${pack}/${kebab(thing(index + 1))}"), otherId: ref("${pack}/${kebab(other)}"), startsOn: date(), price, frequency, lines, fee: money().optional(), tags: list(text(20), 5).default([]) },
  output: group({ ${name}Id: ref("${pack}/${kebab(name)}"), pieces: z.int() }),
  async run(work, { number, customerId, parentId, otherId, startsOn, price, frequency, lines }) {
    const other = await work.get(${other}, otherId);
    if (other.state === "void") return { ${name}Id: "", pieces: 0 };
    const made = await work.create(${name}, { ${name}Number: number, holderId: customerId, parentId, startsOn, price, frequency, lines, pieces: lines.length });
    await work.apply(${name}Lifecycle.open, made.id, { signedOn: startsOn });
    return { ${name}Id: made.id, pieces: made.pieces };
  },
});
`;
}

function roleSource(pack: string): string {
  const names = range(size.records).map(thing);
  const acts = range(size.operations).map((index) => `act${two(index).toUpperCase()}`);
  return `import { customer, defineRole, may } from "@kehu/core";
${acts.map((name, index) => `import { ${name} } from "./act-${two(index)}.js";`).join("\n")}
${names.map((name) => `import { ${name} } from "./${kebab(name)}.js";\nimport { ${name}Lifecycle } from "./${kebab(name)}-lifecycle.js";`).join("\n")}

/** Who may do all of it. */
export const desk = defineRole("${pack}/desk", [
  may.create(customer),
  may.read(customer, "all"),
${names.map((name) => `  may.read(${name}, "all", { hide: ["discount"] }),\n  may.create(${name}),\n  may.update(${name}, { through: "parentId" }),\n  may.apply(${name}Lifecycle.open, { self: "holderId" }),\n  may.apply(${name}Lifecycle.close, "team", ({ record }) => record.price.amountMinor < 100_000),`).join("\n")}
${acts.map((name) => `  may.call(${name}),`).join("\n")}
]);
`;
}

const definitionsSource = (): string =>
  [
    ...range(size.records).map(
      (index) =>
        `export { ${thing(index)} } from "./${kebab(thing(index))}.js";\nexport { ${thing(index)}Lifecycle, ${thing(index)}ParentVoid, ${thing(index)}StillOpen } from "./${kebab(thing(index))}-lifecycle.js";\nexport { ${thing(index)}EndsEarly, ${thing(index)}IsSound, ${thing(index)}Ledger } from "./${kebab(thing(index))}-rules.js";`,
    ),
    ...range(size.operations).map((index) => `export { act${two(index).toUpperCase()} } from "./act-${two(index)}.js";`),
    'export { desk } from "./roles.js";\n',
  ].join("\n");

function wordsSource(): string {
  const records = range(size.records).map((index) => {
    const name = thing(index);
    return `  ${name}: {
    name: "业务${index}",
    fields: { ${name}Number: "编号", title: "标题", holderId: "持有人", payorId: "付款人", parentId: "上级", otherId: "其他", aboutId: "关于", startsOn: "起始日期", endsOn: "终止日期", signedAt: "签署时间", price: "价格", discount: "折扣", pieces: "件数", weight: "重量", isUrgent: "加急", frequency: { name: "频率", options: frequencies }, channel: { name: "渠道", options: channels }, email: "电子邮件", address: "地址", lines: "明细" },
    states,
  },
  ${name}Lifecycle: { open: { name: "开启", input: { signedOn: "签署日期", remark: "备注" } }, hold: { name: "暂停", input: { reason: "原因" } }, release: "恢复", close: { name: "关闭", input: { endsOn: "终止日期" } }, expire: "到期", follow: "随上级结束" },
  ${name}StillOpen: "{number} 下还有 {count} 项未结；请先关闭。",
  ${name}ParentVoid: "{number} 已作废；请另选。",
  ${name}EndsEarly: "{number} 将于 {endsOn} 结束，早于起始日期；请更改日期。",`;
  });
  const acts = range(size.operations).map((index) => {
    const name = `act${two(index).toUpperCase()}`;
    return index % 4 === 3
      ? `  ${name}: { name: "指标${index}", input: { from: "自", until: "至", frequency: { name: "频率", options: frequencies }, label: "标签" } },`
      : `  ${name}: { name: "办理${index}", input: { number: "编号", customerId: "客户", parentId: "上级", otherId: "其他", startsOn: "起始日期", price: "价格", frequency: { name: "频率", options: frequencies }, lines: "明细", fee: "费用", tags: "标签" } },`;
  });
  return `import type { Words } from "@kehu/core";
import type * as definitions from "../definitions.js";

const frequencies = { monthly: "月", quarterly: "季", annual: "年" };
const channels = { agent: "代理人", bank: "银行", web: "网站", phone: "电话" };
const states = { draft: "草稿", open: "进行中", held: "暂停", closed: "已关闭", void: "已作废" };

export const zhCN: Words<typeof definitions> = {
${[...records, ...acts].join("\n")}
  desk: "柜员",
};
`;
}

const wiringSource = (pack: string): string => `import { definePack } from "@kehu/core";
import * as definitions from "./definitions.js";
import { zhCN } from "./locales/zh-CN.js";

/** The whole trade. */
export const ${pack} = definePack({ name: "${pack}", version: "0.1.0", definitions, locales: { "zh-CN": zhCN } });
`;

/** An application: it opens a CRM with these packs. With `uses`, it does something with each. */
export function appSource(packs: readonly string[], uses: boolean): string {
  const imports = packs.map((pack) =>
    uses
      ? `import { ${pack}, thingAA as ${pack}Thing, thingAALifecycle as ${pack}Lifecycle, actAA as ${pack}Act, actAD as ${pack}Figure } from "@trade/${pack}";`
      : `import { ${pack} } from "@trade/${pack}";`,
  );
  const acts = packs.map(
    (
      pack,
    ) => `export const ${pack}Made = await desk.create(${pack}Thing, { thingAANumber: "1", holderId: "c1", parentId: "p1", startsOn: "2026-01-01", price, pieces: 1, frequency: "annual" });
export const ${pack}Done = await desk.call(${pack}Act, { number: "1", customerId: "c1", parentId: "p1", otherId: "o1", startsOn: "2026-01-01", price, frequency: "annual" });
export const ${pack}Rate = await desk.call(${pack}Figure, { from: "2026-01-01", until: "2026-12-31", frequency: "annual" });
export const ${pack}Page = await desk.find(${pack}Thing, { where: { state: "open", startsOn: { from: "2026-01-01" } }, sort: "-startsOn", select: ["id", "title"] });
await desk.apply(${pack}Lifecycle.open, ${pack}Made.id, { signedOn: "2026-01-01" }, { version: ${pack}Made.version });`,
  );
  return `import { createCrm } from "@kehu/crm";
import { pglite } from "@kehu/crm/pglite";
${imports.join("\n")}

export const crm = await createCrm({ packs: [${packs.join(", ")}], database: pglite() });
${uses ? `const desk = crm.as({ id: "li", tenant: "t1", roles: [] });\nconst price = { amountMinor: 1, currency: "CNY" };\n${acts.join("\n")}` : ""}
`;
}
