import {
  type AnyTransition,
  type Deadline,
  type DeadlineClock,
  deadlineAt,
  dueAt,
  type Instant,
  latest,
  moveDeadline,
  type Pause,
  warningsAt,
} from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import type { Row, Statement } from "../database/database.js";
import type { Change } from "./journal.js";
import { deleteOf, insertRows, type Target } from "./statements.js";
import { circumstancesAt, type Unit } from "./unit.js";

const timerTable: Target = {
  schema: "kehu",
  name: "timer",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "definition", type: "text" },
    { name: "due_at", type: "timestamptz" },
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

/** The deadlines of some records as they stand. */
export const deadlinesOf = (tenant: string, ids: readonly string[]): Statement =>
  statement(sql`select * from kehu.deadline where tenant = ${tenant} and record_id = any(${ids}::uuid[])`, "deadlines of records");
/** The timers of some records that are overdue, the oldest first. */
export const overdueOf = (tenant: string, ids: readonly string[], now: Instant): Statement =>
  statement(
    sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${tenant} and record_id = any(${ids}::uuid[]) and due_at <= ${now} and refusal is null order by due_at, record_id limit 1000`,
    "overdue timers of records",
  );

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

/** The needs of one definition for one change, as they were loaded after it. */
export type NeedsOf = (definition: AnyTransition | Deadline, index: number) => object;

/**
 * Queues the timers and deadlines of some changes of one record type: what was planned before is replaced.
 *
 * @param asOf - clocks before it are silent: an adopted record is governed from there on
 */
export function queueClocks(
  unit: Unit,
  changes: readonly Change[],
  needsOf: NeedsOf,
  standing: readonly Row[],
  asOf?: readonly Instant[],
): void {
  const entry = changes[0]?.entry;
  if (!entry || (entry.deadlines.length === 0 && !entry.transitions.some((transition) => transition.due))) return;
  const timers: (readonly unknown[])[] = [];
  const deadlines: (readonly unknown[])[] = [];
  const held = new Map(standing.map((row) => [`${row["record_id"]} ${row["definition"]}`, standingOf(row)]));
  const { calendar, parameter } = circumstancesAt(unit, unit.now);
  for (const [index, change] of changes.entries()) {
    if (change.retracted) continue;
    const timer = (definition: string, at: Instant) =>
      timers.push([unit.tenant.id, entry.record.name, change.uuid, definition, asOf ? latest(at, asOf[index]) : at]);
    for (const transition of entry.transitions) {
      if (!transition.due || !transition.from.includes(change.after.state)) continue;
      const at = dueAt(transition, { record: change.after, needs: needsOf(transition, index), calendar, parameter } as never);
      if (at !== undefined) timer(transition.name, at);
    }
    for (const deadline of entry.deadlines) {
      const moved = standingAfter(
        unit,
        deadline,
        change,
        held.get(`${change.uuid} ${deadline.name}`),
        () => needsOf(deadline, index),
        asOf?.[index],
      );
      if (!moved) continue;
      deadlines.push([
        unit.tenant.id,
        entry.record.name,
        change.uuid,
        deadline.name,
        moved.clock.startedAt,
        moved.clock.dueAt ?? null,
        moved.clock.status,
        JSON.stringify(moved.clock.pauses),
        moved.warned,
      ]);
      const next = nextEvent(deadline, moved, unit);
      if (next !== undefined) timer(deadline.name, next);
    }
  }
  const existing = changes.filter((change) => change.before !== undefined).map((change) => change.uuid);
  if (existing.length > 0) unit.queue.push(deleteOf("timer", unit.tenant.id, existing), deleteOf("deadline", unit.tenant.id, existing));
  if (timers.length > 0) unit.queue.push(insertRows(timerTable, timers));
  if (deadlines.length > 0) unit.queue.push(insertRows(deadlineTable, deadlines));
}

/** When a running deadline is next heard of: its next warning, or its end. */
export function nextEvent(deadline: Deadline, { clock, warned }: Standing, unit: Unit): Instant | undefined {
  if (clock.status !== "running" || clock.dueAt === undefined) return undefined;
  return warningsAt(clock.dueAt, deadline.warn, unit.tenant.calendar)[warned] ?? clock.dueAt;
}

function standingAfter(
  unit: Unit,
  deadline: Deadline,
  change: Change,
  held: Standing | undefined,
  needs: () => object,
  asOf: Instant | undefined,
): Standing | undefined {
  const { after, before } = change;
  const entered = before === undefined || before.state !== after.state;
  const clock = entered
    ? moveDeadline(held?.clock, {
        state: after.state,
        at: before === undefined ? after.since : change.effectiveAt,
        runsIn: deadline.runsIn,
        pausesIn: deadline.pausesIn,
      })
    : held?.clock;
  if (!clock) return undefined;
  if (clock.status !== "running") return { clock, warned: held?.warned ?? 0 };
  const { calendar, parameter } = circumstancesAt(unit, unit.now);
  const within = deadline.within({ record: after, needs: needs(), calendar, parameter } as never);
  if (within === undefined) return undefined;
  const ends = deadlineAt(within, clock.startedAt, clock.pauses, calendar);
  if (ends === undefined) return { clock, warned: held?.warned ?? 0 };
  const running = { ...clock, dueAt: ends };
  if (asOf !== undefined && ends <= asOf) return { clock: { ...running, status: "missed" }, warned: deadline.warn.length };
  const silent = asOf === undefined ? 0 : warningsAt(ends, deadline.warn, calendar).filter((at) => at <= asOf).length;
  // a deadline that moved away warns again
  const warned = held?.clock.dueAt === ends ? held.warned : silent;
  return { clock: running, warned };
}

/** Queues what became of a deadline that rang: the warning given, or the deadline missed. */
export function queueRung(
  unit: Unit,
  change: { readonly record: string; readonly uuid: string },
  deadline: Deadline,
  standing: Standing,
): void {
  const next = nextEvent(deadline, standing, unit);
  const { id } = unit.tenant;
  unit.queue.push(
    statement(
      sql`update kehu.deadline set status = ${standing.clock.status}, warned = ${standing.warned} where tenant = ${id} and record_id = ${change.uuid} and definition = ${deadline.name}`,
      "deadline rung",
    ),
    statement(
      sql`delete from kehu.timer where tenant = ${id} and record_id = ${change.uuid} and definition = ${deadline.name}`,
      "timer rung",
    ),
  );
  if (next !== undefined) unit.queue.push(insertRows(timerTable, [[id, change.record, change.uuid, deadline.name, next]]));
}

/** Plans a timer anew: read again when it fired, it is due later, or not at all. */
export function queueReplanned(unit: Unit, timer: { readonly uuid: string; readonly definition: string }, at: Instant | undefined): void {
  const { id } = unit.tenant;
  unit.queue.push(
    at === undefined
      ? statement(
          sql`delete from kehu.timer where tenant = ${id} and record_id = ${timer.uuid} and definition = ${timer.definition}`,
          "timer gone",
        )
      : statement(
          sql`update kehu.timer set due_at = ${at} where tenant = ${id} and record_id = ${timer.uuid} and definition = ${timer.definition}`,
          "timer later",
        ),
  );
}

/** Leaves a timer refused: it is tried again when the record changes. */
export function queueRefused(unit: Unit, timer: { readonly uuid: string; readonly definition: string }, code: string): void {
  unit.queue.push(
    statement(
      sql`update kehu.timer set refusal = ${code} where tenant = ${unit.tenant.id} and record_id = ${timer.uuid} and definition = ${timer.definition}`,
      "timer refused",
    ),
  );
}
