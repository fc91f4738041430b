import { type AnyTransition, type Decision, decide, dueAt, earliest, type Refusal } from "@kehu/core";
import { groupBy } from "../../group-by.js";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { carryOut, strengthOf } from "../carry-out.js";
import { happen } from "../follow.js";
import { type Locked, lock } from "../lock.js";
import { type AnyMoment, momentsOf } from "../moments.js";
import { readClocks } from "../settle.js";
import { attemptUnmarked } from "../unit/attempt.js";
import { byItself, markOf, noting, type Timer, type Unit } from "../unit/unit.js";
import { queueTimers, queueUnplanned, reread, rereadLinked } from "./clock-rows.js";
import { notBefore } from "./clocks.js";
import { settleNeeded } from "./overdue.js";
import { queueSpread } from "./reread.js";
import { ring } from "./ring.js";

/** What became of timers: how many took effect, and how many were dealt with at all (planned anew or refused, too). */
export interface Fired {
  readonly fired: number;
  readonly handled: number;
}
interface Firing {
  /** Leave records that another worker has. */
  readonly skipLocked?: boolean;
  /** On the way to a decision that looks at their records: what these need in turn is not settled. */
  readonly needed?: boolean;
}

/**
 * Fires the timers of the earliest instant, each definition in one batch; what comes later waits for what these lead to.
 * What is refused stays refused until its record changes, and the others go on.
 */
export async function fire(unit: Unit, timers: readonly Timer[], options: Firing = {}): Promise<Fired> {
  const first = earliest(...timers.map(({ dueAt }) => dueAt)) ?? unit.now;
  const now = byItself(unit, first);
  const due = timers.filter((timer) => timer.dueAt === first);
  const batches = [...groupBy(due, ({ record, definition }) => `${record} ${definition}`).values()];
  const sum = { fired: 0, handled: 0 };
  for (const batch of batches.sort((one, other) => rank(unit, one) - rank(unit, other))) {
    const more = await fireBatch(now, batch, options);
    sum.fired += more.fired;
    sum.handled += more.handled;
  }
  return sum;
}

/** At one instant: clocks are read again, then deadlines end, then transitions happen in order of declaration. */
function rank(unit: Unit, [timer]: readonly Timer[]): number {
  const { record, definition } = timer as Timer;
  if (definition === rereadLinked) return -3;
  if (definition === reread) return -2;
  const transitions = unit.registry.records.get(record)?.transitions ?? [];
  return transitions.findIndex(({ name }) => name === definition);
}

/** All in one, or, where one of them is refused, each by itself. */
async function fireBatch(unit: Unit, batch: readonly Timer[], options: Firing): Promise<Fired> {
  const done = await attemptUnmarked(unit, () => fireAll(unit, batch, options));
  if ("value" in done) return done.value;
  const [only] = batch as readonly [Timer];
  if (batch.length === 1) {
    queueMoved(unit, batch, () => ({ at: only.dueAt, refusal: done.refusal.code }));
    return { fired: 0, handled: 1 };
  }
  const sum = { fired: 0, handled: 0 };
  for (const timer of batch) {
    const more = await fireBatch({ ...unit, happened: new Set() }, [timer], options);
    sum.fired += more.fired;
    sum.handled += more.handled;
  }
  return sum;
}

async function fireAll(unit: Unit, batch: readonly Timer[], options: Firing): Promise<Fired> {
  const { record, definition } = batch[0] as Timer;
  const entry = unit.registry.records.get(record);
  const transition = unit.registry.transitions.get(definition);
  const deadline = unit.registry.deadlines.get(definition);
  const uuids = batch.map(({ uuid }) => uuid);
  if (!entry) return { fired: 0, handled: 0 };
  if (definition === rereadLinked) {
    queueUnplanned(unit, "timer", { uuids, definitions: [rereadLinked] });
    queueSpread(unit, entry, batch);
    return { fired: 0, handled: batch.length };
  }
  const strength = definition === reread ? "update" : transition ? strengthOf(transition) : "no key update";
  const lockThem = () => lock(unit, entry, uuids, { strength, ...(options.skipLocked && { skipLocked: true }) });
  const locked = await lockThem();
  const here = batch.filter(
    ({ uuid }) => locked.records.has(uuid) && locked.overdue.some((row) => row["record_id"] === uuid && row["definition"] === definition),
  );
  if (here.length === 0) return { fired: 0, handled: 0 };
  if (definition === reread) return readAgain(unit, entry, locked, here);
  const within = { ...unit, firing: new Set([...unit.firing, ...here.map(markOf)]) };
  if (deadline) return { fired: await ring(within, { entry, deadline, locked, timers: here }), handled: here.length };
  if (!transition?.due) return { fired: 0, handled: 0 };
  const looking = here.map(({ uuid }) => ({ record: locked.records.get(uuid) as AnyStored }));
  const moved = !options.needed && (await settleNeeded(within, Object.values(transition.needs), looking, { needed: true }));
  return fireTransition(within, transition, moved ? await lockThem() : locked, here);
}

/** The clocks of records are planned anew, and what has become true happens. */
async function readAgain(unit: Unit, entry: RecordEntry, locked: Locked, timers: readonly Timer[]): Promise<Fired> {
  const uuids = timers.map(({ uuid }) => uuid);
  queueUnplanned(unit, "timer", { uuids, definitions: [reread] });
  await readClocks(unit, entry, locked, uuids);
  await happen(unit, entry, uuids);
  return { fired: 0, handled: timers.length };
}

async function fireTransition(unit: Unit, transition: AnyTransition, locked: Locked, timers: readonly Timer[]): Promise<Fired> {
  const here = timers.filter(({ uuid }) => locked.records.has(uuid));
  const moments = await momentsOf(
    unit,
    transition,
    here.map(({ uuid, dueAt }) => ({ record: locked.records.get(uuid) as AnyStored, now: dueAt })),
  );
  const decided: { readonly timer: Timer; readonly decision: Decision<never>; readonly used: Map<string, unknown> }[] = [];
  const later = new Map<string, { readonly at?: string; readonly refusal?: string }>();
  for (const [index, timer] of here.entries()) {
    const moment = moments[index] as AnyMoment;
    const used = new Map<string, unknown>();
    const due = noting(unit, used, () => dueAt(transition, moment as never));
    // a clock that depends on other records is read again when it fires
    if (due === undefined || notBefore(moment.record as AnyStored, due) > timer.dueAt)
      later.set(timer.uuid, due === undefined ? {} : { at: due });
    else decided.push({ timer, used, decision: noting(unit, used, () => decide(transition, moment as never)) as never });
  }
  for (const { timer, decision } of decided)
    if (!decision.ok) later.set(timer.uuid, { at: timer.dueAt, refusal: (decision as { readonly refusal: Refusal }).refusal.code });
  queueMoved(
    unit,
    here.filter(({ uuid }) => later.has(uuid)),
    ({ uuid }) => later.get(uuid) ?? {},
  );
  const going = decided.filter(({ decision }) => decision.ok);
  if (going.length > 0)
    await carryOut(
      unit,
      transition,
      locked,
      going.map(({ timer, decision, used }) => ({ uuid: timer.uuid, decision, used })),
    );
  return { fired: going.length, handled: here.length };
}

/** Plans timers anew: for later, refused, or not at all. */
function queueMoved(unit: Unit, timers: readonly Timer[], to: (timer: Timer) => { readonly at?: string; readonly refusal?: string }): void {
  const [first] = timers;
  if (!first) return;
  queueUnplanned(unit, "timer", { uuids: timers.map(({ uuid }) => uuid), definitions: [first.definition] });
  queueTimers(
    unit,
    first.record,
    timers.flatMap((timer) => {
      const { at, refusal } = to(timer);
      return at === undefined ? [] : [{ uuid: timer.uuid, definition: timer.definition, at, ...(refusal !== undefined && { refusal }) }];
    }),
  );
}
