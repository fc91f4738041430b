import { uuidOf } from "@kehu/core/engine";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { existing, holds, keysIn } from "../rows/existing.js";
import { send, type Unit } from "../unit/unit.js";
import { clockNames, overdueOf, timerOf } from "./clock-rows.js";

/**
 * What is overdue of the records that hold the keys of some others happens first: an expired hold does not keep its flat.
 * Only for keys that are held in some states.
 *
 * @param before - the records as they were; who held a key before has no rival for it
 */
export async function settleRivals(
  unit: Unit,
  entry: RecordEntry,
  records: readonly AnyStored[],
  before: readonly (AnyStored | undefined)[] = [],
): Promise<void> {
  const keys = keysIn(entry).filter(({ whileIn }) => whileIn !== undefined);
  if (keys.length === 0 || clockNames(entry).length === 0) return;
  const coming = records.filter((record, index) => {
    const was = before[index];
    return keys.some((key) => holds(key, record) && !(was && holds(key, was) && key.by.every((field) => was[field] === record[field])));
  });
  if (coming.length === 0) return;
  const own = new Set(records.map(({ id }) => id));
  const rivals = [...(await existing(unit, entry, coming)).values()].filter(({ id }) => !own.has(id));
  if (rivals.length === 0) return;
  const uuids = [...new Set(rivals.map(({ id }) => uuidOf(entry.record.name, id)))];
  for (let round = 0; round < mostRounds; round++) {
    const [overdue] = await send(unit, [overdueOf(unit.tenant.id, entry, uuids, unit.now)]);
    if (!overdue || overdue.rows.length === 0) return unit.begins?.();
    await unit.door.fire(unit, overdue.rows.map(timerOf), { needed: true });
  }
}
/** Then the key itself refuses. */
const mostRounds = 100;
