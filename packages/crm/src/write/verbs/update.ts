import { type AnyRecord, type Assignment, defineRefusal, engagement, type Grant, refused, type Shape, text } from "@kehu/core";
import type { FieldInfo } from "@kehu/core/engine";
import * as z from "zod";
import { canonicalJson } from "../../canonical-json.js";
import { assertHarmless, parseInput, partOf } from "../../parse.js";
import type { RecordEntry } from "../../registry.js";
import { entryOf } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { lockSettled, needsOf, settleLookers, settleNeeded } from "../clocks/overdue.js";
import { settleRivals } from "../clocks/rivals.js";
import { assertReached, type Locked, lock, requireGrants, uuidsOf } from "../lock.js";
import type { Change } from "../rows/journal.js";
import { derivedFrom, refuseNeeded } from "../rows/needed-by.js";
import { queueReferences } from "../rows/references.js";
import { settleAll } from "../settle.js";
import type { Unit } from "../unit/unit.js";
import { refuseKept } from "./kept-fields.js";

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

export const nobodyAssigned = defineRefusal("crm/nobody-assigned", "{record}: give the owner or the team that it is assigned to.");

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
  await settleLookers(unit, entry, uuids);
  const lockAgain = () => lock(unit, entry, uuids, { strength: options.strength, ...(options.grants && { grants: options.grants }) });
  const locked = await lockSettled(unit, entry, lockAgain);
  unit.begins?.();
  const records = await assertReached(
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
  // nobody may begin to point at what is taken back
  const strength = changing.retracted ? "update" : "no key update";
  const lockThem = () => lockForChange(unit, entry, rows, { grants, verb: changing.verb, strength });
  let { locked, records } = await lockThem();
  if (changing.retracted) await refuseNeeded(unit, entry, locked.uuids);
  const looking = records.map((before, index) => ({ record: changed(before, index) }));
  if (changing.verb === "update" && (await settleNeeded(unit, needsOf(entry.rules), looking))) ({ locked, records } = await lockThem());
  const changes = records.flatMap((before, index): readonly Change[] => {
    const next = changed(before, index);
    // nothing new is no change: whoever read the version before has read all there is
    if (!changing.retracted && canonicalJson(next) === canonicalJson(before)) return [];
    const input = changing.input?.(index);
    return [
      {
        entry,
        uuid: locked.uuids[index] as string,
        before,
        after: { ...next, version: before.version + 1, updatedAt: unit.recordedAt },
        effectiveAt: unit.now,
        definition: changing.verb,
        ...(records.length > 1 && { row: index }),
        ...(input !== undefined && { input }),
        ...(changing.retracted && { retracted: true }),
      },
    ];
  });
  if (changes.length === 0) return records;
  const [before, after] = [changes.map((each) => each.before as AnyStored), changes.map((each) => each.after)];
  if (changing.verb === "update") {
    await settleRivals(unit, entry, after, before);
    queueReferences(unit, entry, after, { caller: changing.authority === "actor", before });
  }
  const active = await settleAll(unit, entry, changes, locked);
  await unit.door.follow(unit, { entry, changes, active, acts: [] });
  const written = new Map(changes.map((each) => [each.uuid, unit.written.get(each.uuid) ?? each.after]));
  return records.map((record, index) => written.get(locked.uuids[index] as string) ?? record);
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
  assertHarmless(given, record.name);
  refuseKept(entry, given, { verb: "update", what: record.name });
  const raw = given as Readonly<Record<string, unknown>>;
  const info = record.info as Readonly<Record<string, FieldInfo>>;
  const cleared: Record<string, null> = {};
  for (const [field, value] of Object.entries(raw)) {
    if (!Object.hasOwn(info, field))
      throw refused(unknownField({ record: record.name, field: field.slice(0, 60), fields: Object.keys(info).join(", ") }));
    if ((record.managed as readonly string[]).includes(field)) throw refused(managedField({ record: record.name, field }));
    if (value !== null) continue;
    if (info[field]?.optional && !info[field].hasDefault) cleared[field] = null;
    else throw refused(notOptional({ record: record.name, field }));
  }
  const values = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
  return { ...parseInput<object>(partOf(record.fields as Shape, Object.keys(values)), values, record.name), ...cleared };
}

const nobody = z.null();
const assignment = {
  ownerId: z.union([text(128), nobody]).optional(),
  teamId: z.union([text(128), nobody]).optional(),
};

/** Gives records to another owner or team, or to none. */
export async function assignMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly Row[],
  given: unknown,
  authority: Authority,
): Promise<readonly AnyStored[]> {
  const entry = entryOf(unit, record);
  const to = parseInput<Assignment>(assignment, given, `${entry.record.name}, assignment,`);
  if (Object.keys(to).length === 0) throw refused(nobodyAssigned({ record: entry.record.name }));
  const assigned = (before: AnyStored) =>
    Object.fromEntries(Object.entries({ ...before, ...to }).filter(([, value]) => value !== null)) as AnyStored;
  return change(unit, entry, rows, { verb: "assign", authority, input: () => to }, assigned);
}

const retraction = { reason: text(500) };

/** Takes records out of every find and figure. */
export async function retractMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly Row[],
  given: unknown,
  authority: Authority,
): Promise<void> {
  const entry = entryOf(unit, record);
  const { reason } = parseInput<{ readonly reason: string }>(retraction, { reason: given }, `${entry.record.name}, retraction,`);
  await change(unit, entry, rows, { verb: "retract", authority, input: () => ({ reason }), retracted: true }, (before) => before);
  const along = await derivedFrom(unit, entry, rows);
  if (along.length > 0) await retractMany(unit, engagement, along, reason, "definition");
}
