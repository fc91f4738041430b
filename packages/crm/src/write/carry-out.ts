import { type AnyRecord, type AnyTransition, type Decision, refused, type Shape } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import { parseInput, partOf } from "../parse.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { settleRivals } from "./clocks/rivals.js";
import type { Locked } from "./lock.js";
import type { Change } from "./rows/journal.js";
import { queueReferences } from "./rows/references.js";
import { settleAll } from "./settle.js";
import type { Acting, Unit } from "./unit/unit.js";

/** True for a decision that looks at the record's children. */
export const counts = ({ needs }: AnyTransition): boolean => Object.values(needs).some(({ kind }) => kind === "many" || kind === "totals");
/** A decision that counts the record's children locks them out; another leaves their writers alone. */
export const strengthOf = (transition: AnyTransition): "update" | "no key update" => (counts(transition) ? "update" : "no key update");

/** A record for which something was decided. */
export interface Going {
  readonly uuid: string;
  readonly decision: Decision<AnyRecord>;
  readonly input?: unknown;
  readonly used: Map<string, unknown>;
}

/** Writes what was decided, and what follows from it; gives the records as they stand then. */
export async function carryOut(
  unit: Unit,
  transition: AnyTransition,
  locked: Locked,
  going: readonly Going[],
): Promise<readonly AnyStored[]> {
  const { entry } = locked;
  const acts: Acting[] = [];
  const changes = going.map(({ uuid, decision, input, used }): Change => {
    if (!decision.ok) throw refused(decision.refusal);
    const before = locked.records.get(uuid) as AnyStored;
    decision.acts.forEach((act, step) => {
      acts.push({ act, step, by: transition.name, of: before });
    });
    const after = { ...parseSet(entry, transition, before, decision.record as unknown as AnyStored), updatedAt: unit.recordedAt };
    const { effectiveAt } = decision;
    return { entry, uuid, before, after, effectiveAt, definition: transition.name, used, ...(input !== undefined && { input }) };
  });
  await settleRivals(
    unit,
    entry,
    changes.map(({ after }) => after),
    changes.map(({ before }) => before),
  );
  queueReferences(
    unit,
    entry,
    changes.map((change) => change.after),
    { caller: false, before: changes.map((change) => change.before as AnyStored) },
  );
  const active = await settleAll(unit, entry, changes, locked);
  await unit.door.follow(unit, { entry, changes, active, acts });
  return changes.map(({ uuid, after }) => unit.written.get(uuid) ?? after);
}

/** What a transition set goes through the record's own schema: a definition may be wrong too. */
function parseSet(entry: RecordEntry, transition: AnyTransition, before: AnyStored, after: AnyStored): AnyStored {
  const fields = Object.keys(entry.record.info).filter((field) => after[field] !== before[field]);
  if (fields.length === 0) return after;
  const shape = partOf(entry.record.fields as Shape, fields);
  const values = Object.fromEntries(fields.filter((field) => after[field] !== undefined).map((field) => [field, after[field]]));
  return { ...after, ...parseInput<object>(shape, values, phrase("{name}, set,", { name: transition.name })) } as AnyStored;
}
