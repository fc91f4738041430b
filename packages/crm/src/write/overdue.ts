import { type AnyNeed, type AnyTransition, type Instant, uuidOf } from "@kehu/core";
import type { Row } from "../database/database.js";
import type { AnyStored } from "../schema/row.js";
import { overdueOf } from "./clocks.js";
import type { Locked } from "./lock.js";
import type { AnyMoment } from "./moments.js";
import { send, type Timer, type Unit } from "./unit.js";

export const timerOf = (row: Row): Timer => ({
  record: row["record"] as string,
  uuid: row["record_id"] as string,
  definition: row["definition"] as string,
  dueAt: row["due_at"] as Instant,
});

/** How many times timers may lead to timers within one write. */
const maxRounds = 100;

/** What was overdue for locked rows happens first; then they are locked and read again. */
export async function settleOverdue(unit: Unit, locked: Locked, again: () => Promise<Locked>): Promise<Locked> {
  let now = locked;
  for (let round = 0; now.overdue.length > 0 && round < maxRounds; round++) {
    await unit.door.fire(unit, now.overdue.map(timerOf));
    now = await again();
  }
  return now;
}

/** The same for the records that a decision needs, one step deep. */
export async function settleNeeded(
  unit: Unit,
  transition: AnyTransition,
  load: () => Promise<readonly AnyMoment[]>,
): Promise<readonly AnyMoment[]> {
  const moments = await load();
  const timed = Object.entries(transition.needs).filter(([, need]) => isTimed(unit, need));
  const uuids = [
    ...new Set(
      timed.flatMap(([name, need]) =>
        moments.flatMap((moment) => [moment.needs[name] ?? []].flat().map((record) => uuidOf(need.record.name, (record as AnyStored).id))),
      ),
    ),
  ];
  if (uuids.length === 0) return moments;
  const [result] = await send(unit, [overdueOf(unit.tenant.id, uuids, unit.now)]);
  if (!result || result.rows.length === 0) return moments;
  await unit.door.fire(unit, result.rows.map(timerOf));
  return load();
}

const isTimed = (unit: Unit, need: AnyNeed): boolean =>
  (need.kind === "one" || need.kind === "many") &&
  (unit.registry.records.get(need.record.name)?.transitions.some((each) => each.due) ?? false);
