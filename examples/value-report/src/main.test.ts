import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { someSales } from "./try-start.js";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const main = join(import.meta.dirname, "main.ts");
const tsx = join(import.meta.dirname, "../../../node_modules/.bin/tsx");
const columns = ["--customer", "customer", "--date", "date", "--amount", "amount"];

describe("the program", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kehu-value-main-"));
    await writeFile(join(folder, "sales.csv"), ["customer,date,amount", ...(await someSales(600)), "K1,2025-01-05,1e30"].join("\n"));
    await writeFile(join(folder, "one.csv"), "customer,date,amount\nK1,2025-01-05,1\n");
  });
  afterAll(() => rm(folder, { recursive: true }));
  const run = (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(
        tsx,
        ["--conditions=@kehu/source", main, ...args],
        { cwd: folder, env: { ...process.env, INIT_CWD: folder } },
        (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });

  it("ends with 0 when all is written, and counts what was set aside by its code", async () => {
    const { code, out } = await run("--file", "sales.csv", ...columns, "--out", "full");
    expect(out).toContain("600 of 601 rows were taken, 1 set aside: in 1 the amount is beyond what can be counted exactly");
    expect(out).toContain("(core/amount-too-large)");
    expect(code).toBe(0);
    expect(await readdir(join(folder, "full"))).toHaveLength(4);
  });
  it("ends with 1 when it is written without a model, and says why", async () => {
    const { code, out, err } = await run("--file", "one.csv", ...columns, "--out", "bare");
    expect(out).toContain("1 customer, 2025-01-05 to 2025-01-05; no model of purchases");
    expect(err).toContain("Written without a model of purchases: A bg-nbd model needs at least 10 customers");
    expect(err).toContain("(core/too-few-customers)");
    expect(code).toBe(1);
    expect(await readdir(join(folder, "bare"))).toHaveLength(4);
  });
  it("ends with 2 when nothing is written", async () => {
    const { code, err } = await run("--file", "one.csv", ...columns, "--calibration-end", "2024-01-01", "--out", "none");
    expect(err).toContain("--calibration-end 2024-01-01 lies before the first transaction of the file, 2025-01-05");
    expect(code).toBe(2);
    expect((await run("--file", "nowhere.csv", ...columns)).err).toContain(
      "cannot be read (ENOENT); look at its name and folder. (file/unreadable)",
    );
    expect(await readdir(folder)).not.toContain("none");
  });
});
