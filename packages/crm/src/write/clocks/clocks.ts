import {
  type AnyTransition,
  type Deadline,
  deadlineAt,
  dueAt,
  type Instant,
  latest,
  moveDeadline,
  type Within,
  warningsAt,
} from "@kehu/core";
import { answering } from "@kehu/core/engine";
import type { Row } from "../../database/database.js";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { circumstancesAt, noting, type Unit } from "../unit/unit.js";
import { clockNames, type Planned, queueDeadlines, queueTimers, queueUnplanned, reread, type Standing, standingOf } from "./clock-rows.js";

/** The needs of one definition for one record, as they are now. */
export type NeedsOf = (definition: AnyTransition | Deadline, index: number) => object;
/** A record whose clocks are planned anew. */
export interface Clocked {
  readonly uuid: string;
  readonly record: AnyStored;
  /** When it entered its state, where it just did. */
  readonly enteredAt?: Instant;
  readonly retracted?: boolean;
  /** True where nothing was planned for it yet. */
  readonly isNew?: boolean;
  /** Clocks before it are silent: an adopted record is governed from there on. */
  readonly asOf?: Instant | undefined;
  /** Notes the parameter values that were used. */
  readonly used: Map<string, unknown>;
}

/** Queues the timers and deadlines of some records of one type: what was planned before is replaced. */
export function queueClocks(
  unit: Unit,
  entry: RecordEntry,
  clocked: readonly Clocked[],
  { needsOf, standing }: { readonly needsOf: NeedsOf; readonly standing: readonly Row[] },
): void {
  const definitions = clockNames(entry);
  if (clocked.length === 0 || definitions.length === 0) return;
  const planned: Planned[] = [];
  const deadlines: { readonly uuid: string; readonly deadline: Deadline; readonly standing: Standing }[] = [];
  const held = new Map(standing.map((row) => [`${row["record_id"]} ${row["definition"]}`, standingOf(row)]));
  const { calendar, parameter } = circumstancesAt(unit, unit.now);
  for (const [index, each] of clocked.entries()) {
    const { uuid, record } = each;
    for (const transition of each.retracted ? [] : entry.transitions) {
      if (!transition.due || !transition.from.includes(record.state)) continue;
      const due = noting(unit, each.used, () =>
        dueAt(transition, { record, needs: needsOf(transition, index), calendar, parameter } as never),
      );
      if (due !== undefined) planned.push({ uuid, definition: transition.name, at: notBefore(record, due, each.asOf) });
    }
    for (const deadline of entry.deadlines) {
      const known = held.get(`${uuid} ${deadline.name}`);
      const stands = noting(unit, each.used, () => standingNow(unit, deadline, each, known, () => needsOf(deadline, index)));
      if (!stands) continue;
      deadlines.push({ uuid, deadline, standing: stands });
      const at = nextEvent(unit, deadline, stands);
      if (at !== undefined) planned.push({ uuid, definition: deadline.name, at });
    }
  }
  const uuids = clocked.filter((each) => !each.isNew).map(({ uuid }) => uuid);
  queueUnplanned(unit, "timer", { uuids, definitions: [reread, ...definitions] });
  queueUnplanned(unit, "deadline", { uuids, definitions: entry.deadlines.map(({ name }) => name) });
  queueTimers(unit, entry.record.name, planned);
  queueDeadlines(unit, entry.record.name, deadlines);
}

/** Nothing leaves a state before the state began. */
export const notBefore = (record: AnyStored, due: Instant, asOf?: Instant): Instant => latest(due, record.since, asOf) ?? due;

/** A deadline as it stands, and on which clock it runs. */
export interface Running extends Standing {
  readonly within?: Within;
}

/** When a running deadline is next heard of: its next warning, or its end. */
export function nextEvent(unit: Unit, deadline: Deadline, { clock, warned, within }: Running): Instant | undefined {
  if (clock.status !== "running" || clock.dueAt === undefined) return undefined;
  return latest(warnings(unit, deadline, clock.dueAt, within)[warned] ?? clock.dueAt, clock.startedAt);
}
const warnings = (unit: Unit, deadline: Deadline, dueAt: Instant, within: Within | undefined): readonly Instant[] =>
  deadline.warn.length === 0 ? [] : warningsAt(dueAt, deadline.warn, unit.tenant.calendar, within);

/** How a deadline stands for a record as it is now; undefined where there is none. */
export function standingNow(
  unit: Unit,
  deadline: Deadline,
  { record, enteredAt, retracted, asOf }: Omit<Clocked, "used">,
  held: Standing | undefined,
  needs: () => object,
): Running | undefined {
  const { runsIn, pausesIn } = deadline;
  const moves = enteredAt !== undefined || held === undefined;
  const at = enteredAt ?? record.since;
  const moved = retracted
    ? held && moveDeadline(held.clock, { at, runsIn, pausesIn })
    : moves
      ? moveDeadline(held?.clock, { state: record.state, at, runsIn, pausesIn })
      : held.clock;
  const open = moved?.status === "running" || (moved?.status === "met" && deadline.met !== undefined && runsIn.includes(record.state));
  if (!moved || !open) return moved && { clock: moved, warned: held?.warned ?? 0 };
  const { calendar, parameter } = circumstancesAt(unit, unit.now);
  const moment = { record, needs: needs(), calendar, parameter } as never;
  const within = answering(deadline.name, () => deadline.within(moment));
  if (within === undefined) return undefined;
  const clock = { ...moved, status: answering(deadline.name, () => deadline.met?.(moment)) ? ("met" as const) : ("running" as const) };
  const ends = deadlineAt(within, clock.startedAt, clock.pauses, calendar);
  if (ends === undefined) return { clock, warned: held?.warned ?? 0 };
  const running = { ...clock, dueAt: ends };
  if (clock.status === "met") return { clock: running, warned: held?.warned ?? 0 };
  if (asOf !== undefined && ends <= asOf) return { clock: { ...running, status: "missed" }, warned: deadline.warn.length };
  if (held?.clock.dueAt === ends) return { clock: running, warned: held.warned, within };
  // A deadline that moved away warns again; what lies before its start, or before it was moved, is silent.
  const from = latest(asOf, clock.startedAt, held?.clock.dueAt === undefined ? undefined : unit.now) as Instant;
  return { clock: running, warned: warnings(unit, deadline, ends, within).filter((warning) => warning <= from).length, within };
}
