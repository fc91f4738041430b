import type { Deadline } from "@kehu/core";
import { answering } from "@kehu/core/engine";
import { loadNeeds } from "../../read/needs.js";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import type { Locked } from "../lock.js";
import { type Change, queueJournal } from "../rows/journal.js";
import { circumstancesAt, noting, send, type Timer, type Unit } from "../unit/unit.js";
import { runActs } from "../verbs/acts.js";
import { type Planned, queueDeadlines, queueTimers, queueUnplanned, type Standing, standingOf } from "./clock-rows.js";
import { nextEvent, type Running, standingNow } from "./clocks.js";

interface Rung {
  readonly timer: Timer;
  readonly record: AnyStored;
  readonly needs: object;
  readonly before: Running;
  readonly after: Standing;
}

interface Ringing {
  readonly entry: RecordEntry;
  readonly deadline: Deadline;
  readonly locked: Locked;
  readonly timers: readonly Timer[];
}

/**
 * A deadline rings for some records: it warns, or it is missed and what follows is done. It is read again first, because what it
 * depends on may have changed.
 *
 * @returns how many it rang for
 */
export async function ring(unit: Unit, { entry, deadline, locked, timers }: Ringing): Promise<number> {
  const records = timers.map(({ uuid }) => locked.records.get(uuid) as AnyStored);
  const needs = await needsOf(unit, deadline, records);
  const held = new Map(
    locked.standing.filter((row) => row["definition"] === deadline.name).map((row) => [row["record_id"] as string, standingOf(row)]),
  );
  const stands = timers.flatMap((timer, index) => {
    const record = records[index] as AnyStored;
    const standing = held.get(timer.uuid);
    const now = standing && standingNow(unit, deadline, { uuid: timer.uuid, record }, standing, () => needs[index] as object);
    return now ? [{ timer, record, needs: needs[index] as object, before: now }] : [];
  });
  const rung = stands.flatMap((each): readonly Rung[] => {
    const next = nextEvent(unit, deadline, each.before);
    return next === undefined || next > each.timer.dueAt ? [] : [{ ...each, after: afterRinging(each.before, each.timer) }];
  });
  const after = new Map(rung.map((each) => [each.timer.uuid, { ...each.before, ...each.after }]));
  write(unit, {
    entry,
    deadline,
    uuids: timers.map(({ uuid }) => uuid),
    standing: stands.map(({ timer, before }) => ({ uuid: timer.uuid, standing: after.get(timer.uuid) ?? before })),
  });
  const changes = rung.map(({ timer, record, after }): Change => {
    const input = { [after.clock.status === "missed" ? "missed" : "warned"]: timer.dueAt };
    return { entry, uuid: timer.uuid, before: record, after: record, effectiveAt: timer.dueAt, definition: deadline.name, input };
  });
  if (changes.length > 0) queueJournal(unit, changes);
  await followMissed(unit, deadline, rung);
  return rung.length;
}

function afterRinging({ clock, warned }: Running, { dueAt }: Timer): Standing {
  const missed = clock.dueAt !== undefined && clock.dueAt <= dueAt;
  return missed ? { clock: { ...clock, status: "missed" }, warned } : { clock, warned: warned + 1 };
}

async function needsOf(unit: Unit, deadline: Deadline, records: readonly AnyStored[]): Promise<readonly object[]> {
  const { needs } = deadline;
  if (Object.keys(needs).length === 0) return records.map(() => ({}));
  return loadNeeds(
    (statements) => send(unit, statements),
    unit.registry,
    unit.tenant,
    records.map((record) => ({ needs, record, actor: unit.actor })),
  );
}

interface Writing {
  readonly entry: RecordEntry;
  readonly deadline: Deadline;
  readonly uuids: readonly string[];
  readonly standing: readonly { readonly uuid: string; readonly standing: Running }[];
}
function write(unit: Unit, { entry, deadline, uuids, standing }: Writing): void {
  const definitions = [deadline.name];
  queueUnplanned(unit, "timer", { uuids, definitions });
  queueUnplanned(unit, "deadline", { uuids, definitions });
  queueDeadlines(
    unit,
    entry.record.name,
    standing.map((each) => ({ ...each, deadline })),
  );
  const planned = standing.flatMap(({ uuid, standing: each }): readonly Planned[] => {
    const at = nextEvent(unit, deadline, each);
    return at === undefined ? [] : [{ uuid, definition: deadline.name, at }];
  });
  queueTimers(unit, entry.record.name, planned);
}

async function followMissed(unit: Unit, deadline: Deadline, rung: readonly Rung[]): Promise<void> {
  if (!deadline.missed) return;
  const acts = rung
    .filter(({ after }) => after.clock.status === "missed")
    .flatMap(({ record, needs }) => {
      const used = new Map<string, unknown>();
      const moment = { ...circumstancesAt(unit, unit.now), record, input: undefined, needs: needs as Readonly<Record<string, unknown>> };
      return noting(unit, used, () => answering(deadline.name, () => deadline.missed?.(moment) ?? [])).map((act, step) => ({
        act,
        step,
        by: deadline.name,
        of: record,
      }));
    });
  await runActs(unit, acts);
}
