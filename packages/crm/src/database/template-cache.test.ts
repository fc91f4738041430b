import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cached } from "./template-cache.js";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "kehu-cache-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const content = Buffer.from("content");
const refuse = (): Promise<Buffer> => Promise.reject(new Error("It was made again."));
const folder = async (): Promise<string> => join(parent, (await readdir(parent))[0] ?? "");
const files = async (): Promise<readonly string[]> => readdir(await folder());

describe("cached", () => {
  it("makes a thing once for each key", async () => {
    expect(await cached("a", async () => content, parent)).toEqual(content);
    expect(await cached("a", refuse, parent)).toEqual(content);
    await expect(cached("b", refuse, parent)).rejects.toThrow("made again");
    expect(await files()).toHaveLength(1);
  });

  it.each([
    ["cut short", (file: Buffer) => file.subarray(0, -1)],
    ["changed in one bit", (file: Buffer) => Buffer.from(file.map((byte, index) => (index === file.length - 3 ? byte ^ 1 : byte)))],
    ["emptied", () => Buffer.alloc(0)],
  ])("makes it anew when its file was %s", async (_, damage) => {
    await cached("a", async () => content, parent);
    const path = join(await folder(), (await files())[0] ?? "");
    await writeFile(path, damage(await readFile(path)));
    expect(await cached("a", async () => Buffer.from("anew"), parent)).toEqual(Buffer.from("anew"));
    expect(await cached("a", refuse, parent)).toEqual(Buffer.from("anew"));
  });

  it("serves many at once and leaves one file", async () => {
    const large = randomBytes(3_000_000);
    const all = await Promise.all(Array.from({ length: 8 }, () => cached("large", async () => large, parent)));
    expect(all.every((one) => one.equals(large))).toBe(true);
    expect(await files()).toHaveLength(1);
  });

  it("keeps a bounded number of files", async () => {
    for (let key = 0; key < 25; key += 1) await cached(`${key}`, async () => content, parent);
    expect(await files()).toHaveLength(20);
    expect(await cached("24", refuse, parent)).toEqual(content);
  });

  it("does not read from a folder that others can write to", async () => {
    await cached("a", async () => content, parent);
    await chmod(await folder(), 0o777);
    expect(await cached("a", async () => Buffer.from("own"), parent)).toEqual(Buffer.from("own"));
  });

  it("goes without a cache where nothing can be written", async () => {
    await writeFile(join(parent, "file"), "");
    expect(await cached("a", async () => content, join(parent, "file"))).toEqual(content);
  });
});
