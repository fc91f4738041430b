import { join } from "node:path";
import { consent, customer, hasConsent } from "@kehu/core";
import { policy } from "@kehu/insurance";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { headerOf, type Name, rows, writeFileOf, writeOwnFiles } from "./own-files.js";
import { reckon } from "./reckon/reckon.js";
import { type TryOut, tryOut } from "./try-run.js";

describe("files that were corrected and are run again", { timeout: 120_000 }, () => {
  let trial: TryOut;
  let from: string;
  beforeEach(async () => {
    trial = await tryOut();
    from = join(trial.folder, "files");
    await writeOwnFiles(from);
  });
  afterEach(() => trial.remove());
  const run = () => trial.run(["--from", from]);
  const rejected = async () =>
    (await trial.read("rejects.csv"))
      .replace(/^\ufeff/, "")
      .trimEnd()
      .split("\n")
      .slice(1);
  /** The rows of a file, with another text in place of one. */
  const correct = (name: Name, change: (row: string) => string) =>
    writeFileOf(from, name, [headerOf(name), ...rows[name].map(change)].join("\n"));
  const replace = (start: string, search: string, by: string) => (row: string) =>
    row.startsWith(`${start},`) ? row.replace(search, by) : row;

  it("take in what had been refused before", async () => {
    await correct("policies", replace("P1", "C1,C1", "X9,C1"));
    const first = await run();
    expect(first.rows).toMatchObject({ "policies.csv": { refused: 2 } });
    await writeOwnFiles(from);
    const second = await run();
    expect(second.rows).toMatchObject({ "policies.csv": { refused: 1 } });
    expect(second.receipts).toBe(first.receipts + 1);
    const { crm, analyst } = await trial.open(["--from", from]);
    try {
      const { items } = await analyst.find(policy, { where: { policyNumber: "P1" } });
      expect(items).toMatchObject([{ state: "lapsed", paidToOn: "2025-08-01" }]);
    } finally {
      await crm.close();
    }
  });

  it("take in what had been refused on its day, after the year has passed, with all that follows from it", async () => {
    const first = await run();
    // it was paid in the grace period, so that the claim of November was covered
    await correct("receipts", replace("R8", "2025-12-01", "2025-09-15"));
    const second = await run();
    expect(second).toEqual(reckon(from, { asOf: "2025-06-30", until: "2026-06-30" }));
    expect(second.receipts).toBe(first.receipts + 1);
    expect(second.byCategory["payout"]).toBe((first.byCategory["payout"] ?? 0) - 10_000_000);
  });

  it("name the columns that say something else than what was taken in, and go on with what is there", async () => {
    const first = await run();
    await correct("agents", replace("S1", "李雷", "李磊"));
    await correct("products", replace("TL", "25,5", "24,5"));
    await correct("customers", replace("C1", "138 0013 8000", "138 0013 8001"));
    await correct("policies", replace("P1", "100000,1200", "100000,1300"));
    await correct("receipts", (row) => replace("R1", ",cash", ",card")(replace("R3", ",200,", ",100,")(row)));
    await correct("claims", replace("K1", "肺炎住院", "肺炎"));
    await correct("servicing", (row) =>
      replace("Q8", "别处", "他处")(replace("Q1", "新路1号", "新路2号")(replace("Q4", "25000", "24000")(row))),
    );
    await correct("calls", replace("L1", "12.00", "13.00"));
    const second = await run();
    expect(second).toEqual(first);
    const changes = (await rejected()).filter((row) => row.endsWith("change not taken,更改未采纳"));
    expect(changes.map((row) => row.split(",").slice(0, 3).join(","))).toEqual([
      "agents.csv,2,name",
      "products.csv,2,commission_percent",
      "customers.csv,2,phone",
      "policies.csv,2,premium",
      "premium-receipts.csv,2,method",
      "servicing.csv,2,",
      "calls.csv,2,",
      "claims.csv,2,cause",
      "premium-receipts.csv,4,amount",
      "servicing.csv,5,",
    ]);
    expect(changes[2]).toContain("taken in before with another phone; the CRM keeps what it has");
    expect(changes[2]).toContain("change it in the CRM itself, or take all files in anew");
    expect(await trial.read("report.html")).toContain("10 rows were changed after they had been taken in");
  });

  it("take what a customer says anew of being called", async () => {
    await run();
    await correct("customers", replace("C1", "yes,2024-01-01", "no,2025-06-01"));
    await run();
    expect(await rejected()).not.toContainEqual(expect.stringMatching(/^customers/));
    const { crm, analyst } = await trial.open(["--from", from]);
    try {
      const [found] = (await analyst.find(customer, { limit: 1000 })).items.filter(({ identifiers }) => identifiers[0]?.value === "C1");
      const lines = await analyst.find(consent, { where: { customerId: found?.id as never, purpose: "service" } });
      expect(lines.items).toHaveLength(2);
      expect(hasConsent(lines.items, { purpose: "service", channel: "phone", at: "2025-05-31T00:00:00.000Z" })).toBe(true);
      expect(hasConsent(lines.items, { purpose: "service", channel: "phone", at: "2025-06-01T00:00:00.000Z" })).toBe(false);
    } finally {
      await crm.close();
    }
  });
});
