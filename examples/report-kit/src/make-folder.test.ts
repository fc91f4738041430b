import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder.js";

describe("makeFolder", () => {
  it("makes what is missing above, and minds nothing that is there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kehu-kit-"));
    for (let time = 0; time < 2; time += 1) await makeFolder(join(folder, "a", "b"));
    expect((await stat(join(folder, "a", "b"))).isDirectory()).toBe(true);
    await rm(folder, { recursive: true });
  });

  it("comes back with an error where nothing can be made", async () => {
    await expect(makeFolder("/proc/nowhere/a/b")).rejects.toMatchObject({ code: "ENOENT" });
  });
});
