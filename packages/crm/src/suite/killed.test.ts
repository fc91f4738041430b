import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { startScript } from "../../../../.config/scripts.js";
import { counts } from "../../../../.config/soak.js";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import { newPlace, type Place } from "./place.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";

const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);
const rounds = counts(2, 20);
/** How many confirmed writes a round waits for before the process may be killed at any moment. */
const writesPerRound = counts(40, 550);

/** Writes one customer after another, each with a key, and notes each in the witness file once it was confirmed. */
const writer = (database: string, witness: string, first: number) => `
  import { appendFileSync } from "node:fs";
  import { customer } from "@kehu/core";
  import { createCrm } from "../crm.ts";
  import { rentPack } from "./rent-roles.test-pack.ts";
  const crm = await createCrm({ packs: [rentPack()], database: ${database} });
  const boss = crm.as({ id: "writer", tenant: "t", roles: ["rent/boss"] });
  process.send("ready");
  for (let n = ${first}; ; n += 1) {
    await boss.create(customer, { kind: "person", displayName: "n" + n }, { key: "k" + n });
    appendFileSync(${JSON.stringify(witness)}, n + "\\n");
  }`;

async function confirmedIn(witness: string): Promise<readonly number[]> {
  const text = await readFile(witness, "utf8").catch(() => "");
  // the last line may be cut off by the kill
  return text.split("\n").slice(0, -1).map(Number);
}

/** Kills the writer at random moments; gives how many writes were confirmed in all. */
async function endure({ source, script }: Place, folder: string): Promise<number> {
  const witness = join(folder, "witness");
  const installing = await createCrm({ packs: [rentPack()], database: source });
  await installing.install();
  await installing.openTenant({ id: "t", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["rent"] });
  await installing.close();
  for (let round = 1, first = 1; round <= rounds; round += 1) {
    const before = (await confirmedIn(witness)).length;
    const child = startScript(import.meta.url, writer(script, witness, first));
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
    const crm = await createCrm({ packs: [rentPack()], database: source });
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

describe.each(kinds)("a process that is killed, %s", (kind) => {
  it("loses nothing that was confirmed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kehu-killed-"));
    const place = await newPlace(kind, "disk");
    try {
      expect(await endure(place, folder)).toBeGreaterThanOrEqual(rounds * writesPerRound);
    } finally {
      await place.drop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 1_200_000);
});
