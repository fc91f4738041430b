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
    const { crm, analyst } = await trial.open();
    try {
      const numbers = [...first.bestFifth.slice(0, 5), ...first.worstFifth.slice(0, 5)];
      for (const number of numbers) {
        const [found] = await analyst.call(lookUpCustomer, { text: number });
        const { value } = await analyst.call(viewCustomer, { customerId: found?.customerId as never });
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
    expect(head).toBe("file,line,column,reason,remedy,effect");
    const told = rows.map((row) => row.replace(/,\d+,/, ",#,"));
    expect(told).toEqual([
      "customers.csv,#,phone,phone is no number that a telephone has,ask the customer for the number,value left out",
      "customers.csv,#,phone,phone is no number that a telephone has,ask the customer for the number,value left out",
      "customers.csv,#,document_no,document_no is no number that such a document has,copy it from the document,value left out",
      "customers.csv,#,birth_date,birth_date is no day of the calendar,write it as 2025-06-30,value left out",
      "customers.csv,#,email,email is no address,ask the customer for the address,value left out",
      'customers.csv,#,name,name is a formula of a spreadsheet,"copy its value instead, then export again",row refused',
      "customers.csv,#,name,name is empty,fill it in,row refused",
      "policies.csv,#,effective_date,effective_date is no day of the calendar,write it as 2025-06-30,row refused",
      "policies.csv,#,beneficiaries,The shares of rank 1 add up to 9000 of 10000 basis points,correct them until they make the whole,row refused",
      'policies.csv,#,holder_no,holder_no names a customer that was not taken in: C999999,"correct the number, or the row of the customer",row refused',
      "policies.csv,#,premium,premium is no amount of yuan,write it as 1200.50,row refused",
      "premium-receipts.csv,#,,The row has a quotation mark that is not closed,remove the quotation mark or close it,row refused",
      'premium-receipts.csv,#,,"The row has 8 cells, the header 7","put quotation marks around cells with a comma, and fill up missing ones",row refused',
      'premium-receipts.csv,#,policy_no,policy_no names a policy that was not taken in: WL2019000000,"correct the number, or the row of the policy",row refused',
      "premium-receipts.csv,#,paid_date,paid_date is no day of the calendar,write it as 2025-06-30,row refused",
      "premium-receipts.csv,#,amount,amount is no amount of yuan,write it as 1200.50,row refused",
      "premium-receipts.csv,#,,The number R000001 stands in line 2 already,give the row a number of its own,row refused",
      'claims.csv,#,policy_no,policy_no names a policy that was not taken in: XX2024900001,"correct the number, or the row of the policy",row refused',
      'calls.csv,#,,"The row has 2 cells, the header 14","put quotation marks around cells with a comma, and fill up missing ones",row refused',
      'calls.csv,#,topic,topic is a formula of a spreadsheet,"copy its value instead, then export again",row refused',
      "calls.csv,#,time,time is no time,write it as 2025-06-30 14:05,row refused",
      'calls.csv,#,customer_no,customer_no names a customer that was not taken in: C900102,"correct the number, or the row of the customer",row refused',
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
      await writeFiles(from, { ...days, policies: 40, seed: 11 });
      let steps = 0;
      const stopping = {
        ...silent,
        begin: (title: string) => (steps = title.startsWith("Running") ? 1 : 0),
        add: (count: number) => stop(count),
      };
      const stop = (count: number) => {
        if (steps > 0) steps += count;
        if (steps > 100) throw new Error("The power is gone.");
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
      const { rows, receipts, profitByCustomer } = await trial.run(["--as-of", late.asOf, "--until", late.until]);
      expect(reckon(join(home, "data"), late)).toMatchObject({ rows, receipts, profitByCustomer });
    },
    2 * minutes,
  );

  it.skipIf(!postgresUrl())(
    "gives the same on a server",
    async () => {
      const from = join(trial.folder, "files-for-the-server");
      await writeFiles(from, { ...days, policies: 40, seed: 12 });
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
