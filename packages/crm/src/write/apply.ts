import {
  type Act,
  type AnyRecord,
  type AnyTransition,
  type Decision,
  decide,
  defineRefusal,
  type Grant,
  type Instant,
  type Refusal,
  refused,
  type Shape,
} from "@kehu/core";
import { parseInput } from "../parse.js";
import { reachedIds } from "../read/reach.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import type { Change } from "./journal.js";
import { type Locked, requireGrants } from "./lock.js";
import { type AnyMoment, momentsOf } from "./moments.js";
import { settleNeeded } from "./overdue.js";
import { queueReferences } from "./references.js";
import { settleAll } from "./settle.js";
import { entryOf, send, type Unit, unknownDefinition } from "./unit.js";
import { lockForChange, type Row } from "./update.js";

export const beyondLimit = defineRefusal(
  "crm/beyond-limit",
  "{transition} on {id} is beyond what the roles of {actor} allow; ask somebody with a higher limit.",
);
export const missingInput = defineRefusal("crm/missing-input", "{transition} needs an input; give {fields}.");

export interface ApplyRow extends Row {
  readonly input?: unknown;
}

/** Applies a transition by hand to records of one type, all or none. */
export async function applyMany(
  unit: Unit,
  transition: AnyTransition,
  rows: readonly ApplyRow[],
  authority: "actor" | "definition",
): Promise<readonly AnyStored[]> {
  const entry = entryOf(unit, transition.record);
  if (!unit.registry.transitions.has(transition.name)) throw refused(unknownDefinition({ name: transition.name }));
  const grants = authority === "actor" ? requireGrants(unit, "apply", transition.name) : undefined;
  const inputs = rows.map((row, index) => parseTransitionInput(transition, row.input, rows.length > 1 ? `, row ${index},` : ""));
  const { locked, records } = await lockForChange(unit, entry, rows, { grants, verb: "apply", strength: strengthOf(transition) });
  const asked = records.map((record, index) => ({ record, input: inputs[index], now: unit.now }));
  const moments = await settleNeeded(unit, transition, () => momentsOf(unit, transition, asked));
  if (grants) await assertWithinLimits(unit, entry, transition, grants, moments, locked);
  const decisions = moments.map((moment) => decide(transition, moment as never));
  const refusal = decisions.findIndex((decision) => !decision.ok);
  if (refusal !== -1)
    throw refused((decisions[refusal] as { refusal: Refusal }).refusal, rows.length > 1 ? { details: { index: refusal } } : {});
  const after = await carryOut(unit, transition, locked, locked.uuids, decisions, { inputs, caller: authority === "actor" });
  return after;
}

/** What a transition takes, parsed; undefined where it takes nothing. */
export function parseTransitionInput(transition: AnyTransition, input: unknown, place: string): unknown {
  const shape = transition.input;
  if (shape === undefined || Object.keys(shape).length === 0) return undefined;
  if (input === undefined) throw refused(missingInput({ transition: transition.name, fields: Object.keys(shape).join(", ") }));
  return parseInput(shape, input, `${transition.name}${place}`);
}

/** A decision that counts the record's children locks them out; another leaves their writers alone. */
export const strengthOf = (transition: AnyTransition): "update" | "no key update" =>
  Object.values(transition.needs).some((need) => need.kind === "many" || need.kind === "totals") ? "update" : "no key update";

/** Writes what was decided, and what follows from it. */
export async function carryOut(
  unit: Unit,
  transition: AnyTransition,
  locked: Locked,
  uuids: readonly string[],
  decisions: readonly Decision<AnyRecord>[],
  options: { readonly inputs?: readonly unknown[]; readonly caller: boolean },
): Promise<readonly AnyStored[]> {
  const { entry } = locked;
  const acts: { readonly act: Act; readonly now: Instant }[] = [];
  const changes = decisions.map((decision, index): Change => {
    if (!decision.ok) throw refused(decision.refusal);
    const uuid = uuids[index] as string;
    const before = locked.records.get(uuid) as AnyStored;
    const input = options.inputs?.[index];
    const decided = decision.record as unknown as AnyStored;
    for (const act of decision.acts) acts.push({ act, now: decided.updatedAt });
    const after = { ...parseSet(entry, transition, before, decided), updatedAt: unit.recordedAt };
    return {
      entry,
      uuid,
      before,
      after,
      effectiveAt: decision.effectiveAt,
      definition: transition.name,
      ...(input !== undefined && { input }),
    };
  });
  queueReferences(
    unit,
    entry,
    changes.map((change) => change.after),
    { caller: false, before: changes.map((change) => change.before as AnyStored) },
  );
  const active = await settleAll(unit, entry, changes, locked);
  await unit.door.follow(unit, { entry, changes, active, acts });
  return changes.map((change) => change.after);
}

/** What a transition set goes through the record's own schema: a definition may be wrong too. */
function parseSet(entry: RecordEntry, transition: AnyTransition, before: AnyStored, after: AnyStored): AnyStored {
  const changed = Object.keys(after).filter((field) => Object.hasOwn(entry.record.info, field) && after[field] !== before[field]);
  const stray = Object.keys(after).find(
    (field) =>
      !Object.hasOwn(entry.record.info, field) && !Object.hasOwn(before, field) && !["ownerId", "teamId", "origin"].includes(field),
  );
  const shape = Object.fromEntries(changed.map((field) => [field, (entry.record.fields as Shape)[field] as Shape[string]]));
  if (changed.length === 0 && stray === undefined) return after;
  return {
    ...after,
    ...parseInput<object>(
      shape,
      Object.fromEntries([...changed, ...(stray === undefined ? [] : [stray])].map((field) => [field, after[field]])),
      `${transition.name}, set,`,
    ),
  } as AnyStored;
}

/** A grant with a limit counts only where it reaches the record and its limit holds. */
async function assertWithinLimits(
  unit: Unit,
  entry: RecordEntry,
  transition: AnyTransition,
  grants: readonly Grant[],
  moments: readonly AnyMoment[],
  locked: Locked,
): Promise<void> {
  if (grants.every((grant) => !grant.limit)) return;
  const results = await send(
    unit,
    grants.map((grant) => reachedIds(unit, entry, [grant], locked.uuids)),
  );
  const reached = results.map((result) => new Set(result.rows.map((row) => row["id"])));
  for (const [index, moment] of moments.entries()) {
    const allowed = grants.some((grant, at) => reached[at]?.has(locked.uuids[index]) && (grant.limit?.(moment as never) ?? true));
    if (!allowed) throw refused(beyondLimit({ transition: transition.name, id: moment.record.id, actor: unit.actor.id }));
  }
}
