import { type Deadline, type DeadlineClock, earliest, type Instant, type Pause } from "@kehu/core";
import { idIn, prepared, sql, statement } from "../../database/compile.js";
import type { Row, Statement } from "../../database/database.js";
import type { RecordEntry, Registry } from "../../registry.js";
import { insertRows, type Target } from "../unit/statements.js";
import type { Timer, Unit } from "../unit/unit.js";

const timerTable: Target = {
  schema: "kehu",
  name: "timer",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "definition", type: "text" },
    { name: "due_at", type: "timestamptz" },
    { name: "refusal", type: "text" },
  ],
};
const deadlineTable: Target = {
  schema: "kehu",
  name: "deadline",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "definition", type: "text" },
    { name: "started_at", type: "timestamptz" },
    { name: "due_at", type: "timestamptz" },
    { name: "status", type: "text" },
    { name: "pauses", type: "jsonb" },
    { name: "warned", type: "integer" },
  ],
};

/** A timer that makes a record's clocks be read again, because something that they look at has changed. */
export const reread = "crm/re-read";
/** The same, one step before: a timer of what has changed, which is spread over the records that look at it. */
export const rereadLinked = "crm/re-read-linked";

const namesOf = new WeakMap<RecordEntry, readonly string[]>();
/** What may ring for a record type; what a pack that is switched off has planned stays as it is. */
export function clockNames(entry: RecordEntry): readonly string[] {
  const known = namesOf.get(entry);
  if (known) return known;
  const names = [...entry.deadlines.map(({ name }) => name), ...entry.transitions.filter(({ due }) => due).map(({ name }) => name)];
  namesOf.set(entry, names);
  return names;
}
const allNames = new WeakMap<Registry, readonly string[]>();
/** What may ring at all. */
export function everyClock(registry: Registry): readonly string[] {
  const known = allNames.get(registry);
  if (known) return known;
  const names = [reread, rereadLinked, ...[...registry.records.values()].flatMap(clockNames)];
  allNames.set(registry, names);
  return names;
}

/** The deadlines of some records as they stand. */
export const deadlinesOf = (tenant: string, ids: readonly string[]): Statement =>
  prepared("deadlines", statement(sql`select * from kehu.deadline where tenant = ${tenant} and ${idIn("record_id", ids)}`));
/**
 * The timers of some records that are overdue, the oldest first. They are looked for by their records: by the hour a server would go
 * through all that rang since it cleaned up.
 */
export const overdueOf = (tenant: string, entry: RecordEntry, ids: readonly string[], now: Instant): Statement =>
  prepared(
    "overdue",
    statement(
      sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${tenant} and ${idIn("record_id", ids)} and definition = any(${[reread, ...clockNames(entry)]}::text[]) and (due_at <= ${now}) is true and refusal is null order by due_at, record_id limit 1000`,
    ),
  );
export const timerOf = (row: Row): Timer => ({
  record: row["record"] as string,
  uuid: row["record_id"] as string,
  definition: row["definition"] as string,
  dueAt: row["due_at"] as Instant,
});

/** A deadline of one record, and how many of its warnings were given. */
export interface Standing {
  readonly clock: DeadlineClock;
  readonly warned: number;
}
export const standingOf = (row: Row): Standing => ({
  clock: {
    startedAt: row["started_at"] as Instant,
    pauses: row["pauses"] as readonly Pause[],
    status: row["status"] as DeadlineClock["status"],
    ...(row["due_at"] !== null && { dueAt: row["due_at"] as Instant }),
  },
  warned: row["warned"] as number,
});

/** When something rings; with a refusal it waits until its record changes. */
export interface Planned {
  readonly uuid: string;
  readonly definition: string;
  readonly at: Instant;
  readonly refusal?: string;
}
/** Queues timers of one record type. */
export function queueTimers(unit: Unit, record: string, planned: readonly Planned[]): void {
  if (planned.length === 0) return;
  const rows = planned.map(({ uuid, definition, at, refusal }) => [unit.tenant.id, record, uuid, definition, at, refusal ?? null]);
  unit.queue.push(insertRows(timerTable, rows, ["tenant", "record_id", "definition"]));
  for (const { at, refusal } of planned) if (refusal === undefined) unit.notes.planned = earliest(unit.notes.planned, at);
}

/** Queues deadlines as they stand. */
export function queueDeadlines(
  unit: Unit,
  record: string,
  rows: readonly { readonly uuid: string; readonly deadline: Deadline; readonly standing: Standing }[],
): void {
  if (rows.length === 0) return;
  const values = rows.map(({ uuid, deadline, standing: { clock, warned } }) => [
    unit.tenant.id,
    record,
    uuid,
    deadline.name,
    clock.startedAt,
    clock.dueAt ?? null,
    clock.status,
    JSON.stringify(clock.pauses),
    warned,
  ]);
  unit.queue.push(insertRows(deadlineTable, values));
}

/** Queues the end of what was planned for some records. What is to be read again later than now stays: it tells of what comes then. */
export function queueUnplanned(
  unit: Unit,
  table: "timer" | "deadline",
  { uuids, definitions }: { readonly uuids: readonly string[]; readonly definitions: readonly string[] },
): void {
  if (uuids.length === 0 || definitions.length === 0) return;
  const later = table === "timer" ? sql` and (definition <> ${reread} or due_at <= ${unit.now})` : sql``;
  unit.queue.push(
    prepared(
      "unplan",
      statement(
        sql`delete from ${sql.id("kehu", table)} where tenant = ${unit.tenant.id} and ${idIn("record_id", uuids)} and definition = any(${definitions}::text[])${later}`,
      ),
    ),
  );
}
