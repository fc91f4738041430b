import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeAll } from "./write-all.js";

describe("writeAll", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kehu-write-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("leaves what was there as it was where one of the files cannot be made", async () => {
    await writeAll(folder, { a: ["old"], b: ["old"] });
    function* broken(): Generator<string> {
      yield "new";
      throw new Error("no more");
    }
    await expect(writeAll(folder, { a: ["new"], b: broken() })).rejects.toThrow("no more");
    expect(await readdir(folder)).toEqual(["a", "b"]);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("old");
  });

  it("names the option where a folder cannot be written in", async () => {
    await expect(writeAll("/proc/nowhere", { a: ["new"] })).rejects.toThrow("--out /proc/nowhere cannot be written (ENOENT)");
    await writeAll(folder, { a: ["a file"] });
    await expect(writeAll(join(folder, "a"), { b: [""] })).rejects.toMatchObject({ name: "UsageError" });
  });

  it("overwrites no folder", async () => {
    await mkdir(join(folder, "b"));
    await expect(writeAll(folder, { a: ["new"], b: ["new"] })).rejects.toThrow("is a folder; name another one with --out");
    expect(await readdir(folder)).toEqual(["b"]);
  });
});
