import {
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  type AnyTransition,
  defineRefusal,
  type Refusal,
  refused,
  type Session,
  uuidOf,
  type Work,
} from "@kehu/core";
import * as z from "zod";
import { inWords, parseInput, problemsOf } from "../parse.js";
import { createReader } from "../read/reader.js";
import { invalidOutput } from "../read/refusals.js";
import { possibilities } from "../session/can.js";
import { describe } from "../session/describe.js";
import { adoptMany } from "./adopt.js";
import { applyMany } from "./apply.js";
import { createMany } from "./create.js";
import { queueInputReferences } from "./input-references.js";
import { lock, uuidsOf } from "./lock.js";
import { circumstancesAt, entryOf, send, type Unit, unknownDefinition } from "./unit.js";
import { assignMany, retractMany, updateMany } from "./update.js";

type Options = { readonly version?: number; readonly state?: string; readonly ifExists?: "refuse" | "give" } | undefined;
const only = <T>(items: readonly T[]): T => items[0] as T;

/** The verbs inside an operation: the same doors, under the definition's authority, in its transaction. `get` locks what it decides on. */
export function workOf(unit: Unit): Work {
  const authority = "definition" as const;
  const reader = createReader({
    registry: unit.registry,
    tenant: unit.tenant,
    actor: unit.actor,
    authority,
    now: unit.now,
    run: (statements) => send(unit, statements),
  });
  const session = {
    find: reader.find,
    aggregate: reader.aggregate,
    async get(record: AnyRecord, id: string, options?: object) {
      const entry = entryOf(unit, record);
      await lock(unit, { ...entry, deadlines: [], ledgers: [], transitions: [] }, uuidsOf(entry, [id]), { strength: "no key update" });
      return reader.get(record, id as never, options);
    },
    create: async (record: AnyRecord, input: unknown, options?: Options) =>
      only(await createMany(unit, record, [input], { authority, state: options?.state, ifExists: options?.ifExists })),
    createMany: (record: AnyRecord, inputs: readonly unknown[], options?: Options) =>
      createMany(unit, record, inputs, { authority, state: options?.state }),
    adopt: async (record: AnyRecord, input: unknown, as: object) =>
      only(await adoptMany(unit, record, [{ input, as }], { authority, all: true })).record,
    adoptMany: (record: AnyRecord, rows: readonly { readonly input: unknown; readonly as: object }[]) =>
      adoptMany(unit, record, rows, { authority, all: false }),
    update: async (record: AnyRecord, id: string, change: unknown, options?: Options) =>
      only(await updateMany(unit, record, [{ id, change, version: options?.version }], authority)),
    updateMany: (record: AnyRecord, rows: readonly { readonly id: string; readonly change: unknown }[]) =>
      updateMany(unit, record, rows, authority),
    assign: async (record: AnyRecord, id: string, to: object, options?: Options) =>
      only(await assignMany(unit, record, [{ id, version: options?.version }], to, authority)),
    retract: (record: AnyRecord, id: string, reason: string, options?: Options) =>
      retractMany(unit, record, [{ id, version: options?.version }], reason, authority),
    apply: async (transition: AnyTransition, id: string, input?: unknown, options?: Options) =>
      only(await applyMany(unit, transition, [{ id, input, version: options?.version }], authority)),
    applyMany: (transition: AnyTransition, rows: readonly { readonly id: string; readonly input?: unknown }[]) =>
      applyMany(unit, transition, rows, authority),
    call: (callable: AnyOperation | AnyQuery, input: unknown) =>
      callable.kind === "operation" ? runOperation(unit, callable, input) : reader.call(callable, input),
    async callMany(operation: AnyOperation, inputs: readonly unknown[]) {
      const outputs = [];
      for (const input of inputs) outputs.push(await runOperation(unit, operation, input));
      return outputs;
    },
    describe: (record: AnyRecord, locale?: string) => describe({ registry: unit.registry, actor: unit.actor }, record, locale),
    can: (record: AnyRecord, id: string) => possibilities(unit, record, uuidOf(record.name, id), id),
  };
  return { ...(session as unknown as Session), ...circumstancesAt(unit, unit.now), refuse: refuseBy };
}

export const calledTooDeep = defineRefusal(
  "crm/called-too-deep",
  "Operations call each other more than {depth} deep, at last {operation}; look for a ring.",
);
const maxDepth = 20;

/** Runs an operation in this transaction, under its own authority; what it may do was granted with the operation. */
export async function runOperation(
  unit: Unit,
  operation: AnyOperation,
  input: unknown,
  options: { readonly checkReferences?: boolean } = {},
): Promise<unknown> {
  if (unit.registry.operations.get(operation.name) === undefined) throw refused(unknownDefinition({ name: operation.name }));
  const calls = (unit.call ?? "").split(" > ").filter((name) => name !== "");
  if (calls.length >= maxDepth) throw refused(calledTooDeep({ depth: maxDepth, operation: operation.name }));
  const parsed = parseInput<Readonly<Record<string, unknown>>>(operation.input, input, operation.name);
  const inside: Unit = { ...unit, call: [...calls, operation.name].join(" > ") };
  if (options.checkReferences) queueInputReferences(inside, operation, parsed);
  const result = await operation.run(workOf(inside), parsed as never);
  const output = z.safeParse(operation.output, result);
  if (output.success) return output.data;
  const problems = problemsOf(output.error);
  throw refused(invalidOutput({ what: operation.name, problems: inWords(problems) }), { details: { problems } });
}

const refuseBy = (refusal: Refusal): never => {
  throw refused(refusal);
};
