import { type AnyRecord, among, type KehuError, matches, type Selection } from "@kehu/core";
import { compareText, idOf, prefixOf } from "@kehu/core/engine";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { say } from "../session/say.js";
import { createReader } from "./reader.js";
import { agency, codeOf, kinds, made, madeTrip, newId, openWorld, trip, type World } from "./trips.test-pack.js";

type Fields = Readonly<Record<string, unknown>>;
const agencies = Array.from({ length: 4 }, (_, index) =>
  made(agency, { name: `Agency ${index}`, ...(index % 2 === 0 && { code: ["a", "𠮷"][index / 2] }) }),
);
const customers = Array.from({ length: 4 }, () => newId("customer"));

// Few values, so that filters hit; among them what sorts differently by code point, by UTF-16 unit and by language.
const texts = fc.constantFrom("a", "B", "b", "é", "﹏", "𠮷", "", "a b", "%", "_", "'", '"', "\\", "{}", "null");
const code = texts.map((text) => text || "x");
const integers = fc.constantFrom(-1, 0, 1, 2, 2 ** 53 - 1);
const numbers = fc.constantFrom(-0.5, 0, 0.1, 0.30000000000000004, 1e21, 5e-324);
const days = fc.constantFrom("0001-01-01", "2024-02-29", "2026-01-01", "2026-01-02", "9999-12-31");
const instants = fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2026-06-01T12:30:00.000Z");
const amounts = fc.record({ amountMinor: integers, currency: fc.constantFrom("CNY", "EUR") });
const agencyIds = fc.constantFrom(...agencies.map(({ id }) => id as string));
const customerIds = fc.constantFrom(...customers);
const states = fc.constantFrom("planned", "booked", "over");
const kindsOfTrip = fc.constantFrom("beach", "city", "mountain");
const decimals = fc.constantFrom("9", "10.5", "-0.25");
const anyIds = fc.oneof(agencyIds, customerIds);

const orEmpty = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 3 });
const companions = fc.array(fc.record({ customerId: customerIds, age: orEmpty(integers), nick: orEmpty(code), paid: orEmpty(amounts) }), {
  maxLength: 2,
});
const venues = fc.record({ city: code, floor: orEmpty(integers), opensOn: orEmpty(days) });
const payments = fc.oneof(
  fc.record({ type: fc.constant("card"), digits: code, on: days }),
  fc.record({ type: fc.constant("transfer"), amount: amounts, days: integers }),
);
const tripFields = fc.record({
  state: states,
  since: instants,
  origin: orEmpty(fc.record({ state: states, since: instants })),
  ownerId: orEmpty(code),
  teamId: orEmpty(code),
  version: fc.constantFrom(1, 2),
  code,
  kind: kindsOfTrip,
  agencyId: orEmpty(agencyIds),
  customerId: customerIds,
  aboutId: orEmpty(anyIds),
  price: orEmpty(amounts),
  startsOn: days,
  returnsOn: orEmpty(days),
  bookedAt: orEmpty(instants),
  seats: orEmpty(integers),
  rating: orEmpty(numbers),
  isInsured: orEmpty(fc.boolean()),
  rate: orEmpty(decimals),
  companions,
  stops: fc.array(agencyIds, { maxLength: 2 }),
  labels: fc.array(code, { maxLength: 2 }),
  fees: fc.array(amounts, { maxLength: 2 }),
  venue: orEmpty(venues),
  payment: orEmpty(payments),
});

/** A test of a scalar with values such as these. */
function tests<T>(values: fc.Arbitrary<T>, selections: readonly Selection<unknown>[] = []): fc.Arbitrary<unknown> {
  const lists = fc.oneof(
    { weight: 3, arbitrary: fc.array(values, { maxLength: 3 }) as fc.Arbitrary<unknown> },
    ...(selections.length > 0 ? [fc.constantFrom(...selections)] : []),
  );
  const comparison = fc
    .record(
      { in: lists, notIn: lists, not: fc.oneof(values, fc.constant(null)), from: values, until: values, after: values, before: values },
      { requiredKeys: [] },
    )
    .map((all) => Object.fromEntries(Object.entries(all).slice(0, 2)));
  return fc.oneof(values, fc.constant(null), comparison);
}
const few = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(fields)), { minLength: 1, maxLength: 2 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, fields[name] as fc.Arbitrary<unknown>]))));

const ofAgencies = [among(agency, "id"), among(agency, "id", { code: null }), among(agency, "id", { name: { from: "Agency 2" } })];
const companionWheres = few({
  customerId: tests(customerIds, [among(trip, "customerId", { kind: "city" })]),
  age: tests(integers, [among(trip, "seats")]),
  nick: tests(code, [among(agency, "code")]),
  paid: tests(amounts, [among(trip, "price")]),
});
const fields: Record<string, fc.Arbitrary<unknown>> = {
  state: tests(states),
  since: tests(instants),
  origin: fc.oneof(fc.constant(null), few({ state: tests(states), since: tests(instants) })),
  ownerId: tests(code),
  teamId: tests(code),
  version: tests(fc.constantFrom(1, 2)),
  code: tests(code, [among(agency, "code")]),
  kind: tests(kindsOfTrip),
  agencyId: tests(agencyIds, ofAgencies),
  customerId: tests(customerIds),
  aboutId: tests(anyIds, ofAgencies as never),
  price: tests(amounts, [among(trip, "price", { kind: "beach" })]),
  startsOn: tests(days, [among(trip, "returnsOn")]),
  returnsOn: tests(days),
  bookedAt: tests(instants),
  seats: tests(integers, [among(trip, "seats", { isInsured: true })]),
  rating: tests(numbers),
  isInsured: tests(fc.boolean()),
  rate: tests(decimals),
  companions: fc.record({ has: companionWheres }),
  stops: fc.record({ has: tests(agencyIds, ofAgencies) }),
  labels: fc.record({ has: tests(code) }),
  fees: fc.record({ has: tests(amounts) }),
  venue: fc.oneof(fc.constant(null), few({ city: tests(code), floor: tests(integers), opensOn: tests(days) })),
  payment: fc.oneof(
    fc.constant(null),
    few({
      type: tests(fc.constantFrom("card", "transfer")),
      digits: tests(code),
      on: tests(days),
      amount: tests(amounts),
      days: tests(integers),
    }),
  ),
};
const where = few({ ...fields, or: fc.array(few(fields), { maxLength: 2 }) });

const without = (fields: Fields): Fields => JSON.parse(JSON.stringify(fields)) as Fields;
describe.each(kinds)("a filter on %s", (kind) => {
  let world: World;
  let all: readonly Fields[];
  beforeAll(async () => {
    world = await openWorld(kind);
    all = fc.sample(tripFields, { numRuns: 150, seed: 7 }).map((each) => madeTrip(without(each)));
    await world.insert("t1", agency, agencies);
    await world.insert("t1", trip, all as never);
    await world.insert(
      "t2",
      trip,
      fc.sample(tripFields, { numRuns: 20, seed: 8 }).map((each) => madeTrip(without(each))),
    );
    await world.insert("t1", trip, [madeTrip(), madeTrip()], { retractedAt: "2026-05-05T08:00:00.000Z" });
  }, 120_000);
  afterAll(() => world.close());

  const select = (selection: Selection<unknown>): readonly unknown[] => {
    const rows = (selection.record.name === agency.name ? agencies : all) as readonly Fields[];
    return rows
      .filter((row) => matches(selection.where as never, row))
      .map((row) => row[selection.path])
      .filter((value) => value !== undefined);
  };
  const expected = (filter: object): readonly unknown[] =>
    all.filter((record) => matches(filter as never, record as never, { select })).map((record) => record["id"]);

  it("gives the rows for which the predicate is true", async () => {
    const reader = createReader(world.context("t1", {}));
    await fc.assert(
      fc.asyncProperty(where, async (filter) => {
        const rows = await findAll(reader, filter);
        expect(rows).toEqual(expected(filter).toSorted((one, other) => compareText(one as string, other as string)));
      }),
      {
        numRuns: 300,
        examples: [[{ bookedAt: { notIn: [], from: "2026-01-01T00:00:00.000Z" }, or: [{ venue: null }, { venue: { city: "a" } }] }]],
      },
    );
  }, 240_000);

  const findAll = async (reader: ReturnType<typeof createReader>, filter: object): Promise<readonly string[]> =>
    (await reader.find(trip as AnyRecord, { where: filter as never, limit: 1000, select: ["id"] as never })).items.map(
      (item) => (item as { id: string }).id,
    );

  it("knows the group that is absent from the one that is empty", async () => {
    const reader = createReader(world.context("t1", {}));
    expect((await findAll(reader, { venue: null })).length).toBe(all.filter((record) => record["venue"] === undefined).length);
    expect((await findAll(reader, { venue: { floor: null } })).length).toBe(
      all.filter((record) => (record["venue"] as Fields | undefined)?.["floor"] === undefined).length,
    );
  });

  it("takes instants in any writing, and money in any order of its keys", async () => {
    const reader = createReader(world.context("t1", {}));
    expect(await findAll(reader, { bookedAt: "2026-01-01T08:00:00+08:00" })).toEqual(
      await findAll(reader, { bookedAt: "2026-01-01T00:00:00.000Z" }),
    );
    expect(await findAll(reader, { fees: { has: { currency: "CNY", amountMinor: 1 } } })).toEqual(
      await findAll(reader, { fees: { has: { amountMinor: 1, currency: "CNY" } } }),
    );
  });

  it("sends the same statement whatever the values and their number", async () => {
    const context = world.context("t1", {});
    const reader = createReader(context);
    for (const values of [[], ["a"], ["1') AND (SELECT SLEEP(10))--", '{"', "}"]])
      await findAll(reader, { code: { in: values }, labels: { has: { in: values } }, kind: { not: "city" } });
    expect(new Set(context.sent.map(({ sql }) => sql)).size).toBe(1);
  });

  it("compares references of any kind inside lists with other records", async () => {
    const reader = createReader(world.context("t1", {}));
    const [first] = agencies as unknown as readonly [{ readonly id: string }];
    const into = all.filter((record) => (record["stops"] as string[]).includes(first.id)).map((record) => record["id"] as string);
    expect(await findAll(reader, { stops: { has: { in: among(agency, "id", { name: "Agency 0" }) } } })).toEqual(
      into.toSorted(compareText),
    );
    expect(prefixOf(first.id)).toBe("travel_agency");
  });

  const deep = (levels: number): object => (levels === 0 ? { code: "a" } : { or: [deep(levels - 1)] });
  const refusedFilters: readonly (readonly [string, unknown, string])[] = [
    ["an unknown field", { nope: 1 }, "is no field; choose one of id, version, state"],
    ["an unknown field of a group", { venue: { nope: 1 } }, "is no field; choose one of city, floor, opensOn"],
    ["a prototype key", JSON.parse('{"__proto__": 1}'), "where.__proto__"],
    ["a method of objects", { constructor: "x" }, "where.constructor"],
    ["an undefined value", { code: undefined }, "is undefined"],
    ["an undefined comparison", { code: { from: undefined } }, "has to be text"],
    ["a list in place of in", { code: ["a"] }, "needs a value"],
    ["a date object", { bookedAt: new Date(0) }, "needs a value"],
    ["an unknown comparison", { code: { like: "a%" } }, "use in, notIn"],
    ["SQL as a comparison", { code: { "from; drop table": 1 } }, "use in, notIn"],
    ["a number for text", { code: 1 }, "has to be text"],
    ["text for a number", { seats: "1" }, "has to be a whole number"],
    ["a fraction for a whole number", { seats: 1.5 }, "has to be a whole number"],
    ["infinity", { rating: Number.POSITIVE_INFINITY }, "has to be a number"],
    ["a day that does not exist", { startsOn: "2026-02-30" }, "has to be a date"],
    ["a date for an instant", { bookedAt: { from: "2026-01-01" } }, "calendar.startOf"],
    ["an unknown choice", { kind: "moon" }, "has to be one of beach, city, mountain"],
    ["an unknown state", { state: { not: "moon" } }, "has to be one of planned, booked, over"],
    ["half an amount", { price: { amountMinor: 1 } }, "an amount with its currency"],
    ["an amount in another field", { seats: { amountMinor: 1, currency: "CNY" } }, "has to be a whole number"],
    ["null among values", { code: { in: [null] } }, "has to be text"],
    ["a hole among values", { code: { in: Array(2) } }, "has to be text"],
    ["no list of values", { code: { in: "a" } }, "needs a list of values"],
    ["too many values", { code: { in: Array(1001).fill("a") } }, "more than 1000 values"],
    ["a filter that is too deep", deep(5), "nested deeper than 5"],
    ["too many conditions", { or: Array(201).fill({ code: "a" }) }, "more than 200 conditions"],
    ["a list without has", { labels: "a" }, "has: …"],
    ["a list with more than has", { labels: { has: "a", in: [] } }, "has: …"],
    ["text that cannot be kept", { code: "a\u0000" }, "has to be text"],
    ["half a character", { code: "\ud800" }, "has to be text"],
    ["an alternative that is no list", { or: { code: "a" } }, "needs a list of filters"],
    ["a filter that is text", "code = 1", "needs an object with fields"],
    ["no id", { agencyId: 1 }, "has to be an id that begins with travel_agency_"],
    ["an id of nothing", { aboutId: "x_1" }, "has to be the id of a record"],
    ["among values of another kind", { seats: { in: among(agency, "name") } }, "another kind of value"],
    ["among ids of other records", { agencyId: { in: among(trip, "id") } }, "another kind of value"],
    ["among a list", { code: { in: among(trip, "labels" as never) } }, "no field with single values"],
  ];
  it.each(refusedFilters)("refuses %s", async (_, filter, words) => {
    const error = await createReader(world.context("t1", {}))
      .find(trip, { where: filter as never })
      .then(
        () => undefined,
        (thrown: unknown) => thrown as KehuError,
      );
    expect(error?.code).toBe("crm/invalid-where");
    expect(error?.message).toContain(words);
    expect(say([], error as KehuError, "zh-CN")).toMatch(/^对 Trip 的筛选有误：\S+ ?[^a-z]+.*；请更正筛选条件。$/);
  });

  it("refuses the id of another record type", async () => {
    const reader = createReader(world.context("t1", {}));
    expect(await codeOf(reader.find(trip, { where: { agencyId: customers[0] as never } }))).toBe("crm/invalid-where");
    expect(await codeOf(reader.find(trip, { where: { id: idOf("travel/agency", "0199aaaa-0000-7000-8000-000000000000") as never } }))).toBe(
      "crm/invalid-where",
    );
  });
});
