import {
  type Actor,
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  type AnyTransition,
  type Instant,
  type Session,
  uuidOf,
} from "@kehu/core";
import type { Database, Statement } from "../database/database.js";
import { createReader } from "../read/reader.js";
import { type RecordEntry, type Registry, switchedOn } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import type { Tenant } from "../tenant.js";
import { adoptMany } from "../write/adopt.js";
import { applyMany } from "../write/apply.js";
import { createMany } from "../write/create.js";
import { requireGrants } from "../write/lock.js";
import { once } from "../write/once.js";
import { write } from "../write/run.js";
import { known, type Unit } from "../write/unit.js";
import { assignMany, retractMany, updateMany } from "../write/update.js";
import { runOperation } from "../write/work.js";
import { adoptionsOf, listOf, nameOf, optionsOf, rowsOf } from "./arguments.js";
import { localeOf, possibilities } from "./can.js";
import { describe } from "./describe.js";
import { shown } from "./shown.js";

/** What a session stands on. */
export interface Ground {
  readonly database: Database;
  readonly registry: Registry;
  readonly tenant: (id: string) => Promise<Tenant>;
  readonly now: () => Instant;
  readonly random: (() => Uint8Array) | undefined;
}
const only = <T>(items: readonly T[]): T => items[0] as T;
const authority = "actor";

interface Call {
  readonly definition: string;
  readonly key?: string | undefined;
  readonly input?: unknown;
}

/** The verbs for one actor: each write is one transaction of the write door, each read one round trip of the read door. */
export function sessionOf(ground: Ground, actor: Actor): Session {
  const { registry, database } = ground;
  const reader = async () => {
    const tenant = await ground.tenant(actor.tenant);
    const run = (statements: readonly Statement[]) => database.read(tenant.id, statements);
    return createReader({ registry: switchedOn(registry, tenant.packs), tenant, actor, authority, now: ground.now(), run });
  };
  const writing = async <T>(call: Call, work: (unit: Unit) => Promise<T>): Promise<T> => {
    const tenant = await ground.tenant(actor.tenant);
    const on = switchedOn(registry, tenant.packs);
    return write({ database, registry: on, tenant, actor, now: ground.now(), random: ground.random }, (unit) =>
      once(unit, { key: undefined, input: undefined, ...call }, () => work(unit)),
    );
  };
  /** The record or records that a verb gives, as the actor may see them. */
  const showing = async <T extends AnyStored | readonly AnyStored[]>({ name }: AnyRecord, result: T): Promise<T> => {
    const tenant = await ground.tenant(actor.tenant);
    const on = switchedOn(registry, tenant.packs);
    const run = (statements: readonly Statement[]) => database.read(tenant.id, statements);
    const seen = await shown({ registry: on, tenant, actor, run }, on.records.get(name) as RecordEntry, [result].flat() as AnyStored[]);
    return (Array.isArray(result) ? seen : seen[0]) as T;
  };
  const operate = (operation: AnyOperation, unit: Unit, inputs: readonly unknown[]) => {
    requireGrants(unit, "call", known(unit, "operations", operation.name).name);
    return runOperation(unit, operation, inputs, { checkReferences: true });
  };
  const verbs = {
    get: async (record: AnyRecord, id: string, options?: object) => (await reader()).get(record, id as never, options),
    find: async (record: AnyRecord, options?: object) => (await reader()).find(record, options),
    aggregate: async (record: AnyRecord, query: { readonly measures: never }) => (await reader()).aggregate(record, query),
    async create(record: AnyRecord, input: unknown, given?: unknown) {
      const { key, state, ifExists } = optionsOf("create", given);
      const made = await writing({ definition: `create ${nameOf(record)}`, key, input: [input, state, ifExists] }, async (unit) =>
        only(await createMany(unit, record, [input], { authority, state, ifExists })),
      );
      return showing(record, made);
    },
    async createMany(record: AnyRecord, given: unknown, options?: unknown) {
      const { key, state } = optionsOf("createMany", options);
      const inputs = listOf(given, nameOf(record));
      const made = await writing({ definition: `createMany ${record.name}`, key, input: [inputs, state] }, (unit) =>
        createMany(unit, record, inputs, { authority, state }),
      );
      return showing(record, made);
    },
    async adopt(record: AnyRecord, input: unknown, as: unknown) {
      const row = await writing({ definition: `adopt ${nameOf(record)}` }, async (unit) =>
        only(await adoptMany(unit, record, [{ input, as }], { authority, all: true })),
      );
      return showing(record, row.record as unknown as AnyStored);
    },
    async adoptMany(record: AnyRecord, given: unknown) {
      const rows = adoptionsOf(given, nameOf(record));
      const adopted = await writing({ definition: `adoptMany ${record.name}` }, (unit) =>
        adoptMany(unit, record, rows, { authority, all: false }),
      );
      const seen = await showing(
        record,
        adopted.flatMap((row) => (row.record as unknown as AnyStored | undefined) ?? []),
      );
      const left = [...seen];
      return adopted.map((row) => (row.record === undefined ? row : { ...row, record: left.shift() }));
    },
    async update(record: AnyRecord, id: string, change: unknown, given?: unknown) {
      const { key, version } = optionsOf("one", given);
      const changed = await writing({ definition: `update ${nameOf(record)}`, key, input: [id, change, version] }, async (unit) =>
        only(await updateMany(unit, record, [{ id, change, version }], authority)),
      );
      return showing(record, changed);
    },
    async updateMany(record: AnyRecord, given: unknown, options?: unknown) {
      const { key } = optionsOf("many", options);
      const rows = rowsOf(given, "change", nameOf(record));
      const changed = await writing({ definition: `updateMany ${record.name}`, key, input: rows }, (unit) =>
        updateMany(unit, record, rows as never, authority),
      );
      return showing(record, changed);
    },
    async assign(record: AnyRecord, id: string, to: unknown, given?: unknown) {
      const { key, version } = optionsOf("one", given);
      const assigned = await writing({ definition: `assign ${nameOf(record)}`, key, input: [id, to, version] }, async (unit) =>
        only(await assignMany(unit, record, [{ id, version }], to, authority)),
      );
      return showing(record, assigned);
    },
    async retract(record: AnyRecord, id: string, reason: unknown, given?: unknown) {
      const { key, version } = optionsOf("one", given);
      return writing({ definition: `retract ${nameOf(record)}`, key, input: [id, reason, version] }, (unit) =>
        retractMany(unit, record, [{ id, version }], reason, authority),
      );
    },
    async apply(transition: AnyTransition, id: string, input?: unknown, given?: unknown) {
      const { key, version } = optionsOf("one", given);
      const applied = await writing({ definition: nameOf(transition), key, input: [id, input, version] }, async (unit) =>
        only(await applyMany(unit, transition, [{ id, input, version }], authority)),
      );
      return showing(transition.record, applied);
    },
    async applyMany(transition: AnyTransition, given: unknown, options?: unknown) {
      const { key } = optionsOf("many", options);
      const rows = rowsOf(given, "input", nameOf(transition));
      const applied = await writing({ definition: transition.name, key, input: rows }, (unit) =>
        applyMany(unit, transition, rows, authority),
      );
      return showing(transition.record, applied);
    },
    async call(callable: AnyOperation | AnyQuery, input: unknown, given?: unknown) {
      const { key } = optionsOf("many", given);
      if (callable?.kind === "query") return (await reader()).call(callable, input);
      return writing({ definition: nameOf(callable), key, input }, async (unit) => only(await operate(callable, unit, [input])));
    },
    async callMany(operation: AnyOperation, given: unknown, options?: unknown) {
      const { key } = optionsOf("many", options);
      const inputs = listOf(given, nameOf(operation));
      return writing({ definition: operation.name, key, input: inputs }, (unit) => operate(operation, unit, inputs));
    },
    describe: (record: AnyRecord, locale?: string) =>
      describe({ registry, actor }, known({ registry }, "records", nameOf(record)).record, locale),
    async can(record: AnyRecord, id: string, options?: unknown) {
      const locale = localeOf(options);
      return writing({ definition: "can" }, (unit) => possibilities(unit, record, uuidOf(nameOf(record), id), id, locale));
    },
  };
  return verbs as unknown as Session;
}
