import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { customer, interaction } from "@kehu/core";
import { policy, servicingRequest } from "@kehu/insurance";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { headerOf, type Name, rows, writeFileOf, writeOwnFiles } from "./own-files.js";
import { tables } from "./read-files/tables.js";
import { reckon } from "./reckon/reckon.js";
import { type TryOut, tryOut } from "./try-run.js";

const days = { asOf: "2025-06-30", until: "2026-06-30" };

describe("the files of somebody else", { timeout: 60_000 }, () => {
  let trial: TryOut;
  let from: string;
  beforeEach(async () => {
    trial = await tryOut();
    from = join(trial.folder, "files");
    await writeOwnFiles(from);
  });
  afterEach(() => trial.remove());
  const write = (name: Name, text: string, encoding = "utf-8") => writeFileOf(from, name, text, encoding);
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
    expect(figures.policiesByState).toEqual({ inForce: 1, lapsed: 2, expired: 1, terminated: 1, surrenderPaid: 1, freeLookCancelled: 1 });
    expect(figures.profitByCustomer["C3"]).toBe(0);
    expect(await rejected()).toEqual([
      expect.stringMatching(/^premium-receipts.csv,11,paid_date,"paid_date lies after 2026-06-30/),
      expect.stringMatching(/^servicing.csv,9,requester_no,"This change of policy P5 may be asked for only by: Policyholder, or who/),
      expect.stringMatching(/^servicing.csv,11,reason,reason is empty though the request was refused/),
      expect.stringMatching(/^servicing.csv,14,details,details is no way of paying/),
      expect.stringMatching(/^calls.csv,3,topic,topic is a formula/),
      expect.stringMatching(/^calls.csv,4,seconds,.*value left out,略去该值$/),
      expect.stringMatching(/^claims.csv,3,loss_date,"The loss of 2025-04-10 lies in the waiting period/),
      expect.stringMatching(
        /^claims.csv,6,reported_date,Reported on \(2025-07-31\) lies before Date of loss \(.*报案日期（2025-07-31）早于/,
      ),
      expect.stringMatching(/^servicing.csv,8,requester_no,.*保单 P1 的此项保全/),
      expect.stringMatching(/^claims.csv,7,approved_amount,"The sum assured is CN¥50,000.00"/),
      expect.stringMatching(/^premium-receipts.csv,5,amount,CN¥150.00 is no multiple of the premium of CN¥100.00/),
      expect.stringMatching(/^servicing.csv,6,channel,"?This service is not done on this channel/),
      expect.stringMatching(/^servicing.csv,7,details,"The sum assured is CN¥25,000.00 .* only reduced this way/),
      expect.stringMatching(/^claims.csv,8,approved_amount,"The sum assured is CN¥25,000.00"/),
      expect.stringMatching(/^claims.csv,4,loss_date,"The policy was Lapsed on 2025-11-01/),
      expect.stringMatching(/^premium-receipts.csv,6,paid_date,The grace period ended on 2025-10-30/),
      expect.stringMatching(/^premium-receipts.csv,9,paid_date,The grace period ended on 2025-09-30/),
      expect.stringMatching(/^policies.csv,8,beneficiaries,The shares of rank 1 add up to 9900/),
      expect.stringMatching(/^premium-receipts.csv,13,policy_no,There is no policy P7.*,没有保单 P7,请与客户核对保单号/),
      expect.stringMatching(/^servicing.csv,10,,"Reissue is not possible from Surrendered.*,row refused,整行拒收$/),
    ]);
    // what is refused in the year is no row that was taken in
    for (const [file, { rows, refused }] of Object.entries(figures.rows))
      expect(trial.summary()).toMatch(new RegExp(`${file} +${rows - refused} of ${rows} rows`));
    const report = await trial.read("report.html");
    expect(report).not.toContain("<script>alert");
    expect(report).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    // what is to be done, in both languages
    for (const words of ["Decide the claim", "作出理赔核定", "Send the notice of denial", "发出拒赔通知"]) expect(report).toContain(words);
    expect(report).not.toContain("<td>open</td>");
  });

  it("leave what was decided of a contract before the change-over as history, and do what came after it", async () => {
    await run();
    const { crm, analyst } = await trial.open(["--from", from]);
    try {
      const requests = await analyst.find(servicingRequest, { sort: ["requestedOn", "decidedOn"] });
      const found = requests.items.map(({ change, state, requestedOn, decidedOn }) => [change.type, state, requestedOn, decidedOn]);
      expect(found).toEqual([
        ["address", "approved", "2025-05-02", "2025-05-03"],
        ["paymentMethod", "approved", "2025-06-28", "2025-07-03"],
        ["reinstatement", "approved", "2025-09-01", "2025-09-01"],
        ["beneficiaries", "approved", "2025-09-01", "2025-09-04"],
        ["sumReduction", "approved", "2025-10-15", "2025-10-16"],
        ["sumReduction", "received", "2025-10-20", undefined],
        ["address", "withdrawn", "2025-11-01", "2025-11-02"],
        ["surrender", "approved", "2026-02-14", "2026-02-14"],
        ["reissue", "received", "2026-03-01", undefined],
        ["address", "received", "2026-06-01", undefined],
      ]);
      const policies = await analyst.find(policy, { where: { policyNumber: { in: ["P1", "P2"] } }, sort: "policyNumber" });
      expect(policies.items).toMatchObject([{ paymentMethod: "directDebit" }, { sumAssured: { amountMinor: 2_500_000 } }]);
      expect(policies.items[0]).not.toHaveProperty("mailingAddress");
      const contacts = await analyst.find(interaction, { where: { aboutId: requests.items[0]?.id as never } });
      expect(contacts.items).toMatchObject([{ channel: "phone", topic: "address", direction: "inbound" }]);
    } finally {
      await crm.close();
    }
  });

  it("may be in GB18030, UTF-16 or UTF-8, with any line end and cells over several lines", async () => {
    await write("customers", [headerOf("customers"), ...rows.customers].join("\r"), "gb18030");
    await write("agents", `\ufeff${headerOf("agents")}\n${rows.agents.join("\n")}\n`, "utf-16le");
    await write("calls", `${headerOf("calls")}\nL9,C1,,,2026-01-01 9:05,phone,inbound,"他说：\n""请回电""",,,1,,,\n,,,,,,,,,,,,,\n`);
    const figures = await run();
    expect(figures.customers).toBe(4);
    expect(figures.rows["calls.csv"]).toEqual({ rows: 1, refused: 0 });
  });

  it("may have no rows at all", async () => {
    for (const name of Object.keys(tables) as Name[]) await write(name, headerOf(name));
    expect(await run()).toMatchObject({ customers: 0, receipts: 0, profitMinor: 0 });
    expect(await trial.read("report.html")).toContain("There are no customers yet.");
  });

  it.each([
    ["without a column", (text: string) => text.replace("premium,", ""), 'policies.csv lacks the column "premium"'],
    ["with a column twice", (text: string) => text.replace("premium,", "premium,premium,"), 'policies.csv has the column "premium" twice'],
    [
      "with an unknown column",
      (text: string) => text.replace("premium,", "premium,__proto__,"),
      'policies.csv has the unknown column "__proto__"',
    ],
    ["with bars between the cells", (text: string) => text.replaceAll(",", "|"), 'The columns of policies.csv are separated by "|"'],
    ["that are empty", () => "", "policies.csv is empty"],
    ["without line ends", () => "x".repeat(200_000), "The header of policies.csv is longer than"],
  ])("%s are refused as a whole, before anything is taken of them", async (_, change, message) => {
    await write("policies", change(`${headerOf("policies")}\n${rows.policies.join("\n")}`));
    await expect(run()).rejects.toThrow(message);
  });

  it("whose letters turn out to be none at the end leave nothing half taken in", async () => {
    await writeFile(
      join(from, "calls.csv"),
      Buffer.concat([Buffer.from(`\ufeff${headerOf("calls")}\n${rows.calls[0]}\n`), Buffer.alloc(70_000, "\n"), Buffer.from([0xff])]),
    );
    await expect(run()).rejects.toThrow("calls.csv is neither UTF-8, UTF-16 nor GB18030");
    const { crm, analyst } = await trial.open(["--from", from]);
    try {
      expect(await analyst.find(customer, { limit: 1 })).toEqual({ items: [] });
    } finally {
      await crm.close();
    }
  });

  it("that are workbooks, or of which one is missing, are told of by name", async () => {
    await writeFile(join(from, "calls.csv"), Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
    await expect(run()).rejects.toThrow("calls.csv is a workbook of a spreadsheet");
    await rm(join(from, "calls.csv"));
    await expect(run()).rejects.toThrow("has no calls.csv; --from needs a folder with agents.csv");
  });

  it("that are not there, or no text, are told of by name", async () => {
    await expect(trial.run(["--from", join(from, "nowhere")])).rejects.toThrow("has no agents.csv, products.csv, customers.csv");
    await writeFile(join(from, "agents.csv"), Buffer.from([0x61, 0xff, 0xff, 0x0a]));
    await expect(run()).rejects.toThrow("neither UTF-8, UTF-16 nor GB18030");
  });

  it("keep their reject file free of formulas", async () => {
    await write("policies", `${headerOf("policies")}\n${rows.policies[0]?.replace("C1,C1", "X-1,C1")}`);
    await run();
    expect(await readFile(join(trial.folder, "rejects.csv"), "utf8")).not.toMatch(/(^|,)"?[=+@-]/m);
  });
});
