import { date, definePack, defineRecord, money, party, ref, text } from "@kehu/core";
import { expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase } from "../../../../.config/test-databases.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry } from "../registry.js";
import { nothing } from "./existing.js";
import { install } from "./install.js";
import { planInstall, shapesOf } from "./plan.js";

const letters = "abcdefghijklmnopqrstuvwxyz";
const packs = Array.from({ length: 10 }, (_, p) => {
  const records = Array.from({ length: 5 }, (_, r) =>
    defineRecord(`pack-${letters[p]}/record-${letters[r]}`, {
      fields: {
        holderId: party("holder"),
        otherId: ref("customer"),
        number: text(40),
        kind: z.enum(["a", "b"]),
        from: date(),
        until: date().optional(),
        premium: money(),
        sum: money().optional(),
        seats: z.int(),
        note: text(200).optional(),
        x: text(9),
        y: text(9),
        z: date(),
      },
      states: ["draft", "active", "ended"],
      unique: [{ by: ["number"] }],
      ...(r === 0 && { noOverlap: { by: ["holderId"], from: "from", until: "until" } }),
    }),
  );
  const words = Object.fromEntries(
    records.map((record, i) => [
      `r${i}`,
      {
        name: "x",
        fields: Object.fromEntries(
          Object.keys(record.info).map((f) => [f, f === "kind" ? { name: "x", options: { a: "x", b: "x" } } : "x"]),
        ),
        states: { draft: "x", active: "x", ended: "x" },
      },
    ]),
  );
  return definePack({
    name: `pack-${letters[p]}`,
    version: "0.1.0",
    definitions: Object.fromEntries(records.map((record, i) => [`r${i}`, record])) as never,
    locales: { "zh-CN": words as never },
  });
});
it("by group", async () => {
  const registry = buildRegistry(packs);
  const plan = planInstall(registry, nothing);
  const statements = plan.steps.flatMap((x) => x.statements).filter((x) => !/drop policy/.test(x.sql));
  const size = Number(process.env["GROUP"]);
  const database = await pglite().open();
  for (let round = 0; round < 2; round += 1) {
    const cpu0 = process.cpuUsage();
    const t0 = performance.now();
    await database.administer(async (tx) => {
      for (let i = 0; i < statements.length; i += size)
        await tx.send(statements.slice(i, i + size).filter((x) => round === 0 || !/extension/.test(x.sql)));
      await tx.commit();
    });
    const cpu = process.cpuUsage(cpu0);
    console.log("group", size, "cpu", (cpu.user + cpu.system) / 1000, "wall", performance.now() - t0);
    await database.administer((tx) =>
      tx.commit([...new Set(shapesOf(registry).map((s) => s.schema))].map((s) => ({ sql: `drop schema ${s} cascade`, parameters: [] }))),
    );
  }
  await database.close();
}, 100000);
it.skip("is quick", async () => {
  let at = performance.now();
  const lap = (what: string) => {
    console.log(what, Math.round(performance.now() - at));
    at = performance.now();
  };
  const registry = buildRegistry(packs);
  lap("registry");
  for (let i = 0; i < 2; i += 1) {
    const plan = planInstall(registry, nothing);
    lap(`plan ${shapesOf(registry).length} tables, ${plan.steps.flatMap((s) => s.statements).length} statements`);
  }
  const { url, drop } = await createTestDatabase("timing");
  for (const source of [pglite(), postgres({ url })]) {
    const database = await source.open();
    lap("open " + source.kind);
    expect((await install(database, registry)).steps.length).toBeGreaterThan(60);
    lap("install");
    expect((await install(database, registry)).steps).toEqual([]);
    lap("again");
    expect((await install(database, registry)).steps).toEqual([]);
    lap("again");
    await database.close();
  }
  await drop();
});
