import { uuidOf } from "@kehu/core/engine";
import { grantsFor } from "../read/access.js";
import { fieldsOf, toldAnyway } from "../read/fields.js";
import type { Ground } from "../read/ground.js";
import { reachedIds } from "../read/reach.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";

/** Records as their writer may see them: a right to write shows nothing that a right to read does not. */
export async function shown(ground: Ground, entry: RecordEntry, records: readonly AnyStored[]): Promise<readonly AnyStored[]> {
  const grants = grantsFor(ground.registry, ground.actor, "read", entry.record.name);
  if (records.length === 0 || grants.some(({ reach, hide = [] }) => reach === "all" && hide.length === 0)) return records;
  const uuids = records.map(({ id }) => uuidOf(entry.record.name, id));
  const results = grants.length === 0 ? [] : await ground.run(grants.map((grant) => reachedIds(ground, entry, [grant], uuids)));
  const fields = [...fieldsOf(entry).keys()];
  return records.map((record, index) => {
    const reaching = grants.filter((_, at) => results[at]?.rows.some((row) => row["id"] === uuids[index]));
    const visible = new Set(reaching.flatMap(({ hide = [] }) => fields.filter((field) => !hide.includes(field))));
    return Object.fromEntries(Object.entries(record).filter(([name]) => toldAnyway.has(name) || visible.has(name))) as AnyStored;
  });
}
