import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOutputs } from "./outputs.js";
import { writeOwnFiles } from "./own-files.js";
import { type TryOut, tryOut } from "./try-run.js";

describe("checkOutputs", () => {
  let trial: TryOut;
  let from: string;
  beforeEach(async () => {
    trial = await tryOut();
    from = join(trial.folder, "files");
    await writeOwnFiles(from);
  });
  afterEach(() => trial.remove());
  const check = (changes: object) =>
    checkOutputs({
      from,
      database: undefined,
      directory: join(trial.folder, "crm"),
      report: join(trial.folder, "deep", "down", "report.html"),
      rejects: join(trial.folder, "rejects.csv"),
      figures: undefined,
      ...changes,
    });

  it("makes the folders, and leaves no empty files", async () => {
    await check({});
    await expect(readFile(join(trial.folder, "deep", "down", "report.html"))).rejects.toThrow("ENOENT");
    await writeFile(join(trial.folder, "rejects.csv"), "of yesterday");
    await check({});
    expect(await readFile(join(trial.folder, "rejects.csv"), "utf8")).toBe("of yesterday");
  });

  it("overwrites no file that is read", async () => {
    await expect(check({ report: join(from, "claims.csv") })).rejects.toThrow("would overwrite a file that is read");
    await expect(check({ directory: from })).rejects.toThrow("the database needs one of its own");
  });

  it("tells two outputs apart", async () => {
    await expect(check({ figures: join(trial.folder, "rejects.csv") })).rejects.toThrow("--rejects and --figures both name");
  });

  it("says before the work what cannot be written", async () => {
    await expect(check({ report: trial.folder })).rejects.toThrow("--report");
    await expect(check({ report: "/proc/nowhere/report.html" })).rejects.toThrow("--report /proc/nowhere/report.html cannot be written");
    await expect(check({ directory: join(from, "claims.csv") })).rejects.toThrow("is a file; name a folder");
    await expect(check({ directory: join(from, "claims.csv", "crm") })).rejects.toThrow("--directory");
  });
});
