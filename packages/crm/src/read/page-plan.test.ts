import type { FindOptions } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Statement } from "../database/database.js";
import { explained, rowsOf } from "../suite/explain.test-pack.js";
import { createReader } from "./reader.js";
import { kinds, madeTrip, openWorld, trip, type World } from "./trips.test-pack.js";

const many = 6000;
/** A hundred come back on each day, and a third never. */
const returnsOn = (index: number): string | undefined =>
  index % 3 === 0 ? undefined : new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 100))).toISOString().slice(0, 10);

describe.each(kinds)("a page of an indexed order on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
    await world.insert(
      "t1",
      trip,
      Array.from({ length: many }, (_, index) => madeTrip(returnsOn(index) === undefined ? {} : { returnsOn: returnsOn(index) })),
    );
    await world.database.analyse();
  }, 120_000);
  afterAll(() => world.close());

  /** How many rows were looked at for a page. */
  const read = async (options: FindOptions<typeof trip>): Promise<{ readonly rows: number; readonly next: string | undefined }> => {
    const context = world.context("t1", {});
    const { next } = await createReader(context).find(trip, options);
    const [found] = await world.database.read("t1", [explained(context.sent.at(-1) as Statement)]);
    return { rows: rowsOf(found).read, next };
  };

  it.each([
    ["rising", { sort: "returnsOn" }],
    ["falling", { sort: "-returnsOn" }],
    ["rising from a day on", { sort: "returnsOn", where: { returnsOn: { from: "2026-02-01" } } }],
    ["falling until a day", { sort: "-returnsOn", where: { returnsOn: { until: "2026-02-01" } } }],
  ] as const)("reads little more than it gives, wherever it begins: %s", async (_, options) => {
    let after: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const { rows, next } = await read({ ...options, limit: 20, ...(after !== undefined && { after }) });
      expect(rows).toBeLessThan(100);
      // some pages on
      after = (await createReader(world.context("t1", {})).find(trip, { ...options, limit: 700, after: next as string })).next;
      if (after === undefined) break;
    }
  });
});
