import {
  type AnyNeed,
  activity,
  count,
  customer,
  earliestOf,
  history,
  interaction,
  many,
  one,
  oneOrNone,
  staff,
  sum,
  totals,
} from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Statement } from "../database/database.js";
import type { AnyStored } from "../schema/row.js";
import type { NeedsMoment } from "./need-paths.js";
import { loadNeeds } from "./needs.js";
import { agency, codeOf, kinds, made, madeTrip, newId, now, openWorld, remark, trip, type World } from "./trips.test-pack.js";

const person = (fields: object = {}) =>
  made(customer, { kind: "person", displayName: "N", contactPoints: [], identifiers: [], tags: [], ...fields });
const [ann, bob, cid] = [person(), person(), person()];
const li = made(staff, { displayName: "Li", staffNumber: "1" });
const head = made(agency, { name: "Head", contactId: ann.id });
const desk = made(agency, { name: "Desk", parentId: head.id });
const lost = made(agency, { name: "Lost" });
const price = (amountMinor: number, currency = "CNY") => ({ amountMinor, currency });
const first = madeTrip({
  code: "first",
  agencyId: desk.id,
  customerId: ann.id,
  price: price(5),
  state: "booked",
  companions: [{ customerId: bob.id }, { customerId: cid.id }, { customerId: bob.id }],
  stops: [head.id, desk.id],
});
const second = madeTrip({
  code: "second",
  agencyId: desk.id,
  customerId: bob.id,
  price: price(7, "EUR"),
  aboutId: first.id,
  companions: [{ customerId: bob.id }],
});
const third = madeTrip({ code: "third", agencyId: lost.id, customerId: cid.id, aboutId: ann.id });
const fourth = madeTrip({ code: "fourth", customerId: ann.id, price: price(1), state: "booked" });
const gone = madeTrip({ code: "gone", agencyId: desk.id, customerId: ann.id });
const remarks = [first, first, second].map((of, index) => made(remark, { tripId: of.id, body: `r${index}`, weight: index }));
const actor = { id: li.id, tenant: "t1", roles: [] };

describe.each(kinds)("loadNeeds on %s", (kind) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(kind);
    await world.insert("t1", customer, [ann, bob, cid]);
    await world.insert("t1", staff, [li]);
    await world.insert("t1", agency, [head, desk]);
    await world.insert("t1", agency, [lost], { retractedAt: now });
    await world.insert("t1", trip, [first, second, third, fourth]);
    await world.insert("t1", trip, [gone], { retractedAt: now });
    await world.insert("t2", trip, [madeTrip({ agencyId: desk.id, customerId: ann.id, companions: [{ customerId: bob.id }] })]);
    await world.insert("t1", remark, remarks);
  }, 120_000);
  afterAll(() => world.close());

  interface Loaded {
    readonly given: readonly Readonly<Record<string, unknown>>[];
    readonly trips: readonly (readonly Statement[])[];
  }
  const load = async (
    moments: readonly (Omit<NeedsMoment, "actor"> & { readonly actor?: NeedsMoment["actor"] })[],
    options: { readonly lock?: boolean } = {},
  ): Promise<Loaded> => {
    const trips: (readonly Statement[])[] = [];
    const send = (statements: readonly Statement[]) => {
      trips.push(statements);
      return options.lock
        ? world.database.transaction("t1", (transaction) => transaction.send(statements))
        : world.database.read("t1", statements);
    };
    return {
      given: await loadNeeds(
        send,
        world.registry,
        world.tenant("t1"),
        moments.map((moment) => ({ actor, ...moment })),
        options,
      ),
      trips,
    };
  };
  const given = async (record: AnyStored, needs: Readonly<Record<string, AnyNeed>>, input?: unknown) =>
    (await load([{ record, needs, input }])).given[0] as Readonly<Record<string, unknown>>;
  const codes = (records: unknown) => (records as readonly { readonly code: string }[]).map(({ code }) => code);

  it("gives the record that a field, the input, the actor or this record itself points at", async () => {
    const needs = {
      desk: one(agency, "agencyId"),
      given: one(agency, "input.agencyId"),
      me: oneOrNone(staff, "actor.id"),
      again: one(trip, "id"),
      companion: oneOrNone(customer, "companions.customerId"),
    };
    expect(await given(first, needs, { agencyId: head.id })).toEqual({ desk, given: head, me: li, again: first, companion: bob });
  });

  it("follows a chain of records, several where one of them is several", async () => {
    const itsDesk = one(agency, "agencyId");
    const itsHead = oneOrNone(agency, "parentId" as never, itsDesk as never);
    const remarksOf = many(trip, "agencyId", { of: itsDesk as never });
    expect(
      await given(first, {
        head: itsHead,
        contact: oneOrNone(customer, "contactId" as never, itsHead as never),
        siblings: remarksOf,
        customers: one(customer, "customerId" as never, remarksOf as never),
      }),
    ).toMatchObject({ head, contact: ann, siblings: [first, second], customers: [ann, bob] });
  });

  it("gives nothing where an optional reference is empty, retracted, or of another kind", async () => {
    const needs = {
      desk: oneOrNone(agency, "agencyId"),
      head: oneOrNone(agency, "parentId" as never, oneOrNone(agency, "agencyId") as never),
      about: oneOrNone(trip, "aboutId"),
      others: many(trip, "agencyId", { of: oneOrNone(agency, "agencyId") as never }),
    };
    expect(await given(fourth, needs)).toEqual({ desk: undefined, head: undefined, about: undefined, others: [] });
    expect(await given(third, needs)).toEqual({ desk: undefined, head: undefined, about: undefined, others: [] });
    expect(await given(second, { about: oneOrNone(trip, "aboutId") })).toEqual({ about: first });
    const { given: none } = await load([{ record: first, needs: { me: oneOrNone(staff, "actor.id") }, actor: { ...actor, id: "system" } }]);
    expect(none).toEqual([{ me: undefined }]);
  });

  it("refuses where a required record is not there, and says of which moment", async () => {
    const needs = { desk: one(agency, "agencyId") };
    expect(await codeOf(given(fourth, needs))).toBe("crm/reference-missing");
    expect(await codeOf(given(third, needs))).toBe("crm/reference-missing");
    expect(await codeOf(given(first, { given: one(agency, "input.agencyId") }, { agencyId: ann.id }))).toBe("core/wrong-id");
    const error = await load([first, second, third].map((record) => ({ record, needs }))).catch(
      (thrown: unknown) => thrown as { message: string; details: object },
    );
    expect(error).toMatchObject({
      message: expect.stringContaining(`travel/trip, field agencyId: there is no travel/agency ${lost.id}`),
      details: { index: 2 },
    });
    expect(
      await codeOf(
        given(first, {
          heads: one(agency, "parentId" as never, one(agency, "agencyId") as never),
          above: one(agency, "parentId" as never, one(agency, "parentId" as never, one(agency, "agencyId") as never) as never),
        }),
      ),
    ).toBe("crm/reference-missing");
  });

  it("gives the records that point here, by a field, any reference, or inside a list, in order of creation", async () => {
    const of = (path: string, record: typeof trip = trip) => many(record, path as never);
    expect(codes((await given(desk, { trips: of("agencyId") }))["trips"])).toEqual(["first", "second"]);
    expect(codes((await given(bob, { trips: of("companions.customerId") }))["trips"])).toEqual(["first", "second"]);
    expect(codes((await given(head, { trips: of("stops") }))["trips"])).toEqual(["first"]);
    expect(codes((await given(first, { trips: of("aboutId") }))["trips"])).toEqual(["second"]);
    expect(
      codes(
        (await given(ann, { trips: many(trip, "customerId" as never, { where: { state: "booked", price: { from: price(5) } } }) }))[
          "trips"
        ],
      ),
    ).toEqual(["first"]);
  });

  it("counts and sums the records that point here, each once", async () => {
    const measures = { trips: count(), price: sum("price"), code: earliestOf("code") };
    const sumOf = async (record: AnyStored, path: string, among: object = {}) =>
      (await given(record, { figures: totals(trip, path as never, { measures, ...among } as never) }))["figures"];
    expect(await sumOf(desk, "agencyId")).toEqual({ trips: 2, price: [price(5), price(7, "EUR")], code: "first" });
    expect(await sumOf(desk, "agencyId", { where: { state: "over" } })).toEqual({ trips: 0, price: [], code: null });
    expect(await sumOf(bob, "companions.customerId")).toMatchObject({ trips: 2 });
    // All customers of the desk's trips: a trip with two of them among its companions counts once.
    expect(await sumOf(first, "companions.customerId", { of: one(customer, "companions.customerId") })).toMatchObject({ trips: 2 });
    expect(await sumOf(first, "companions.customerId", { of: many(customer, "id" as never) })).toEqual({ trips: 0, price: [], code: null });
  });

  it("refuses more than 1,000 records", async () => {
    const crowd = made(agency, { name: "Crowd" });
    await world.insert("t1", agency, [crowd]);
    await world.insert(
      "t1",
      trip,
      Array.from({ length: 1000 }, () => madeTrip({ agencyId: crowd.id })),
    );
    expect((await given(crowd, { trips: many(trip, "agencyId" as never) }))["trips"]).toHaveLength(1000);
    await world.insert("t1", trip, [madeTrip({ agencyId: crowd.id })]);
    expect(await codeOf(given(crowd, { trips: many(trip, "agencyId" as never) }))).toBe("crm/too-many");
    expect((await given(crowd, { figures: totals(trip, "agencyId" as never, { measures: { trips: count() } }) }))["figures"]).toEqual({
      trips: 1001,
    });
  }, 60_000);

  it("tells the history in effective time", async () => {
    const columns = {
      tenant: "text",
      record: "text",
      record_id: "uuid",
      version: "integer",
      recorded_at: "timestamptz",
      effective_at: "timestamptz",
      actor: "text",
      definition: "text",
      state: "text",
      pack_version: "text",
      digest: "text",
    } as const;
    const entry = (record: AnyStored, version: number, state: string | null, at: string) => [
      "t1",
      "travel/trip",
      uuidOf("travel/trip", record.id),
      version,
      now,
      at,
      "li",
      "x",
      state,
      "x",
      "",
    ];
    const bytes = { ...columns, digest: "bytea" as never };
    await world.insertInto("t1", "kehu.journal", bytes, [
      entry(second, 1, "planned", "2026-01-01T00:00:00.000Z"),
      entry(first, 1, "planned", "2026-01-01T00:00:00.000Z"),
      entry(first, 2, "booked", "2026-03-01T00:00:00.000Z"),
      entry(first, 3, null, "2026-03-02T00:00:00.000Z"),
      entry(first, 4, "over", "2026-02-01T00:00:00.000Z"),
    ]);
    const stays = [
      { state: "planned", from: "2026-01-01T00:00:00.000Z", until: "2026-02-01T00:00:00.000Z" },
      { state: "over", from: "2026-02-01T00:00:00.000Z" },
    ];
    expect(await given(first, { own: history(trip, "id"), none: history(trip, "aboutId") })).toEqual({ own: stays, none: [] });
    expect(await given(second, { other: history(trip, "aboutId") })).toEqual({ other: stays });
  });

  it("tells what a customer did in the record's line of business", async () => {
    const ledger = {
      tenant: "text",
      id: "uuid",
      record: "text",
      record_id: "uuid",
      key: "text",
      customer_id: "uuid",
      occurred_on: "date",
      kind: "text",
      category: "text",
      line: "text",
      amount: "bigint",
      currency: "text",
      reverses: "uuid",
      recorded_at: "timestamptz",
    } as const;
    const uuid = () => uuidOf("ledger", newId("ledger"));
    const [source, reversed] = [uuid(), uuid()];
    const entry = (
      id: string,
      kind: string,
      on: string,
      amount: number,
      more: { readonly line?: string; readonly reverses?: string; readonly currency?: string; readonly customer?: AnyStored } = {},
    ) => [
      "t1",
      id,
      "x",
      source,
      id,
      uuidOf("customer", (more.customer ?? ann).id),
      on,
      kind,
      "fare",
      more.line ?? "travel",
      amount,
      more.currency ?? "CNY",
      more.reverses ?? null,
      now,
    ];
    await world.insertInto("t1", "kehu.ledger_entry", ledger, [
      entry(uuid(), "revenue", "2026-02-01", 10),
      entry(uuid(), "revenue", "2026-02-03", 20),
      entry(uuid(), "revenue", "2026-02-02", 30, { currency: "EUR" }),
      entry(uuid(), "cost", "2026-02-04", 5),
      entry(reversed, "revenue", "2020-01-01", 99),
      entry(uuid(), "revenue", "2020-01-01", -99, { reverses: reversed }),
      entry(uuid(), "revenue", "2019-01-01", 1, { line: "other" }),
      entry(uuid(), "revenue", "2018-01-01", 1, { customer: bob }),
    ]);
    const contact = (fields: object) =>
      made(interaction, {
        customerId: ann.id,
        channel: "phone",
        direction: "inbound",
        happenedAt: "2026-02-05T03:00:00.000Z",
        topic: "t",
        line: "travel",
        ...fields,
      });
    await world.insert(
      "t1",
      interaction,
      [
        contact({}),
        contact({ happenedAt: "2026-01-15T03:00:00.000Z" }),
        contact({ direction: "outbound", happenedAt: "2026-12-01T00:00:00.000Z" }),
        contact({ line: "other" }),
        contact({ line: undefined }),
      ].map((each) => JSON.parse(JSON.stringify(each)) as AnyStored),
    );
    await world.insert("t1", interaction, [contact({ happenedAt: "2027-01-01T00:00:00.000Z" })], { retractedAt: now });
    const needs = { activity: activity(customer, "customerId") };
    const record = (customerId: string | undefined, line: string | undefined) => ({ ...first, customerId, line }) as never;
    const { given: answers, trips } = await load(
      [record(ann.id, "travel"), record(ann.id, undefined), record(cid.id, "travel"), record(undefined, "travel")].map((each) => ({
        record: each,
        needs,
      })),
    );
    expect(answers.map((answer) => answer["activity"])).toEqual([
      { firstAt: "2026-01-15T03:00:00.000Z", lastAt: "2026-02-05T03:00:00.000Z", entries: 6, revenue: [price(30), price(30, "EUR")] },
      { firstAt: "2018-12-31T16:00:00.000Z", lastAt: "2026-02-05T03:00:00.000Z", entries: 9, revenue: [price(31), price(30, "EUR")] },
      { firstAt: null, lastAt: null, entries: 0, revenue: [] },
      { firstAt: null, lastAt: null, entries: 0, revenue: [] },
    ]);
    expect(trips.map((each) => each.length)).toEqual([1]);
  });

  it("asks once for a whole batch, and in one round trip what does not build on each other", async () => {
    const itsDesk = () => one(agency, "agencyId");
    const needs = {
      desk: itsDesk(),
      again: itsDesk(),
      maybe: oneOrNone(agency, "agencyId"),
      remarks: many(remark, "tripId" as never),
      weights: totals(remark, "tripId" as never, { measures: { count: count() } }),
      siblings: many(trip, "agencyId", { of: itsDesk() as never }),
    };
    const records = Array.from({ length: 40 }, (_, index) => (index % 2 ? first : second));
    const { given: answers, trips } = await load(records.map((record) => ({ record, needs })));
    expect(trips.map((statements) => statements.length)).toEqual([3, 1]);
    expect(answers[0]).toEqual({ desk, again: desk, maybe: desk, remarks: [remarks[2]], weights: { count: 1 }, siblings: [first, second] });
    expect(answers[1]).toEqual({
      desk,
      again: desk,
      maybe: desk,
      remarks: [remarks[0], remarks[1]],
      weights: { count: 2 },
      siblings: [first, second],
    });
    expect((await load([])).trips).toEqual([]);
    expect((await load([{ record: first, needs: {} }])).given).toEqual([{}]);
  });

  it("locks what it reads one by one, in one order, where it is told to", async () => {
    const { given: answers, trips } = await load(
      [{ record: first, needs: { trip: one(trip, "id"), desk: one(agency, "agencyId"), customer: one(customer, "customerId") } }],
      { lock: true },
    );
    expect(answers[0]).toEqual({ trip: first, desk, customer: ann });
    expect(trips[0]?.map(({ sql }) => /from "(\w+)"\."(\w+)".*order by r\.id for share/.exec(sql)?.[2])).toEqual([
      "customer",
      "agency",
      "trip",
    ]);
    expect(new Set(trips[0]?.map(({ name }) => name)).size).toBe(3);
  });

  it("needs no rights, and never sees another tenant", async () => {
    expect(codes((await given(bob, { trips: many(trip, "companions.customerId" as never) }))["trips"])).toEqual(["first", "second"]);
    expect(await codeOf(given({ ...first, agencyId: newId("travel/agency") } as never, { desk: one(agency, "agencyId") }))).toBe(
      "crm/reference-missing",
    );
  });
});
