import { type Instant, KehuError } from "@kehu/core";
import { prepared, sql, statement } from "../../database/compile.js";
import { groupBy } from "../../group-by.js";
import { send, type Timer, type Unit } from "../unit/unit.js";
import { everyClock, queueTimers, queueUnplanned, timerOf } from "./clock-rows.js";
import { type Fired, fire } from "./fire.js";

/** How many timers one transaction takes. */
const timersPerBatch = 500;

/** Runs one transaction of the clock. */
export type Run = <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;

/** Told of what happened, and of what is left refused. */
export interface Told {
  onFired?(fired: number): void;
  onRefused?(timer: Timer, error: KehuError): Promise<void>;
}

/**
 * Lets happen what is due by an instant, in order of time. A timer that is refused, by the database or by a function of its pack that
 * breaks, is tried by itself, left refused, and does not keep the others waiting.
 */
export async function runUntil(run: Run, until: Instant, { onFired, onRefused }: Told = {}): Promise<void> {
  let singles = 0;
  for (;;) {
    const tried: { timer?: Timer } = {};
    try {
      const { fired, handled } = await run((unit) => runBatch(unit, until, singles > 0 ? 1 : timersPerBatch, tried));
      onFired?.(fired);
      if (handled === 0) return;
      singles = Math.max(0, singles - 1);
    } catch (error) {
      if (!(error instanceof KehuError) || error.retryable || tried.timer === undefined) throw error;
      const { timer } = tried;
      if (singles > 0) {
        await run((unit) => leaveRefused(unit, timer, error.code));
        await onRefused?.(timer, error);
      }
      singles = singles > 0 ? 0 : timersPerBatch;
    }
  }
}

/** One batch, the earliest first; it ends where what happened leads to something that comes before the rest. */
async function runBatch(unit: Unit, until: Instant, limit: number, tried: { timer?: Timer }): Promise<Fired> {
  const [result] = await send(unit, [
    statement(
      sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${unit.tenant.id} and due_at <= ${until} and refusal is null and definition = any(${everyClock(unit.registry)}::text[]) order by due_at, record_id limit ${limit} for update skip locked`,
    ),
  ]);
  const timers = (result?.rows ?? []).map(timerOf);
  if (timers[0]) tried.timer = timers[0];
  const sum = { fired: 0, handled: 0 };
  for (const [dueAt, batch] of groupBy(timers, (timer) => timer.dueAt)) {
    const { planned } = unit.notes;
    if (planned !== undefined && planned < dueAt && (await comesBefore(unit, dueAt))) break;
    const more = await fire(unit, batch, { skipLocked: true });
    sum.fired += more.fired;
    sum.handled += more.handled;
  }
  return sum;
}

/** Whether something is to happen before: what may have been planned may have turned out to concern nobody. */
async function comesBefore(unit: Unit, dueAt: Instant): Promise<boolean> {
  const [result] = await send(unit, [
    prepared(
      "before",
      statement(
        sql`select 1 from kehu.timer where tenant = ${unit.tenant.id} and due_at < ${dueAt} and refusal is null and definition = any(${everyClock(unit.registry)}::text[]) limit 1`,
      ),
    ),
  ]);
  return (result?.rows.length ?? 0) > 0;
}

async function leaveRefused(unit: Unit, { record, uuid, definition, dueAt }: Timer, refusal: string): Promise<void> {
  queueUnplanned(unit, "timer", { uuids: [uuid], definitions: [definition] });
  queueTimers(unit, record, [{ uuid, definition, at: dueAt, refusal }]);
}
