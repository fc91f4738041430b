import {
  date,
  defineLifecycle,
  definePack,
  defineRecord,
  defineRefusal,
  defineRole,
  group,
  type Id,
  KehuError,
  list,
  may,
  type Possibility,
  refused,
  type Session,
  task,
  text,
} from "@kehu/core";
import { parsePhone } from "@kehu/core/phone";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Crm, createCrm } from "../crm.js";
import { viewCustomer } from "../customer/view-customer.js";
import { pglite } from "../pglite/index.js";
import { notFound } from "../read/refusals.js";

const loan = defineRecord("library/loan", {
  fields: {
    dueOn: date(),
    kind: z.enum(["book", "map"]).optional(),
    number: text(20).optional(),
    readers: list(group({ name: text(20) }), 3).optional(),
  },
  states: ["lent", "returned"],
  unique: [{ by: ["number"] }],
});
const tooLate = defineRefusal("library/too-late", "The book was due on {dueOn}; bring it back.");
const notBefore = defineRefusal("library/not-before", "{field} cannot lie before {other}; correct {field}.");
const stillOut = defineRefusal("library/still-out", "It is {state} ({kinds}, {terms}); wait for it.", {
  state: { stateOf: "library/loan" },
  kinds: { optionOf: "library/loan", field: "kind" },
  terms: { fieldOf: "library/loan" },
});
const loanLifecycle = defineLifecycle(loan, (t) => ({
  extend: t({ from: "lent", to: "lent", guard: ({ record }) => tooLate({ dueOn: record.dueOn }) }),
  giveBack: t({ from: "lent", to: "returned" }),
  lendAgain: t({ from: "returned", to: "lent" }),
  sort: t({ from: "lent", input: { kind: z.enum(["book", "map"]), note: text(20) } }),
}));
const reader = defineRole("library/reader", [
  may.create(loan),
  may.adopt(loan),
  may.create(task),
  may.read(task, "all"),
  may.read(loan, "all"),
  may.apply(loanLifecycle.extend, "all"),
  may.apply(loanLifecycle.giveBack, "all"),
  may.apply(loanLifecycle.lendAgain, "all"),
]);
const librarian = defineRole("library/librarian", [may.read(loan, "all"), may.apply(loanLifecycle.sort, "all")]);
const library = definePack({
  name: "library",
  version: "0.1.0",
  definitions: { loan, tooLate, notBefore, stillOut, loanLifecycle, reader, librarian },
  locales: {
    "zh-CN": {
      loan: {
        name: "借阅",
        fields: {
          dueOn: "应还日期",
          kind: { name: "种类", options: { book: "图书", map: "地图" } },
          number: "编码",
          readers: { name: "读者", fields: { name: "姓名" } },
        },
        states: { lent: "借出", returned: "已还" },
      },
      tooLate: "应于 {dueOn} 归还；请先还书。",
      stillOut: "{state}（{kinds}，{terms}）；请等待。",
      notBefore: "{field}不能早于{other}；请更正{field}。",
      loanLifecycle: {
        extend: "续借",
        giveBack: "归还",
        lendAgain: "再借",
        sort: { name: "归类", input: { kind: { name: "类别", options: { book: "书", map: "图" } }, note: "附言" } },
      },
      reader: "读者",
      librarian: "馆员",
    },
    en: { loan: { fields: { kind: { options: { map: "Chart" } } } } },
    ja: { loan: { name: "貸出", fields: { kind: { options: { book: "本" } } } }, tooLate: "{dueOn} が期限でした。返却してください。" },
  },
});

describe("a crm in Chinese", () => {
  let crm: Crm;
  let desk: Session;
  let id: Id<"library/loan">;
  beforeAll(async () => {
    crm = await createCrm({ packs: [library], database: pglite(), clock: () => "2026-03-02T01:00:00.000Z" });
    await crm.install();
    await crm.openTenant({ id: "t1", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["library"] });
    desk = crm.as({ id: "li", tenant: "t1", roles: ["library/reader"] });
    id = (await desk.create(loan, { dueOn: "2026-03-01" })).id;
  });
  afterAll(() => crm.close());
  const thrown = (work: Promise<unknown>): Promise<KehuError> => work.then(() => expect.fail("nothing was thrown")).catch((error) => error);

  describe("say", () => {
    it("says a refusal of a pack, returned or thrown", async () => {
      expect(crm.say(tooLate({ dueOn: "2026-03-01" }), "zh-CN")).toBe("应于 2026-03-01 归还；请先还书。");
      const error = await thrown(desk.apply(loanLifecycle.extend, id));
      expect(error.message).toBe("The book was due on 2026-03-01; bring it back.");
      expect(crm.say(error, "zh-CN")).toBe("应于 2026-03-01 归还；请先还书。");
    });

    it("says what the built-in records, the core and the runtime refuse", async () => {
      const kept = { code: "kehu/promise-needs-due-time", message: "A promise.", details: {} };
      expect(crm.say(kept, "zh-CN")).toBe("承诺必须写明内容和期限；请同时填写承诺和承诺期限。");
      const error = await thrown(desk.apply(loanLifecycle.lendAgain, id));
      expect(crm.say(error, "zh-CN")).toBe("当前状态为“借出”，不能执行“再借”；只能在“已还”状态下执行。");
      expect(crm.say(notFound({ record: "library/loan", id: "L1" }), "zh-CN")).toBe("没有 借阅 L1，或您无权查看；请核对 id。");
      const phone = parsePhone("");
      expect(phone.ok ? "" : crm.say(phone, "zh-CN")).toBe("电话号码为空；请填写号码，或不录入该字段。");
    });

    it("calls an input what the field of the record is called, where it has no word of its own", async () => {
      const kindIn = async (locale: string) => {
        const { transitions } = await crm.as({ id: "wu", tenant: "t1", roles: ["library/librarian"] }).describe(loan, { locale });
        const [kind, note] = transitions.find(({ name }) => name === loanLifecycle.sort.name)?.input ?? [];
        return [kind?.label, ...(kind?.options ?? []).map(({ label }) => label), note?.label];
      };
      expect(await kindIn("zh-CN")).toEqual(["类别", "书", "图", "附言"]);
      expect(await kindIn("en")).toEqual(["Kind", "Book", "Chart", "Note"]);
      expect(await kindIn("ja")).toEqual(["Kind", "本", "Chart", "Note"]);
    });

    it("says each problem of an input", async () => {
      const error = await thrown(desk.create(loan, { dueOn: "tomorrow", fine: 1 } as never));
      expect(error.code).toBe("crm/invalid-input");
      const said = crm.say(error, "zh-CN");
      expect(said).toBe("借阅 的输入未被接受：应还日期 应为实际存在的日期，如 2026-01-31；含有未要求的字段“fine”，请去掉；请更正输入。");
      expect(crm.say(error, "en-GB")).toBe(error.message);
      expect(error.message).toBe(
        "The input of library/loan is refused: dueOn has to be a date that exists, as in 2026-01-31; it has fields that are not asked for (fine), leave them out.",
      );
    });

    it("says of what every record has how it comes to be, by verb", async () => {
      const told = async (work: Promise<unknown>) => {
        const error = await thrown(work);
        return [error.code, error.message.replace("The input of library/loan is refused: ", ""), crm.say(error, "zh-CN")];
      };
      expect(await told(desk.update(loan, id, { state: "returned" } as never))).toEqual([
        "crm/invalid-input",
        "state changes by a transition only; apply the transition that leads there.",
        "借阅 的输入未被接受：状态 只能由流转更改，请执行通往该状态的流转（“apply”）；请更正输入。",
      ]);
      expect(await told(desk.create(loan, { dueOn: "2026-03-01", state: "lent" } as never))).toEqual([
        "crm/invalid-input",
        "state is no field to fill; it begins as lent: give another than the first beside the fields, as { state }.",
        "借阅 的输入未被接受：状态 不是可填的字段；初始状态可为借出，要以首个以外的状态开始，请在字段之外写“{ state }”；请更正输入。",
      ]);
      const adopting = { state: "lent", asOf: "2026-03-01", source: "s" } as const;
      const adopted = await told(desk.adopt(loan, { dueOn: "2026-03-01", state: "lent", ownerId: "x", version: 1 } as never, adopting));
      expect(adopted[1]).toBe(
        "state is no field to fill; give it beside the fields, with asOf and source; ownerId is no field to fill; give it beside the fields, with asOf and source; version is kept by Kehu itself; leave it out.",
      );
      expect((await told(desk.update(loan, id, { teamId: "north" } as never)))[2]).toContain("团队 不是可填的字段，请用“assign”移交");
    });

    it("names states, fields and options of a filter, kinds of definitions, and its own queries", async () => {
      const told = async (work: Promise<unknown>) => crm.say(await thrown(work), "zh-CN");
      const said = [
        await told(desk.find(loan, { where: { state: "gone" } as never })),
        await told(desk.find(loan, { where: { kind: { in: ["film"] } } as never })),
        await told(desk.find(loan, { where: { fine: 1 } as never })),
        await told(desk.find(loan, { sort: "readers" as never })),
        await told(desk.create(loanLifecycle as never, {} as never)),
        await told(desk.create(viewCustomer as never, {} as never)),
        await told(desk.call(viewCustomer, {} as never)),
        await told(desk.create(task, { subject: "x", aboutId: "planet_01h455vb4pex5vsknk084sn02q" })),
      ];
      expect(said).toEqual([
        "对 借阅 的筛选有误：“where” › 状态 应为以下之一：借出、已还；请更正筛选条件。",
        "对 借阅 的筛选有误：“where” › 种类 › “in” › 第 1 项 应为以下之一：图书、地图；请更正筛选条件。",
        "对 借阅 的筛选有误：“where” › “fine” 不是字段，请从以下选择：编号、版本、状态、状态开始时间、负责人、团队、创建时间、更改时间、来源状态、应还日期、种类、编码、读者、or；请更正筛选条件。",
        "对 借阅 的查询有误：“sort” 含有不能用于排序的字段，请从以下选择：编号、版本、状态、状态开始时间、负责人、团队、创建时间、更改时间、应还日期、种类、编码；降序请在前面加减号；请更正查询。",
        "此处应给出记录类型，所给的是生命周期；请传入相应的定义。",
        "此处应给出记录类型，所给的是查询“客户全貌”；请传入相应的定义。",
        "客户全貌 的输入未被接受：客户 缺失，应为 id；请更正输入。",
        "没有 id 以“planet_”开头的记录类型；请提供以下某种记录的 id：同意记录、客户、客户关系阶段、目标、互动、借阅、关系、客户评分、客户价值评分、员工、调查回答、任务。",
      ]);
      expect(await thrown(desk.create(task, { subject: "x", aboutId: "planet_01h455vb4pex5vsknk084sn02q" }))).toMatchObject({
        code: "crm/unknown-id",
        message: expect.stringContaining("whose ids begin with planet_; give the id of one of consent, customer, "),
      });
    });

    it("names records, fields, options, verbs and rows as people know them", async () => {
      const told = async (work: Promise<unknown>) => crm.say(await thrown(work), "zh-CN");
      const nobody = crm.as({ id: "wang", tenant: "t1", roles: [] });
      const numbered = { dueOn: "2026-03-05", number: "L1", readers: [{ name: "Zhao" }] };
      await desk.create(loan, numbered);
      const said = [
        await told(nobody.create(loan, numbered)),
        await told(nobody.apply(loanLifecycle.extend, id)),
        await told(desk.create(loan, numbered)),
        await told(desk.create(loan, { ...numbered, number: "L2", kind: "film" } as never)),
        await told(desk.createMany(loan, [numbered, { ...numbered, readers: [{}] }] as never)),
        await told(desk.find(loan, { limit: 0 })),
        await told(desk.create(undefined as never, {} as never)),
        await told(
          desk.createMany(
            loan,
            Array.from({ length: 10_001 }, () => numbered),
          ),
        ),
        await told(crm.openTenant({ id: "t2", timeZone: "Nowhere", jurisdiction: "CN", currency: "CNY", packs: [] })),
        await told(crm.openTenant({ id: "t2", timeZone: "Asia/Shanghai", jurisdiction: "1", currency: "CNY", packs: [] })),
        await told(crm.backup("/no/where.kehu", { tenants: ["t9"] })),
        await told(Promise.resolve().then(() => crm.as({ id: "system", tenant: "t1", roles: [] }))),
      ];
      expect(said.slice(0, 5)).toEqual([
        "wang 的角色没有对 借阅 的“新建”权限；请申请有此授权的角色。",
        "wang 的角色没有对 续借 的“执行”权限；请申请有此授权的角色。",
        "已有 编码 相同的 借阅；请查找该记录，或更改取值。",
        "借阅 的输入未被接受：种类 应为以下之一：图书、地图；请更正输入。",
        "“借阅”第 1 行（自 0 起） 的输入未被接受：读者 › 第 1 项 › 姓名 缺失，应为文本；请更正输入。",
      ]);
      for (const sentence of said) expect(sentence.replace(/“[^”]*”|wang|CN|\/no\/where.kehu|id/g, "")).not.toMatch(/[a-z]{2}/);
    });

    it("says what a verb takes, and what it was given", async () => {
      const said = async (work: Promise<unknown>) => {
        const error = await thrown(work);
        return [error.code, error.message, crm.say(error, "zh-CN")];
      };
      const wrong = (wanted: string, given: string) => `This takes ${wanted}, and was given ${given}; pass what was defined as that.`;
      const code = "crm/wrong-definition";
      expect(await said(desk.apply(loanLifecycle as never, id))).toEqual([
        code,
        wrong("a transition of a lifecycle", "a lifecycle"),
        "此处应给出生命周期中的流转，所给的是生命周期；请传入相应的定义。",
      ]);
      expect(await said(desk.call(loan as never, {}))).toEqual([
        code,
        wrong("an operation or a query", 'the record "library/loan"'),
        "此处应给出业务操作或查询，所给的是记录类型“借阅”；请传入相应的定义。",
      ]);
      expect((await said(desk.create(loanLifecycle.extend as never, {} as never)))[1]).toBe(
        wrong("a record type", 'the transition "library/loan#extend"'),
      );
      expect((await said(desk.callMany(undefined as never, [])))[1]).toBe(wrong("an operation", "nothing"));
      expect((await said(desk.find({ fields: {} } as never)))[1]).toBe(wrong("a record type", "something that is no definition"));
    });

    it("names transitions and states as the pack does, in English too", async () => {
      const error = await thrown(desk.apply(loanLifecycle.lendAgain, id));
      expect(error.message).toBe("library/loan#lendAgain is not possible from lent; it is possible from returned.");
      expect(crm.say(error, "en")).toBe("Lend again is not possible from Lent; it is possible from Returned.");
      expect(crm.say({ ...error, details: { ...error.details, transition: "other/thing#go" } } as never, "en")).toContain("other/thing#go");
    });

    it("says fields as people know them", () => {
      const refusal = notBefore({ field: "dueOn", other: "2026-03-01" });
      expect(refusal.message).toBe("dueOn cannot lie before 2026-03-01; correct dueOn.");
      expect(crm.say(refusal, "zh")).toBe("应还日期不能早于2026-03-01；请更正应还日期。");
      expect(crm.say(refusal, "en")).toBe("Due on cannot lie before 2026-03-01; correct Due on.");
      expect(crm.say(notBefore({ field: "unheardOf", other: "state" }), "zh")).toBe("unheardOf不能早于state；请更正unheardOf。");
    });

    it("writes an amount in the language of the reader", () => {
      const refusal = tooLate({ dueOn: { amountMinor: 123_456, currency: "USD" } });
      expect(crm.say(refusal, "zh-CN")).toBe("应于 US$1,234.56 归还；请先还书。");
      expect(crm.say(refusal, "en-GB")).toBe("The book was due on US$1,234.56; bring it back.");
    });

    it("says the codes of a blank in the words of their record", () => {
      const refusal = stillOut({ state: "lent", kinds: "book, map", terms: "dueOn" });
      expect(refusal.message).toBe("It is lent (book, map, dueOn); wait for it.");
      expect(crm.say(refusal, "zh")).toBe("借出（图书、地图，应还日期）；请等待。");
      expect(crm.say(refusal, "en")).toBe("It is Lent (Book, Chart, Due on); wait for it.");
      expect(crm.say(notBefore({ field: "kind", other: "kind" }), "zh")).toBe("种类不能早于kind；请更正种类。");
    });

    it.each(["zh", "zh-Hans", "zh-Hans-CN", "zh-cn", "zh-SG", "zh-CN"])("takes %s for Chinese", async (locale) => {
      const error = await thrown(desk.apply(loanLifecycle.extend, id));
      expect(crm.say(error, locale)).toBe("应于 2026-03-01 归还；请先还书。");
      expect(await desk.describe(loan, { locale })).toMatchObject({ label: "借阅", locale: "zh-CN" });
      expect((await desk.can(loan, id, { locale }))[0]).toMatchObject({
        label: "续借",
        refusal: { message: "应于 2026-03-01 归还；请先还书。" },
      });
    });

    it("takes a third language as far as the pack has words in it, and English for the rest", async () => {
      expect(crm.say(tooLate({ dueOn: "2026-03-01" }), "ja-JP")).toBe("2026-03-01 が期限でした。返却してください。");
      expect(crm.say(notBefore({ field: "a", other: "b" }), "ja")).toBe("a cannot lie before b; correct a.");
      expect(crm.label("library/loan", "ja")).toBe("貸出");
      expect(crm.label("library/loan#extend", "ja")).toBe("Extend");
      const told = await desk.describe(loan, { locale: "ja" });
      expect(told).toMatchObject({ label: "貸出", locale: "ja" });
      expect(told.fields.find(({ name }) => name === "kind")?.options?.map(({ label }) => label)).toEqual(["本", "Chart"]);
      expect(told.fields[0]).toMatchObject({ name: "dueOn", label: "Due on" });
    });

    it.each(["en-US", "fr", "zh-TW", "no language", "x", ""])("takes %j for English", async (locale) => {
      expect(crm.say(tooLate({ dueOn: "2026-03-01" }), locale)).toBe("The book was due on 2026-03-01; bring it back.");
      if (locale !== "") expect(await desk.describe(loan, { locale })).toMatchObject({ label: "Loan", locale: "en" });
    });

    it("keeps the English message of an unknown code and in an unknown locale", () => {
      const unknown = new KehuError("library/gone", "It is gone.");
      expect(crm.say(unknown, "zh-CN")).toBe("It is gone.");
      const known = tooLate({ dueOn: "2026-03-01" });
      for (const locale of ["en", "fr", "constructor", "__proto__", ""]) expect(crm.say(known, locale)).toBe(known.message);
      for (const code of ["constructor", "toString", "__proto__"])
        expect(crm.say({ code, message: "As it was." }, "zh-CN")).toBe("As it was.");
    });

    it("keeps the English message where a blank would stay empty", () => {
      expect(crm.say({ ...tooLate({ dueOn: "2026-03-01" }), details: {} }, "zh-CN")).toBe("The book was due on 2026-03-01; bring it back.");
    });

    it("never throws", () => {
      const bare: unknown = Object.create(null);
      expect(crm.say(refused(tooLate({ dueOn: "2026-03-01" }), { details: { dueOn: bare } }), "zh-CN")).toContain("2026-03-01");
      expect(crm.say(new Error("No code.") as never, "zh-CN")).toBe("No code.");
      for (const nothing of [undefined, null, 1, Object.create(null)]) expect(crm.say(nothing as never, "zh-CN")).toBe("");
      expect(crm.say(tooLate({ dueOn: "2026-03-01" }), undefined as never)).toContain("The book was due");
      const ring = { ...tooLate({ dueOn: "2026-03-01" }), details: {} as Record<string, unknown> };
      ring.details["dueOn"] = ring;
      expect(crm.say(ring, "zh-CN")).toContain("The book was due on 2026-03-01");
    });
  });

  describe("label", () => {
    it.each([
      ["library/loan", "借阅", "Loan"],
      ["library/loan#lendAgain", "再借", "Lend again"],
      ["library/reader", "读者", "Reader"],
      ["task-due", "任务期限", "Task due"],
      ["library/unheard-of", "Unheard of", "Unheard of"],
      ["constructor", "Constructor", "Constructor"],
    ])("says what people call %s", (name, chinese, english) => {
      expect(crm.label(name, "zh")).toBe(chinese);
      expect(crm.label(name, "en-GB")).toBe(english);
    });
  });

  describe("can", () => {
    const short = (possibilities: readonly Possibility[]) => possibilities.map(({ label, refusal }) => [label, refusal?.message]);

    it("labels and refuses in the language asked for, in English unless told", async () => {
      const chinese = await desk.can(loan, id, { locale: "zh-CN" });
      expect(short(chinese)).toEqual([
        ["续借", "应于 2026-03-01 归还；请先还书。"],
        ["归还", undefined],
        ["再借", "当前状态为“借出”，不能执行“再借”；只能在“已还”状态下执行。"],
      ]);
      expect(chinese[0]?.refusal).toMatchObject({ code: "library/too-late", details: { dueOn: "2026-03-01" } });
      const english = [
        ["Extend", "The book was due on 2026-03-01; bring it back."],
        ["Give back", undefined],
        ["Lend again", "Lend again is not possible from Lent; it is possible from Returned."],
      ];
      expect(short(await desk.can(loan, id))).toEqual(english);
      expect(short(await desk.can(loan, id, { locale: "fr" }))).toEqual(english);
    });

    it("refuses options that it does not know", async () => {
      expect((await thrown(desk.can(loan, id, { language: "zh-CN" } as never))).code).toBe("crm/invalid-input");
    });
  });
});
