import {
  type AnyDefinition,
  type AnyRecord,
  createId,
  date,
  definePack,
  defineRecord,
  KehuError,
  money,
  type Pack,
  party,
  ref,
  text,
} from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import { db, sql, statement } from "../database/compile.js";
import type { Database, Row } from "../database/database.js";
import { DatabaseRefusal } from "../database/failures.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry, type RecordEntry, type Registry } from "../registry.js";
import { install, previewInstall } from "./install.js";
import { formatPlan } from "./plan.js";
import { constraintsOf } from "./record-table.js";

const fields = {
  carId: ref("garage/car"),
  renterId: party("renter"),
  from: date(),
  until: date().optional(),
  price: money(),
  note: text(80).optional(),
};
const car = defineRecord("garage/car", {
  fields: { plate: text(12), seats: z.int().optional() },
  states: ["listed", "sold", "scrapped"],
  unique: [{ by: ["plate"], whileIn: ["listed"] }],
});
const rental = defineRecord("garage/rental", {
  fields,
  states: ["booked", "cancelled"],
  noOverlap: { by: ["carId"], from: "from", until: "until", whileIn: ["booked"] },
});

/** Words are beside the point here, so they are made up. */
function garage(records: readonly AnyRecord[], version = "0.1.0"): Pack {
  const definitions = Object.fromEntries(records.map((record) => [record.name.replace("garage/", ""), record as AnyDefinition]));
  const words = Object.fromEntries(records.map((record) => [record.name.replace("garage/", ""), wordsOf(record)]));
  return definePack({ name: "garage", version, definitions: definitions as never, locales: { "zh-CN": words as never } });
}
const wordsOf = (record: AnyRecord) => ({
  name: "词",
  fields: Object.fromEntries(Object.keys(record.info).map((field) => [field, "词"])),
  states: Object.fromEntries(record.states.map((state: string) => [state, "词"])),
});
const registryOf = (records: readonly AnyRecord[], version?: string): Registry => buildRegistry([garage(records, version)]);
const withCar = (changes: object): AnyRecord =>
  defineRecord("garage/car", { fields: car.fields, states: car.states, unique: car.unique, ...changes } as never);

const now = "2026-11-22T08:00:00.000Z";
let count = 0;
const newId = (record: string): string => {
  count += 1;
  return uuidOf(
    record,
    createId(record, { now, random: Uint8Array.from({ length: 16 }, (_, index) => (count >> (index % 2 === 0 ? 0 : 8)) & 255) }),
  );
};
const row = (tenant: string, record: string, columns: Row): Row => ({
  tenant,
  id: newId(record),
  state: "listed",
  since: now,
  version: 1,
  created_at: now,
  updated_at: now,
  data: "{}",
  ...columns,
});
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing was thrown",
    (error: unknown) =>
      error instanceof KehuError
        ? String(error.details["sqlState"] ?? error.code)
        : error instanceof DatabaseRefusal
          ? error.sqlState
          : String(error),
  );
const breakOf = (work: Promise<unknown>): Promise<DatabaseRefusal> =>
  work.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error: DatabaseRefusal) => error,
  );
const insert = (database: Database, table: string, values: Row) =>
  database.transaction(values["tenant"] as string, (transaction) => transaction.commit([statement(db.insertInto(table).values(values))]));
const rowsOf = async (database: Database, tenant: string, table: string): Promise<readonly Row[]> =>
  (await database.read(tenant, [statement(db.selectFrom(table).selectAll())]))[0]?.rows ?? [];

async function openEmpty(
  kind: "pglite" | "postgres",
): Promise<{ readonly database: Database; readonly second: Database; close(): Promise<void> }> {
  if (kind === "pglite") {
    const database = await pglite().open();
    return { database, second: database, close: () => database.close() };
  }
  const { url, drop } = await createTestDatabase("schema");
  const [database, second] = await Promise.all([postgres({ url }).open(), postgres({ url }).open()]);
  return {
    database,
    second,
    async close() {
      await Promise.all([database.close(), second.close()]);
      await drop();
    },
  };
}

const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);

describe.each(kinds)("install on %s", (kind) => {
  let database: Database;
  let second: Database;
  let close = async (): Promise<void> => {};
  beforeAll(async () => ({ database, second, close } = await openEmpty(kind)));
  afterAll(() => close());
  beforeEach(async () => {
    const { rows = [] } =
      (
        await database.administer((transaction) =>
          transaction.send([statement(sql`select nspname from pg_namespace where nspname like 'kehu%'`)]),
        )
      )[0] ?? {};
    await database.administer((transaction) =>
      transaction.commit(rows.map((each) => statement(sql`drop schema ${sql.id(each["nspname"] as string)} cascade`))),
    );
  });

  it("creates everything once", async () => {
    const registry = registryOf([car, rental]);
    const text = formatPlan(await install(database, registry));
    expect(text).toContain("create schema kehu_garage\n");
    expect(text.includes("create extension btree_gist")).toBe(kind === "postgres");
    expect(text).toContain("create table kehu_garage.rental\n");
    expect(text).toContain("record pack garage 0.1.0\n");
    expect(text).not.toContain("destructive");
    expect((await install(database, registry)).steps).toEqual([]);
  });

  it("lets two installers wait for each other", async () => {
    const registry = registryOf([car, rental]);
    const plans = await Promise.all([install(database, registry), install(second, registry)]);
    expect(plans.map((plan) => plan.steps.length === 0).sort()).toEqual([false, true]);
  });

  it("adds fields, records, states and keys by itself", async () => {
    await install(database, registryOf([car]));
    await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1" }));
    const more = withCar({
      fields: { ...car.fields, colour: text(20).optional(), ownerOf: party("owner").optional() },
      states: [...car.states, "stolen"],
      unique: [{ by: ["plate"] }],
    });
    const plan = await install(database, registryOf([more, rental], "0.2.0"));
    const lines = formatPlan(plan)
      .replace(/_[0-9a-f]{8}/g, "")
      .split("\n");
    expect(lines).toEqual([
      "drop index kehu_garage.car.car_plate_unique",
      "add column kehu_garage.car.colour",
      "add column kehu_garage.car.owner_of",
      "change states of kehu_garage.car",
      "create index kehu_garage.car.car_owner_of_index",
      "create index kehu_garage.car.car_plate_unique",
      "create table kehu_garage.rental",
      "record pack garage 0.2.0, was 0.1.0",
      "tell the processes that are running",
    ]);
    expect(await rowsOf(database, "acme", "kehu_garage.car")).toMatchObject([{ plate: "A1", colour: null }]);
    expect((await previewInstall(database, registryOf([more, rental], "0.2.0"))).steps).toEqual([]);
  });

  it("refuses to lose a field, a type, a record or a state in use until told", async () => {
    await install(database, registryOf([car, rental]));
    await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1", state: "scrapped" }));
    const less = registryOf([withCar({ fields: { plate: text(12), seats: text(9).optional() }, states: ["listed"] })]);
    const without = registryOf([withCar({ fields: { plate: text(12) } }), rental]);
    expect(formatPlan(await previewInstall(database, without))).toBe(
      "drop column kehu_garage.car.seats (destructive)\nrecord pack garage 0.1.0",
    );
    const error = (await install(database, less).catch((thrown: unknown) => thrown)) as KehuError;
    expect(error).toMatchObject({ code: "crm/destructive-change" });
    const losses = [
      "empty column kehu_garage.car.seats, from bigint to text (destructive)",
      "give up states of kehu_garage.car that rows are in: scrapped (destructive)",
      "retire table kehu_garage.rental (destructive)",
    ];
    expect(error.details["changes"]).toBe(losses.join("\n"));
    expect(error.details["plan"]).toEqual(expect.arrayContaining(losses));

    await install(database, less, { acceptDestructive: true });
    expect((await install(database, less)).steps).toEqual([]);
    expect(await rowsOf(database, "acme", "kehu_garage.car")).toMatchObject([{ state: "scrapped", seats: null }]);
    expect(await rowsOf(database, "acme", "kehu_garage.rental")).toEqual([]);
    expect(formatPlan(await previewInstall(database, registryOf([car, rental])))).toContain("take back table kehu_garage.rental");
  });

  it("keeps in an index what records are looked for by, in some states only if told", async () => {
    await install(database, registryOf([car]));
    const indexed = withCar({ indexed: [{ by: ["seats"], whileIn: ["listed"] }] });
    const lines = formatPlan(await install(database, registryOf([indexed]))).replace(/_[0-9a-f]{8}/g, "");
    expect(lines).toContain("create index kehu_garage.car.car_seats_id_index");
    const [found] = await database.administer((transaction) =>
      transaction.send([
        statement(
          sql`select indexdef from pg_catalog.pg_indexes where schemaname = 'kehu_garage' and indexname like 'car_seats_id_index%'`,
        ),
      ]),
    );
    expect(found?.rows[0]?.["indexdef"]).toMatch(/\(tenant, seats, id\) WHERE .*retracted_at IS NULL.*state = 'listed'/);
    expect((await install(database, registryOf([indexed]))).steps).toEqual([]);
    expect(formatPlan(await install(database, registryOf([car])))).toContain("drop index kehu_garage.car.car_seats_id_index");
  });

  it("makes the keys of a column anew that changed its type", async () => {
    await install(database, registryOf([car, rental]));
    const other = registryOf([
      withCar({ fields: { ...car.fields, plate: z.int() } }),
      defineRecord("garage/rental", {
        fields: { ...fields, carId: text(40) },
        states: rental.states,
        noOverlap: rental.noOverlap,
      } as never),
    ]);
    const text_ = formatPlan(await install(database, other, { acceptDestructive: true })).replace(/_[0-9a-f]{8}/g, "");
    expect(text_).toContain("empty column kehu_garage.car.plate, from text to bigint (destructive)");
    expect(text_).toContain("create index kehu_garage.car.car_plate_unique");
    expect(text_).toContain("add constraint kehu_garage.rental.rental_car_id_from_until_overlap");
    expect((await install(database, other)).steps).toEqual([]);
  });

  it("gives up a state that no row is in without a word", async () => {
    await install(database, registryOf([car]));
    await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1" }));
    const plan = await install(database, registryOf([withCar({ states: ["listed", "sold"] })]));
    expect(formatPlan(plan)).toBe("change states of kehu_garage.car\nrecord pack garage 0.1.0");
    expect(await codeOf(insert(database, "kehu_garage.car", row("acme", "garage/car", { state: "scrapped" })))).toBe("23514");
    expect(await rowsOf(database, "other", "kehu_garage.car")).toEqual([]);
  });

  it("keeps the tables of a pack that is not given", async () => {
    await install(database, registryOf([car]));
    await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1" }));
    expect((await install(database, buildRegistry([]))).steps).toEqual([]);
    expect(await rowsOf(database, "acme", "kehu_garage.car")).toHaveLength(1);
  });

  it("refuses a database that a newer version installed", async () => {
    await install(database, registryOf([car], "0.10.0"));
    expect(await codeOf(install(database, registryOf([car], "0.9.0")))).toBe("crm/database-newer");
    await install(database, registryOf([car], "0.10.1"));
    await database.administer((transaction) =>
      transaction.commit([statement(db.withSchema("kehu").updateTable("format").set({ number: 99 }))]),
    );
    expect(await codeOf(install(database, registryOf([car], "0.10.1")))).toBe("crm/database-newer");
  });

  it("says so where records break a new key, and leaves everything as it was", async () => {
    await install(database, registryOf([withCar({ unique: [] })]));
    for (const each of [1, 2]) await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1", seats: each }));
    expect(await codeOf(install(database, registryOf([withCar({ fields: { ...car.fields, colour: text(9).optional() } })])))).toBe(
      "crm/records-break-key",
    );
    expect((await rowsOf(database, "acme", "kehu_garage.car"))[0]).not.toHaveProperty("colour");
  });

  describe("what it makes", () => {
    beforeEach(() => install(database, registryOf([car, rental])));
    const nameOf = (record: AnyRecord): string =>
      [...constraintsOf((registryOf([car, rental]).records.get(record.name) as RecordEntry).table).keys()][0] as string;

    it("keeps tenants apart, the owner of the tables included", async () => {
      await insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1" }));
      expect(await rowsOf(database, "other", "kehu_garage.car")).toEqual([]);
      const foreign = row("acme", "garage/car", { plate: "A2" });
      expect(
        await codeOf(
          database.transaction("other", (transaction) => transaction.commit([statement(db.insertInto("kehu_garage.car").values(foreign))])),
        ),
      ).toBe("42501");
      const [found] = await database.administer((transaction) => transaction.send([statement(sql`select count(*) from kehu_garage.car`)]));
      expect(found?.rows).toEqual([{ count: 0 }]);
      const open = sql`select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname like 'kehu%' and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`;
      const [unconfined] = await database.administer((transaction) => transaction.send([statement(open)]));
      expect(unconfined?.rows.map((each) => each["relname"]).sort()).toEqual(["format", "move", "pack_version", "upgrade"]);
    });

    it("holds a key among the records in its states", async () => {
      const plate = (state: string, retracted: string | null = null) =>
        insert(database, "kehu_garage.car", row("acme", "garage/car", { plate: "A1", state, retracted_at: retracted }));
      await plate("sold");
      await plate("listed", now);
      await plate("listed");
      await insert(database, "kehu_garage.car", row("other", "garage/car", { plate: "A1" }));
      expect(await breakOf(plate("listed"))).toMatchObject({ sqlState: "23505", constraint: nameOf(car) });
    });

    it("lets no two records cover the same day", async () => {
      const carId = newId("garage/car");
      const rent = (from: string, until: string | null, columns: Row = {}) =>
        insert(database, "kehu_garage.rental", row("acme", "garage/rental", { state: "booked", car_id: carId, from, until, ...columns }));
      await rent("2026-01-01", "2026-01-10");
      await rent("2026-01-11", null);
      expect(await breakOf(rent("2026-01-10", "2026-01-10"))).toMatchObject({ sqlState: "23P01", constraint: nameOf(rental) });
      expect(await codeOf(rent("2036-01-10", null))).toBe("23P01");
      await rent("2026-01-10", null, { state: "cancelled" });
      await rent("2026-01-10", null, { car_id: newId("garage/car") });
      await rent("2026-01-10", "2026-01-09");
    });

    it("names constraints so that they tell record and fields", () => {
      const long = defineRecord("garage/a-record-type-with-a-rather-long-name-for-a-table", {
        fields: { someFieldWithALongNameToo: text(9), other: text(9) },
        unique: [{ by: ["someFieldWithALongNameToo"] }, { by: ["someFieldWithALongNameToo", "other"] }],
      });
      const names = constraintsOf(registryOf([car, rental, long]).records.get(long.name)?.table as never);
      expect([...names.values()]).toEqual([
        { kind: "unique", fields: ["someFieldWithALongNameToo"] },
        { kind: "unique", fields: ["someFieldWithALongNameToo", "other"] },
      ]);
      for (const name of names.keys()) expect(name.length).toBeLessThanOrEqual(63);
      expect(nameOf(rental)).toMatch(/^rental_car_id_from_until_overlap_[0-9a-f]{8}$/);
    });

    it("takes any field name", async () => {
      const long = "aVeryLongFieldName".repeat(5);
      const odd = {
        xmin: text(9),
        data: text(9),
        canonicalId: text(9),
        price: money(),
        priceAmount: z.int(),
        priceCurrency: text(3),
        [long]: money(),
        [`${long}s`]: text(9),
      };
      const record = defineRecord("garage/odd", { fields: odd as never });
      const registry = registryOf([car, rental, record]);
      expect(formatPlan(await install(database, registry))).toContain("create table kehu_garage.odd");
      expect((await install(database, registry)).steps).toEqual([]);
    });

    it("lets the journal be numbered once and erased, and nothing else", async () => {
      const entry = {
        tenant: "acme",
        record: "garage/car",
        record_id: newId("garage/car"),
        version: 1,
        recorded_at: now,
        effective_at: now,
        actor: "a",
        definition: "d",
        pack_version: "0.1.0",
        payload: '{"a":1}',
        salt: Buffer.from("salt"),
        digest: Buffer.from("digest"),
      };
      await insert(database, "kehu.journal", entry);
      const administer = (query: Parameters<typeof statement>[0]) =>
        codeOf(database.administer((transaction) => transaction.commit([statement(query)])));
      const change = (values: Row) =>
        codeOf(
          database.transaction("acme", (transaction) =>
            transaction.commit([statement(db.withSchema("kehu").updateTable("journal").set(values).where("tenant", "=", "acme"))]),
          ),
        );
      expect(await change({ actor: "b" })).toBe("42501");
      expect(await change({ payload: '{"a":2}' })).toBe("42501");
      expect(await change({ payload: null })).toBe("42501");
      expect(await change({ position: 1, hash: Buffer.from("hash"), actor: "b" })).toBe("42501");
      expect(await change({ position: 1, hash: Buffer.from("hash") })).toBe("nothing was thrown");
      expect(await change({ position: 2 })).toBe("42501");
      expect(await change({ hash: Buffer.from("other") })).toBe("42501");
      expect(await change({ payload: null, salt: null })).toBe("nothing was thrown");
      expect(
        await codeOf(
          database.transaction("acme", (transaction) => transaction.commit([statement(db.withSchema("kehu").deleteFrom("journal"))])),
        ),
      ).toBe("42501");
      expect(await administer(sql`truncate kehu.journal`)).toBe("42501");
      expect(await rowsOf(database, "acme", "kehu.journal")).toMatchObject([{ ordinal: 1, position: 1, actor: "a", payload: null }]);
    });
  });
});
