import { createId, defineRefusal, type Instant, type LedgerEntry, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { idIn, prepared, sql, statement } from "../../database/compile.js";
import type { Row, Statement } from "../../database/database.js";
import { groupBy } from "../../group-by.js";
import type { RecordEntry } from "../../registry.js";
import { insertRows, type Target } from "../unit/statements.js";
import type { Unit } from "../unit/unit.js";
import type { Change } from "./journal.js";

export const ledgerKindUnknown = defineRefusal(
  "crm/ledger-kind-unknown",
  'The ledger of {record} gives an entry of the kind "{kind}"; an entry is revenue, cost or holding.',
);
/** What nobody adds up would be kept and never seen. */
const kinds: Readonly<Record<LedgerEntry["kind"], true>> = { revenue: true, cost: true, holding: true };

const ledgerTable: Target = {
  schema: "kehu",
  name: "ledger_entry",
  columns: [
    { name: "tenant", type: "text" },
    { name: "id", type: "uuid" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "key", type: "text" },
    { name: "customer_id", type: "uuid" },
    { name: "occurred_on", type: "date" },
    { name: "kind", type: "text" },
    { name: "category", type: "text" },
    { name: "line", type: "text" },
    { name: "amount", type: "bigint" },
    { name: "currency", type: "text" },
    { name: "reverses", type: "uuid" },
    { name: "recorded_at", type: "timestamptz" },
  ],
};

/** What the ledger holds of some records and is not reversed. */
export const openEntries = (tenant: string, ids: readonly string[]): Statement =>
  prepared(
    "open entries",
    statement(
      sql`select e.* from kehu.ledger_entry as e where e.tenant = ${tenant} and ${idIn("e.record_id", ids)} and e.reverses is null and not exists (select 1 from kehu.ledger_entry as r where r.tenant = e.tenant and r.record_id = e.record_id and r.reverses = e.id)`,
    ),
  );

/** A customer who was active in a line of business. */
export interface Active {
  readonly customerId: string;
  readonly line: string;
  readonly at: Instant;
}

/**
 * Reconciles the ledger with what the records are worth now: a changed or vanished entry is reversed, a new one written.
 *
 * @param wanted - the entries of each change, in their order
 * @returns whose activity changed
 */
export function queueLedger(
  unit: Unit,
  changes: readonly Change[],
  wanted: readonly (readonly LedgerEntry[])[],
  open: readonly Row[],
): readonly Active[] {
  const byRecord = groupBy(open, (row) => row["record_id"] as string);
  const rows: (readonly unknown[])[] = [];
  const active: Active[] = [];
  for (const [index, change] of changes.entries()) {
    const held = new Map((byRecord.get(change.uuid) ?? []).map((row) => [row["key"] as string, row]));
    for (const entry of change.retracted ? [] : (wanted[index] ?? [])) {
      const row = rowOf(unit, change, entry);
      const old = held.get(entry.key);
      if (old && same(row, old)) held.delete(entry.key);
      else rows.push(row);
      if (!old || !same(row, old))
        active.push({ customerId: entry.customerId, line: row[9] as string, at: unit.tenant.calendar.startOf(entry.on) });
    }
    for (const old of held.values()) rows.push(reversalOf(unit, old));
  }
  if (rows.length > 0) {
    unit.queue.push(insertRows(ledgerTable, rows));
    unit.notes.activity.clear();
  }
  return active;
}

const newId = (unit: Unit, now: Instant): string => uuidOf("ledger", createId("ledger", { now, random: unit.random() }));

/** The pack that a record belongs to is its line of business. */
export const lineOf = (entry: RecordEntry): string =>
  entry.record.name.includes("/") ? (entry.record.name.split("/")[0] as string) : "general";

function rowOf(unit: Unit, change: Change, entry: LedgerEntry): readonly unknown[] {
  const { record } = change.entry;
  if (!Object.hasOwn(kinds, entry.kind)) throw refused(ledgerKindUnknown({ record: record.name, kind: String(entry.kind) }));
  const { amountMinor, currency } = entry.amount;
  return [
    unit.tenant.id,
    newId(unit, unit.recordedAt),
    record.name,
    change.uuid,
    entry.key,
    uuidOf("customer", entry.customerId),
    entry.on,
    entry.kind,
    entry.category,
    entry.line ?? lineOf(change.entry),
    amountMinor,
    currency,
    null,
    unit.recordedAt,
  ];
}

/** The same customer, day, kind, category, line, amount and currency. */
const same = (row: readonly unknown[], held: Row): boolean =>
  ledgerTable.columns.slice(5, 12).every((column, index) => row[index + 5] === held[column.name]);

function reversalOf(unit: Unit, held: Row): readonly unknown[] {
  return ledgerTable.columns.map(({ name }) => {
    if (name === "id") return newId(unit, unit.recordedAt);
    if (name === "amount") return 0 - (held["amount"] as number);
    if (name === "reverses") return held["id"];
    return name === "recorded_at" ? unit.recordedAt : held[name];
  });
}
