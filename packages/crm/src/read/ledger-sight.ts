import { sql } from "../database/compile.js";
import type { RecordEntry } from "../registry.js";
import { type Asking, grantsFor } from "./access.js";
import { fieldsOf } from "./fields.js";
import { anyOf, type Condition } from "./reach.js";
import { readable, tableAs } from "./readable.js";

/**
 * The ledger entries (alias `e`) of records that the actor may see; undefined where there are none. What an entry is worth may follow
 * from any field, so only those count of which nothing is hidden.
 */
export function seenEntries(asking: Asking): Condition | undefined {
  const seen = [...asking.registry.records.values()].filter((entry) => isOn(asking, entry) && isWhollyVisible(asking, entry));
  if (seen.length === 0) return undefined;
  return anyOf(
    seen.map((entry) => {
      const rows = readable(asking, entry, { alias: "t", fields: [...fieldsOf(entry).keys()] });
      return sql`(e.record = ${entry.record.name} and exists (select 1 from ${tableAs(entry, "t")} where t.id = e.record_id and ${rows}))`;
    }),
  );
}

/** True where what some records are worth does not count, because the actor may not see all of them. */
export const unseenEntries = (asking: Asking): boolean =>
  [...asking.registry.records.values()].some((entry) => isOn(asking, entry) && !isWhollyVisible(asking, entry));

const isOn = (asking: Asking, entry: RecordEntry): boolean =>
  entry.ledgers.length > 0 && (entry.pack === "kehu" || asking.tenant.packs.has(entry.pack));
const isWhollyVisible = (asking: Asking, { record: { name } }: RecordEntry): boolean =>
  asking.authority === "definition" ||
  grantsFor(asking.registry, asking.actor, "read", name).some((grant) => (grant.hide ?? []).length === 0);
