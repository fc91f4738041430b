import { count, date, defineParameter, defineQuery, defineRole, group, may, type Ratio, ratio, text } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { createReader } from "./reader.js";
import { codeOf, kinds, madeTrip, openWorld, trip, type World } from "./trips.test-pack.js";

const goodShare = defineParameter("travel/good-share", {
  schema: z.number(),
  values: [{ from: "2020-01-01", value: 0.5, source: "A test", verified: true }],
});
const bookedShare = defineQuery("travel/booked-share", {
  input: { kind: z.enum(["beach", "city", "mountain"]).optional(), from: date() },
  output: z.strictObject({ numerator: z.int(), denominator: z.int(), value: z.number().nullable(), good: z.boolean(), on: date() }),
  async run(reader, { kind, from }) {
    const groups = await reader.aggregate(trip, {
      where: { startsOn: { from }, ...(kind && { kind }) },
      by: ["state"],
      measures: { trips: count() },
    });
    const of = (state?: string) =>
      groups.filter((row) => state === undefined || row.state === state).reduce((total, row) => total + row.trips, 0);
    const share: Ratio = ratio(of("booked"), of());
    return { ...share, good: (share.value ?? 0) >= reader.parameter(goodShare, from), on: reader.today };
  },
});
const wrongAnswer = defineQuery("travel/wrong-answer", {
  input: {},
  output: group({ code: text(5) }),
  run: async () => ({ code: "too long" }),
});
const nested = defineQuery("travel/nested", {
  input: {},
  output: z.int(),
  run: async (reader) => (await reader.call(bookedShare, { from: "2026-01-01" })).denominator,
});
const foreign = defineQuery("travel/foreign", { input: {}, output: z.int(), run: async () => 1 });
const analyst = defineRole("travel/analyst", [may.read(trip, "own"), may.call(bookedShare), may.call(wrongAnswer), may.call(nested)]);

describe.each(kinds)("call on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind, { goodShare, bookedShare, wrongAnswer, nested, analyst });
    await world.insert("t1", trip, [
      madeTrip({ state: "booked", ownerId: "li" }),
      madeTrip({ ownerId: "wu" }),
      madeTrip({ state: "booked", ownerId: "wu" }),
      madeTrip({ state: "booked", kind: "beach", ownerId: "wu" }),
    ]);
  }, 120_000);
  afterAll(() => world.close());
  const reader = (roles: readonly string[]) => createReader(world.context("t1", { roles }));

  it("answers with the caller's rights, as of now", async () => {
    expect(await reader(["travel/analyst"]).call(bookedShare, { from: "2026-01-01" })).toEqual({
      numerator: 1,
      denominator: 1,
      value: 1,
      good: true,
      on: "2026-05-05",
    });
    expect(await reader(["travel/analyst", "travel/manager"]).call(bookedShare, { from: "2026-01-01", kind: "city" })).toEqual({
      numerator: 2,
      denominator: 3,
      value: 2 / 3,
      good: true,
      on: "2026-05-05",
    });
    expect(await reader(["travel/analyst"]).call(nested, {})).toBe(1);
  });

  it("refuses who is not granted it, unknown queries, and bad input before anything is asked", async () => {
    expect(await codeOf(reader(["travel/manager"]).call(bookedShare, { from: "2026-01-01" }))).toBe("crm/not-granted");
    expect(await codeOf(reader(["travel/analyst"]).call(foreign, {}))).toBe("crm/unknown-definition");
    const context = world.context("t1", { roles: ["travel/analyst"] });
    for (const input of [
      undefined,
      null,
      [],
      "x",
      {},
      { from: "2026-02-30" },
      { from: "2026-01-01", more: 1 },
      JSON.parse('{"from":"2026-01-01","__proto__":{}}'),
    ])
      expect(await codeOf(createReader(context).call(bookedShare, input as never))).toBe("crm/invalid-input");
    expect(context.sent).toEqual([]);
  });

  it("refuses an answer that is not what the query declares", async () => {
    expect(await codeOf(reader(["travel/analyst"]).call(wrongAnswer, {}))).toBe("crm/invalid-output");
  });

  it("takes one statement and one round trip for each read", async () => {
    const context = world.context("t1", { roles: ["travel/analyst"] });
    const verbs = createReader(context);
    await verbs.find(trip, { where: { code: "T" }, sort: "-startsOn" });
    await verbs.aggregate(trip, { by: ["startsOn by month"], measures: { trips: count() } });
    expect(context.sent).toHaveLength(2);
    for (const { parameters } of context.sent) expect(parameters).toContain("t1");
  });
});
