import { count } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReader } from "./reader.js";
import { codeOf, kinds, madeTrip, openWorld, trip, type World } from "./trips.test-pack.js";

const stems = ["'", '"', "\\", "$1", "$$", ";", "--", "/*", "*/", "::text", "{}", "}", "null", "%s", "?", ":x", "@>", "a.b", "`", "E'\\''"];
const tails = [
  "",
  " or 1=1",
  "; drop table kehu_travel.trip; --",
  ") union select * from kehu.journal --",
  "') and (select pg_sleep(9)) is null --",
  '" desc, (select 1)',
  "->>'a'",
  "','a'); select '",
  "||pg_sleep(9)",
  "\r\n",
];
const payloads = stems.flatMap((stem) => tails.map((tail) => `${stem}${tail}`));

/** Everything in a read that comes from a caller. */
const positions: Readonly<Record<string, (payload: string) => object>> = {
  value: (payload) => ({ where: { code: payload } }),
  "value of a list": (payload) => ({ where: { code: { in: [payload, payload] } } }),
  "value inside data": (payload) => ({
    where: { labels: { has: { from: payload } }, venue: { city: { notIn: [payload] } }, companions: { has: { nick: payload } } },
  }),
  "key of a list": (payload) => ({ where: { code: { in: { [payload]: "a" } } } }),
  "field name": (payload) => ({ where: { [payload]: 1 } }),
  "field name of a group": (payload) => ({ where: { venue: { [payload]: 1 } } }),
  comparison: (payload) => ({ where: { code: { [payload]: "a" } } }),
  selection: (payload) => ({ select: [payload] }),
  sort: (payload) => ({ sort: payload }),
  "falling sort": (payload) => ({ sort: `-${payload}` }),
  limit: (payload) => ({ limit: payload }),
  cursor: (payload) => ({ after: payload }),
};
const refusals: ReadonlySet<string> = new Set(["crm/invalid-where", "crm/invalid-query", "crm/invalid-cursor", "core/wrong-id"]);

describe.each(kinds)("input that looks like SQL on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
    await world.insert("t1", trip, [madeTrip({ code: "canary" })]);
    await world.insert("t2", trip, [madeTrip({ code: "other" })]);
  }, 120_000);
  afterAll(() => world.close());

  it.each(Object.entries(positions))("is a value or a refusal: %s", async (_, options) => {
    const context = world.context("t1", {});
    const reader = createReader(context);
    const started = performance.now();
    const found = new Set<string>();
    for (const payload of payloads) {
      const code = await codeOf(
        reader.find(trip, options(payload) as never).then(({ items }) => {
          for (const item of items) found.add(item.code);
        }),
      );
      if (code !== "nothing was thrown") expect(refusals).toContain(code);
    }
    expect([...found].filter((each) => each !== "canary")).toEqual([]);
    expect(new Set(context.sent.map(({ sql }) => sql)).size).toBeLessThanOrEqual(1);
    expect(performance.now() - started).toBeLessThan(8000);
    expect((await reader.find(trip)).items).toHaveLength(1);
  });

  it("is a value or a refusal: ids, groups and measures", async () => {
    const context = world.context("t1", {});
    const reader = createReader(context);
    for (const payload of payloads) {
      expect(await codeOf(reader.get(trip, payload as never))).toBe("core/wrong-id");
      expect(await codeOf(reader.aggregate(trip, { by: [payload as never], measures: { x: count() } }))).toBe("crm/invalid-query");
      expect(await codeOf(reader.aggregate(trip, { by: [`startsOn by ${payload}` as never], measures: { x: count() } }))).toBe(
        "crm/invalid-query",
      );
      expect(await codeOf(reader.aggregate(trip, { measures: { x: { kind: "sum", path: payload } } as never }))).toBe("crm/invalid-query");
      expect(await reader.aggregate(trip, { measures: { [payload]: count() } })).toEqual([{ [payload]: 1 }]);
    }
    expect(new Set(context.sent.map(({ sql }) => sql)).size).toBe(1);
  });
});
