import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeOwnFiles } from "../own-files.js";
import { type TryOut, tryOut } from "../try-run.js";
import type { Choice } from "./command.js";
import { deskHelp } from "./desk-help.js";
import { readDeskOptions } from "./desk-options.js";
import { runDesk, type Talk } from "./run-desk.js";

describe("the service desk", () => {
  let trial: TryOut;
  let from: string;
  beforeAll(async () => {
    trial = await tryOut();
    from = join(trial.folder, "files");
    await writeOwnFiles(from);
    await trial.run(["--from", from]);
  }, 60_000);
  afterAll(() => trial.remove());

  const desk = async (args: readonly string[], people?: Talk["people"]) => {
    const options = readDeskOptions([...args, "--from", from, "--directory", join(trial.folder, "crm")], {
      cwd: trial.folder,
      lang: "en_GB",
    });
    if ("help" in options) throw new Error("not --help");
    const lines: string[] = [];
    const done = await runDesk(options, { print: (line) => void lines.push(line), ...(people && { people }) });
    return { done, lines };
  };
  const idOf = async (text: string): Promise<string> => (await desk(["look-up", "--text", text])).lines[0]?.split("  ")[0] ?? "";

  it("goes through a call: who it is, the whole customer, a claim, a payment, a complaint, the clocks", async () => {
    expect((await desk(["look-up", "--text", "00000000"])).lines[0]).toMatch(/^Nobody is known by that\..*no names/);
    expect((await desk(["look-up", "--text", "P1"])).lines[0]).toMatch(/ {2}1985-02-28 {2}Policy$/);
    const id = await idOf("P4");
    expect(id).toMatch(/^customer_/);
    const seen = (await desk(["customer", "--customer", id])).lines.join("\n");
    expect(seen).toContain("Contracts and cases");
    expect(seen).toContain("P4");
    const inChinese = (await desk(["customer", "--customer", id, "--language", "zh"])).lines.join("\n");
    expect(inChinese).toContain("合同与工单");
    expect(inChinese).toMatch(/保单 P4 {2}.* {2}每期保险费 ¥600\.00，交至 2026-01-15/);
    expect(seen).toMatch(/Policy P4 {2}.* {2}premium ¥600\.00, paid to 2026-01-15/);
    // a request is kept by its type, which is a code: address
    expect(seen).toMatch(/2026-06-01 {2}Chat {2}request: address/);
    expect(inChinese).toMatch(/2026-06-01 {2}\S+ {2}保全：通讯地址变更/);
    const consents = (await desk(["customer", "--customer", await idOf("P1"), "--language", "zh"])).lines;
    expect(consents).toContain("  致电服务  电话  已同意");
    expect(consents).toContain("  理赔使用健康信息  已同意");

    const claim = ["claim", "--policy", "P4", "--customer", id, "--kind", "accident", "--cause", "骨折", "--amount", "1000.50"];
    expect((await desk([...claim, "--loss-on", "2026-06-20"])).lines[0]).toMatch(
      /^Claim P4-C1 is reported; the customer is promised an answer by 2026-07-/,
    );
    const future = await desk([...claim, "--loss-on", "2027-06-20", "--language", "zh"]);
    expect(future.done).toBe(false);
    expect(future.lines[0]).toMatch(/[一-鿿].*\(insurance\/dates-out-of-order\)$/);

    const complaint = (await desk(["complaint", "--customer", id, "--subject", "没人回电"])).lines[0];
    expect(complaint).toMatch(/^Complaint 20260630-[0-9A-Z]{6} is taken up\.$/);
    // an agent brings it in
    expect((await desk(["complaint", "--customer", id, "--subject", "账单有误", "--channel", "fieldVisit"])).done).toBe(true);
    const waiting = (await desk(["clocks"])).lines.join("\n");
    expect(waiting).toContain("没人回电");
    expect(waiting).toContain("P4-C1");
  }, 60_000);

  it("takes what happened to somebody's health with the separate consent only, and the report without it", async () => {
    const id = await idOf("P5");
    const claim = ["claim", "--policy", "P5", "--customer", id, "--kind", "illness", "--loss-on", "2026-06-20"];
    const unasked = await desk([...claim, "--cause", "肺炎"]);
    expect([unasked.done, unasked.lines[0]]).toEqual([
      false,
      expect.stringMatching(
        /not agreed separately to the use of health data for claims.*--health-consent yes.*\(insurance\/health-consent-missing\)$/,
      ),
    ]);
    expect((await desk([...claim, "--cause", "肺炎", "--language", "zh"])).lines[0]).toMatch(
      /^被保险人尚未就理赔使用健康信息作出单独同意.*\(insurance\/health-consent-missing\)$/,
    );
    expect((await desk(claim)).lines[0]).toMatch(/^Claim P5-C/);
    expect((await desk([...claim, "--cause", "肺炎", "--health-consent", "yes"])).done).toBe(true);
  }, 60_000);

  it("takes telephone, document, policy and claim numbers for a customer, and these of a policy for a policy", async () => {
    const id = await idOf("P4");
    const name = async (customer: string) => (await desk(["customer", "--customer", customer])).lines[0];
    expect(await name("+86 138-0013-8000")).toMatch(/^𠮷野.* {2}customer_/);
    expect(await name("E12345678")).toMatch(/^O'Connor, "Liz" {2}customer_/);
    const both = await desk(["customer", "--customer", "P4", "--language", "zh"]);
    expect([both.done, ...(both.lines[0]?.split("\n") ?? [])]).toEqual([
      false,
      "--customer 对应多个，请指定其一：",
      expect.stringMatching(/^ {2}customer_\w+ {2}\S/),
      expect.stringMatching(/^ {2}customer_\w+ {2}\S/),
    ]);
    expect(await desk(["customer", "--customer", "Liz"])).toMatchObject({
      done: false,
      lines: ["--customer: nobody is known by Liz; give a whole telephone, document, policy or claim number or e-mail address, no name"],
    });

    const claim = ["claim", "--customer", id, "--kind", "property", "--loss-on", "2026-06-20"];
    expect((await desk([...claim, "--policy", "p4"])).lines[0]).toMatch(/^Claim P4-C\d+ is reported/);
    expect((await desk([...claim, "--policy", "K1"])).lines[0]).toMatch(/^(Claim P2-C|.*\(insurance\/)/);
    const several = await desk([...claim, "--policy", "13800138000"]);
    expect(several.done).toBe(false);
    expect(several.lines[0]).toMatch(
      /^--policy may be one of several; name it:\n {2}P1 {2}Lapsed {2}paid to \d{4}-\d\d-\d\d\n {2}P5 {2}Surrender/,
    );
    expect((await desk([...claim, "--policy", "NOPE"])).lines).toEqual([
      "There is no policy NOPE; check the number with the customer. (insurance/unknown-policy)",
    ]);
  }, 60_000);

  it("reads days, amounts and choices as they are said", async () => {
    const claim = async (...flags: readonly string[]) =>
      (await desk(["claim", "--policy", "P8", "--customer", "E12345678", "--language", "zh", ...flags])).lines[0];
    expect(await claim("--kind", "意外", "--loss-on", "昨天", "--amount", "￥1,000.50元", "--channel", "电话")).toMatch(
      /^报案号 P8-C1；已承诺客户最迟于 2026-07-/,
    );
    expect(await claim("--kind", "OTHER", "--loss-on", "2026/6/1", "--health-consent", "否")).toMatch(/^报案号 P8-C2/);
    await expect(claim("--kind", "地震", "--loss-on", "today")).rejects.toThrow(/--kind: “地震”不在可选项之中：death \(身故\), /);
  }, 60_000);

  it("holds a part of a premium, says what is missing, and posts it when it is whole", async () => {
    const pay = (receipt: string, amount: string, ...more: readonly string[]) =>
      desk(["pay", "--policy", "P8", "--amount", amount, "--receipt", receipt, ...more]);
    expect(await pay("PART-1", "500")).toEqual({
      done: true,
      lines: [`¥500.00 is held for O'Connor, "Liz" until it makes a whole premium of ¥1,200.00; ¥700.00 is missing.`],
    });
    expect((await pay("PART-2", "200.50", "--language", "zh")).lines).toEqual([
      `为投保人O'Connor, "Liz"暂收 ¥700.50，凑足每期保险费 ¥1,200.00 后入账，尚差 ¥499.50。`,
    ]);
    const seen = async (language: string) => (await desk(["customer", "--customer", "E12345678", "--language", language])).lines.join("\n");
    expect(await seen("en")).toContain("premium ¥1,200.00, paid to 2026-08-01, ¥700.50 held");
    expect(await seen("zh")).toContain("每期保险费 ¥1,200.00，交至 2026-08-01，暂收 ¥700.50");
    expect((await pay("PART-3", "600", "--method", "cash")).lines).toEqual([
      expect.stringMatching(/^The premium of O'Connor, "Liz" is posted; it is paid up to 2027-08-01\.$/),
      `¥100.50 is held for O'Connor, "Liz" until it makes a whole premium of ¥1,200.00; ¥1,099.50 is missing.`,
    ]);
    const ended = await desk(["pay", "--policy", "P5", "--amount", "10", "--receipt", "PART-4"]);
    expect(ended.lines[0]).toMatch(/^(¥10\.00 is held for .*: no premium is due on policy P5 \(Surrender.*\)\.|.*\(insurance\/)/);
  }, 60_000);

  it("takes a payment once, however often the same receipt is entered", async () => {
    const pay = ["pay", "--policy", "P8", "--amount", "1200", "--paid-on", "2026-06-30", "--receipt", "DESK-1", "--method", "现金"];
    const inChinese = [...pay, "--language", "zh"];
    const first = await desk(inChinese);
    expect(await desk(inChinese)).toEqual(first);
    expect(first.lines[0]).toBe('为投保人O\'Connor, "Liz"暂收 ¥1,300.50：距 2027-08-01 应交日尚早，到期时自动入账。');
  }, 60_000);

  it("says which flag is missing, wrong or unknown", async () => {
    await expect(desk(["look-up"])).rejects.toThrow("look-up needs --text");
    await expect(desk(["pay", "--policy", "P4", "--amount", "12,5"])).rejects.toThrow(
      "--amount: an amount in yuan is written 1200 or 1200.50",
    );
    await expect(desk(["pay", "--policy", "P4", "--amount", "1200", "--paid-on", "2026-02-30"])).rejects.toThrow("--paid-on: a day");
    await expect(desk(["complaint", "--customer", await idOf("P4"), "--subject", "y", "--channel", "smoke"])).rejects.toThrow(
      "--channel: smoke is none of phone (Phone), web (Web)",
    );
    await expect(desk(["look-up", "--text", "x", "--amount", "1"])).rejects.toThrow("look-up knows no --amount");
    await expect(desk(["dance"])).rejects.toThrow("There is no command dance");
    await expect(desk([])).rejects.toThrow("Nobody can be asked here");
    await expect(desk(["pay", "--language", "zh"])).rejects.toThrow("pay 需要 --policy：保单（保单号、报案号或投保人电话）。");
    await expect(desk(["dance", "--language", "zh"])).rejects.toThrow("没有操作 dance；可选：look-up, customer");
    await expect(desk(["clocks", "--amount", "1", "--language", "zh"])).rejects.toThrow("clocks 没有 --amount");
    await expect(desk(["clocks", "--nothing", "1", "--language", "zh"])).rejects.toThrow("没有选项 --nothing。参见 --help。");
    await expect(desk(["clocks", "--until", "2020-01-01", "--language", "zh"])).rejects.toThrow("--until 2020-01-01 必须晚于 --as-of");
    await expect(desk(["clocks", "--as-of", "2025-02-30", "--language", "zh"])).rejects.toThrow(/^--as-of [^a-zA-Z]*[一-鿿]/);
    await expect(desk(["clocks", "--database", "mysql://x", "--language", "zh"])).rejects.toThrow("--database 须为");
  }, 60_000);

  it("helps in both languages", () => {
    const help = (lang: string, ...args: readonly string[]) => readDeskOptions(["--help", ...args], { cwd: ".", lang });
    expect([help("zh_CN.UTF-8"), help("C"), help("en", "--language", "zh")]).toEqual([{ help: "zh" }, { help: "en" }, { help: "zh" }]);
    expect(deskHelp("en")).toMatch(/--kind +death, illness, accident, property, motor, other\n/);
    expect(deskHelp("en")).not.toMatch(/[一-鿿]/);
    for (const words of ["查找来电客户", "收取保险费（可部分交费）", "客户（电话、邮箱、证件号、保单号、报案号或编号）", "显示本说明"])
      expect(deskHelp("zh")).toContain(words);
    expect(deskHelp("zh")).not.toMatch(/\b(the|which|unless)\b/i);
  });

  it("marks what was promised as kept, of whoever or whatever is named", async () => {
    const report = async (lossOn: string) => {
      const [said = ""] = (
        await desk(["claim", "--policy", "P4", "--customer", await idOf("P4"), "--kind", "property", "--loss-on", lossOn])
      ).lines;
      return /^Claim (P4-C\d+)/.exec(said)?.[1] ?? said;
    };
    const [first, second] = [await report("2026-06-20"), await report("2026-06-21")];
    const waiting = async (about: string) => (await desk(["clocks"])).lines.filter((line) => line.endsWith(`  ${about}`)).length;
    const keep = (promise: string, ...more: readonly string[]) =>
      desk(["keep", "--promise", promise, "--outcome", "资料清单已寄出", ...more]);
    expect([await waiting(first), await waiting(second)]).toEqual([1, 1]);
    const among = (await keep("P4")).lines.join("\n");
    expect(among).toMatch(new RegExp(`interaction_\\w+ .*${first}(\n|$)`));
    expect((await keep(first, "--language", "zh")).lines).toEqual([`已兑现：${first}`]);
    expect([await waiting(first), await waiting(second)]).toEqual([0, 1]);
    const [id = ""] = new RegExp(`interaction_\\w+(?= .*${second}(\n|$))`).exec(among) ?? [];
    expect((await keep(id)).lines).toEqual([`Kept: ${second}`]);
    expect(await waiting(second)).toBe(0);
    const again = await keep(id);
    expect([again.done, again.lines[0]]).toEqual([false, expect.stringMatching(/not possible from|\(core\//)]);
  }, 60_000);

  it("asks again after an answer that will not do, lets a person choose among several, and keeps who is on the line", async () => {
    const chosen = ["look-up", "complaint", "pay"];
    const said: Record<string, string[]> = {
      text: ["E12345678"],
      customer: [""],
      subject: ["没人回电"],
      description: [""],
      channel: [""],
      policy: ["", "P8"],
      amount: ["much", "1"],
      "paid-on": ["31/12", ""],
      method: [""],
      receipt: ["ASKED-1"],
    };
    const heard: (string | readonly Choice[] | undefined)[] = [];
    const { lines } = await desk([], {
      prompt:
        () =>
        async (question, { problem, among } = {}) => {
          if (problem !== undefined || among !== undefined) heard.push(problem ?? among);
          if (question.flag === "customer") heard.push(question.words.en);
          return said[question.flag]?.shift();
        },
      choose: async () => chosen.shift(),
    });
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^Complaint 20260630-/),
      expect.stringMatching(/^¥[\d.,]+ is held for O'Connor, "Liz": it came in long before/),
    ]);
    expect(heard).toEqual([
      expect.stringMatching(/; empty: O'Connor, "Liz"$/),
      expect.arrayContaining([{ value: "P8", label: expect.stringMatching(/^P8 {2}In force {2}paid to /) }]),
      "an amount in yuan is written 1200 or 1200.50",
      "a day is written 2026-06-30, today or yesterday",
    ]);
  }, 60_000);

  it("asks a person what no flag says, until the person leaves, and goes on after a refusal", async () => {
    const chosen = ["look-up", "customer", "complaint"];
    const said: Readonly<Record<string, string>> = { text: "P4", customer: "customer_01kjp0y9m0efbv9wszv7jwykvp" };
    const { done, lines } = await desk([], {
      prompt: () => async (question) => said[question.flag],
      choose: async () => chosen.shift(),
    });
    expect(done).toBe(true);
    // nobody of that id, and a complaint that the person gave up
    expect(lines.map((line) => line.replace(/^customer_.*/, "somebody").replace(/.*(?=\(crm)/, ""))).toEqual([
      "somebody",
      "somebody",
      "(crm/not-found)",
    ]);
  }, 60_000);
});
