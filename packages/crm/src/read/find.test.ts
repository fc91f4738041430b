import { type AnyRecord, type KehuError, matches } from "@kehu/core";
import { compareText } from "@kehu/core/engine";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { say } from "../session/say.js";
import { createReader } from "./reader.js";
import { agency, codeOf, kinds, made, madeTrip, openWorld, trip, type World } from "./trips.test-pack.js";

type Fields = Readonly<Record<string, unknown>>;
const [one, two] = [made(agency, { name: "One" }), made(agency, { name: "Two" })];
const pick = <T>(index: number, values: readonly T[]): T => values[index % values.length] as T;
const trips = Array.from({ length: 57 }, (_, index) =>
  madeTrip(
    JSON.parse(
      JSON.stringify({
        code: pick(index * 7, ["a", "B", "é", "﹏", "𠮷", "zz"]),
        seats: pick(index * 3, [undefined, 1, 2, -3, undefined]),
        rating: pick(index * 3, [0.1, undefined, 0.30000000000000004, -1e21]),
        price: pick(index * 11, [
          undefined,
          { amountMinor: 5, currency: "EUR" },
          { amountMinor: 7, currency: "CNY" },
          { amountMinor: -5, currency: "EUR" },
        ]),
        returnsOn: pick(index * 13, [undefined, "2026-06-09", "0001-01-01"]),
        bookedAt: pick(index, [undefined, "2026-01-01T00:00:00.001Z", "2026-01-01T00:00:00.000Z"]),
        isInsured: pick(index * 17, [true, false, undefined]),
        agencyId: pick(index, [undefined, one.id, two.id]),
        state: pick(index, ["booked", "planned"]),
        labels: ["x"],
        venue: index % 2 ? { city: "Y" } : undefined,
        origin: index % 3 ? { state: "over", since: "2026-01-01T00:00:00.000Z" } : undefined,
        ownerId: index % 3 ? "li" : undefined,
      }),
    ) as Fields,
  ),
);

const compare = (left: unknown, right: unknown): number => {
  if (typeof left === "object" && typeof right === "object") {
    const [a, b] = [left, right] as readonly { amountMinor: number; currency: string }[];
    return compareText(a?.currency ?? "", b?.currency ?? "") || (a?.amountMinor ?? 0) - (b?.amountMinor ?? 0);
  }
  return typeof left === "string" ? compareText(left, right as string) : Number(left) - Number(right);
};
/** As the sort of a find is meant: empty values last either way, ties by id, in the direction of the last key. */
function sorted(keys: readonly string[]): readonly Fields[] {
  return trips.toSorted((left, right) => {
    for (const key of [...keys, keys.at(-1)?.startsWith("-") ? "-id" : "id"]) {
      const name = key.replace(/^-/, "");
      const [a, b] = [(left as Fields)[name], (right as Fields)[name]];
      if (a === undefined || b === undefined) {
        if (a !== b) return a === undefined ? 1 : -1;
        continue;
      }
      const order = compare(a, b);
      if (order !== 0) return key.startsWith("-") ? -order : order;
    }
    return 0;
  });
}

describe.each(kinds)("find on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
    await world.insert("t1", agency, [one, two]);
    await world.insert("t1", trip, trips.toReversed());
    await world.insert("t2", trip, [madeTrip()]);
  }, 120_000);
  afterAll(() => world.close());
  const reader = () => createReader(world.context("t1", {}));
  const ids = (records: readonly unknown[]) => records.map((record) => (record as { id: string }).id);

  it("gives whole records in order of creation, 50 at a time", async () => {
    const page = await reader().find(trip);
    expect(page.items).toEqual(trips.slice(0, 50));
    const rest = await reader().find(trip, { after: page.next as string });
    expect(rest.items).toEqual(trips.slice(50));
    expect(Object.keys(rest)).toEqual(["items"]);
  });

  it("goes through every order page by page, without a gap or a repetition", async () => {
    const fields = fc.constantFrom(
      "code",
      "seats",
      "rating",
      "price",
      "returnsOn",
      "bookedAt",
      "isInsured",
      "agencyId",
      "state",
      "kind",
      "ownerId",
      "since",
      "id",
    );
    const keys = fc
      .uniqueArray(fields, { maxLength: 3 })
      .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(name, `-${name}`))));
    const wheres = fc.constantFrom<Fields | undefined>(
      undefined,
      { seats: { from: 1 } },
      { returnsOn: { in: ["2026-06-09", "0001-01-01"] } },
      { seats: { not: 1 } },
    );
    await fc.assert(
      fc.asyncProperty(keys, wheres, fc.integer({ min: 1, max: 20 }), async (sort, where, limit) => {
        const expected = ids(sorted(sort).filter((record) => where === undefined || matches(where as never, record)));
        const found: unknown[] = [];
        let after: string | undefined;
        do {
          const page = await reader().find(trip as AnyRecord, {
            sort: sort as never,
            limit,
            select: ["id"] as never,
            ...(where && { where: where as never }),
            ...(after !== undefined && { after }),
          });
          expect(page.items.length).toBeGreaterThan(0);
          found.push(...page.items);
          after = page.next;
        } while (after !== undefined);
        expect(ids(found)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it("goes on where it was, whatever was written meanwhile", async () => {
    const where = { state: "planned" } as const;
    const before = await reader().find(trip, { limit: 10, sort: "code", where });
    const [first] = before.items as unknown as readonly [Fields];
    await world.insert("t1", trip, [madeTrip({ code: first["code"], state: "planned" })]);
    const rest = await reader().find(trip, { sort: "code", where, after: before.next as string });
    const planned = sorted(["code"]).filter(({ state }) => state === "planned");
    expect(ids(rest.items).filter((id) => planned.some((record) => record["id"] === id))).toEqual(ids(planned.slice(10)));
  });

  it("gives only what is selected; empty fields are absent", async () => {
    const select = ["id", "code", "price", "agencyId", "venue", "labels", "origin", "ownerId", "version", "seats", "since"] as const;
    const page = await reader().find(trip, { select, limit: 57 });
    expect(page.items).toEqual(
      trips.map((record) =>
        Object.fromEntries(select.flatMap((name) => ((record as Fields)[name] === undefined ? [] : [[name, (record as Fields)[name]]]))),
      ),
    );
    expect(await reader().get(trip, trips[0]?.id as never, { select: ["code"] })).toEqual({ code: "a" });
    expect(await reader().get(trip, trips[1]?.id as never)).toEqual(trips[1]);
  });

  it("names the statement of a point read, and prepares it once", async () => {
    const context = world.context("t1", {});
    for (const { id } of trips.slice(0, 3)) await createReader(context).get(trip, id as never);
    expect(new Set(context.sent.map(({ name }) => name)).size).toBe(1);
    expect(context.sent[0]?.name?.length).toBeLessThan(64);
  });

  it("refuses a cursor of another query, and one that was changed", async () => {
    const { next } = await reader().find(trip, { limit: 1, sort: "seats", where: { state: "booked" } });
    const after = next as string;
    const values = JSON.parse(Buffer.from(after, "base64url").toString()) as unknown[];
    const changed = (...content: readonly unknown[]) => Buffer.from(JSON.stringify(content)).toString("base64url");
    const asks = (given: unknown, options: object = { sort: "seats", where: { state: "booked" } }) =>
      codeOf(reader().find(trip, { limit: 1, ...options, after: given as string }));
    expect(await asks(after)).toBe("nothing was thrown");
    for (const options of [
      { sort: "-seats", where: { state: "booked" } },
      { sort: "seats" },
      { sort: "seats", where: { state: "over" } },
      {},
    ])
      expect(await asks(after, options)).toBe("crm/invalid-cursor");
    expect(await codeOf(reader().find(agency, { after }))).toBe("crm/invalid-cursor");
    for (const given of [
      "",
      "x",
      1,
      null,
      {},
      changed(),
      changed(values[0]),
      changed(values[0], "1", values[2]),
      changed(values[0], 1, null),
      changed(values[0], 1, "1; drop"),
      changed(values[0], { a: 1 }, values[2]),
      "a".repeat(200_000),
    ])
      expect(await asks(given)).toBe("crm/invalid-cursor");
  });

  const badQueries: readonly (readonly [string, object, string])[] = [
    ["limit 0", { limit: 0 }, "limit needs a whole number from 1 to 1000"],
    ["limit 1001", { limit: 1001 }, "limit"],
    ["half a limit", { limit: 1.5 }, "limit"],
    ["a limit that is text", { limit: "10" }, "limit"],
    ["a sort by a list", { sort: "labels" }, "sort names something that cannot be sorted by"],
    ["a sort by a group", { sort: "origin" }, "sort"],
    ["a sort by SQL", { sort: "code; drop table" }, "sort"],
    ["a sort by a prototype key", { sort: "__proto__" }, "sort"],
    ["a sort that is no text", { sort: [{}] }, "sort"],
    ["a sort by too many fields", { sort: Array(9).fill("code") }, "sort has to have at most 8 items"],
    ["an empty selection", { select: [] }, "select needs a list of 1 to"],
    ["an unknown field", { select: ["nope"] }, "select names something that is no field; choose from id, version"],
    ["a selection that is text", { select: "code" }, "select"],
    ["a prototype key", { select: ["constructor"] }, "select"],
    ["options that are a list", [], "options"],
    ["options that are null", null as never, "options"],
  ];
  it.each(badQueries)("refuses %s", async (_, options, words) => {
    const error = await reader()
      .find(trip, options as never)
      .catch((thrown: unknown) => thrown as KehuError);
    expect(error).toMatchObject({ code: "crm/invalid-query", message: expect.stringContaining(words) });
    expect(say([], error as KehuError, "zh-CN")).toMatch(/^对 Trip 的查询有误：\S+ [^a-z]+.*；请更正查询。$/);
  });

  it("refuses records of packs that are not here, or switched off for the tenant", async () => {
    expect(await codeOf(reader().find({ ...trip, name: "travel/nope" } as never))).toBe("crm/unknown-definition");
    const context = world.context("t1", {});
    expect(await codeOf(createReader({ ...context, tenant: { ...context.tenant, packs: new Set() } }).find(trip))).toBe("crm/pack-off");
  });
});
