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
import type { Database } from "../database/database.js";
import { createReader } from "../read/reader.js";
import type { Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import { adoptMany } from "../write/adopt.js";
import { applyMany } from "../write/apply.js";
import { createMany } from "../write/create.js";
import { requireGrants } from "../write/lock.js";
import { once } from "../write/once.js";
import { write } from "../write/run.js";
import type { Unit } from "../write/unit.js";
import { assignMany, retractMany, updateMany } from "../write/update.js";
import { runOperation } from "../write/work.js";
import { possibilities } from "./can.js";
import { describe } from "./describe.js";

/** What a session stands on. */
export interface Ground {
  readonly database: Database;
  readonly registry: Registry;
  readonly tenant: (id: string) => Promise<Tenant>;
  readonly now: () => Instant;
  readonly random: (() => Uint8Array) | undefined;
}
interface Options {
  readonly version?: number;
  readonly key?: string;
  readonly state?: string;
  readonly ifExists?: "refuse" | "give";
}
const only = <T>(items: readonly T[]): T => items[0] as T;

/** The verbs for one actor: each write is one transaction of the write door, each read one round trip of the read door. */
export function sessionOf(ground: Ground, actor: Actor): Session {
  const { registry, database } = ground;
  const authority = "actor" as const;
  const reader = async () => {
    const tenant = await ground.tenant(actor.tenant);
    return createReader({
      registry,
      tenant,
      actor,
      authority,
      now: ground.now(),
      run: (statements) => database.read(tenant.id, statements),
    });
  };
  const writing = async <T>(
    call: { readonly definition: string; readonly key?: string | undefined; readonly input?: unknown },
    work: (unit: Unit) => Promise<T>,
  ): Promise<T> => {
    const tenant = await ground.tenant(actor.tenant);
    const keyed = (unit: Unit) => once(unit, { definition: call.definition, key: call.key, input: call.input }, () => work(unit));
    return write({ database, registry, tenant, actor, now: ground.now(), random: ground.random }, keyed);
  };
  const operate = (operation: AnyOperation, unit: Unit, input: unknown) => {
    requireGrants(unit, "call", operation.name);
    return runOperation(unit, operation, input, { checkReferences: true });
  };
  const verbs = {
    get: async (record: AnyRecord, id: string, options?: object) => (await reader()).get(record, id as never, options),
    find: async (record: AnyRecord, options?: object) => (await reader()).find(record, options),
    aggregate: async (record: AnyRecord, query: { readonly measures: never }) => (await reader()).aggregate(record, query),
    create: (record: AnyRecord, input: unknown, options: Options = {}) =>
      writing({ definition: `create ${record.name}`, key: options.key, input: [input, options.state, options.ifExists] }, async (unit) =>
        only(await createMany(unit, record, [input], { authority, state: options.state, ifExists: options.ifExists })),
      ),
    createMany: (record: AnyRecord, inputs: readonly unknown[], options: Options = {}) =>
      writing({ definition: `createMany ${record.name}`, key: options.key, input: [inputs, options.state] }, (unit) =>
        createMany(unit, record, inputs, { authority, state: options.state }),
      ),
    adopt: (record: AnyRecord, input: unknown, as: object) =>
      writing(
        { definition: `adopt ${record.name}` },
        async (unit) => only(await adoptMany(unit, record, [{ input, as }], { authority, all: true })).record,
      ),
    adoptMany: (record: AnyRecord, rows: readonly { readonly input: unknown; readonly as: object }[]) =>
      writing({ definition: `adoptMany ${record.name}` }, (unit) => adoptMany(unit, record, rows, { authority, all: false })),
    update: (record: AnyRecord, id: string, change: unknown, options: Options = {}) =>
      writing({ definition: `update ${record.name}`, key: options.key, input: [id, change, options.version] }, async (unit) =>
        only(await updateMany(unit, record, [{ id, change, version: options.version }], authority)),
      ),
    updateMany: (
      record: AnyRecord,
      changes: readonly { readonly id: string; readonly change: unknown; readonly version?: number }[],
      options: Options = {},
    ) =>
      writing({ definition: `updateMany ${record.name}`, key: options.key, input: changes }, (unit) =>
        updateMany(unit, record, changes, authority),
      ),
    assign: (record: AnyRecord, id: string, to: object, options: Options = {}) =>
      writing({ definition: `assign ${record.name}`, key: options.key, input: [id, to, options.version] }, async (unit) =>
        only(await assignMany(unit, record, [{ id, version: options.version }], to, authority)),
      ),
    retract: (record: AnyRecord, id: string, reason: string, options: Options = {}) =>
      writing({ definition: `retract ${record.name}`, key: options.key, input: [id, reason, options.version] }, (unit) =>
        retractMany(unit, record, [{ id, version: options.version }], reason, authority),
      ),
    apply: (transition: AnyTransition, id: string, input?: unknown, options: Options = {}) =>
      writing({ definition: transition.name, key: options.key, input: [id, input, options.version] }, async (unit) =>
        only(await applyMany(unit, transition, [{ id, input, version: options.version }], authority)),
      ),
    applyMany: (
      transition: AnyTransition,
      rows: readonly { readonly id: string; readonly version?: number; readonly input?: unknown }[],
      options: Options = {},
    ) => writing({ definition: transition.name, key: options.key, input: rows }, (unit) => applyMany(unit, transition, rows, authority)),
    call: async (callable: AnyOperation | AnyQuery, input: unknown, options: Options = {}) =>
      callable.kind === "query"
        ? (await reader()).call(callable, input)
        : writing({ definition: callable.name, key: options.key, input }, (unit) => operate(callable, unit, input)),
    callMany: (operation: AnyOperation, inputs: readonly unknown[], options: Options = {}) =>
      writing({ definition: operation.name, key: options.key, input: inputs }, async (unit) => {
        const outputs = [];
        for (const input of inputs) outputs.push(await operate(operation, unit, input));
        return outputs;
      }),
    describe: (record: AnyRecord, locale?: string) => describe({ registry, actor }, record, locale),
    can: (record: AnyRecord, id: string) =>
      writing({ definition: "can" }, (unit) => possibilities(unit, record, uuidOf(record.name, id), id)),
  };
  return verbs as unknown as Session;
}
