import {
  anyRef,
  createId,
  customer,
  date,
  decimal,
  defineRecord,
  defineRole,
  group,
  instant,
  list,
  may,
  money,
  type Pack,
  party,
  personal,
  ref,
  text,
} from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { uuidOf } from "@kehu/core/engine";
import * as z from "zod";
import { createTestDatabase, postgresUrl } from "../../../../.config/test-databases.js";
import type { Database, Result, Statement } from "../database/database.js";
import { pglite } from "../pglite/index.js";
import { postgres } from "../postgres/index.js";
import { buildRegistry, type RecordEntry, type Registry } from "../registry.js";
import { install } from "../schema/install.js";
import { type AnyStored, columnValue, restOf } from "../schema/row.js";
import { keptColumns, type SqlType } from "../schema/table.js";
import type { Tenant } from "../tenant.js";
import { insertRows } from "../write/unit/statements.js";
import type { ReadContext } from "./reader.js";

export const agency = defineRecord("travel/agency", {
  fields: { name: text(40), parentId: ref("travel/agency").optional(), contactId: party("contact").optional(), code: text(8).optional() },
});
const payment = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("card"), digits: text(4), on: date() }),
  z.strictObject({ type: z.literal("transfer"), amount: money(), days: z.int() }),
]);
export const trip = defineRecord("travel/trip", {
  fields: {
    code: text(20),
    kind: z.enum(["beach", "city", "mountain"]),
    agencyId: ref("travel/agency").optional(),
    customerId: party("traveller"),
    aboutId: anyRef().optional(),
    price: money().optional(),
    startsOn: date(),
    returnsOn: date().optional(),
    bookedAt: instant().optional(),
    seats: z.int().optional(),
    rating: z.number().optional(),
    isInsured: z.boolean().optional(),
    rate: decimal(4).optional(),
    health: personal("health", text(80)).optional(),
    companions: list(
      group({ customerId: party("companion"), age: z.int().optional(), nick: text(20).optional(), paid: money().optional() }),
    ).default([]),
    stops: list(ref("travel/agency")).default([]),
    labels: list(text(20)).default([]),
    fees: list(money()).default([]),
    venue: group({ city: text(20), floor: z.int().optional(), opensOn: date().optional() }).optional(),
    payment: payment.optional(),
  },
  states: ["planned", "booked", "over"],
  indexed: [{ by: ["seats"] }, { by: ["returnsOn"] }, { by: ["rating"], whileIn: ["booked"] }],
});
export const remark = defineRecord("travel/remark", { fields: { tripId: ref("travel/trip"), body: text(80), weight: z.int().optional() } });

export const clerk = defineRole("travel/clerk", [may.read(trip, "own"), may.read(agency, "all", { hide: ["contactId"] })]);
export const manager = defineRole("travel/manager", [
  may.read(trip, "all"),
  may.read(agency, "all"),
  may.read(remark, "all"),
  may.read(customer, "all"),
]);
export const team = defineRole("travel/team", [may.read(trip, "team", { hide: ["health", "rating"] })]);
export const traveller = defineRole("travel/traveller", [
  may.read(trip, { self: "customerId" }),
  may.read(trip, { self: "companions.customerId" }),
  may.read(remark, { through: "tripId" }),
  may.read(customer, { self: "id" }),
]);
/** A pack without words: they are beside the point here. */
export const travel = (definitions: Pack["definitions"] = {}): Pack => ({
  name: "travel",
  version: "0.1.0",
  requires: [],
  definitions: { agency, trip, remark, clerk, manager, team, traveller, ...definitions },
  locales: {},
});

export const now = "2026-05-05T08:00:00.000Z";
let count = 0;
/** Ids in the order in which they are made. */
export const newId = (record: string): string => {
  count += 1;
  return createId(record, {
    now: new Date(Date.parse(now) + count).toISOString(),
    random: Uint8Array.from({ length: 16 }, (_, index) => (count * (index + 3)) & 255),
  });
};
type Stored = AnyStored & Readonly<Record<string, unknown>>;
/** A record as it is kept, with whatever is given. */
export const made = (
  record: { readonly name: string; readonly states: readonly string[] },
  fields: Readonly<Record<string, unknown>> = {},
): Stored =>
  ({
    id: newId(record.name),
    version: 1,
    state: record.states[0] as string,
    since: now,
    createdAt: now,
    updatedAt: now,
    ...fields,
  }) as never;
export const madeTrip = (fields: Readonly<Record<string, unknown>> = {}): Stored =>
  made(trip, {
    code: "T",
    kind: "city",
    customerId: newId("customer"),
    startsOn: "2026-06-01",
    companions: [],
    stops: [],
    labels: [],
    fees: [],
    ...fields,
  });

export interface World {
  readonly database: Database;
  readonly registry: Registry;
  entry(record: { readonly name: string }): RecordEntry;
  tenant(id: string, timeZone?: string): Tenant;
  insert(
    tenant: string,
    record: { readonly name: string },
    records: readonly Stored[],
    options?: { readonly retractedAt?: string },
  ): Promise<void>;
  /** Rows of another table, by column. */
  insertInto(
    tenant: string,
    table: string,
    columns: Readonly<Record<string, SqlType>>,
    rows: readonly (readonly unknown[])[],
  ): Promise<void>;
  context(
    tenant: string,
    actor: Partial<ReadContext["actor"]>,
    options?: { readonly timeZone?: string; readonly authority?: ReadContext["authority"] },
  ): ReadContext & { readonly sent: Statement[] };
  close(): Promise<void>;
}

export const kinds = ["pglite", "postgres"].filter((kind) => kind === "pglite" || postgresUrl() !== undefined) as readonly (
  | "pglite"
  | "postgres"
)[];

export async function openWorld(kind: "pglite" | "postgres", definitions: Pack["definitions"] = {}): Promise<World> {
  const created = kind === "postgres" ? await createTestDatabase("read") : undefined;
  const database = await (created ? postgres({ url: created.url }) : pglite()).open();
  const registry = buildRegistry([travel(definitions)]);
  await install(database, registry);
  const entry = (record: { readonly name: string }) => registry.records.get(record.name) as RecordEntry;
  const tenant = (id: string, timeZone = "Asia/Shanghai"): Tenant => ({
    id,
    timeZone,
    jurisdiction: "CN",
    currency: "CNY",
    calendar: createCalendar({ timeZone, mode: "provisional" }),
    packs: new Set(["travel"]),
    overrides: {},
    settingsVersion: 1,
    clockwork: "",
  });
  const insertInto: World["insertInto"] = async (id, table, columns, rows) => {
    const [schema, name] = table.split(".") as [string, string];
    const target = { schema, name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) };
    await database.transaction(id, (transaction) => transaction.commit([insertRows(target, rows)]));
  };
  return {
    database,
    registry,
    entry,
    tenant,
    insertInto,
    async insert(id, record, records, options = {}) {
      const { table, references } = entry(record);
      const columns: Record<string, SqlType> = { tenant: "text", id: "uuid" };
      for (const column of [...keptColumns, ...table.columns]) columns[column.name] = column.type;
      const rows = records.map((each) => [
        id,
        uuidOf(record.name, each.id),
        each.state,
        each.since,
        each.origin?.state,
        each.origin?.since,
        each.version,
        each.ownerId,
        each.teamId,
        each.createdAt,
        each.updatedAt,
        options.retractedAt,
        ...table.columns.map((column) => columnValue(column, each)),
        restOf(table, each),
      ]);
      await insertInto(id, `${table.schema}.${table.name}`, { ...columns, data: "jsonb" }, rows);
      const links = records.flatMap((each) =>
        references.flatMap(({ path, target }) =>
          [...new Set(valuesAt(each, path))]
            .filter(() => target !== "*")
            .map((value) => [id, record.name, uuidOf(record.name, each.id), path, target, uuidOf(target, value)]),
        ),
      );
      if (links.length > 0)
        await insertInto(
          id,
          "kehu.link",
          { tenant: "text", record: "text", record_id: "uuid", path: "text", target: "text", target_id: "uuid" },
          links,
        );
    },
    context(id, actor, options = {}) {
      const sent: Statement[] = [];
      const run = (statements: readonly Statement[]): Promise<readonly Result[]> => {
        sent.push(...statements);
        return database.read(id, statements);
      };
      return {
        registry,
        tenant: tenant(id, options.timeZone),
        actor: { id: "li", tenant: id, roles: ["travel/manager"], ...actor },
        authority: options.authority ?? "actor",
        now,
        run,
        sent,
      };
    },
    async close() {
      await database.close();
      await created?.drop();
    },
  };
}

const valuesAt = (record: unknown, path: string): readonly string[] => {
  let values: readonly unknown[] = [record];
  for (const name of path.split(".")) values = values.flatMap((value) => (value as Readonly<Record<string, unknown>>)[name] ?? []);
  return values as readonly string[];
};
/** The code that a piece of work ends with. */
export const codeOf = (work: Promise<unknown> | (() => unknown)): Promise<string> =>
  (typeof work === "function" ? Promise.resolve().then(work) : work).then(
    () => "nothing was thrown",
    (error: unknown) => ((error as { code?: string }).code ?? String(error)) as string,
  );
