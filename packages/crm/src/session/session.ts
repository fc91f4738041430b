import {
  type Actor,
  type AdoptedRow,
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  type AnyTransition,
  type Instant,
  KehuError,
  type Reader,
  type Session,
  type Verb,
} from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { canonicalJson } from "../canonical-json.js";
import type { Statement } from "../database/database.js";
import { outcomeUnknown } from "../database/failures.js";
import type { Observe } from "../observe.js";
import { createReader } from "../read/reader.js";
import type { RecordEntry, Registry } from "../registry.js";
import { known } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { requireGrants } from "../write/lock.js";
import { once } from "../write/unit/once.js";
import { send, type Unit } from "../write/unit/unit.js";
import { adoptMany } from "../write/verbs/adopt.js";
import { applyMany } from "../write/verbs/apply.js";
import { createMany } from "../write/verbs/create.js";
import { eraseCustomer } from "../write/verbs/erase.js";
import { runOperation } from "../write/verbs/operate.js";
import { type Outcome, operateTogether } from "../write/verbs/operate-together.js";
import { runsAlone } from "../write/verbs/side-by-side.js";
import { assignMany, retractMany, updateMany } from "../write/verbs/update.js";
import { adoptionsOf, listOf, nameOf, type Options, optionsOf, rowsOf, takenBy } from "./arguments.js";
import type { CallsTogether } from "./calls-together.js";
import { localeOf, possibilities } from "./can.js";
import { describe } from "./describe.js";
import type { KnownTenants } from "./known-tenants.js";
import { shown } from "./shown.js";

/** What a session stands on. */
export interface Ground {
  readonly registry: Registry;
  readonly tenants: KnownTenants;
  readonly now: () => Instant;
  readonly observe: Observe;
  readonly calls: CallsTogether<Call>;
}
const only = <T>(items: readonly T[]): T => items[0] as T;
const authority = "actor";

/** A call that writes: by which right, and what is the same when it comes again with the same key. */
export interface Call {
  readonly verb: Verb;
  readonly on: string;
  readonly many?: boolean;
  readonly options?: Options;
  readonly input?: unknown;
}

/** The verbs for one actor: each write is one transaction of the write door, each read one round trip of the read door. */
export function sessionOf(ground: Ground, actor: Actor): Session {
  const home = actor.tenant;
  const caller = canonicalJson(actor);
  const reading = async <T>(verb: string, on: { readonly name: string }, read: (reader: Reader) => Promise<T>): Promise<T> =>
    ground.observe({ verb, on: nameOf(on, takenBy[verb]), tenant: home }, () =>
      ground.tenants.with(home, ({ registry, tenant, read: run }) =>
        read(createReader({ registry, tenant, actor, authority, now: ground.now(), run })),
      ),
    );
  const watched = <T>({ verb, on, many }: Call, work: () => Promise<T>): Promise<T> =>
    ground.observe({ verb: `${verb}${many ? "Many" : ""}`, on, tenant: home }, work);
  const transacting = <T>(
    { verb, on, many, options = {}, input }: Call,
    work: (unit: Unit) => Promise<T>,
    show: (unit: Unit, result: T) => Promise<T> = async (_, result) => result,
  ): Promise<T> =>
    ground.tenants.with(home, ({ write }) =>
      write({ actor, now: ground.now() }, async (unit) => {
        const definition = verb === "apply" || verb === "call" ? on : `${verb}${many ? "Many" : ""} ${on}`;
        const allow = (): void => void requireGrants(unit, verb, on);
        return show(unit, await once(unit, { ...options, definition, input, allow }, () => work(unit)));
      }),
    );
  const writing: typeof transacting = (call, ...how) => watched(call, () => transacting(call, ...how));
  /** The same for a verb that gives records: as the actor may see them, before the commit, so that nothing can fail after it. */
  const giving = (call: Call, record: AnyRecord, work: (unit: Unit) => Promise<readonly AnyStored[]>): Promise<readonly AnyStored[]> =>
    writing(call, work, async (unit, made) => {
      // of all packs, because a key may give what belongs to one that is switched off since
      const { registry } = ground;
      const run = (statements: readonly Statement[]) => send(unit, statements);
      return shown({ registry, tenant: unit.tenant, actor, run }, registry.records.get(record.name) as RecordEntry, made);
    });
  const allowed = (operation: AnyOperation, unit: Unit): void =>
    void requireGrants(unit, "call", known(unit, "operations", operation.name).name);
  const operate = (operation: AnyOperation, unit: Unit, inputs: readonly unknown[]) => {
    allowed(operation, unit);
    return runOperation(unit, operation, inputs, { byCaller: true });
  };
  const operateOnce = async (operation: AnyOperation, call: Call) =>
    only(await transacting(call, (unit) => operate(operation, unit, [call.input])));
  /** Those that came while others ran; each comes to what it would have come to alone. */
  const operateAll = async (operation: AnyOperation, calls: readonly Call[]): Promise<readonly Outcome[]> => {
    const alone = (call: Call): Promise<Outcome> =>
      operateOnce(operation, call).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
    if (calls.length === 1) return [await alone(only(calls))];
    try {
      return await ground.tenants.with(home, ({ write }) =>
        write({ actor, now: ground.now() }, async (unit) => {
          const allow = (): void => allowed(operation, unit);
          allow();
          return operateTogether(
            unit,
            operation,
            calls.map(({ input, options }) => ({ ...options, definition: operation.name, input, allow })),
          );
        }),
      );
    } catch (error) {
      // whether it was done must not be found out by doing it again
      if (error instanceof KehuError && error.code === outcomeUnknown.code) return calls.map(() => ({ error }));
      return Promise.all(calls.map(alone));
    }
  };
  const verbs = {
    get: (record: AnyRecord, id: string, options?: object) => reading("get", record, (reader) => reader.get(record, id as never, options)),
    find: (record: AnyRecord, options?: object) => reading("find", record, (reader) => reader.find(record, options)),
    aggregate: (record: AnyRecord, query: { readonly measures: never }) =>
      reading("aggregate", record, (reader) => reader.aggregate(record, query)),
    async create(record: AnyRecord, input: unknown, given?: unknown) {
      const options = optionsOf("create", given);
      const { state, ifExists } = options;
      const call = { verb: "create", on: nameOf(record), options, input: [input, state, ifExists] } as const;
      return only(await giving(call, record, (unit) => createMany(unit, record, [input], { authority, state, ifExists })));
    },
    async createMany(record: AnyRecord, given: unknown, some?: unknown) {
      const options = optionsOf("createMany", some);
      const inputs = listOf(given, nameOf(record));
      const { state } = options;
      const call = { verb: "create", on: record.name, many: true, options, input: [inputs, state] } as const;
      return giving(call, record, (unit) => createMany(unit, record, inputs, { authority, state }));
    },
    async adopt(record: AnyRecord, input: unknown, as: unknown) {
      const made = await giving({ verb: "adopt", on: nameOf(record) }, record, async (unit) =>
        (await adoptMany(unit, record, [{ input, as }], { authority, all: true })).map((row) => row.record as unknown as AnyStored),
      );
      return only(made);
    },
    async adoptMany(record: AnyRecord, given: unknown) {
      const rows = adoptionsOf(given, nameOf(record));
      let adopted: readonly AdoptedRow<AnyRecord>[] = [];
      const seen = await giving({ verb: "adopt", on: record.name, many: true }, record, async (unit) => {
        adopted = await adoptMany(unit, record, rows, { authority, all: false });
        return adopted.flatMap((row) => (row.record as unknown as AnyStored | undefined) ?? []);
      });
      const left = [...seen];
      return adopted.map((row) => (row.record === undefined ? row : { ...row, record: left.shift() }));
    },
    async update(record: AnyRecord, id: string, change: unknown, given?: unknown) {
      const options = optionsOf("one", given);
      const { version } = options;
      const call = { verb: "update", on: nameOf(record), options, input: [id, change, version] } as const;
      return only(await giving(call, record, (unit) => updateMany(unit, record, [{ id, change, version }], authority)));
    },
    async updateMany(record: AnyRecord, given: unknown, options?: unknown) {
      const rows = rowsOf(given, "change", nameOf(record));
      const call = { verb: "update", on: record.name, many: true, options: optionsOf("many", options), input: rows } as const;
      return giving(call, record, (unit) => updateMany(unit, record, rows as never, authority));
    },
    async assign(record: AnyRecord, id: string, to: unknown, given?: unknown) {
      const options = optionsOf("one", given);
      const { version } = options;
      const call = { verb: "assign", on: nameOf(record), options, input: [id, to, version] } as const;
      return only(await giving(call, record, (unit) => assignMany(unit, record, [{ id, version }], to, authority)));
    },
    async assignMany(record: AnyRecord, given: unknown, to: unknown, options?: unknown) {
      const rows = rowsOf(given, undefined, nameOf(record));
      const call = { verb: "assign", on: record.name, many: true, options: optionsOf("many", options), input: [rows, to] } as const;
      return giving(call, record, (unit) => assignMany(unit, record, rows, to, authority));
    },
    async retract(record: AnyRecord, id: string, reason: unknown, given?: unknown) {
      const options = optionsOf("one", given);
      const { version } = options;
      const call = { verb: "retract", on: nameOf(record), options, input: [id, reason, version] } as const;
      return writing(call, (unit) => retractMany(unit, record, [{ id, version }], reason, authority));
    },
    async retractMany(record: AnyRecord, given: unknown, reason: unknown, options?: unknown) {
      const rows = rowsOf(given, undefined, nameOf(record));
      const call = { verb: "retract", on: record.name, many: true, options: optionsOf("many", options), input: [rows, reason] } as const;
      return writing(call, (unit) => retractMany(unit, record, rows, reason, authority));
    },
    async erase(record: AnyRecord, id: string, reason: unknown, given?: unknown) {
      const options = optionsOf("one", given);
      const { version } = options;
      const call = { verb: "erase", on: nameOf(record), options, input: [id, reason, version] } as const;
      return writing(call, (unit) => eraseCustomer(unit, record, { id, version }, { reason, authority }));
    },
    async apply(transition: AnyTransition, id: string, input?: unknown, given?: unknown) {
      const options = optionsOf("one", given);
      const { version } = options;
      const call = { verb: "apply", on: nameOf(transition, "transition"), options, input: [id, input, version] } as const;
      return only(await giving(call, transition.record, (unit) => applyMany(unit, transition, [{ id, input, version }], authority)));
    },
    async applyMany(transition: AnyTransition, given: unknown, options?: unknown) {
      const rows = rowsOf(given, "input", nameOf(transition, "transition"));
      const call = { verb: "apply", on: transition.name, many: true, options: optionsOf("many", options), input: rows } as const;
      return giving(call, transition.record, (unit) => applyMany(unit, transition, rows, authority));
    },
    async call(callable: AnyOperation | AnyQuery, input: unknown, given?: unknown) {
      const options = optionsOf("many", given);
      if (callable?.kind === "query") return reading("call", callable, (reader) => reader.call(callable, input));
      const call = { verb: "call", on: nameOf(callable, "callable"), options, input } as const;
      return watched(call, async () => {
        if (runsAlone(callable)) return operateOnce(callable, call);
        ground.tenants.expectFree();
        return ground.calls.run(`${caller} ${callable.name}`, call, (calls) => operateAll(callable, calls));
      });
    },
    async callMany(operation: AnyOperation, given: unknown, options?: unknown) {
      const inputs = listOf(given, nameOf(operation, "operation"));
      const call = { verb: "call", on: operation.name, many: true, options: optionsOf("many", options), input: inputs } as const;
      return writing(call, (unit) => operate(operation, unit, inputs));
    },
    async describe(record: AnyRecord, options?: unknown) {
      const locale = localeOf(options);
      return ground.tenants.with(actor.tenant, async ({ registry }) =>
        describe({ registry, actor }, known({ registry }, "records", nameOf(record)).record, locale),
      );
    },
    async can(record: AnyRecord, id: string, options?: unknown) {
      const locale = localeOf(options);
      return ground.observe({ verb: "can", on: nameOf(record), tenant: home }, () =>
        ground.tenants.with(home, ({ write }) =>
          write({ actor, now: ground.now() }, (unit) => possibilities(unit, record, uuidOf(nameOf(record), id), id, locale)),
        ),
      );
    },
  } satisfies { readonly [V in keyof Session]: (...args: never[]) => Promise<unknown> };
  // What a caller gets follows from its definition, which only the caller's compiler knows: here every record is any record.
  return verbs as Session;
}
