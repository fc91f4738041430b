import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tables } from "./read-files/tables.js";
import { reckon } from "./reckon/reckon.js";
import { type TryOut, tryOut } from "./try-run.js";

const days = { asOf: "2025-06-30", until: "2026-06-30" };
type Name = keyof typeof tables;
const headerOf = (name: Name): string => Object.keys(tables[name].columns).join(",");

/** An agency of four people and a company, with whatever can happen on the edges. */
const rows: Readonly<Record<Name, readonly string[]>> = {
  agents: ["S1,李雷"],
  products: ["TL,顾家定期寿险,,90,15,no,25,5", "HM,医疗险,30,30,15,no,20,10", "AN,年金,,,20,yes,3,0"],
  customers: [
    "C1,person,𠮷野<script>alert(1)</script>,,,1985/2/28,138 0013 8000,a@example.com,,,yes,2024-01-01",
    'C2,person,"O\'Connor, ""Liz""",passport,E12345678,,+44 20 7946 0958,,,,unknown,',
    "C3,person,王小明,,,,95588,,,,no,2024-01-01",
    "C4,organization,新公司,,,,,,,,unknown,",
  ],
  policies: [
    // falls due in the year and is never paid: grace, then lapsed
    "P1,C1,C1,,TL,S1,100000,1200,annual,2023-08-01,2023-08-01,,2043-08-01,2025-08-01,inForce,2023-08-01,,,,",
    // due on the 31st: monthly, paid two at once in the year
    "P2,C2,C3,C1 50; C3 50,HM,S1,50000,100,monthly,2025-03-31,2025-03-31,2026-03-30,,2025-07-31,inForce,2025-03-31,,,,",
    // sold, paid and issued in the year
    "P3,C3,C3,,AN,,36000,36000,single,2025-12-30,2026-01-01,2035-12-31,,,proposed,2025-06-30,,,,",
    // lapsed before, reinstated by silence in the year once the arrears were paid, lapsed again
    "P4,C4,C1,,TL,S1,200000,600,semiannual,2024-07-15,2024-07-15,,2034-07-15,2025-01-15,lapsed,2025-03-16,2025-09-01,,,",
    // surrendered in the year
    "P5,C1,C2,,TL,S1,100000,2400,annual,2024-05-05,2024-05-05,,2034-05-05,2026-05-05,inForce,2024-05-05,,2026-02-14,surrender,500.50",
    // cancelled in its cooling-off period
    "P6,C2,C2,,HM,S1,50000,1200,annual,2026-05-30,2026-06-01,2027-05-31,,,proposed,2025-06-30,,2026-06-10,freeLook,1190",
    "P7,C1,C1,C1 99,TL,S1,1,1,annual,2026-01-01,2026-01-01,,,,proposed,2025-06-30,,,,",
  ],
  receipts: [
    "R1,P1,1200,2024-08-01,2024-08-01,2025-08-01,cash",
    "R2,P2,400.00,2025-06-29,2025-03-31,2025-07-31,cash",
    "R3,P2,200,2025-07-31,,,card",
    "R4,P2,150,2025-10-01,,,card",
    'R5,P2,"¥100",2025-11-29,,,card',
    'R6,P3,"36,000.00",2025-12-30,,,bankTransfer',
    "R7,P4,1200,2025-09-10,,,bankTransfer",
    "R8,P1,1200,2025-12-01,,,cash",
    "R9,P6,1200,2026-06-01,,,cash",
    "R10,P2,100,2026-08-01,,,cash",
    "R11,P5,2400,2025-05-05,2025-05-05,2026-05-05,cash",
    "R12,P7,1,2026-01-02,,,cash",
  ],
  claims: [
    "K1,P2,C2,2025-07-10,2025-07-11,肺炎住院,3000,approved,2025-07-20,2500,,2025-07-25,,no",
    "K2,P2,C2,2025-04-10,2025-07-11,等待期内,3000,approved,2025-07-20,2500,,2025-07-25,,no",
    "K3,P1,C1,2025-11-01,2025-11-02,身故,100000,approved,2025-11-20,100000,,2025-11-25,,yes",
    "K4,P2,C2,2025-08-01,2025-08-01,骨折,500,denied,2025-08-10,,责任免除,,,no",
    "K5,P2,C2,2025-08-01,2025-07-31,先报后出险,500,,,,,,,no",
    "K6,P2,C2,2025-09-01,2025-09-02,超过保额,99999,approved,2025-09-10,60000,,2025-09-12,,no",
    "K7,P3,C3,2026-03-01,2026-03-02,身故,36000,approved,2026-03-20,36000,,2026-03-25,,yes",
  ],
  calls: [
    "L1,C1,P1,S1,2025-06-30 23:59,phone,inbound,续期缴费咨询,,60,12.00,回电,2025-07-02 10:00,2025-07-01",
    "L2,C4,,,2026-01-01 00:00,instantMessaging,inbound,=1+1,,,3,,,",
    "L3,C4,,,2026-01-01 00:00,instantMessaging,inbound,保单查询,,abc,3.5,,,",
  ],
};

describe("the files of somebody else", { timeout: 60_000 }, () => {
  let trial: TryOut;
  let from: string;
  beforeEach(async () => {
    trial = await tryOut();
    from = join(trial.folder, "files");
    await mkdir(from);
    for (const name of Object.keys(tables) as Name[]) await write(name, [headerOf(name), ...rows[name]].join("\r\n"));
  });
  afterEach(() => trial.remove());
  const write = (name: Name, text: string, encoding = "utf-8") => writeFile(join(from, tables[name].file), iconv.encode(text, encoding));
  const run = () => trial.run(["--from", from]);
  const rejected = async () =>
    (await trial.read("rejects.csv"))
      .replace(/^\ufeff/, "")
      .trimEnd()
      .split("\n")
      .slice(1);

  it("come to the same as the independent reckoning, row by row", async () => {
    const figures = await run();
    expect(figures).toEqual(reckon(from, days));
    expect(figures.policiesByState).toEqual({ lapsed: 2, expired: 1, terminated: 1, surrenderPaid: 1, freeLookCancelled: 1 });
    expect(figures.profitByCustomer["C3"]).toBe(0);
    expect(await rejected()).toEqual([
      expect.stringMatching(/^premium-receipts.csv,11,paid_date,"paid_date lies after 2026-06-30/),
      expect.stringMatching(/^calls.csv,3,topic,topic is a formula/),
      expect.stringMatching(/^calls.csv,4,seconds,.*value left out$/),
      expect.stringMatching(/^claims.csv,3,loss_date,"The loss of 2025-04-10 lies in the waiting period/),
      expect.stringMatching(/^claims.csv,6,reported_date,reportedOn on 2025-07-31 lies before lossOn/),
      expect.stringMatching(/^claims.csv,7,approved_amount,The sum assured is 5000000/),
      expect.stringMatching(/^premium-receipts.csv,5,amount,15000 is no multiple/),
      expect.stringMatching(/^claims.csv,4,loss_date,"The policy was lapsed on 2025-11-01/),
      expect.stringMatching(/^premium-receipts.csv,6,paid_date,The grace period ended on 2025-10-30/),
      expect.stringMatching(/^premium-receipts.csv,9,paid_date,The grace period ended on 2025-09-30/),
      expect.stringMatching(/^policies.csv,8,beneficiaries,The shares of rank 1 add up to 9900/),
      expect.stringMatching(/^premium-receipts.csv,13,policy_no,There is no policy P7/),
    ]);
    const report = await trial.read("report.html");
    expect(report).not.toContain("<script>alert");
    expect(report).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("may be in GB18030, UTF-16 or UTF-8, with any line end and cells over several lines", async () => {
    await write("customers", [headerOf("customers"), ...rows.customers].join("\r"), "gb18030");
    await write("agents", `\ufeff${headerOf("agents")}\n${rows.agents.join("\n")}\n`, "utf-16le");
    await write("calls", `${headerOf("calls")}\nL9,C1,,,2026-01-01 9:05,phone,inbound,"他说：\n""请回电""",,,1,,,\n,,,,,,,,,,,,,\n`);
    const figures = await run();
    expect(figures.customers).toBe(4);
    expect(figures.rows["calls.csv"]).toEqual({ rows: 1, refused: 0 });
  });

  it.each([
    ["without a column", (text: string) => text.replace("premium,", ""), 'policies.csv lacks the column "premium"'],
    ["with a column twice", (text: string) => text.replace("premium,", "premium,premium,"), 'policies.csv has the column "premium" twice'],
    [
      "with an unknown column",
      (text: string) => text.replace("premium,", "premium,__proto__,"),
      'policies.csv has the unknown column "__proto__"',
    ],
    ["that are empty", () => "", "policies.csv is empty"],
    ["without line ends", () => "x".repeat(200_000), "The header of policies.csv is longer than"],
  ])("%s are refused as a whole, before anything is taken of them", async (_, change, message) => {
    await write("policies", change(`${headerOf("policies")}\n${rows.policies.join("\n")}`));
    await expect(run()).rejects.toThrow(message);
  });

  it("that are not there, or no text, are told of by name", async () => {
    await expect(trial.run(["--from", join(from, "nowhere")])).rejects.toThrow("agents.csv cannot be read");
    await writeFile(join(from, "agents.csv"), Buffer.from([0x61, 0xff, 0xff, 0x0a]));
    await expect(run()).rejects.toThrow("neither UTF-8 nor GB18030");
  });

  it("keep their reject file free of formulas", async () => {
    await write("policies", `${headerOf("policies")}\n${rows.policies[0]?.replace("C1,C1", "X-1,C1")}`);
    await run();
    expect(await readFile(join(trial.folder, "rejects.csv"), "utf8")).not.toMatch(/(^|,)"?[=+@-]/m);
  });
});
