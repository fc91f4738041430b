import {
  type AnyRecord,
  type CalendarDate,
  customer,
  defineQuery,
  type Instant,
  type Money,
  party,
  type Query,
  refused,
  text,
} from "@kehu/core";
import { type FieldInfo, idOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { groupBy } from "../group-by.js";
import { sightsOf } from "../read/access.js";
import { toldAnyway } from "../read/fields.js";
import { compileVisible } from "../read/find.js";
import { type Ground, groundOf, runtimeQuery } from "../read/ground.js";
import { seenEntries } from "../read/ledger-sight.js";
import { notFound } from "../read/refusals.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { wordAt, wordsOf } from "../session/words.js";
import { type Involved, involvedWith } from "./involvement.js";
import { mayRead } from "./visible.js";

/** A value with the words for it. */
export interface ExportedField {
  readonly label: string;
  readonly value: unknown;
}
/** What became of a record in one step. */
export interface ExportedStep {
  readonly version: number;
  readonly definition: string;
  readonly actor: string;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly state?: string;
  readonly changed: Readonly<Record<string, unknown>>;
}
export interface ExportedRecord {
  readonly record: string;
  readonly label: string;
  readonly id: string;
  readonly state: ExportedField;
  /** In which roles the customer stands there; empty for what hangs on another record of the export. */
  readonly roles: readonly string[];
  readonly fields: Readonly<Record<string, ExportedField>>;
  /** Absent where the caller may not see all fields of the record type. */
  readonly history?: readonly ExportedStep[];
}
/** All that is kept about a customer, as far as the caller may read it. */
export interface CustomerExport {
  readonly customerId: string;
  readonly asOf: Instant;
  readonly locale: string;
  readonly records: readonly ExportedRecord[];
  readonly ledger: readonly {
    readonly on: CalendarDate;
    readonly kind: string;
    readonly category: string;
    readonly line: string;
    readonly amount: Money;
  }[];
  /** Record types that the caller may not read: the export is whole only where there are none. */
  readonly withheld: readonly string[];
}

/**
 * Everything about a customer over every reference of every pack, in words, for whoever asks what is kept about them: the customer, the
 * records that point at it and what hangs on those, each with its history, and the ledger. What was taken back is not shown.
 *
 * @see Personal Information Protection Law of the PRC, art. 45; Regulation (EU) 2016/679, arts. 15 and 20
 * @throws KehuError `crm/not-found`, `crm/too-many` where more than 20,000 records are about the customer
 */
export const exportCustomer: Query<{ customerId: string; locale?: string | undefined }, CustomerExport> = runtimeQuery(
  defineQuery("export-customer", {
    input: { customerId: party("customer"), locale: text(20).optional() },
    output: z.custom<CustomerExport>(),
    run: async (reader, { customerId, locale = "en" }) => exported(groundOf(reader), customerId, { locale, asOf: reader.now }),
  }),
) as never;

const rowsPerStatement = 500;

async function exported(
  ground: Ground,
  customerId: string,
  { locale, asOf }: { readonly locale: string; readonly asOf: Instant },
): Promise<CustomerExport> {
  const [self] = await visible(ground, customer.name, [customerId]);
  if (!self) throw refused(notFound({ record: customer.name, id: customerId }));
  const involved = await involvedWith(ground, customerId);
  const records: ExportedRecord[] = [];
  const withheld: string[] = [];
  for (const [entry, all] of groupBy(involved.values(), (each) => each.entry)) {
    const { name } = entry.record;
    if (!ground.registry.records.has(name) || !mayRead(ground, name)) {
      withheld.push(name);
      continue;
    }
    for (let at = 0; at < all.length; at += rowsPerStatement)
      records.push(...(await page(ground, entry, all.slice(at, at + rowsPerStatement), locale)));
  }
  return { customerId, asOf, locale, records, ledger: await ledgerOf(ground, [...involved.keys()][0] as string), withheld };
}

async function visible(ground: Ground, record: string, ids: readonly string[]): Promise<readonly AnyStored[]> {
  const reading = compileVisible(ground, ground.registry.records.get(record) as RecordEntry, {
    where: { id: { in: ids } },
    limit: rowsPerStatement,
  });
  const [result] = await ground.run([reading.statement]);
  return reading.read(result?.rows ?? []).items;
}

async function page(ground: Ground, entry: RecordEntry, involved: readonly Involved[], locale: string): Promise<readonly ExportedRecord[]> {
  const { name } = entry.record;
  const byId = new Map(involved.map((each) => [idOf(name, each.uuid) as string, each]));
  const rows = await visible(ground, name, [...byId.keys()]);
  const isWhole = sightsOf(ground, entry).every(({ hide }) => hide.size === 0);
  const steps = isWhole
    ? await stepsOf(
        ground,
        rows.map(({ id }) => byId.get(id)?.uuid as string),
      )
    : new Map<string, readonly Row[]>();
  const words = wordsOf(ground.registry, entry.record as AnyRecord, locale);
  return rows.map((row) => ({
    record: name,
    label: wordAt(words, [], name),
    id: row.id,
    state: { label: wordAt(words, ["states", row.state], row.state), value: row.state },
    roles: [...(byId.get(row.id)?.roles ?? [])],
    fields: Object.fromEntries(
      Object.entries(row)
        .filter(([field]) => !toldAnyway.has(field) || field === "createdAt")
        .map(([field, value]) => [
          field,
          { label: wordAt(words, ["fields", field], field), value: inWords(entry.record.info[field], words, field, value) },
        ]),
    ),
    ...(isWhole && { history: (steps.get(byId.get(row.id)?.uuid as string) ?? []).map(stepOf) }),
  }));
}

/** An option by its word; everything else as it is kept. */
const inWords = (info: FieldInfo | undefined, words: ReturnType<typeof wordsOf>, field: string, value: unknown): unknown =>
  info?.options && typeof value === "string" ? wordAt(words, ["fields", field, "options", value], value) : value;

async function stepsOf(ground: Ground, uuids: readonly string[]): Promise<ReadonlyMap<string, readonly Row[]>> {
  if (uuids.length === 0) return new Map();
  const [result] = await ground.run([
    statement(
      sql`select record_id, version, definition, actor, recorded_at, effective_at, state, payload from kehu.journal where tenant = ${ground.tenant.id} and record_id = any(${uuids}::uuid[]) order by record_id, version, ordinal`,
    ),
  ]);
  return groupBy(result?.rows ?? [], (row) => row["record_id"] as string);
}
const stepOf = (row: Row): ExportedStep => ({
  version: row["version"] as number,
  definition: row["definition"] as string,
  actor: row["actor"] as string,
  recordedAt: row["recorded_at"] as Instant,
  effectiveAt: row["effective_at"] as Instant,
  ...(row["state"] !== null && { state: row["state"] as string }),
  changed: (row["payload"] as { readonly changed?: Readonly<Record<string, unknown>> } | null)?.changed ?? {},
});

async function ledgerOf(ground: Ground, uuid: string): Promise<CustomerExport["ledger"]> {
  const seen = seenEntries(ground);
  if (seen === undefined) return [];
  const [result] = await ground.run([
    statement(
      sql`select e.occurred_on, e.kind, e.category, e.line, e.amount, e.currency from kehu.ledger_entry as e where e.tenant = ${ground.tenant.id} and e.customer_id = ${uuid}::uuid and ${seen} order by e.occurred_on, e.id`,
    ),
  ]);
  return (result?.rows ?? []).map((row) => ({
    on: row["occurred_on"] as CalendarDate,
    kind: row["kind"] as string,
    category: row["category"] as string,
    line: row["line"] as string,
    amount: { amountMinor: row["amount"] as number, currency: row["currency"] as string },
  }));
}
