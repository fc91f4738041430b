import { type Actor, type AnyRecord, createId, defineRefusal, type Instant, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { parseInput, rowOf } from "../../parse.js";
import type { RecordEntry } from "../../registry.js";
import { entryOf } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { needsOf, settleNeeded } from "../clocks/overdue.js";
import { settleRivals } from "../clocks/rivals.js";
import { aroundOf } from "../clocks/watchers.js";
import { requireGrants } from "../lock.js";
import { existing, readableOf } from "../rows/existing.js";
import { queueReferences } from "../rows/references.js";
import { settleAll } from "../settle.js";
import type { Unit } from "../unit/unit.js";
import { refuseKept } from "./kept-fields.js";

export const notInitial = defineRefusal(
  "crm/not-initial",
  "{record} cannot begin in the state {state}; begin in {initial}, or adopt a record from before.",
);

export interface Creating {
  /** Under the caller's rights, or a definition's own. */
  readonly authority: "actor" | "definition";
  readonly state?: string | undefined;
  readonly ifExists?: "refuse" | "give" | undefined;
  /** Whose it is to be; its creator's unless told. */
  readonly owner?: Owner | undefined;
}
/** Who answers for a record. */
export interface Owner {
  readonly ownerId?: string | undefined;
  readonly teamId?: string | undefined;
}

/** Creates records of one type, all or none. */
export async function createMany(
  unit: Unit,
  record: AnyRecord,
  inputs: readonly unknown[],
  { authority, state, ifExists, owner }: Creating,
): Promise<readonly AnyStored[]> {
  const entry = entryOf(unit, record);
  if (authority === "actor") requireGrants(unit, "create", entry.record.name);
  const first = state ?? (entry.record.initial[0] as string);
  if (!entry.record.initial.includes(first))
    throw refused(notInitial({ record: entry.record.name, state: first, initial: entry.record.initial.join(", ") }));
  const parsed = inputs.map((input, index) => {
    const what = inputs.length > 1 ? rowOf(entry.record.name, index) : entry.record.name;
    refuseKept(entry, input, { verb: "create", what });
    return parseInput<Readonly<Record<string, unknown>>>(entry.record.fields, input, what);
  });
  const beginning = { state: first, ...(owner ?? ownedBy(unit.actor)) };
  const made = parsed.map((fields) => newRecord(unit, entry, fields, beginning));
  await settleNeeded(
    unit,
    [...aroundOf(entry), ...needsOf(entry.rules)],
    made.map((record) => ({ record })),
  );
  await settleRivals(unit, entry, made);
  unit.begins?.();
  const known = ifExists === "give" ? await given(unit, entry, made, authority) : new Map<number, AnyStored>();
  const fresh = made.filter((_, index) => !known.has(index));
  if (fresh.length > 0) {
    queueReferences(unit, entry, fresh, { caller: authority === "actor" });
    const changes = fresh.map((after) => ({
      entry,
      uuid: uuidOf(entry.record.name, after.id),
      after,
      effectiveAt: unit.now,
      definition: "create",
    }));
    const active = await settleAll(unit, entry, changes);
    await unit.door.follow(unit, { entry, changes, active, acts: [] });
  }
  return made.map((each, index) => known.get(index) ?? unit.written.get(uuidOf(entry.record.name, each.id)) ?? each);
}

/** What there is already; somebody else may make it meanwhile, and then the write runs again and finds it. */
async function given(
  unit: Unit,
  entry: RecordEntry,
  made: readonly AnyStored[],
  authority: Creating["authority"],
): Promise<Map<number, AnyStored>> {
  unit.notes.giving.add(entry.table.name);
  const found = await existing(unit, entry, made);
  return authority === "definition" ? found : readableOf(unit, entry, found);
}

/** How a record begins. */
interface Beginning extends Owner {
  readonly state: string;
  /** Since now unless told. */
  readonly since?: Instant | undefined;
  readonly origin?: AnyStored["origin"] | undefined;
}
/** Its creator owns a record, and the creator's team if there is just one. */
const ownedBy = ({ id, teams }: Actor): Owner => ({
  ownerId: id === "system" ? undefined : id,
  teamId: teams?.length === 1 ? teams[0] : undefined,
});

/** A record as it begins. */
export function newRecord(
  unit: Unit,
  entry: RecordEntry,
  fields: Readonly<Record<string, unknown>>,
  { state, since = unit.now, origin, ownerId, teamId }: Beginning,
): AnyStored {
  // the fields come last: to add a property to an object that is full already takes as long as to make it
  return {
    id: createId(entry.record.name, { now: unit.recordedAt, random: nextRandom(unit) }),
    version: 1,
    state,
    since,
    ...(origin && { origin }),
    createdAt: unit.recordedAt,
    updatedAt: unit.recordedAt,
    ...(ownerId !== undefined && { ownerId: ownerId as never }),
    ...(teamId !== undefined && { teamId }),
    ...fields,
  };
}

/** Randomness whose sequence part counts on from where it began, so that ids of one write are in order of creation within their millisecond. */
function nextRandom(unit: Unit): Uint8Array {
  const random = unit.random().slice();
  unit.notes.firstId ??= ((((random[sequence] as number) << 24) | ((random[sequence + 1] as number) << 16)) & 0x7fff_0000) >>> 0;
  const number = unit.notes.firstId + unit.notes.made;
  for (let at = 0; at < 4; at += 1) random[sequence + at] = number >>> (24 - 8 * at);
  unit.notes.made += 1;
  return random;
}
/** Where a UUIDv7 takes its sequence from. */
const sequence = 6;
