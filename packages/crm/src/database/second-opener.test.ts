import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startScript } from "../../../../.config/scripts.js";
import { counts, isSoak } from "../../../../.config/soak.js";
import { pglite } from "../pglite/index.js";

const tries = counts(3, 100);
/** Puts a process into a network of its own, where that is allowed. */
const elsewhere = ["unshare", "--user", "--map-root-user", "--net"];
const canLeave = isSoak && spawnSync("unshare", [...elsewhere.slice(1), "true"]).status === 0;

interface Outcome {
  readonly told: string;
  readonly milliseconds: number;
}
/** Opens a directory again and again, and sends what each time ended with. */
const opener = (directory: string, send: string): string => `
  import(${JSON.stringify(fileURLToPath(new URL("../pglite/index.ts", import.meta.url)))}).then(async ({ pglite }) => {
    const outcomes = [];
    for (let time = 0; time < ${tries}; time += 1) {
      const started = performance.now();
      const told = await pglite({ directory: ${JSON.stringify(directory)} }).open().then(() => "opened", (error) => error.code + " " + error.details?.pid);
      outcomes.push({ told, milliseconds: performance.now() - started });
    }
    ${send}(outcomes);
  });`;
const openedBy = async (directory: string, through: readonly string[] = []): Promise<readonly Outcome[]> =>
  (await once(startScript(import.meta.url, opener(directory, "process.send"), through), "message"))[0];
/** A thread has to be told by itself how to read sources. */
async function openedInThread(directory: string): Promise<readonly Outcome[]> {
  const script = `import("tsx/esm/api").then(({ register }) => { register(); ${opener(directory, 'require("node:worker_threads").parentPort.postMessage')} });`;
  return (await once(new Worker(script, { eval: true, execArgv: ["--conditions=@kehu/source"] }), "message"))[0];
}
function expectRefused(outcomes: readonly Outcome[], owner: number | undefined): void {
  expect(outcomes.map(({ told }) => told)).toEqual(Array.from({ length: tries }, () => `crm/directory-in-use ${owner}`));
  expect(Math.max(...outcomes.map(({ milliseconds }) => milliseconds))).toBeLessThan(2000);
}

/** Every file with its bytes, every folder, and when they were written: who makes a file and removes it writes its folder. */
async function contentsOf(directory: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of [".", ...(await readdir(directory, { recursive: true }))]) {
    const path = join(directory, name);
    const status = await stat(path);
    const bytes = status.isFile() ? await readFile(path) : "";
    found.set(name, `${status.mtimeMs} ${createHash("sha256").update(bytes).digest("hex")}`);
  }
  return found;
}

describe("an embedded database that is open", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "kehu-owned-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it("is refused to other processes with its owner's number, also while the owner stands still, and not a byte is written", async () => {
    const owner = startScript(
      import.meta.url,
      `import { pglite } from "../pglite/index.ts";
      const database = await pglite({ directory: ${JSON.stringify(directory)} }).open();
      process.on("message", async () => process.send((await database.state()).kind));
      process.send("open");`,
    );
    try {
      await once(owner, "message");
      const before = await contentsOf(directory);
      for (const through of [[], ...(canLeave ? [elsewhere] : [])])
        for (const isStill of [false, true]) {
          if (isStill) owner.kill("SIGSTOP");
          expectRefused(await openedBy(directory, through), owner.pid);
          owner.kill("SIGCONT");
        }
      expect(await contentsOf(directory)).toEqual(before);
      const answer = once(owner, "message");
      owner.send("go on");
      expect((await answer)[0]).toBe("pglite");
    } finally {
      owner.kill("SIGKILL");
    }
  });

  it("is refused to its own process and to threads of it, and not a byte is written", async () => {
    const database = await pglite({ directory }).open();
    try {
      const before = await contentsOf(directory);
      for (let time = 0; time < tries; time += 1)
        await expect(pglite({ directory }).open()).rejects.toMatchObject({ code: "crm/directory-in-use", details: { pid: process.pid } });
      expectRefused(await openedInThread(directory), process.pid);
      expect(await contentsOf(directory)).toEqual(before);
    } finally {
      await database.close();
    }
  });
});
