import { among, count, customer, defineRole, earliestOf, may, total } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grantsFor, readGrants } from "./access.js";
import { reachedIds } from "./reach.js";
import { createReader } from "./reader.js";
import { agency, codeOf, kinds, made, madeTrip, newId, openWorld, remark, trip, type World } from "./trips.test-pack.js";

const [me, other] = [newId("customer"), newId("customer")];
const own = madeTrip({ code: "own", ownerId: "li", teamId: "north", customerId: other, rating: 5, health: "fine" });
const teams = madeTrip({ code: "teams", ownerId: "wu", teamId: "north", customerId: other, rating: 4, health: "ill" });
const mine = madeTrip({ code: "mine", ownerId: "wu", teamId: "south", customerId: me, rating: 3 });
const along = madeTrip({
  code: "along",
  ownerId: "wu",
  teamId: "south",
  customerId: other,
  companions: [{ customerId: me }, { customerId: other }],
});
const elsewhere = madeTrip({ code: "elsewhere", ownerId: "li", teamId: "north", customerId: me, rating: 1 });
const gone = madeTrip({ code: "gone", ownerId: "li", teamId: "north", customerId: me });
const desk = made(agency, { name: "Desk", contactId: me, ownerId: "wu" });
const remarks = [own, teams, mine, along, gone].map((of) => made(remark, { tripId: of.id, body: of["code"] }));
const chief = defineRole("travel/chief", [may.read(agency, { through: "parentId" }), may.read(customer, { self: "id" })]);

describe.each(kinds)("rights on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind, { chief });
    await world.insert("t1", trip, [own, teams, mine, along]);
    await world.insert("t1", trip, [gone], { retractedAt: "2026-05-05T08:00:00.000Z" });
    await world.insert("t2", trip, [elsewhere]);
    await world.insert("t1", agency, [desk]);
    await world.insert("t1", remark, remarks);
    await world.insert(
      "t1",
      customer,
      [me, other].map((id) => made(customer, { id, kind: "person", displayName: "N", contactPoints: [], identifiers: [], tags: [] })),
    );
  }, 120_000);
  afterAll(() => world.close());

  const codes = async (actor: object, tenant = "t1") =>
    (await createReader(world.context(tenant, actor)).find(trip, { select: ["code"], sort: "code" })).items.map(({ code }) => code);

  it("reach what the actor owns, its teams, its own customer in a field and in a list, or all", async () => {
    expect(await codes({ roles: ["travel/clerk"] })).toEqual(["own"]);
    expect(await codes({ roles: ["travel/team"], teams: ["north"] })).toEqual(["own", "teams"]);
    expect(await codes({ roles: ["travel/team"] })).toEqual([]);
    expect(await codes({ roles: ["travel/traveller"], customerId: me })).toEqual(["along", "mine"]);
    expect(await codes({ roles: ["travel/traveller"] })).toEqual([]);
    expect(await codes({ roles: ["travel/traveller"], customerId: "customer_nonsense" })).toEqual([]);
    expect(await codes({ roles: ["travel/manager"] })).toEqual(["along", "mine", "own", "teams"]);
    expect(await codes({ roles: ["travel/manager"] }, "t2")).toEqual(["elsewhere"]);
  });

  it("add up", async () => {
    expect(await codes({ roles: ["travel/clerk", "travel/traveller", "travel/clerk"], customerId: me })).toEqual(["along", "mine", "own"]);
  });

  it("go through a record as far as that one is reached, never through a retracted one", async () => {
    const found = async (actor: object) =>
      (await createReader(world.context("t1", actor)).find(remark, { sort: "body" })).items.map(({ body }) => body);
    expect(await found({ roles: ["travel/traveller"], customerId: me })).toEqual(["along", "mine"]);
    expect(await found({ roles: ["travel/traveller", "travel/clerk"], customerId: me })).toEqual(["along", "mine", "own"]);
    expect(await found({ roles: ["travel/manager"] })).toHaveLength(5);
  });

  it("end where they go round in a ring", async () => {
    expect((await createReader(world.context("t1", { roles: ["travel/chief"] })).find(agency)).items).toEqual([]);
    expect(
      (await createReader(world.context("t1", { roles: ["travel/chief"], customerId: me })).find(customer)).items.map(({ id }) => id),
    ).toEqual([me]);
  });

  it("are told by id to the write door", async () => {
    const uuids = [own, teams, mine, gone, elsewhere].map(({ id }) => uuidOf("travel/trip", id));
    const reached = async (roles: readonly string[], actor: object) => {
      const context = world.context("t1", { roles, ...actor });
      const statement = reachedIds(context, world.entry(trip), grantsFor(context.registry, context.actor, "read", "travel/trip"), uuids);
      return (await context.run([statement]))[0]?.rows.map((row) => row["id"]).toSorted();
    };
    expect(await reached(["travel/clerk"], {})).toEqual([uuids[0]]);
    expect(await reached(["travel/manager"], {})).toEqual(uuids.slice(0, 3).toSorted());
    expect(await reached([], {})).toEqual([]);
  });

  it("refuse an unknown role, and what no role grants", async () => {
    const reader = (roles: readonly string[]) => createReader(world.context("t1", { roles }));
    expect(await codeOf(reader(["travel/nobody"]).find(trip))).toBe("crm/unknown-role");
    expect(await codeOf(reader(["travel/manager", "travel/nobody"]).find(trip))).toBe("crm/unknown-role");
    expect(await codeOf(reader([]).find(trip))).toBe("crm/not-granted");
    expect(await codeOf(reader(["travel/clerk"]).find(remark))).toBe("crm/not-granted");
    expect(await codeOf(reader(["travel/clerk"]).find(remark, { where: { nope: 1 } as never }))).toBe("crm/not-granted");
  });

  it("give the same answer for what does not exist, is another tenant's, is retracted or is not reached", async () => {
    const reader = createReader(world.context("t1", { roles: ["travel/clerk"] }));
    const messages = new Set<string>();
    for (const id of [teams.id, elsewhere.id, gone.id, newId("travel/trip")]) {
      const error = await reader.get(trip, id as never).catch((thrown: Error) => thrown as Error & { code: string });
      messages.add(`${(error as { code: string }).code} ${(error as Error).message.replace(id, "…")}`);
    }
    expect([...messages]).toEqual(["crm/not-found There is no travel/trip …, or you may not see it; check the id."]);
    expect(await reader.get(trip, own.id as never)).toEqual(own);
    expect(await codeOf(reader.get(trip, desk.id as never))).toBe("core/wrong-id");
  });

  it("let a definition read with its own authority, of its tenant only", async () => {
    const reader = createReader(world.context("t1", { roles: [] }, { authority: "definition" }));
    expect((await reader.find(trip)).items).toHaveLength(4);
    expect(await codeOf(reader.get(trip, elsewhere.id as never))).toBe("crm/not-found");
  });

  describe("that hide fields", () => {
    const actor = { roles: ["travel/team"], teams: ["north"] };
    const hidden: readonly (readonly [string, (reader: ReturnType<typeof createReader>) => Promise<unknown>])[] = [
      ["the whole record", (reader) => reader.find(trip)],
      ["the whole record by id", (reader) => reader.get(trip, own.id as never)],
      ["a selection", (reader) => reader.find(trip, { select: ["code", "health"] })],
      ["a selection by id", (reader) => reader.get(trip, own.id as never, { select: ["health"] })],
      ["a filter", (reader) => reader.find(trip, { select: ["code"], where: { health: { from: "f" } } })],
      [
        "an alternative of a filter",
        (reader) => reader.find(trip, { select: ["code"], where: { or: [{ code: "own" }, { or: [{ health: null }] }] } }),
      ],
      ["a filter that finds nothing", (reader) => reader.find(trip, { select: ["code"], where: { code: "none", health: "x" } })],
      ["a sort", (reader) => reader.find(trip, { select: ["code"], sort: "-rating" })],
      ["a group", (reader) => reader.aggregate(trip, { by: ["health"], measures: { trips: count() } })],
      ["a sum", (reader) => reader.aggregate(trip, { measures: { points: total("rating") } })],
      ["a first value", (reader) => reader.aggregate(trip, { measures: { first: earliestOf("health") } })],
      ["a count under a filter", (reader) => reader.aggregate(trip, { where: { rating: { from: 4 } }, measures: { trips: count() } })],
      [
        "the values of other records",
        (reader) => reader.find(agency, { select: ["name"], where: { name: { in: among(trip, "health") } } as never }),
      ],
      [
        "the filter on other records",
        (reader) => reader.find(agency, { select: ["name"], where: { name: { notIn: among(trip, "code", { rating: 5 }) } } }),
      ],
    ];
    it.each(hidden)("refuse %s", async (_, read) => {
      const roles = ["travel/team", "travel/clerk"];
      expect(await codeOf(read(createReader(world.context("t1", { ...actor, roles: ["travel/team", "travel/chief"] }))))).toBe(
        "crm/field-hidden",
      );
      // Another role that shows the field lets the same pass, on the rows that it reaches.
      expect(await codeOf(read(createReader(world.context("t1", { ...actor, roles }))))).toBe("nothing was thrown");
    });

    it("name the fields", async () => {
      const error = await createReader(world.context("t1", actor))
        .find(trip)
        .catch((thrown: Error) => thrown);
      expect((error as Error).message).toBe(
        "The roles of li hide health, rating of travel/trip; select other fields, and filter, sort and group by other fields.",
      );
    });

    it("keep the rows apart: what one role shows on few rows is not shown on the many of another", async () => {
      const both = createReader(world.context("t1", { ...actor, roles: ["travel/team", "travel/clerk"] }));
      expect((await both.find(trip, { select: ["code"], sort: "code" })).items.map(({ code }) => code)).toEqual(["own", "teams"]);
      expect((await both.find(trip, { select: ["code", "health"] })).items).toEqual([{ code: "own", health: "fine" }]);
      expect((await both.aggregate(trip, { where: { rating: { from: 1 } }, measures: { trips: count() } }))[0]).toEqual({ trips: 1 });
    });
  });

  it("apply inside of among, so that it is no oracle", async () => {
    const asked = { where: { tripId: { in: among(trip, "id", { code: "teams" }) } } };
    expect((await createReader(world.context("t1", { roles: ["travel/manager"] })).find(remark, asked)).items).toHaveLength(1);
    expect((await createReader(world.context("t1", { roles: ["travel/traveller"], customerId: me })).find(remark, asked)).items).toEqual(
      [],
    );
    const unseen = createReader(world.context("t1", { roles: ["travel/chief"], customerId: me }));
    expect(await codeOf(unseen.find(customer, { where: { id: { in: among(trip, "customerId") } } }))).toBe("crm/not-granted");
  });
});

describe("readGrants", () => {
  it("names the fewest fields that stand in the way", async () => {
    const world = await openWorld("pglite", { narrow: defineRole("travel/narrow", [may.read(trip, "all", { hide: ["health"] })]) });
    const asking = world.context("t1", { roles: ["travel/team", "travel/narrow"] });
    expect(() => readGrants(asking, world.entry(trip), new Set(["health", "rating"]))).toThrow(/hide health of/);
    await world.close();
  }, 60_000);
});
