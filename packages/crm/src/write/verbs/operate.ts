import {
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  type AnyTransition,
  defineRefusal,
  type Reader,
  type Refusal,
  refused,
  type Session,
  type Work,
} from "@kehu/core";
import { failedIn, uuidOf } from "@kehu/core/engine";
import * as z from "zod";
import { inWords, parseInput, problemsOf, rowOf } from "../../parse.js";
import { createReader } from "../../read/reader.js";
import { invalidOutput, notFound } from "../../read/refusals.js";
import { entryOf, known } from "../../registry.js";
import { nameOf, takenBy } from "../../session/arguments.js";
import { localeOf, possibilities } from "../../session/can.js";
import { describe } from "../../session/describe.js";
import { lockSettled } from "../clocks/overdue.js";
import { heardError, recordsIn, type Seen } from "../heard.js";
import { lock, uuidsOf } from "../lock.js";
import { explained } from "../rows/constraints.js";
import { queueInputReferences } from "../rows/input-references.js";
import { type Ended, oneByOne, type Verb } from "../unit/one-by-one.js";
import { circumstancesAt, send, type Unit } from "../unit/unit.js";
import { adoptMany } from "./adopt.js";
import { applyMany } from "./apply.js";
import { createMany } from "./create.js";
import { eraseCustomer } from "./erase.js";
import { runSideBySide, runsAlone } from "./side-by-side.js";
import { assignMany, retractMany, updateMany } from "./update.js";

type Options = { readonly version?: number; readonly state?: string; readonly ifExists?: "refuse" | "give" } | undefined;
type Row = { readonly id: string; readonly version?: number };
const only = <T>(items: readonly T[]): T => items[0] as T;
const authority = "definition";

const readerOf = (unit: Unit): Reader =>
  createReader({
    registry: unit.registry,
    tenant: unit.tenant,
    actor: unit.actor,
    authority,
    now: unit.now,
    run: (statements) => send(unit, statements),
  });

/** The verbs inside an operation: the same doors, under the definition's authority, in its transaction. */
const verbs = {
  find: (unit: Unit, record: AnyRecord, options?: object) => readerOf(unit).find(record, options),
  aggregate: (unit: Unit, record: AnyRecord, query: never) => readerOf(unit).aggregate(record, query),
  /** Locks what the operation decides on; what was overdue for it has happened then. */
  async get(unit: Unit, record: AnyRecord, id: string, options?: { readonly select?: unknown }) {
    const entry = entryOf(unit, record);
    const lockThem = () => lock(unit, entry, uuidsOf(entry, [id]), { strength: "no key update" });
    const locked = await lockSettled(unit, entry, lockThem);
    if (options !== undefined) return readerOf(unit).get(record, id as never, options as never);
    const [found] = locked.records.values();
    if (!found) throw refused(notFound({ record: record.name, id }));
    return found;
  },
  create: async (unit: Unit, record: AnyRecord, input: unknown, options?: Options) =>
    only(await createMany(unit, record, [input], { authority, state: options?.state, ifExists: options?.ifExists })),
  createMany: (unit: Unit, record: AnyRecord, inputs: readonly unknown[], options?: Options) =>
    createMany(unit, record, inputs, { authority, state: options?.state }),
  adopt: async (unit: Unit, record: AnyRecord, input: unknown, as: object) =>
    only(await adoptMany(unit, record, [{ input, as }], { authority, all: true })).record,
  adoptMany: (unit: Unit, record: AnyRecord, rows: readonly { readonly input: unknown; readonly as: object }[]) =>
    adoptMany(unit, record, rows, { authority, all: false }),
  update: async (unit: Unit, record: AnyRecord, id: string, change: unknown, options?: Options) =>
    only(await updateMany(unit, record, [{ id, change, version: options?.version }], authority)),
  updateMany: (unit: Unit, record: AnyRecord, rows: readonly (Row & { readonly change: unknown })[]) =>
    updateMany(unit, record, rows, authority),
  assign: async (unit: Unit, record: AnyRecord, id: string, to: object, options?: Options) =>
    only(await assignMany(unit, record, [{ id, version: options?.version }], to, authority)),
  assignMany: (unit: Unit, record: AnyRecord, rows: readonly Row[], to: object) => assignMany(unit, record, rows, to, authority),
  retract: (unit: Unit, record: AnyRecord, id: string, reason: string, options?: Options) =>
    retractMany(unit, record, [{ id, version: options?.version }], reason, authority),
  retractMany: (unit: Unit, record: AnyRecord, rows: readonly Row[], reason: string) => retractMany(unit, record, rows, reason, authority),
  erase: (unit: Unit, record: AnyRecord, id: string, reason: string, options?: Options) =>
    eraseCustomer(unit, record, { id, version: options?.version }, { reason, authority }),
  apply: async (unit: Unit, transition: AnyTransition, id: string, input?: unknown, options?: Options) =>
    only(await applyMany(unit, transition, [{ id, input, version: options?.version }], authority)),
  applyMany: (unit: Unit, transition: AnyTransition, rows: readonly (Row & { readonly input?: unknown })[]) =>
    applyMany(unit, transition, rows, authority),
  call: async (unit: Unit, callable: AnyOperation | AnyQuery, input: unknown) =>
    callable.kind === "operation" ? only(await runOperation(unit, callable, [input])) : readerOf(unit).call(callable, input),
  callMany: (unit: Unit, operation: AnyOperation, inputs: readonly unknown[]) => runOperation(unit, operation, inputs),
  can: (unit: Unit, record: AnyRecord, id: string) => possibilities(unit, record, uuidOf(record.name, id), id),
};

type Working = { readonly work: Work; readonly end: Ended; readonly seen: () => readonly Seen[] };
function workOf(unit: Unit, name: string): Working {
  const given: Given[] = [];
  const noted = Object.entries<Verb>(verbs).map(([key, verb]): [string, Verb] => [
    key,
    async (inside, ...rest) => {
      nameOf(rest[0], takenBy[key]);
      const result = await verb(inside, ...rest);
      given.push({ of: rest[0], result });
      return result;
    },
  ]);
  const { session, end } = oneByOne(unit, Object.fromEntries(noted), name);
  const work = {
    ...(session as unknown as Session),
    describe: async (record: AnyRecord, options?: unknown) =>
      describe({ registry: unit.registry, actor: unit.actor }, entryOf(unit, record).record, localeOf(options)),
    ...circumstancesAt(unit, unit.now),
    refuse: (refusal: Refusal): never => {
      throw refused(refusal);
    },
  };
  return { work, end, seen: () => given.flatMap((each) => seenIn(unit, each)) };
}

/** What a verb gave to an operation. */
type Given = { readonly of: { readonly kind?: unknown; readonly name?: unknown } | undefined; readonly result: unknown };
/** The records in it: selected fields may lack the id, but the verb says of which record type they are. */
function seenIn({ registry }: Unit, { of, result }: Given): readonly Seen[] {
  const found = recordsIn(registry, result);
  const entry = of?.kind === "record" ? registry.records.get(String(of.name)) : undefined;
  if (!entry || found.length > 0) return found;
  const rows = [(result as { readonly items?: unknown } | undefined)?.items ?? result].flat();
  return rows.map((row) => ({ entry, record: (row ?? {}) as Seen["record"] }));
}

export const calledTooDeep = defineRefusal(
  "crm/called-too-deep",
  "Operations call each other more than {depth} deep, at last {operation}; look for a ring.",
);
const maxDepth = 20;

/**
 * Runs an operation in this transaction for each input under its own authority; what it may do was granted with the operation. The outcome is
 * that of one call after another; a caller's many calls run side by side where that comes to the same.
 */
export async function runOperation(
  unit: Unit,
  given: AnyOperation,
  inputs: readonly unknown[],
  options: { readonly byCaller?: boolean } = {},
): Promise<readonly unknown[]> {
  const operation = known(unit, "operations", given.name);
  const calls = (unit.call ?? "").split(" > ").filter((name) => name !== "");
  if (calls.length >= maxDepth) throw refused(calledTooDeep({ depth: maxDepth, operation: operation.name }));
  const many = inputs.length > 1;
  const parsed = inputs.map((input, index) =>
    parseInput<Readonly<Record<string, unknown>>>(operation.input, input, many ? rowOf(operation.name, index) : operation.name),
  );
  const inside: Unit = { ...unit, call: [...calls, operation.name].join(" > ") };
  if (options.byCaller) queueInputReferences(inside, operation, parsed);
  if (options.byCaller && many && !unit.notes.oneAfterAnother && !runsAlone(operation))
    return runSideBySide(inside, operation, parsed, (result) => outputOf(operation, result));
  const outputs: unknown[] = [];
  for (const input of parsed) outputs.push(await runOnce(inside, operation, input));
  return outputs;
}

const run = async (operation: AnyOperation, work: Work, input: object): Promise<unknown> => operation.run(work, input as never);
async function runOnce(unit: Unit, operation: AnyOperation, input: object): Promise<unknown> {
  const { work, end, seen } = workOf(unit, operation.name);
  const result = await run(operation, work, input).catch((error: unknown) =>
    Promise.reject(heardError(unit, failedIn(operation.name, explained(unit.registry, error)), { seen: seen(), given: input })),
  );
  end();
  if (unit.notes.failure) throw unit.notes.failure.error;
  return outputOf(operation, result);
}

function outputOf(operation: AnyOperation, result: unknown): unknown {
  const output = z.safeParse(operation.output, result);
  if (output.success) return output.data;
  const problems = problemsOf(output.error);
  throw refused(invalidOutput({ what: operation.name, problems: inWords(problems) }), { details: { problems } });
}
