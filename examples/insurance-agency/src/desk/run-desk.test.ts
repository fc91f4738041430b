import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeOwnFiles } from "../own-files.js";
import { type TryOut, tryOut } from "../try-run.js";
import { deskHelp, readDeskOptions } from "./desk-options.js";
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
    if (options === undefined) throw new Error("not --help");
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
    expect(inChinese).toContain("保单 P4");
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
    const waiting = (await desk(["clocks"])).lines.join("\n");
    expect(waiting).toContain("没人回电");
    expect(waiting).toContain("P4-C1");
  }, 60_000);

  it("takes what happened to somebody's health with the separate consent only, and the report without it", async () => {
    const id = await idOf("P5");
    const claim = ["claim", "--policy", "P5", "--customer", id, "--kind", "illness", "--loss-on", "2026-06-20"];
    const unasked = await desk([...claim, "--cause", "肺炎"]);
    expect([unasked.done, unasked.lines[0]]).toEqual([false, expect.stringMatching(/\(insurance\/health-consent-missing\)$/)]);
    expect((await desk(claim)).lines[0]).toMatch(/^Claim P5-C/);
    expect((await desk([...claim, "--cause", "肺炎", "--health-consent", "yes"])).done).toBe(true);
  }, 60_000);

  it("takes a payment once, however often the same receipt is entered", async () => {
    const pay = ["pay", "--policy", "P8", "--amount", "1200", "--paid-on", "2026-06-30", "--receipt", "DESK-1", "--method", "cash"];
    const first = await desk(pay);
    expect(await desk(pay)).toEqual(first);
    expect(first.lines).toEqual([expect.stringMatching(/^The premium of O'Connor, "Liz" is posted; it is paid up to 2027-/)]);
  }, 60_000);

  it("says which flag is missing, wrong or unknown", async () => {
    await expect(desk(["look-up"])).rejects.toThrow("look-up needs --text");
    await expect(desk(["pay", "--policy", "P4", "--amount", "12,5"])).rejects.toThrow(
      "--amount: an amount in yuan is written 1200 or 1200.50",
    );
    await expect(desk(["pay", "--policy", "P4", "--amount", "1200", "--paid-on", "2026-02-30"])).rejects.toThrow("--paid-on: a day");
    await expect(desk(["complaint", "--customer", "x", "--subject", "y", "--channel", "smoke"])).rejects.toThrow("--channel: phone, web");
    await expect(desk(["look-up", "--text", "x", "--amount", "1"])).rejects.toThrow("look-up knows no --amount");
    await expect(desk(["dance"])).rejects.toThrow("There is no command dance");
    await expect(desk([])).rejects.toThrow("Nobody can be asked here");
    expect(readDeskOptions(["--help"], { cwd: ".", lang: "" })).toBeUndefined();
    expect(deskHelp).toMatch(/--kind +death, illness, accident, property, motor, other\n/);
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
