import { type AdoptedRow, type AnyRecord, KehuError, type Stored } from "@kehu/core";
import type { Crm } from "@kehu/crm";
import { both } from "report-kit";
import { type Columns, type Problem, type Row, readTable, type Table, type Values } from "../read-files/read-table.js";
import type { Rejects } from "../read-files/rejects.js";
import type { Spool } from "../year/spool.js";
import { changedColumns, changeNotTaken, isChanged } from "./changes.js";
import { asProblem, type Intake, isRefused, type Period, type Taken } from "./intake.js";
import type { Known } from "./known.js";
import { inWords } from "./refusal-words.js";

export interface Adopting {
  readonly folder: string;
  readonly period: Period;
  readonly known: Known;
  readonly rejects: Rejects;
  readonly spool: Spool;
  /** A refusal of the CRM in a language. */
  readonly say: Crm["say"];
  readonly onRows: (rows: number) => void;
  /** Lets happen what has become due up to the day of the change-over. */
  readonly catchUp: () => Promise<void>;
}
const rowsPerBatch = 500;

/**
 * Adopts a file through the write door, batch by batch; what is dated later is kept for its day.
 *
 * @returns how many rows there were
 */
export async function adoptTable<C extends Columns, R extends AnyRecord>(
  table: Table<C>,
  intake: Intake<Values<C>, R>,
  adopting: Adopting,
): Promise<number> {
  let rows = 0;
  const seen = new Map<string, number>();
  let batch: Row<Values<C>>[] = [];
  const flush = async () => {
    await adoptBatch(batch, seen, intake, adopting);
    adopting.onRows(batch.length);
    batch = [];
  };
  for await (const row of readTable(adopting.folder, table)) {
    rows += 1;
    batch.push(row);
    if (batch.length === rowsPerBatch) await flush();
  }
  await flush();
  return rows;
}

interface Candidate<V, R extends AnyRecord> {
  readonly row: Row<V>;
  readonly values: V;
  readonly taken: Taken<R>;
}

async function adoptBatch<V, R extends AnyRecord>(
  rows: readonly Row<V>[],
  seen: Map<string, number>,
  intake: Intake<V, R>,
  adopting: Adopting,
): Promise<void> {
  const { known, period, say } = adopting;
  const problems: Problem[] = [];
  const readable = rows.flatMap((row) => (row.values === undefined ? [] : [row.values]));
  await intake.prepare?.(readable, known, period);
  const candidates: Candidate<V, R>[] = [];
  for (const row of rows) {
    problems.push(...row.problems);
    if (row.values === undefined) continue;
    const number = intake.number(row.values);
    const before = seen.get(number);
    if (before !== undefined) {
      problems.push(
        asProblem(row, {
          column: "",
          reason: both(`The number ${number} stands in line ${before} already`, `编号 ${number} 已在第 ${before} 行出现`),
          remedy: both("give the row a number of its own", "请给该行单独的编号"),
        }),
      );
      continue;
    }
    seen.set(number, row.line);
    const taken = intake.take(row.values, known, period);
    if (isRefused(taken)) problems.push(asProblem(row, taken));
    else candidates.push({ row, values: row.values, taken });
  }
  const results = await adoptCandidates(candidates, intake, adopting);
  const before = await recordsBefore(candidates, results, intake, known);
  const adopted: { readonly values: V; readonly record: Stored<R> }[] = [];
  for (const [index, { row, values, taken }] of candidates.entries()) {
    const { record: taking, refusal } = results[index] ?? {};
    const record = taking ?? before.get(index);
    if (refusal && isChanged(refusal.code))
      problems.push(asProblem(row, changeNotTaken(differences(taken, record, intake)), "change not taken"));
    else if (refusal) {
      problems.push(asProblem(row, inWords(refusal, intake.columns, say)));
      continue;
    }
    problems.push(...(taken.leftOut ?? []).map((each) => asProblem(row, each, "value left out")));
    if (record) adopted.push({ values, record });
    await adopting.spool.add(
      (taken.later ?? []).map((step) => ({ ...step, file: row.file, line: row.line, number: intake.number(values) })),
    );
  }
  adopting.rejects.add(problems.sort((a, b) => a.line - b.line));
  await intake.adopted?.(adopted, known, period);
}

/** What was made of rows that were changed since: others name them, and their columns are compared with it. */
async function recordsBefore<V, R extends AnyRecord>(
  candidates: readonly Candidate<V, R>[],
  results: readonly (AdoptedRow<R> | undefined)[],
  intake: Intake<V, R>,
  known: Known,
): Promise<ReadonlyMap<number, Stored<R>>> {
  const changed = candidates.flatMap(({ values }, index) =>
    isChanged(results[index]?.refusal?.code ?? "") ? [{ index, number: intake.number(values) }] : [],
  );
  if (changed.length === 0 || intake.find === undefined) return new Map();
  const found = await intake.find(
    changed.map(({ number }) => number),
    known,
  );
  return new Map(
    changed.flatMap(({ index, number }) => {
      const record = found.get(number);
      return record === undefined ? [] : [[index, record] as const];
    }),
  );
}

/** State and owner are only compared as long as nothing else has happened to the record. */
function differences<V, R extends AnyRecord>(
  { adopt }: Taken<R>,
  record: Stored<R> | undefined,
  { columns, moving = [] }: Intake<V, R>,
): readonly string[] {
  if (adopt === undefined || record === undefined) return [];
  const { state, since, ownerId } = adopt.as;
  const said = { state, ...(since !== undefined && { since }), ...(ownerId !== undefined && { ownerId }), ...adopt.input };
  return changedColumns(said, record, { columns, moving: ["state", "since", "ownerId", ...moving] });
}

/** The results in the order of the candidates; nothing for those that only happen later. */
async function adoptCandidates<V, R extends AnyRecord>(
  candidates: readonly Candidate<V, R>[],
  intake: Intake<V, R>,
  { known, period, catchUp }: Adopting,
): Promise<readonly (AdoptedRow<R> | undefined)[]> {
  const adoptable = candidates.flatMap(({ row, values, taken }, index) =>
    taken.adopt === undefined
      ? []
      : [{ index, input: taken.adopt.input, as: { ...taken.adopt.as, asOf: period.asOf, source: `${row.file}:${intake.number(values)}` } }],
  );
  const results: (AdoptedRow<R> | undefined)[] = candidates.map(() => undefined);
  if (adoptable.length === 0) return results;
  const rows = adoptable.map(({ input, as }) => ({ input, as }));
  const adopt = () => known.session.adoptMany(intake.record, rows);
  // years of history leave more behind than a write makes up for by itself
  const adopted = await adopt().catch(async (error: unknown) => {
    if (!(error instanceof KehuError) || error.code !== "crm/too-far-behind") throw error;
    await catchUp();
    return adopt();
  });
  for (const result of adopted) results[adoptable[result.index]?.index ?? -1] = result;
  return results;
}
