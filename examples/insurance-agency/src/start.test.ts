import { join } from "node:path";
import { lookUpCustomer, viewCustomer } from "@kehu/crm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, postgresUrl } from "../../../.config/test-databases.js";
import { home } from "./options.js";
import { reckon } from "./reckon/reckon.js";
import type { Figures } from "./report/figures.js";
import { silent, type TryOut, tryOut } from "./try-run.js";
import { writeFiles } from "./write-data/write-files.js";

const days = { asOf: "2025-06-30", until: "2026-06-30" };
const minutes = 60_000;

describe("start", () => {
  let trial: TryOut;
  let first: Figures;
  let [report, rejects] = ["", ""];
  beforeAll(async () => {
    trial = await tryOut();
    first = await trial.run();
    [report, rejects] = [await trial.read("report.html"), await trial.read("rejects.csv")];
  }, 3 * minutes);
  afterAll(() => trial.remove());

  it("gives the figures of the independent reckoning", () => {
    expect(first).toEqual(reckon(join(home, "data"), days));
  });

  it("keeps the same in the ledger of each customer", async () => {
    const { crm, manager } = await trial.open();
    try {
      const numbers = [...first.bestFifth.slice(0, 5), ...first.worstFifth.slice(0, 5)];
      for (const number of numbers) {
        const [found] = await manager.call(lookUpCustomer, { text: number });
        const { value } = await manager.call(viewCustomer, { customerId: found?.customerId as never });
        expect(value.map(({ revenueMinor, costMinor }) => revenueMinor - costMinor)).toEqual([first.profitByCustomer[number]]);
      }
    } finally {
      await crm.close();
    }
  });

  it("lives through a year: policies lapse and expire, claims are decided", () => {
    expect(first.policiesByState).toMatchObject({ inForce: expect.any(Number), grace: expect.any(Number), lapsed: expect.any(Number) });
    expect(first.claimsByState).toMatchObject({ paid: expect.any(Number), closed: expect.any(Number) });
    expect(first.byCategory).toMatchObject({
      premium: expect.any(Number),
      payout: expect.any(Number),
      commission: expect.any(Number),
      contact: expect.any(Number),
    });
  });

  it("tells each refused row with its place, reason and remedy", () => {
    const [head, ...rows] = rejects
      .replace(/^\ufeff/, "")
      .trimEnd()
      .split("\n");
    expect(head).toBe("file,line,column,reason,remedy,原因,处理,effect,结果");
    const told = rows.map((row) => row.replace(/,\d+,/, ",#,"));
    expect(told).toEqual([
      "customers.csv,#,phone,phone is no number that a telephone has,ask the customer for the number,phone 不是有效的电话号码,请向客户核实号码,value left out,略去该值",
      "customers.csv,#,phone,phone is no number that a telephone has,ask the customer for the number,phone 不是有效的电话号码,请向客户核实号码,value left out,略去该值",
      "customers.csv,#,document_no,document_no is no number that such a document has,copy it from the document,document_no 不是该类证件的有效号码,请照证件抄录,value left out,略去该值",
      "customers.csv,#,birth_date,birth_date is no day of the calendar,write it as 2025-06-30,birth_date 不是有效日期,请写成 2025-06-30,value left out,略去该值",
      "customers.csv,#,email,email is no address,ask the customer for the address,email 不是有效的邮箱地址,请向客户核实地址,value left out,略去该值",
      'customers.csv,#,name,name is a formula of a spreadsheet,"copy its value instead, then export again",name 是电子表格公式,请改为复制其值，再重新导出,row refused,整行拒收',
      "customers.csv,#,name,name is empty,fill it in,name 为空,请填写,row refused,整行拒收",
      "policies.csv,#,effective_date,effective_date is no day of the calendar,write it as 2025-06-30,effective_date 不是有效日期,请写成 2025-06-30,row refused,整行拒收",
      "policies.csv,#,beneficiaries,The shares of rank 1 add up to 9000 of 10000 basis points,correct them until they make the whole,第 1 顺位受益份额合计为 9000，应为 10000（万分之一）,请更正份额,row refused,整行拒收",
      'policies.csv,#,holder_no,holder_no names no customer that was taken in: C999999,"correct the number, or the row of the customer",holder_no 所指的客户未录入：C999999,请更正编号，或更正该客户所在的行,row refused,整行拒收',
      "policies.csv,#,premium,premium is no amount of yuan,write it as 1200.50,premium 不是人民币金额,请写成 1200.50,row refused,整行拒收",
      "premium-receipts.csv,#,,The row has a quotation mark that is not closed,remove the quotation mark or close it,该行有未闭合的引号,请删除或闭合引号,row refused,整行拒收",
      'premium-receipts.csv,#,,"The row has 8 cells, the header 7","put quotation marks around cells with a comma, and fill up missing ones",该行有 8 个单元格，表头有 7 个,含逗号的单元格请加引号，缺少的请补齐,row refused,整行拒收',
      'premium-receipts.csv,#,policy_no,policy_no names no policy that was taken in: WL2019000000,"correct the number, or the row of the policy",policy_no 所指的保单未录入：WL2019000000,请更正编号，或更正该保单所在的行,row refused,整行拒收',
      "premium-receipts.csv,#,paid_date,paid_date is no day of the calendar,write it as 2025-06-30,paid_date 不是有效日期,请写成 2025-06-30,row refused,整行拒收",
      "premium-receipts.csv,#,amount,amount is no amount of yuan,write it as 1200.50,amount 不是人民币金额,请写成 1200.50,row refused,整行拒收",
      "premium-receipts.csv,#,,The number R000001 stands in line 2 already,give the row a number of its own,编号 R000001 已在第 2 行出现,请给该行单独的编号,row refused,整行拒收",
      'claims.csv,#,policy_no,policy_no names no policy that was taken in: XX2024900001,"correct the number, or the row of the policy",policy_no 所指的保单未录入：XX2024900001,请更正编号，或更正该保单所在的行,row refused,整行拒收',
      'servicing.csv,#,requester_no,"This change of policy HM2023000001 may be asked for only by: Policyholder, or who acts for them","ask them, or enter who acts for them as a relationship: contact, decision maker or guardian",保单 HM2023000001 的此项保全只能由下列人员或其代表申请：投保人,请由其申请，或先登记代理关系（联系人、决策人或监护人）,row refused,整行拒收',
      'servicing.csv,#,type,type is none of its words,"write address, beneficiaries, paymentMethod, sumReduction, reissue",type 不是可用的取值,请写 address、beneficiaries、paymentMethod、sumReduction、reissue 之一,row refused,整行拒收',
      'calls.csv,#,,"The row has 2 cells, the header 14","put quotation marks around cells with a comma, and fill up missing ones",该行有 2 个单元格，表头有 14 个,含逗号的单元格请加引号，缺少的请补齐,row refused,整行拒收',
      'calls.csv,#,topic,topic is a formula of a spreadsheet,"copy its value instead, then export again",topic 是电子表格公式,请改为复制其值，再重新导出,row refused,整行拒收',
      "calls.csv,#,time,time is no time,write it as 2025-06-30 14:05,time 不是有效时间,请写成 2025-06-30 14:05,row refused,整行拒收",
      'calls.csv,#,customer_no,customer_no names no customer that was taken in: C900102,"correct the number, or the row of the customer",customer_no 所指的客户未录入：C900102,请更正编号，或更正该客户所在的行,row refused,整行拒收',
    ]);
  });

  it("shows the money that went back to the customer whose story it tells", () => {
    const story = report.slice(report.indexOf("One customer, whole"));
    expect(story).toMatch(/Paid back<\/span><span class="zh" lang="zh-CN">退还<\/span><\/strong> \S+ <span class="nowrap">−¥/);
    expect(story).toMatch(/Claim paid.{0,80}\S+ <span class="nowrap">−¥/);
    const shown = /<dt><span class="en" lang="en">Paid back[^¥]*¥([\d,]+)/.exec(report)?.[1]?.replaceAll(",", "");
    const { "cash-value": cash = 0, "premium-refund": refund = 0 } = first.byCategory;
    expect(Number(shown)).toBe(Math.round((0 - cash - refund) / 100));
  });

  it("hatches what has not come, and says what to tell whom and what is late", () => {
    const part = (from: string, until: string) =>
      report.slice(report.indexOf(`<h2><span class="en" lang="en">${from}`)).split(until)[0] ?? "";
    expect(part("Persistency by quarter", "</section>").match(/url\(#crossed\)/g)?.length).toBeGreaterThan(10);
    expect(part("The renewal desk", "</section>")).toMatch(/first renewal.*Say again what the policy is for/s);
    expect(part("Claim clocks", "</section>")).toMatch(/badge no"><span class="en" lang="en">late.*the notice not sent/s);
    expect(part("Servicing requests by type and age", "</section>")).toMatch(/通讯地址变更.*复效.*减少保险金额.*退保/s);
    // what the agents earned in the year is what the ledger has of it
    expect(part("Commission", "</section>")).toContain("合计");
  });

  it("writes a report that needs nothing from elsewhere, in both languages", () => {
    expect(report).not.toMatch(/(?:src|href)\s*=|url\((?!#)|@import|https?:\/\//);
    for (const words of [
      "Who makes the profit",
      "谁创造利润",
      "whom to call first",
      "先联系谁",
      "Promises and deadlines overdue",
      "逾期的承诺与期限",
      "Paid back: surrenders, free looks",
      "退还：退保金、犹豫期保费",
      "Loss ratio by product",
      "分险种赔付率",
      "Commission",
      "佣金",
      "The renewal desk: premiums of the next sixty days",
      "续期台：未来六十天应缴保费",
      "Persistency by quarter and month",
      "继续率三角：按生效季度与保单月",
      "Servicing requests by type and age",
      "保全申请：按类型与时长",
      "Claim clocks: what is late, and why",
      "理赔时限：哪些逾期，为何逾期",
      "One customer, whole",
      "一位客户的全貌",
    ])
      expect(report).toContain(words);
  });

  it(
    "neither duplicates nor fails when it is run again",
    async () => {
      expect(await trial.run()).toEqual(first);
      expect(await trial.read("rejects.csv")).toBe(rejects);
      expect(await trial.read("report.html")).toBe(report);
    },
    2 * minutes,
  );
});

describe("start with other books", () => {
  let trial: TryOut;
  beforeAll(async () => {
    trial = await tryOut();
  });
  afterAll(() => trial.remove());

  it(
    "goes on where a run was stopped in between",
    async () => {
      const from = join(trial.folder, "files");
      await writeFiles(from, { ...days, policies: 15, seed: 11 });
      let steps = 0;
      const stopping = {
        ...silent,
        begin: (title: string) => (steps = title.startsWith("Running") ? 1 : 0),
        add: (count: number) => stop(count),
      };
      const stop = (count: number) => {
        if (steps > 0) steps += count;
        if (steps > 40) throw new Error("The power is gone.");
      };
      await expect(trial.run(["--from", from], stopping)).rejects.toThrow("The power is gone.");
      expect(await trial.run(["--from", from])).toEqual(reckon(from, days));
    },
    2 * minutes,
  );

  it(
    "takes in a book whose last day lies years back, with all that has become due since",
    async () => {
      const late = { asOf: "2030-01-01", until: "2030-01-02" };
      const from = join(trial.folder, "files-of-long-ago");
      await writeFiles(from, { ...days, policies: 15, seed: 13 });
      const { rows, receipts, profitByCustomer } = await trial.run(["--from", from, "--as-of", late.asOf, "--until", late.until]);
      expect(receipts).toBeGreaterThan(15);
      expect(reckon(from, late)).toMatchObject({ rows, receipts, profitByCustomer });
    },
    2 * minutes,
  );

  it.skipIf(!postgresUrl())(
    "gives the same on a server",
    async () => {
      const from = join(trial.folder, "files-for-the-server");
      await writeFiles(from, { ...days, policies: 15, seed: 12 });
      const database = await createTestDatabase("agency");
      try {
        const figures = await trial.run(["--from", from, "--database", database.url]);
        expect(figures).toEqual(reckon(from, days));
        expect(await trial.run(["--from", from, "--database", database.url])).toEqual(figures);
      } finally {
        await database.drop();
      }
    },
    3 * minutes,
  );
});
