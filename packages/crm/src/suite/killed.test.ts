import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { counts } from "../../../../.config/soak.js";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { rentPack } from "./rent-roles.test-pack.js";

const rounds = counts(2, 20);
/** How many confirmed writes a round waits for before the process may be killed at any moment. */
const writesPerRound = counts(40, 550);

const from = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Writes one customer after another, each with a key, and notes each in the witness file once it was confirmed. */
const writer = (source: string, witness: string, first: number) => `
  const { appendFileSync } = await import("node:fs");
  const { customer } = await import("@kehu/core");
  const { createCrm } = await import(${from("../crm.ts")});
  const { pglite } = await import(${from("../pglite/index.ts")});
  const { postgres } = await import(${from("../postgres/index.ts")});
  const { rentPack } = await import(${from("./rent-roles.test-pack.ts")});
  const crm = await createCrm({ packs: [rentPack()], database: ${source} });
  const boss = crm.as({ id: "writer", tenant: "t", roles: ["rent/boss"] });
  process.send("ready");
  for (let n = ${first}; ; n += 1) {
    await boss.create(customer, { kind: "person", displayName: "n" + n }, { key: "k" + n });
    appendFileSync(${JSON.stringify(witness)}, n + "\\n");
  }`;

const source = {
  pglite: (place: string) => ({ code: `pglite({ directory: ${JSON.stringify(place)} })`, open: () => pglite({ directory: place }) }),
  postgres: (url: string) => ({ code: `postgres({ url: ${JSON.stringify(url)} })`, open: () => postgres({ url }) }),
};

async function confirmedIn(witness: string): Promise<readonly number[]> {
  const text = await readFile(witness, "utf8").catch(() => "");
  // the last line may be cut off by the kill
  return text.split("\n").slice(0, -1).map(Number);
}

/** Kills the writer at random moments; gives how many writes were confirmed in all. */
async function endure({ code, open }: ReturnType<typeof source.pglite>, folder: string): Promise<number> {
  const witness = join(folder, "witness");
  const installing = await createCrm({ packs: [rentPack()], database: open() });
  await installing.install();
  await installing.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["rent"] });
  await installing.close();
  for (let round = 1, first = 1; round <= rounds; round += 1) {
    const before = (await confirmedIn(witness)).length;
    const child: ChildProcess = spawn(
      process.execPath,
      ["--conditions=@kehu/source", "--import", "tsx", "--input-type=module", "-e", writer(code, witness, first)],
      { cwd: new URL("../..", import.meta.url), stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    const closed = once(child, "close");
    await Promise.race([once(child, "message"), closed]);
    while ((await confirmedIn(witness)).length < before + writesPerRound) {
      expect(child.exitCode, "the writer ended by itself").toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    child.kill("SIGKILL");
    await closed;
    const confirmed = await confirmedIn(witness);
    const last = confirmed.at(-1) ?? 0;
    const crm = await createCrm({ packs: [rentPack()], database: open() });
    const boss = crm.as({ id: "writer", tenant: "t", roles: ["rent/boss"] });
    const [{ there } = { there: 0 }] = await boss.aggregate(customer, { measures: { there: count() } });
    // none of those that were confirmed is lost, and at most the one that was under way is there without a word
    expect([there - last, round]).toEqual([expect.toSatisfy((more: number) => more === 0 || more === 1), round]);
    let replayed = false;
    const again = await boss.create(
      customer,
      { kind: "person", displayName: `n${last + 1}` },
      {
        key: `k${last + 1}`,
        onReplay: () => {
          replayed = true;
        },
      },
    );
    expect([replayed, again.displayName]).toEqual([there === last + 1, `n${last + 1}`]);
    const old = Math.max(1, last - 3);
    const known = await boss.create(customer, { kind: "person", displayName: `n${old}` }, { key: `k${old}` });
    expect(known.displayName).toBe(`n${old}`);
    expect((await crm.verifyJournal("t")).damage).toBeUndefined();
    await crm.close();
    first = last + 2;
  }
  return (await confirmedIn(witness)).length;
}

describe("a process that is killed", () => {
  it("loses nothing that was confirmed, embedded", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kehu-killed-"));
    try {
      expect(await endure(source.pglite(join(folder, "db")), folder)).toBeGreaterThanOrEqual(rounds * writesPerRound);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 1_200_000);

  it.skipIf(!postgresUrl())(
    "loses nothing that was confirmed, on a server",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "kehu-killed-"));
      const { url, drop } = await createTestDatabase("killed");
      try {
        expect(await endure(source.postgres(url), folder)).toBeGreaterThanOrEqual(rounds * writesPerRound);
      } finally {
        await drop();
        await rm(folder, { recursive: true, force: true });
      }
    },
    1_200_000,
  );
});
