import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startScript } from "../../../../.config/scripts.js";
import { counts } from "../../../../.config/soak.js";
import { lockDirectory } from "./directory-lock.js";

let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kehu-lock-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

/** Another process that carries out one command for each message and answers with its outcome. */
function otherProcess(): ChildProcess {
  const script = `
    import { lockDirectory } from "./directory-lock.ts";
    process.on("message", async ({ command, directory, milliseconds }) => {
      if (command === "block") {
        process.send("blocking", () => { const end = Date.now() + milliseconds; while (Date.now() < end); });
        return;
      }
      try {
        await lockDirectory(directory);
        process.send("owner");
      } catch (error) {
        process.send(error.code + " " + error.details.pid);
      }
    });
    process.send("ready");`;
  const child = startScript(import.meta.url, script);
  children.push(child);
  return child;
}

async function answerOf(child: ChildProcess, message?: object): Promise<unknown> {
  const answer = once(child, "message");
  if (message) child.send(message);
  return (await answer)[0];
}

async function killed(child: ChildProcess): Promise<void> {
  const end = once(child, "exit");
  child.kill("SIGKILL");
  await end;
}

describe("lockDirectory", () => {
  it("refuses a second owner in the same process at once, and writes nothing", async () => {
    const lock = await lockDirectory(directory);
    const before = await readdir(directory);
    const started = performance.now();
    for (let time = 0; time < 20; time += 1) {
      await expect(lockDirectory(directory)).rejects.toMatchObject({
        code: "crm/directory-in-use",
        details: { directory, pid: process.pid, host: hostname() },
      });
    }
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await readdir(directory)).toEqual(before);
    await lock.release();
  });

  it("can be taken again after a release, with a higher number", async () => {
    for (let time = 1; time <= 3; time += 1) {
      const lock = await lockDirectory(directory);
      expect(await readdir(directory)).toEqual([`kehu.lock.${time}`, "kehu.lock.owner"]);
      await lock.release();
      expect(await readdir(directory)).toEqual([`kehu.lock.${time}`, "kehu.lock.owner"]);
    }
  });

  it("refuses in another process, also while the owner's event loop is blocked, until the owner is killed", async () => {
    const [owner, other] = [otherProcess(), otherProcess()];
    expect(await Promise.all([answerOf(owner), answerOf(other)])).toEqual(["ready", "ready"]);
    expect(await answerOf(owner, { command: "lock", directory })).toBe("owner");
    expect(await answerOf(other, { command: "lock", directory })).toBe(`crm/directory-in-use ${owner.pid}`);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ details: { pid: owner.pid } });

    expect(await answerOf(owner, { command: "block", milliseconds: 4000 })).toBe("blocking");
    const started = performance.now();
    for (let time = 0; time < 300; time += 1)
      await expect(lockDirectory(directory)).rejects.toMatchObject({ code: "crm/directory-in-use" });
    expect(await answerOf(other, { command: "lock", directory })).toBe(`crm/directory-in-use ${owner.pid}`);
    expect(performance.now() - started).toBeLessThan(4000);

    await killed(owner);
    const takeover = performance.now();
    expect(await answerOf(other, { command: "lock", directory })).toBe("owner");
    expect(performance.now() - takeover).toBeLessThan(2000);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ details: { pid: other.pid } });
  }, 60_000);

  it("has one winner when many race for a free or a dead lock", async () => {
    const racers = Array.from({ length: 3 }, otherProcess);
    await Promise.all(racers.map((racer) => answerOf(racer)));
    for (let round = 0; round < counts(50, 200); round += 1) {
      const raced = join(directory, `${round}`);
      await mkdir(raced);
      if (round % 2 === 0) await (await lockDirectory(raced)).release();
      const here = Array.from({ length: 4 }, () =>
        lockDirectory(raced).then(
          () => "owner",
          (error: unknown) => (error as { code: string }).code,
        ),
      );
      const answers = await Promise.all([...here, ...racers.map((racer) => answerOf(racer, { command: "lock", directory: raced }))]);
      expect(answers.filter((answer) => answer === "owner")).toHaveLength(1);
      expect(answers.filter((answer) => String(answer).startsWith("crm/directory-in-use"))).toHaveLength(6);
      expect((await readdir(raced)).filter((name) => name !== "kehu.lock.owner")).toHaveLength(1);
    }
  }, 300_000);

  it("reaches directories with long names", async () => {
    const long = join(directory, "客户".repeat(20), "x".repeat(100));
    await mkdir(long, { recursive: true });
    const lock = await lockDirectory(long);
    await expect(lockDirectory(long)).rejects.toMatchObject({ code: "crm/directory-in-use", details: { pid: process.pid } });
    await lock.release();
    await (await lockDirectory(long)).release();
    expect(await readdir(long)).toEqual(["kehu.lock.2", "kehu.lock.owner"]);
  });

  it("takes a directory over whose files were copied from elsewhere", async () => {
    await writeFile(join(directory, "kehu.lock.7"), "");
    await writeFile(join(directory, "kehu.lock.owner"), "not json");
    const lock = await lockDirectory(directory);
    expect(await readdir(directory)).toEqual(["kehu.lock.8", "kehu.lock.owner"]);
    await lock.release();
  });
});
