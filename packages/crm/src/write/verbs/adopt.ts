import { type AdoptedRow, type AnyRecord, defineRefusal, type Refusal, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { canonicalJson } from "../../canonical-json.js";
import { sql, statement } from "../../database/compile.js";
import type { RecordEntry } from "../../registry.js";
import { entryOf } from "../../registry.js";
import { type AnyStored, recordOf } from "../../schema/row.js";
import { requireGrants } from "../lock.js";
import { existing, rivalsAmong, takenBy } from "../rows/existing.js";
import type { Change } from "../rows/journal.js";
import { missingReferences } from "../rows/references.js";
import { settle } from "../settle.js";
import { attempt, refusalOf, refusalOr } from "../unit/attempt.js";
import { insertRows, type Target } from "../unit/statements.js";
import { send, type Unit } from "../unit/unit.js";
import { type AdoptRow, type Candidate, candidateOf } from "./adoption.js";

export const adoptedOtherwise = defineRefusal(
  "crm/adopted-otherwise",
  "{record} from {source} was adopted before with other content; correct the record itself, or retract it first.",
);
export const sourceTwice = defineRefusal("crm/source-twice", "{source} stands twice in one call; every row needs a source of its own.");
const adoptionTable: Target = {
  schema: "kehu",
  name: "adoption",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "source", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "digest", type: "text" },
  ],
};

/**
 * The one entry for history: records enter in any state as of a day, with source, since, origin and stays if known.
 * With `all` a refused row ends the call; else the good rows are written and the refusals given by index.
 */
export async function adoptMany(
  unit: Unit,
  record: AnyRecord,
  rows: readonly AdoptRow[],
  options: { readonly authority: "actor" | "definition"; readonly all: boolean },
): Promise<readonly AdoptedRow<AnyRecord>[]> {
  const entry = entryOf(unit, record);
  if (options.authority === "actor") requireGrants(unit, "adopt", entry.record.name);
  const refusals = new Map<number, Refusal>();
  const refuse = (index: number, refusal: Refusal): void => {
    if (options.all) throw refused(refusal, rows.length > 1 ? { details: { index } } : {});
    if (!refusals.has(index)) refusals.set(index, refusal);
  };
  const parsed = rows.flatMap((row, index) => {
    const candidate = refusalOr(() => candidateOf(unit, entry, row, index));
    if ("refusal" in candidate) refuse(index, candidate.refusal);
    return "value" in candidate ? [candidate.value] : [];
  });
  const known: Kept[] = [];
  const again = (kept: Kept): void => void known.push(kept);
  const fresh = await sift(unit, entry, parsed, { refuse, again });
  const pointing = await withoutMissing(unit, entry, fresh, { refuse, caller: options.authority === "actor" });
  const written = await writeRounds(unit, entry, pointing, { all: options.all, refuse, again });
  const records = new Map([...known, ...written].map(({ index, record: stored }) => [index, stored]));
  const knownIndexes = new Set(known.map(({ index }) => index));
  return rows.map((_, index) => {
    const refusal = refusals.get(index);
    const stored = records.get(index);
    return {
      index,
      ...(stored && !refusal && { record: stored as never }),
      ...(refusal && { refusal }),
      ...(knownIndexes.has(index) && { known: true }),
    };
  });
}

type Kept = { readonly index: number; readonly record: AnyStored };
type Refuse = (index: number, refusal: Refusal) => void;
/** What becomes of rows that are not written. */
interface Aside {
  readonly refuse: Refuse;
  readonly again: (kept: Kept) => void;
}

/** What was adopted before is skipped if its content is the same, and refused if it is not. */
async function sift(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  { refuse, again }: Aside,
): Promise<readonly Candidate[]> {
  const { name } = entry.record;
  const { table } = entry;
  const sources = candidates.map(({ as }) => as.source);
  // one by one: a server that has not heard yet how much this tenant has would go through all of its records for each of these
  const adopted = sql`select * from kehu.adoption where tenant = ${unit.tenant.id} and record = ${name} and source = s.source limit 1`;
  const record = sql`select * from ${sql.id(table.schema, table.name)} where tenant = ${unit.tenant.id} and id = a.record_id limit 1`;
  const [before] = await send(unit, [
    statement(
      sql`select a.source, a.digest, t.* from unnest(${sources}::text[]) as s(source) cross join lateral (${adopted}) as a cross join lateral (${record}) as t`,
    ),
  ]);
  const rows = new Map((before?.rows ?? []).map((row) => [row["source"] as string, row]));
  const fresh = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { index, as, digest } = candidate;
    const found = rows.get(as.source);
    const old = found?.["retracted_at"] === null ? found : undefined;
    if (old && old["digest"] === digest) again({ index, record: recordOf(table, old) });
    else if (old) refuse(index, adoptedOtherwise({ record: name, source: as.source }));
    else if (fresh.has(as.source)) refuse(index, sourceTwice({ source: as.source }));
    else fresh.set(as.source, found ? { ...candidate, inPlaceOfRetracted: true } : candidate);
  }
  return [...fresh.values()];
}

/** Without those that point nowhere. */
async function withoutMissing(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  { refuse, caller }: { readonly refuse: Refuse; readonly caller: boolean },
): Promise<readonly Candidate[]> {
  const records = candidates.map(({ record }) => record);
  const missing = await missingReferences(unit, entry, records, { caller });
  for (const [at, refusal] of missing) refuse((candidates[at] as Candidate).index, refusal);
  return candidates.filter((_, at) => !missing.has(at));
}

/** Rows that cannot be at once come one after another: the first that is written counts. */
async function writeRounds(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  options: Aside & { readonly all: boolean },
): Promise<readonly Kept[]> {
  const written: Kept[] = [];
  let left = candidates;
  while (left.length > 0) {
    const records = left.map(({ record }) => record);
    const there = await existing(unit, entry, records);
    const rivals = rivalsAmong(entry, records);
    await settleTaken(
      unit,
      entry,
      [...there].map(([at, holder]) => ({ candidate: left[at] as Candidate, holder })),
      options,
    );
    const free = left.filter((_, at) => !there.has(at));
    const first = free.filter(({ record }) => !rivals.has(record));
    // where all rows are to be written, none can wait for another to be refused
    const now = options.all ? free : first;
    written.push(...(await write(unit, entry, now, options)));
    left = free.filter((candidate) => !now.includes(candidate));
  }
  return written;
}

/** A row whose unique key another record holds: the same content from another source is known, other content is refused. */
async function settleTaken(
  unit: Unit,
  entry: RecordEntry,
  taken: readonly { readonly candidate: Candidate; readonly holder: AnyStored }[],
  { refuse, again }: Aside,
): Promise<void> {
  if (taken.length === 0) return;
  const { name } = entry.record;
  // what changed since it came is known by what it was then; few are asked for, because sources are not found by their records
  const other = taken.filter(({ candidate, holder }) => !isAlike(entry, candidate, holder));
  const uuids = other.map(({ holder }) => uuidOf(name, holder.id));
  const lookUp = sql`select record_id, digest from kehu.adoption where tenant = ${unit.tenant.id} and record = ${name} and record_id = any(${uuids}::uuid[])`;
  const [before] = other.length > 0 ? await send(unit, [statement(lookUp)]) : [];
  const adopted = new Set((before?.rows ?? []).map((row) => `${row["record_id"]} ${row["digest"]}`));
  const unknown = new Set(other.filter(({ candidate }, index) => !adopted.has(`${uuids[index]} ${candidate.digest}`)));
  const same = taken.filter((each) => {
    const { candidate, holder } = each;
    if (unknown.has(each)) refuse(candidate.index, takenBy(entry, candidate.record, holder));
    else again({ index: candidate.index, record: holder });
    return !unknown.has(each);
  });
  queueAdoptions(
    unit,
    name,
    same.map(({ candidate, holder }) => ({ ...candidate, record: holder })),
  );
}

/** Whether a record is what a row says, in its fields and its state. */
const isAlike = (entry: RecordEntry, { record }: Candidate, holder: AnyStored): boolean =>
  holder.state === record.state &&
  Object.keys(entry.record.info).every((field) => canonicalJson(holder[field] ?? null) === canonicalJson(record[field] ?? null));

/** Queues where records came from. */
function queueAdoptions(unit: Unit, name: string, candidates: readonly Candidate[]): void {
  if (candidates.length === 0) return;
  const rows = candidates.map(({ as, record, digest }) => [unit.tenant.id, name, as.source, uuidOf(name, record.id), digest]);
  // A retracted record leaves its source to the one that comes in its place.
  const left = candidates.flatMap(({ as, inPlaceOfRetracted }) => (inPlaceOfRetracted ? [as.source] : []));
  const gone = sql`delete from kehu.adoption where tenant = ${unit.tenant.id} and record = ${name} and source = any(${left}::text[])`;
  if (left.length > 0) unit.queue.push(statement(gone, "adopt again"));
  unit.queue.push(insertRows(adoptionTable, rows));
}

/** Writes the rows; those that are refused are taken out and the others written again. */
async function write(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  { all, refuse }: { readonly all: boolean; readonly refuse: Refuse },
): Promise<readonly Kept[]> {
  if (candidates.length === 0) return [];
  if (all) {
    const broken = await writeAll(unit, entry, candidates);
    for (const [at, refusal] of broken) refuse((candidates[at] as Candidate).index, refusal);
  } else {
    const broken = new Map<number, Refusal>();
    const tried = await attempt(unit, async () => {
      for (const [at, refusal] of await writeAll(unit, entry, candidates)) broken.set(at, refusal);
      const [first] = broken.values();
      if (first) throw refused(first);
    });
    if ("refusal" in tried) {
      if (candidates.length === 1) {
        refuse((candidates[0] as Candidate).index, broken.get(0) ?? refusalOf(tried.refusal));
        return [];
      }
      // Rows that break a rule may break it only together: the others go first, then each of them by itself. What a write leads to is
      // tried in halves, because nobody knows which row a refusal was about.
      if (broken.size > 0) {
        const good = candidates.filter((_, at) => !broken.has(at));
        const written = [...(await write(unit, entry, good, { all, refuse }))];
        for (const at of broken.keys()) written.push(...(await write(unit, entry, [candidates[at] as Candidate], { all, refuse })));
        return written;
      }
      const middle = Math.ceil(candidates.length / 2);
      const first = await write(unit, entry, candidates.slice(0, middle), { all, refuse });
      return [...first, ...(await write(unit, entry, candidates.slice(middle), { all, refuse }))];
    }
  }
  return candidates.map(({ index, record }) => ({ index, record: unit.written.get(uuidOf(entry.record.name, record.id)) ?? record }));
}

/** @returns the rules that are broken, by the index of the row; then nothing else was done */
async function writeAll(unit: Unit, entry: RecordEntry, candidates: readonly Candidate[]): Promise<ReadonlyMap<number, Refusal>> {
  const { name } = entry.record;
  const changes = candidates.map(
    ({ record, as }): Change => ({
      entry,
      uuid: uuidOf(name, record.id),
      after: record,
      effectiveAt: record.since,
      definition: "adopt",
      input: { asOf: as.asOf, source: as.source },
      ...(as.history && { history: as.history }),
    }),
  );
  const asOf = candidates.map(({ as }) => unit.tenant.calendar.startOf(as.asOf));
  const { active, broken } = await settle(unit, entry, changes, { asOf });
  if (broken.size > 0) return broken;
  queueAdoptions(unit, name, candidates);
  await unit.door.follow(unit, { entry, changes, active, acts: [] });
  return broken;
}
