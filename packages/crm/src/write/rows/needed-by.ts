import { customer, defineRefusal, engagement, refused } from "@kehu/core";
import { idOf, uuidOf } from "@kehu/core/engine";
import { sql, statement } from "../../database/compile.js";
import { grantsFor } from "../../read/access.js";
import type { RecordEntry } from "../../registry.js";
import { send, type Unit } from "../unit/unit.js";

export const stillNeeded = defineRefusal(
  "crm/still-needed",
  "{record} {id} cannot be taken back while there are records that cannot do without it: {records}. Take those back first, or let them point elsewhere.",
);

/**
 * Refuses to take back what other records cannot do without. What the runtime itself derives from a record goes with it, and an
 * optional reference may lead to what is gone.
 *
 * @param uuids - locked, so that nobody points at them meanwhile
 */
export async function refuseNeeded(unit: Unit, entry: RecordEntry, uuids: readonly string[]): Promise<void> {
  const { name } = entry.record;
  // a pack that is switched off keeps its records, and will want what they point at when it is on again
  const all = unit.registry.whole ?? unit.registry;
  const branches = [...all.records.values()].flatMap((holder) => {
    const paths = holder.references
      .filter(({ target, required }) => required && (target === name || target === "*"))
      .map(({ path }) => path);
    if (paths.length === 0 || derived.has(holder.record.name)) return [];
    const { schema, name: table } = holder.table;
    return [
      sql`select l.record, l.target_id from kehu.link as l join ${sql.id(schema, table)} as t on t.tenant = l.tenant and t.id = l.record_id where l.tenant = ${unit.tenant.id} and l.target_id = any(${uuids}::uuid[]) and l.record = ${holder.record.name} and l.path = any(${paths}::text[]) and t.retracted_at is null and not (l.record = ${name} and l.record_id = any(${uuids}::uuid[]))`,
    ];
  });
  if (branches.length === 0) return;
  const [found] = await send(unit, [
    statement(
      sql`select target_id, array_agg(distinct record order by record) as records from (${sql.join(branches, sql` union all `)}) as l group by target_id limit 1`,
    ),
  ]);
  const row = found?.rows[0];
  if (!row) return;
  // which kinds of record there are is told to those who may read them
  const seen = (row["records"] as readonly string[]).filter((record) => grantsFor(unit.registry, unit.actor, "read", record).length > 0);
  throw refused(stillNeeded({ record: name, id: idOf(name, row["target_id"] as string), records: seen.join(", ") || "…" }));
}

/** Made and moved by the runtime alone. */
const derived: ReadonlySet<string> = new Set([engagement.name]);

/** What the runtime made of some records, and what goes with them. */
export async function derivedFrom(
  unit: Unit,
  entry: RecordEntry,
  rows: readonly { readonly id: string }[],
): Promise<readonly { readonly id: string }[]> {
  const { name } = entry.record;
  if (name !== customer.name) return [];
  const uuids = rows.map(({ id }) => uuidOf(name, id));
  const [found] = await send(unit, [
    statement(
      sql`select id from kehu.engagement where tenant = ${unit.tenant.id} and customer_id = any(${uuids}::uuid[]) and retracted_at is null order by id`,
    ),
  ]);
  return (found?.rows ?? []).map((row) => ({ id: idOf(engagement.name, row["id"] as string) }));
}
