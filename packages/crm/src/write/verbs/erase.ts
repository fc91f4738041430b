import { type AnyRecord, type CalendarDate, type Customer, type Erasure, type Refusal, refused, text } from "@kehu/core";
import { type FieldInfo, idOf, sourcedValueOn } from "@kehu/core/engine";
import { type Involved, involvedWith } from "../../customer/involvement.js";
import { sql, statement } from "../../database/compile.js";
import { groupBy } from "../../group-by.js";
import { parseInput } from "../../parse.js";
import { notGranted } from "../../read/refusals.js";
import { endsOf, type RecordEntry } from "../../registry.js";
import { type AnyStored, recordOf } from "../../schema/row.js";
import { requireGrants } from "../lock.js";
import { cannotErase, emptied, holdsPersonal } from "../rows/emptied.js";
import type { Change } from "../rows/journal.js";
import { settleAll } from "../settle.js";
import { attempt, refusalOf } from "../unit/attempt.js";
import { circumstancesAt, send, type Unit } from "../unit/unit.js";
import { lockForChange, type Row } from "./update.js";

type Kept = Erasure["kept"][number];
/** A record of which something is to be erased. */
interface Candidate extends Involved {
  readonly record: AnyStored;
  readonly retracted: boolean;
  /** Its personal fields that hold something. */
  readonly fields: readonly string[];
}
interface Leaving extends Candidate {
  /** The fields that are erased. */
  readonly leaving: readonly string[];
}

const erasure = { reason: text(500) };

/** Erases what is personal of a customer, in one transaction. */
export async function eraseCustomer(
  unit: Unit,
  record: AnyRecord,
  row: Row,
  options: { readonly reason: unknown; readonly authority: "actor" | "definition" },
): Promise<Erasure> {
  if (record.name !== "customer") throw refused(notGranted({ actor: unit.actor.id, verb: "erase", name: record.name }));
  const self = unit.registry.records.get("customer") as RecordEntry;
  const grants = options.authority === "actor" ? requireGrants(unit, "erase", "customer") : undefined;
  const { reason } = parseInput<{ readonly reason: string }>(erasure, { reason: options.reason }, `${record.name}, erasure,`);
  await lockForChange(unit, self, [row], { grants, verb: "erase", strength: "update" });
  const run = (statements: Parameters<typeof send>[1]) => send(unit, statements);
  const involved = await involvedWith({ registry: unit.registry, tenant: unit.tenant, run }, row.id);
  const { leaving, kept } = sorted(unit, await candidatesAmong(unit, involved));
  const texts = leaving.flatMap((each) => (each.entry.record.name === "customer" ? telling(each.record as AnyStored & Customer) : []));
  const erased: Leaving[] = [];
  for (const batch of groupBy(leaving, ({ entry, retracted }) => `${entry.record.name} ${retracted}`).values())
    for (const { each, refusal } of await eraseAll(unit, batch, reason))
      if (refusal) kept.push({ ...placeOf(each), fields: each.leaving, because: "refused", refusal });
      else erased.push(each);
  const journalEntries = erased.length > 0 ? await forget(unit, erased, texts) : 0;
  return {
    erased: erased.filter((each) => each.leaving.length > 0).map((each) => ({ ...placeOf(each), fields: each.leaving })),
    kept,
    journalEntries,
  };
}

/** What tells who somebody is, wherever it stands. */
const telling = ({ displayName, contactPoints, identifiers }: Customer): readonly string[] =>
  [displayName, ...[...contactPoints, ...identifiers].map(({ value }) => value)].filter((told) => told.length > 1);

const placeOf = ({ entry, uuid }: Involved) => ({ record: entry.record.name, id: idOf(entry.record.name, uuid) });

/** What leaves, and what stays for which reason. */
function sorted(unit: Unit, candidates: readonly Candidate[]): { readonly leaving: readonly Leaving[]; readonly kept: Kept[] } {
  const holds = new Map(candidates.flatMap((each) => [[each, holdOf(unit, each)] as const]));
  // what the law wants kept says nothing without whose it is
  const isNamed = candidates.some((each) => holds.get(each) && each.roles.size > 0);
  const leaving: Leaving[] = [];
  const kept: Kept[] = [];
  for (const each of candidates) {
    const { entry, fields } = each;
    const hold = holds.get(each);
    const stay = (field: string): Kept["because"] | undefined => {
      const { personal = "" } = entry.record.info[field] as FieldInfo;
      if (hold || (entry.record.name === "customer" && isNamed && ["name", "identifier"].includes(personal))) return "heldByLaw";
      if (each.shared) return "shared";
      return cannotErase(entry, each.record, field) ? "required" : undefined;
    };
    const by = groupBy(fields, stay);
    for (const [because, stays] of by)
      if (because !== undefined) kept.push({ ...placeOf(each), fields: stays, because, ...(because === "heldByLaw" && hold) });
    // what was given to its transitions stands in the journal
    const isSaid = fields.length === 0 && !hold && !each.shared;
    if (by.has(undefined) || isSaid) leaving.push({ ...each, leaving: by.get(undefined) ?? [] });
  }
  return { leaving, kept };
}

/** Whether the law wants a record kept, and until when: from its end on, so many years. */
function holdOf(
  unit: Unit,
  { entry, record, retracted }: Candidate,
): { readonly until?: CalendarDate; readonly source: string } | undefined {
  const { retention } = entry.record;
  if (!retention || retracted) return undefined;
  const { calendar, today } = circumstancesAt(unit, unit.now);
  const { jurisdiction, overrides } = unit.tenant;
  const { value, source } = sourcedValueOn(retention, today, jurisdiction, overrides[retention.name] as never);
  if (!endsOf(unit.registry, entry).includes(record.state)) return { source };
  const until = calendar.dayOf(calendar.after(calendar.dayOf(record.since), `P${value}Y`));
  return until >= today ? { until, source } : undefined;
}

/** The records with something personal in them, or in what their transitions were given. */
async function candidatesAmong(unit: Unit, involved: ReadonlyMap<string, Involved>): Promise<readonly Candidate[]> {
  const personal = [...involved.values()].filter(({ entry }) => holdsPersonal(entry));
  const found: Candidate[] = [];
  for (const [entry, all] of groupBy(personal, (each) => each.entry)) {
    const { table } = entry;
    const ids = all.map(({ uuid }) => uuid);
    const [result] = await send(unit, [
      statement(
        sql`select * from ${sql.id(table.schema, table.name)} where tenant = ${unit.tenant.id} and id = any(${ids}::uuid[]) order by id for no key update`,
      ),
    ]);
    for (const row of result?.rows ?? []) {
      const record = recordOf(table, row);
      const each = involved.get(row["id"] as string) as Involved;
      found.push({ ...each, record, retracted: row["retracted_at"] !== null, fields: personalFields(entry, record) });
    }
  }
  return found;
}
const personalFields = (entry: RecordEntry, record: AnyStored): readonly string[] =>
  Object.keys(entry.record.info).filter((field) => emptied(entry, record, field) !== record[field]);

interface Tried {
  readonly each: Leaving;
  readonly refusal?: Refusal;
}
/** Writes records without what leaves; one that a rule refuses stays as it is and keeps the others from nothing. */
async function eraseAll(unit: Unit, batch: readonly Leaving[], reason: string): Promise<readonly Tried[]> {
  const tried = await attempt(unit, () => writeWithout(unit, batch, reason));
  if (!("refusal" in tried)) return batch.map((each) => ({ each }));
  if (batch.length === 1) return batch.map((each) => ({ each, refusal: refusalOf(tried.refusal) }));
  const results: Tried[] = [];
  for (const each of batch) results.push(...(await eraseAll(unit, [each], reason)));
  return results;
}

async function writeWithout(unit: Unit, batch: readonly Leaving[], reason: string): Promise<void> {
  const going = batch.filter(({ leaving }) => leaving.length > 0);
  const [first] = going;
  if (!first) return;
  const { entry, retracted } = first;
  const rows = going.map(({ uuid }) => ({ id: idOf(entry.record.name, uuid) }));
  const locked = retracted ? undefined : (await lockForChange(unit, entry, rows, { verb: "erase", strength: "no key update" })).locked;
  const changes = going.map(({ uuid, record, leaving }): Change => {
    const before = unit.written.get(uuid) ?? record;
    const left = Object.fromEntries(leaving.map((field) => [field, emptied(entry, before, field)]));
    return {
      entry,
      uuid,
      before,
      after: { ...before, ...left, version: before.version + 1, updatedAt: unit.recordedAt },
      effectiveAt: unit.now,
      definition: "erase",
      input: { reason },
      ...(retracted && { retracted }),
    };
  });
  const active = await settleAll(unit, entry, changes, locked);
  if (!retracted) await unit.door.follow(unit, { entry, changes, active, acts: [] });
}

/**
 * Takes what was erased out of the journal, of the results that are kept for calls with a key, and of the digests that tell a row that
 * was adopted before. The salt goes with the content, so that nothing can be guessed back.
 *
 * @param texts - what the customer record held: a result may tell it without naming a record
 * @returns how many entries of the journal lost their content
 */
async function forget(unit: Unit, erased: readonly Involved[], texts: readonly string[]): Promise<number> {
  const { id: tenant } = unit.tenant;
  const uuids = erased.map(({ uuid }) => uuid);
  const ids = erased.map((each) => placeOf(each).id as string);
  const names = sql`exists (select 1 from regexp_matches(result::text, '[a-z_]+_[0-7][0-9a-hjkmnp-tv-z]{25}', 'g') as m where m[1] = any(${ids}::text[]))`;
  const tells = sql`exists (select 1 from jsonb_path_query(result, 'strict $.**') as v, unnest(${texts}::text[]) as t where jsonb_typeof(v) = 'string' and position(t in v #>> '{}') > 0)`;
  const [journal] = await send(unit, [
    statement(
      sql`update kehu.journal set payload = null, salt = null where tenant = ${tenant} and record_id = any(${uuids}::uuid[]) and definition <> 'erase' and payload is not null`,
    ),
    statement(
      sql`update kehu.idempotency set result = null, input_digest = '' where tenant = ${tenant} and result is not null and (${names} or ${tells})`,
    ),
    statement(sql`update kehu.adoption set digest = '' where tenant = ${tenant} and record_id = any(${uuids}::uuid[])`),
  ]);
  return journal?.count ?? 0;
}
