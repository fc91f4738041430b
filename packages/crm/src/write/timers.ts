import { type AnyTransition, type Deadline, decide, dueAt, type Instant, type Refusal } from "@kehu/core";
import { loadNeeds } from "../read/needs.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { carryOut, strengthOf } from "./apply.js";
import { deadlinesOf, queueRefused, queueReplanned, queueRung, standingOf } from "./clocks.js";
import { runActs } from "./follow.js";
import { queueJournal } from "./journal.js";
import { lock } from "./lock.js";
import { type AnyMoment, momentsOf } from "./moments.js";
import { circumstancesAt, groupBy, send, type Timer, type Unit } from "./unit.js";

/** What became of timers: how many took effect, and how many were dealt with at all (planned anew or refused, too). */
export interface Fired {
  readonly fired: number;
  readonly handled: number;
}

/** Fires timers: of each record its earliest, in batches of one definition, in order of time. What another worker has is left to it. */
export async function fire(unit: Unit, timers: readonly Timer[], options: { readonly skipLocked?: boolean } = {}): Promise<Fired> {
  const first = new Map<string, Timer>();
  for (const timer of timers) {
    const known = first.get(timer.uuid);
    if (!known || timer.dueAt < known.dueAt) first.set(timer.uuid, timer);
  }
  let fired = 0;
  let handled = 0;
  const count = (more: Fired): void => {
    fired += more.fired;
    handled += more.handled;
  };
  for (const batch of groupBy(first.values(), (timer) => timer.definition).values()) {
    const { definition, record } = batch[0] as Timer;
    const entry = unit.registry.records.get(record);
    const transition = unit.registry.transitions.get(definition);
    const deadline = unit.registry.deadlines.get(definition);
    if (entry && transition?.due) count(await fireTransition(unit, entry, transition, batch, options));
    else if (entry && deadline) count(await ring(unit, entry, deadline, batch, options));
    else {
      for (const timer of batch) queueReplanned(unit, timer, undefined);
      handled += batch.length;
    }
  }
  return { fired, handled };
}

const uuidsOf = (timers: readonly Timer[]): readonly string[] => timers.map((timer) => timer.uuid);

async function fireTransition(
  unit: Unit,
  entry: RecordEntry,
  transition: AnyTransition,
  timers: readonly Timer[],
  options: { readonly skipLocked?: boolean },
): Promise<Fired> {
  const locked = await lock(unit, entry, uuidsOf(timers), { strength: strengthOf(transition), ...options });
  const here = timers.filter((timer) =>
    locked.overdue.some((row) => row["record_id"] === timer.uuid && row["definition"] === timer.definition),
  );
  const present = here.filter((timer) => locked.records.has(timer.uuid));
  const asked = present.map((timer) => ({ record: locked.records.get(timer.uuid) as AnyStored, now: timer.dueAt }));
  const moments = await momentsOf(unit, transition, asked);
  const ready: { readonly timer: Timer; readonly moment: AnyMoment }[] = [];
  for (const [index, timer] of present.entries()) {
    const moment = moments[index] as AnyMoment;
    const due = dueAt(transition, moment as never);
    // a clock that depends on other records is read again when it fires
    if (due === undefined || due > unit.now) queueReplanned(unit, timer, due);
    else ready.push({ timer, moment: due > timer.dueAt ? { ...moment, ...circumstancesAt(unit, due) } : moment });
  }
  const decided = ready.map(({ timer, moment }) => ({ timer, decision: decide(transition, moment as never) }));
  for (const { timer, decision } of decided) if (!decision.ok) queueRefused(unit, timer, (decision as { refusal: Refusal }).refusal.code);
  const going = decided.filter(({ decision }) => decision.ok);
  if (going.length > 0)
    await carryOut(
      unit,
      transition,
      locked,
      going.map(({ timer }) => timer.uuid),
      going.map(({ decision }) => decision),
      { caller: false },
    );
  return { fired: going.length, handled: present.length };
}

/** A deadline rings: it warns, or it is missed and what follows is done. */
async function ring(
  unit: Unit,
  entry: RecordEntry,
  deadline: Deadline,
  timers: readonly Timer[],
  options: { readonly skipLocked?: boolean },
): Promise<Fired> {
  const locked = await lock(unit, entry, uuidsOf(timers), { strength: "no key update", ...options });
  const present = timers.filter((timer) => locked.records.has(timer.uuid));
  const [result] = await send(unit, [deadlinesOf(unit.tenant.id, uuidsOf(present))]);
  const standing = new Map(
    (result?.rows ?? []).filter((row) => row["definition"] === deadline.name).map((row) => [row["record_id"] as string, standingOf(row)]),
  );
  let rung = 0;
  for (const timer of present) {
    const stands = standing.get(timer.uuid);
    if (!stands || stands.clock.status !== "running" || stands.clock.dueAt === undefined) {
      queueReplanned(unit, timer, undefined);
      continue;
    }
    const record = locked.records.get(timer.uuid) as AnyStored;
    const missed = timer.dueAt >= stands.clock.dueAt;
    const after = missed
      ? { clock: { ...stands.clock, status: "missed" as const }, warned: deadline.warn.length }
      : { ...stands, warned: stands.warned + 1 };
    queueRung(unit, { record: entry.record.name, uuid: timer.uuid }, deadline, after);
    queueJournal(unit, [
      {
        entry,
        uuid: timer.uuid,
        before: record,
        after: record,
        effectiveAt: timer.dueAt,
        definition: deadline.name,
        input: { [missed ? "missed" : "warned"]: timer.dueAt },
      },
    ]);
    if (missed && deadline.missed) await followMissed(unit, deadline, record, timer.dueAt);
    rung += 1;
  }
  return { fired: rung, handled: present.length };
}

async function followMissed(unit: Unit, deadline: Deadline, record: AnyStored, now: Instant): Promise<void> {
  const needed =
    Object.keys(deadline.needs).length > 0
      ? await loadNeeds((statements) => send(unit, statements), unit.registry, unit.tenant, [
          { needs: deadline.needs, record, actor: unit.actor },
        ])
      : [];
  const acts = deadline.missed?.({ ...circumstancesAt(unit, now), record, input: undefined, needs: needed[0] ?? {} }) ?? [];
  await runActs(
    unit,
    acts.map((act) => ({ act, now })),
  );
}
