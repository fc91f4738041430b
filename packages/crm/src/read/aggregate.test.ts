import { count, earliestOf, latestOf, type Money, sum, total } from "@kehu/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReader } from "./reader.js";
import { agency, codeOf, kinds, made, madeTrip, openWorld, trip, type World } from "./trips.test-pack.js";

const cny = (amountMinor: number): Money => ({ amountMinor, currency: "CNY" });
const eur = (amountMinor: number): Money => ({ amountMinor, currency: "EUR" });
const desk = made(agency, { name: "Desk" });
const trips = [
  madeTrip({
    kind: "city",
    price: eur(7),
    seats: 2,
    rating: 0.5,
    startsOn: "2026-01-31",
    bookedAt: "2025-12-31T15:59:59.999Z",
    agencyId: desk.id,
    state: "booked",
    isInsured: true,
  }),
  madeTrip({ kind: "city", price: cny(100), seats: 3, startsOn: "2026-02-01", bookedAt: "2025-12-31T16:00:00.000Z", agencyId: desk.id }),
  madeTrip({ kind: "city", price: cny(-40), startsOn: "2026-02-28", bookedAt: "2026-01-31T16:30:00.000Z", isInsured: false }),
  madeTrip({ kind: "beach", rating: 0.25, startsOn: "0999-02-01" }),
];

describe.each(kinds)("aggregate on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
    await world.insert("t1", trip, trips);
    await world.insert("t1", trip, [madeTrip({ price: cny(1) })], { retractedAt: "2026-05-05T08:00:00.000Z" });
    await world.insert("t2", trip, [madeTrip({ price: cny(1) })]);
  }, 120_000);
  afterAll(() => world.close());
  const reader = (timeZone?: string) => createReader(world.context("t1", {}, timeZone === undefined ? {} : { timeZone }));

  it("counts, and sums each currency by itself", async () => {
    expect(
      await reader().aggregate(trip, { measures: { trips: count(), price: sum("price"), seats: total("seats"), points: total("rating") } }),
    ).toEqual([{ trips: 4, price: [cny(60), eur(7)], seats: 5, points: 0.75 }]);
  });

  it("gives figures over nothing", async () => {
    const measures = {
      trips: count(),
      price: sum("price"),
      seats: total("seats"),
      first: earliestOf("startsOn"),
      last: latestOf("agencyId"),
    };
    expect(await reader().aggregate(trip, { where: { kind: "mountain" }, measures })).toEqual([
      { trips: 0, price: [], seats: 0, first: null, last: null },
    ]);
    expect(await reader().aggregate(trip, { where: { kind: "mountain" }, by: ["kind"], measures })).toEqual([]);
  });

  it("gives the first and the last of text, dates, instants, numbers and references", async () => {
    const measures = {
      first: earliestOf("startsOn"),
      last: latestOf("startsOn"),
      at: earliestOf("bookedAt"),
      kind: latestOf("kind"),
      seats: latestOf("seats"),
      desk: earliestOf("agencyId"),
      id: latestOf("id"),
      state: earliestOf("state"),
    };
    expect(await reader().aggregate(trip, { measures })).toEqual([
      {
        first: "0999-02-01",
        last: "2026-02-28",
        at: "2025-12-31T15:59:59.999Z",
        kind: "city",
        seats: 3,
        desk: desk.id,
        id: trips[3]?.id,
        state: "booked",
      },
    ]);
    // Amounts in several currencies make several rows of one group.
    expect(
      await reader().aggregate(trip, {
        by: ["kind"],
        measures: { price: sum("price"), first: earliestOf("startsOn"), last: latestOf("startsOn"), trips: count() },
      }),
    ).toEqual([
      { kind: "beach", price: [], first: "0999-02-01", last: "0999-02-01", trips: 1 },
      { kind: "city", price: [cny(60), eur(7)], first: "2026-01-31", last: "2026-02-28", trips: 3 },
    ]);
  });

  it("groups by values, sorted by their keys; an empty one comes last and is absent", async () => {
    const trips_ = { trips: count() };
    expect(await reader().aggregate(trip, { by: ["agencyId"], measures: trips_ })).toEqual([{ agencyId: desk.id, trips: 2 }, { trips: 2 }]);
    expect(await reader().aggregate(trip, { by: ["isInsured", "state"], measures: trips_ })).toEqual([
      { isInsured: false, state: "planned", trips: 1 },
      { isInsured: true, state: "booked", trips: 1 },
      { state: "planned", trips: 2 },
    ]);
    expect(await reader().aggregate(trip, { by: ["price"], measures: trips_ })).toEqual([
      { price: cny(-40), trips: 1 },
      { price: cny(100), trips: 1 },
      { price: eur(7), trips: 1 },
      { trips: 1 },
    ]);
    expect(await reader().aggregate(trip, { by: ["id"], measures: trips_ })).toEqual(trips.map(({ id }) => ({ id, trips: 1 })));
    expect(await reader().aggregate(trip, { by: ["kind", "kind"], measures: trips_ })).toHaveLength(2);
  });

  it("groups instants by the tenant's own days, dates as they are", async () => {
    const measures = { trips: count() };
    expect(await reader().aggregate(trip, { by: ["bookedAt by day"], measures })).toEqual([
      { "bookedAt by day": "2025-12-31", trips: 1 },
      { "bookedAt by day": "2026-01-01", trips: 1 },
      { "bookedAt by day": "2026-02-01", trips: 1 },
      { trips: 1 },
    ]);
    expect(await reader("America/New_York").aggregate(trip, { by: ["bookedAt by month"], measures })).toEqual([
      { "bookedAt by month": "2025-12", trips: 2 },
      { "bookedAt by month": "2026-01", trips: 1 },
      { trips: 1 },
    ]);
    expect(await reader("Pacific/Apia").aggregate(trip, { by: ["startsOn by month", "kind"], measures })).toEqual([
      { "startsOn by month": "0999-02", kind: "beach", trips: 1 },
      { "startsOn by month": "2026-01", kind: "city", trips: 1 },
      { "startsOn by month": "2026-02", kind: "city", trips: 2 },
    ]);
    expect(await reader().aggregate(trip, { by: ["startsOn by year"], measures })).toEqual([
      { "startsOn by year": "0999", trips: 1 },
      { "startsOn by year": "2026", trips: 3 },
    ]);
  });

  it("refuses a sum that cannot be exact", async () => {
    const most = Number.MAX_SAFE_INTEGER;
    await world.insert("t4", trip, [madeTrip({ price: cny(most), seats: most }), madeTrip({ price: cny(1), seats: 1 })]);
    const rich = createReader(world.context("t4", {}));
    expect(await codeOf(rich.aggregate(trip, { measures: { price: sum("price") } }))).toBe("core/amount-too-large");
    expect(await codeOf(rich.aggregate(trip, { measures: { seats: total("seats") } }))).toBe("crm/number-too-large");
    expect(await rich.aggregate(trip, { where: { seats: most }, measures: { price: sum("price"), seats: total("seats") } })).toEqual([
      { price: [cny(most)], seats: most },
    ]);
  });

  it("refuses more than 10,000 groups", async () => {
    await world.insert(
      "t5",
      trip,
      Array.from({ length: 10_000 }, (_, seats) => madeTrip({ seats })),
    );
    const many = createReader(world.context("t5", {}));
    expect(await many.aggregate(trip, { by: ["seats"], measures: { trips: count() } })).toHaveLength(10_000);
    await world.insert("t5", trip, [madeTrip({ seats: -1 })]);
    expect(await codeOf(many.aggregate(trip, { by: ["seats"], measures: { trips: count() } }))).toBe("crm/too-many");
  }, 60_000);

  const bad: readonly (readonly [string, object])[] = [
    ["no measures", {}],
    ["an empty object of measures", { measures: {} }],
    ["measures in a list", { measures: [count()] }],
    ["too many measures", { measures: Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`m${index}`, count()])) }],
    ["an unknown measure", { measures: { x: { kind: "median", path: "seats" } } }],
    ["a measure that is text", { measures: { x: "count" } }],
    ["a sum of text", { measures: { x: { kind: "sum", path: "code" } } }],
    ["a sum of a decimal", { measures: { x: { kind: "sum", path: "rate" } } }],
    ["a sum of an unknown field", { measures: { x: { kind: "sum", path: "nope" } } }],
    ["the first of amounts", { measures: { x: { kind: "min", path: "price" } } }],
    ["the last of a list", { measures: { x: { kind: "max", path: "labels" } } }],
    ["a group by a list", { by: ["labels"], measures: { x: count() } }],
    ["a group by SQL", { by: ["code; drop table"], measures: { x: count() } }],
    ["a group by a part of text", { by: ["code by month"], measures: { x: count() } }],
    ["a group by an unknown part", { by: ["startsOn by week"], measures: { x: count() } }],
    ["a group by a method of objects", { by: ["startsOn by constructor"], measures: { x: count() } }],
    ["groups that are text", { by: "kind", measures: { x: count() } }],
  ];
  it.each(bad)("refuses %s", async (_, query) => {
    expect(await codeOf(reader().aggregate(trip, query as never))).toBe("crm/invalid-query");
  });
});
