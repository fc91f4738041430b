import { type AnyTransition, decide, defineRefusal, type Grant, type Phrase, refused } from "@kehu/core";
import { parseInput, rowOf } from "../../parse.js";
import { reachedIds } from "../../read/reach.js";
import type { RecordEntry } from "../../registry.js";
import { entryOf, known } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { carryOut, type Going, strengthOf } from "../carry-out.js";
import { needsOf, settleNeeded, settleOverdue } from "../clocks/overdue.js";
import { heardError, recordsIn } from "../heard.js";
import { type Locked, lock, requireGrants } from "../lock.js";
import { type AnyMoment, momentsOf } from "../moments.js";
import { queueInputReferences } from "../rows/input-references.js";
import { noting, send, type Unit } from "../unit/unit.js";
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
  given: AnyTransition,
  rows: readonly ApplyRow[],
  authority: "actor" | "definition",
): Promise<readonly AnyStored[]> {
  const transition = known(unit, "transitions", given.name);
  const entry = entryOf(unit, transition.record);
  const byActor = authority === "actor";
  const grants = byActor ? requireGrants(unit, "apply", transition.name) : undefined;
  const inputs = rows.map((row, index) =>
    parseTransitionInput(transition, row.input, rows.length > 1 ? rowOf(transition.name, index) : transition.name),
  );
  if (byActor && transition.input) queueInputReferences(unit, { name: transition.name, input: transition.input }, inputs as never);
  const lockThem = () => lockForChange(unit, entry, rows, { grants, verb: "apply", strength: strengthOf(transition) });
  let { locked, records } = await lockThem();
  const looking = records.map((record, index) => ({ record, input: inputs[index] }));
  if (await settleNeeded(unit, needsOf([transition, ...entry.rules]), looking)) ({ locked, records } = await lockThem());
  const asked = records.map((record, index) => ({ record, input: inputs[index], now: unit.now }));
  const moments = await momentsOf(unit, transition, asked);
  if (grants) await assertWithinLimits(unit, entry, { transition, grants, moments, locked });
  const looked = moments.map(({ record, needs }) => [record, needs]);
  const decideThem = () =>
    moments.map((moment, index): Going => {
      const used = new Map<string, unknown>();
      const decision = noting(unit, used, () => decide(transition, moment as never));
      if (!decision.ok) throw refused(decision.refusal, rows.length > 1 ? { details: { index } } : {});
      return { uuid: locked.uuids[index] as string, input: inputs[index], used, decision };
    });
  try {
    const going = decideThem();
    const after = await carryOut(unit, transition, locked, going);
    const backDated = going.some(({ decision }) => decision.ok && decision.effectiveAt < unit.now);
    return backDated ? await caughtUp(unit, entry, locked.uuids) : after;
  } catch (error) {
    // what guards say, and what is refused of the acts that follow
    throw heardError(unit, error, { seen: recordsIn(unit.registry, looked), given: inputs });
  }
}

/** What was entered late may have set clocks that are over already: they ring now, so that nobody meets a state that has passed. */
async function caughtUp(unit: Unit, entry: RecordEntry, uuids: readonly string[]): Promise<readonly AnyStored[]> {
  const lockAgain = () => lock(unit, entry, uuids, { strength: "no key update" });
  const { records } = await settleOverdue(unit, await lockAgain(), lockAgain);
  return uuids.map((uuid) => records.get(uuid) as AnyStored);
}

/** What a transition takes, parsed; undefined where it takes nothing. */
function parseTransitionInput(transition: AnyTransition, input: unknown, what: string | Phrase): unknown {
  const shape = transition.input ?? {};
  const fields = Object.keys(shape);
  if (input === undefined && fields.length === 0) return undefined;
  if (input === undefined) throw refused(missingInput({ transition: transition.name, fields: fields.join(", ") }));
  const parsed = parseInput(shape, input, what);
  return fields.length === 0 ? undefined : parsed;
}

/** A grant with a limit counts only where it reaches the record and its limit holds. */
async function assertWithinLimits(
  unit: Unit,
  entry: RecordEntry,
  asked: {
    readonly transition: AnyTransition;
    readonly grants: readonly Grant[];
    readonly moments: readonly AnyMoment[];
    readonly locked: Locked;
  },
): Promise<void> {
  const { transition, grants, moments, locked } = asked;
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
