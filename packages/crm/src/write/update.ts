import { type AnyRecord, defineRefusal, type FieldInfo, type Grant, refused, type Shape } from "@kehu/core";
import { parseInput } from "../parse.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import type { Change } from "./journal.js";
import { assertReached, type Locked, lock, requireGrants, uuidsOf } from "./lock.js";
import { settleOverdue } from "./overdue.js";
import { queueReferences } from "./references.js";
import { settleAll } from "./settle.js";
import { entryOf, type Unit } from "./unit.js";

export const staleVersion = defineRefusal(
  "crm/stale-version",
  "{record} {id} is at version {current}, not {version}: somebody changed it meanwhile; read it again.",
);
export const appendOnlyRecord = defineRefusal("crm/append-only", "{record} is written once and never changed; write a new one instead.");
export const managedField = defineRefusal(
  "crm/managed-field",
  "{record}, field {field}: only transitions write it; apply the one that does.",
);
export const unknownField = defineRefusal("crm/unknown-field", "{record} has no field {field}; its fields are {fields}.");
export const notOptional = defineRefusal("crm/not-optional", "{record}, field {field}: it cannot be cleared; give a value.");

/** One record that is to change. */
export interface Row {
  readonly id: string;
  readonly version?: number | undefined;
}

/** Locks rows for a change by hand, after what was overdue for them has happened. */
export async function lockForChange(
  unit: Unit,
  entry: RecordEntry,
  rows: readonly Row[],
  options: { readonly grants?: readonly Grant[] | undefined; readonly verb: string; readonly strength: "update" | "no key update" },
): Promise<{ readonly locked: Locked; readonly records: readonly AnyStored[] }> {
  const uuids = uuidsOf(
    entry,
    rows.map((row) => row.id),
  );
  const lockAgain = () => lock(unit, entry, uuids, { strength: options.strength, ...(options.grants && { grants: options.grants }) });
  const locked = await settleOverdue(unit, await lockAgain(), lockAgain);
  const records = assertReached(
    unit,
    locked,
    rows.map((row) => row.id),
    options.verb,
  );
  for (const [index, { id, version }] of rows.entries()) {
    const current = (records[index] as AnyStored).version;
    if (version !== undefined && version !== current)
      throw refused(staleVersion({ record: entry.record.name, id, current, version }), { details: { current } });
  }
  return { locked, records };
}

type Authority = "actor" | "definition";
interface Changing {
  readonly verb: "update" | "assign" | "retract";
  readonly authority: Authority;
  readonly input?: (index: number) => unknown;
  readonly retracted?: boolean;
}

async function change(
  unit: Unit,
  entry: RecordEntry,
  rows: readonly Row[],
  changing: Changing,
  changed: (before: AnyStored, index: number) => AnyStored,
): Promise<readonly AnyStored[]> {
  const grants = changing.authority === "actor" ? requireGrants(unit, changing.verb, entry.record.name) : undefined;
  const { locked, records } = await lockForChange(unit, entry, rows, { grants, verb: changing.verb, strength: "no key update" });
  const changes = records.map((before, index): Change => {
    const after = { ...changed(before, index), version: before.version + 1, updatedAt: unit.recordedAt };
    const input = changing.input?.(index);
    return {
      entry,
      uuid: locked.uuids[index] as string,
      before,
      after,
      effectiveAt: unit.now,
      definition: changing.verb,
      ...(input !== undefined && { input }),
      ...(changing.retracted && { retracted: true }),
    };
  });
  if (changing.verb === "update")
    queueReferences(
      unit,
      entry,
      changes.map((each) => each.after),
      { caller: changing.authority === "actor", before: records },
    );
  const active = await settleAll(unit, entry, changes, locked);
  await unit.door.follow(unit, { entry, changes, active, acts: [] });
  return changes.map((each) => each.after);
}

/** Changes fields that no transition manages; null clears an optional one. */
export async function updateMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly (Row & { readonly change: unknown })[],
  authority: Authority,
): Promise<readonly AnyStored[]> {
  const entry = entryOf(unit, record);
  if (entry.record.appendOnly) throw refused(appendOnlyRecord({ record: entry.record.name }));
  const changes = rows.map((row) => parseChange(entry, row.change));
  return change(unit, entry, rows, { verb: "update", authority }, (before, index) => {
    const after: Record<string, unknown> = { ...before };
    for (const [field, value] of Object.entries(changes[index] as object)) {
      if (value === null) delete after[field];
      else after[field] = value;
    }
    return after as AnyStored;
  });
}

function parseChange(entry: RecordEntry, given: unknown): Readonly<Record<string, unknown>> {
  const { record } = entry;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return parseInput({}, given, record.name);
  const raw = given as Readonly<Record<string, unknown>>;
  const info = record.info as Readonly<Record<string, FieldInfo>>;
  const shape = new Map<string, Shape[string]>();
  const cleared: Record<string, null> = {};
  for (const [field, value] of Object.entries(raw)) {
    if (!Object.hasOwn(info, field))
      throw refused(unknownField({ record: record.name, field: field.slice(0, 60), fields: Object.keys(info).join(", ") }));
    if ((record.managed as readonly string[]).includes(field)) throw refused(managedField({ record: record.name, field }));
    if (value !== null) shape.set(field, (record.fields as Shape)[field] as Shape[string]);
    else if (info[field]?.optional && !info[field].hasDefault) cleared[field] = null;
    else throw refused(notOptional({ record: record.name, field }));
  }
  const values = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
  return { ...parseInput<object>(Object.fromEntries(shape), values, record.name), ...cleared };
}

/** Gives records to another owner or team. */
export async function assignMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly Row[],
  to: { readonly ownerId?: string; readonly teamId?: string },
  authority: Authority,
): Promise<readonly AnyStored[]> {
  return change(unit, entryOf(unit, record), rows, { verb: "assign", authority, input: () => to }, (before) => ({
    ...before,
    ...(to.ownerId !== undefined && { ownerId: to.ownerId as never }),
    ...(to.teamId !== undefined && { teamId: to.teamId }),
  }));
}

/** Takes records out of every find and figure. */
export async function retractMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly Row[],
  reason: string,
  authority: Authority,
): Promise<void> {
  await change(
    unit,
    entryOf(unit, record),
    rows,
    { verb: "retract", authority, input: () => ({ reason }), retracted: true },
    (before) => before,
  );
}
