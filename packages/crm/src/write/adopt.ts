import { createHash } from "node:crypto";
import {
  type AdoptedRow,
  type AnyRecord,
  date,
  defineRefusal,
  group,
  instant,
  KehuError,
  list,
  type Refusal,
  ref,
  refused,
  text,
  uuidOf,
} from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import { parseInput } from "../parse.js";
import type { RecordEntry } from "../registry.js";
import { type AnyStored, recordOf } from "../schema/row.js";
import { newRecord } from "./create.js";
import { existing } from "./existing.js";
import type { Change } from "./journal.js";
import { requireGrants } from "./lock.js";
import { missingReferences } from "./references.js";
import { settle } from "./settle.js";
import { insertRows, type Target } from "./statements.js";
import { entryOf, send, type Unit } from "./unit.js";

export const adoptedOtherwise = defineRefusal(
  "crm/adopted-otherwise",
  "{record} from {source} was adopted before with other content; correct the record itself, or retract it first.",
);
export const sourceTwice = defineRefusal("crm/source-twice", "{source} stands twice in one call; every row needs a source of its own.");
export const adoptedInFuture = defineRefusal(
  "crm/adopted-in-future",
  "{record} is known as of {asOf}, which is later than now; give a day that is over.",
);
export const unknownState = defineRefusal("crm/unknown-state", "{record} has no state {state}; its states are {states}.");
export const uniqueTaken = defineRefusal(
  "crm/already-exists",
  "There is already a {record} with this {fields}; look it up, or change the value.",
);

export interface AdoptRow {
  readonly input: unknown;
  readonly as: unknown;
}
const stay = group({ state: text(60), from: instant(), until: instant().optional() });
const adoption = {
  state: text(60),
  asOf: date(),
  since: instant().optional(),
  origin: group({ state: text(60), since: instant() }).optional(),
  ownerId: ref("staff").optional(),
  history: list(stay, 1000).optional(),
  source: text(300),
};
interface As {
  readonly state: string;
  readonly asOf: string;
  readonly since?: string;
  readonly origin?: { readonly state: string; readonly since: string };
  readonly ownerId?: string;
  readonly history?: readonly { readonly state: string; readonly from: string; readonly until?: string }[];
  readonly source: string;
}
interface Candidate {
  readonly index: number;
  readonly record: AnyStored;
  readonly as: As;
  readonly digest: string;
}
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
    if (options.all) throw refused(refusal);
    if (!refusals.has(index)) refusals.set(index, refusal);
  };
  const parsed = rows.flatMap((row, index) => candidateOf(unit, entry, row, index, refuse) ?? []);
  const { fresh, known } = await sift(unit, entry, parsed, refuse);
  const written = await write(unit, entry, fresh, options, refuse);
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

/** A row as a record, or its refusal. */
function candidateOf(
  unit: Unit,
  entry: RecordEntry,
  row: AdoptRow,
  index: number,
  refuse: (index: number, refusal: Refusal) => void,
): Candidate | undefined {
  try {
    const { name, states } = entry.record;
    const as = parseInput<As>(adoption, row.as, `${name}, adoption,`);
    const fields = parseInput<Readonly<Record<string, unknown>>>(entry.record.fields, row.input, name);
    const stray = [as.state, ...(as.origin ? [as.origin.state] : []), ...(as.history ?? []).map((each) => each.state)].find(
      (state) => !states.includes(state),
    );
    if (stray !== undefined) throw refused(unknownState({ record: name, state: stray, states: states.join(", ") }));
    const asOfAt = unit.tenant.calendar.startOf(as.asOf);
    if (asOfAt > unit.now || (as.since !== undefined && as.since > unit.now))
      throw refused(adoptedInFuture({ record: name, asOf: as.asOf }));
    const made = newRecord(unit, entry, fields, as.state, undefined);
    const record: AnyStored = {
      ...made,
      since: as.since ?? asOfAt,
      ...(as.origin && { origin: as.origin }),
      ...(as.ownerId !== undefined && { ownerId: as.ownerId as never }),
    };
    return {
      index,
      record,
      as,
      digest: createHash("sha256")
        .update(JSON.stringify([fields, as]))
        .digest("hex"),
    };
  } catch (error) {
    if (!(error instanceof KehuError) || error.code === "crm/unknown-definition") throw error;
    refuse(index, { code: error.code, message: error.message, details: error.details });
    return undefined;
  }
}

type Kept = { readonly index: number; readonly record: AnyStored };
type Refuse = (index: number, refusal: Refusal) => void;

/** What was adopted before is skipped if its content is the same, and refused if it is not; what breaks a key or points nowhere is refused. */
async function sift(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  refuse: Refuse,
): Promise<{ readonly fresh: readonly Candidate[]; readonly known: readonly Kept[] }> {
  const { name } = entry.record;
  const { table } = entry;
  const sources = candidates.map(({ as }) => as.source);
  const [before] = await send(unit, [
    statement(
      sql`select a.source, a.digest, t.* from kehu.adoption as a join ${sql.id(table.schema, table.name)} as t on t.tenant = a.tenant and t.id = a.record_id where a.tenant = ${unit.tenant.id} and a.record = ${name} and a.source = any(${sources}::text[]) and t.retracted_at is null`,
    ),
  ]);
  const adopted = new Map((before?.rows ?? []).map((row) => [row["source"] as string, row]));
  const known: Kept[] = [];
  const fresh: Candidate[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const { index, as, digest } = candidate;
    const old = adopted.get(as.source);
    if (old && old["digest"] === digest) known.push({ index, record: recordOf(table, old) });
    else if (old) refuse(index, adoptedOtherwise({ record: name, source: as.source }));
    else if (seen.has(as.source)) refuse(index, sourceTwice({ source: as.source }));
    else fresh.push(candidate);
    seen.add(as.source);
  }
  const taken = new Set([
    ...(
      await existing(
        unit,
        entry,
        fresh.map(({ record }) => record),
        "definition",
      )
    ).keys(),
    ...twiceAmong(entry, fresh),
  ]);
  const missing = await missingReferences(
    unit,
    entry,
    fresh.map(({ record }) => record),
    { caller: false },
  );
  const fields = entry.record.unique.map(({ by }) => by.join(" and ")).join(" or ");
  const good = fresh.filter((candidate, at) => {
    const refusal = missing.get(at) ?? (taken.has(at) ? uniqueTaken({ record: name, fields }) : undefined);
    if (refusal) refuse(candidate.index, refusal);
    return !refusal;
  });
  return { fresh: good, known };
}

/** Rows of one call that share a key: the first counts. */
function twiceAmong(entry: RecordEntry, candidates: readonly Candidate[]): readonly number[] {
  return entry.record.unique.flatMap((key) => {
    const seen = new Set<string>();
    return candidates.flatMap(({ record }, at) => {
      if (key.whileIn && !key.whileIn.includes(record.state)) return [];
      const values = key.by.map((field) => record[field]);
      if (values.some((value) => value === undefined)) return [];
      const signature = JSON.stringify(values);
      if (seen.has(signature)) return [at];
      seen.add(signature);
      return [];
    });
  });
}

/** Writes the rows; those that break a rule are taken out and the others written again. */
async function write(
  unit: Unit,
  entry: RecordEntry,
  candidates: readonly Candidate[],
  options: { readonly all: boolean },
  refuse: Refuse,
): Promise<readonly Kept[]> {
  let left = candidates;
  while (left.length > 0) {
    if (!options.all) unit.queue.push(statement(sql`savepoint adoption`));
    const changes = left.map(
      ({ record, as }): Change => ({
        entry,
        uuid: uuidOf(entry.record.name, record.id),
        after: record,
        effectiveAt: record.since,
        definition: "adopt",
        input: { asOf: as.asOf, source: as.source },
        ...(as.history && { history: as.history }),
      }),
    );
    const asOf = left.map(({ as }) => unit.tenant.calendar.startOf(as.asOf));
    const { active, broken } = await settle(unit, entry, changes, { asOf });
    if (broken.size === 0) {
      unit.queue.push(
        insertRows(
          adoptionTable,
          left.map(({ as, record, digest }) => [
            unit.tenant.id,
            entry.record.name,
            as.source,
            uuidOf(entry.record.name, record.id),
            digest,
          ]),
          ["tenant", "record", "source"],
        ),
      );
      await unit.door.follow(unit, { entry, changes, active, acts: [] });
      return left.map(({ index, record }) => ({ index, record }));
    }
    for (const [at, refusal] of broken) refuse((left[at] as Candidate).index, refusal);
    unit.queue.length = 0;
    await send(unit, [statement(sql`rollback to savepoint adoption`)]);
    left = left.filter((_, at) => !broken.has(at));
  }
  return [];
}
