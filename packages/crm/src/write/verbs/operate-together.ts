import type { AnyOperation } from "@kehu/core";
import { prepared, sql, statement } from "../../database/compile.js";
import { isConflict } from "../../database/failures.js";
import { attempt } from "../unit/attempt.js";
import { allOnce, type Keyed, once } from "../unit/once.js";
import { OneAfterAnother, type Unit } from "../unit/unit.js";
import { runOperation } from "./operate.js";

/** What a call came to. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/**
 * Runs an operation in one transaction for calls that came at the same time: side by side, or where that cannot be one after another, what
 * one is refused being nothing to the others.
 */
export async function operateTogether(unit: Unit, operation: AnyOperation, calls: readonly Keyed[]): Promise<readonly Outcome[]> {
  const operate = (some: readonly Keyed[]) =>
    runOperation(
      unit,
      operation,
      some.map(({ input }) => input),
      { byCaller: true },
    );
  if (!unit.notes.oneAfterAnother && !isSkipped(operation)) {
    try {
      const values = await allOnce(unit, calls, async () => (await operate(calls)).map(alone));
      met.delete(operation);
      return values.map(([value]) => ({ value }));
    } catch (error) {
      if (isConflict(error)) throw error;
      note(operation);
      throw error instanceof OneAfterAnother ? error : new OneAfterAnother("A call was refused", { cause: error });
    }
  }
  // those of another process wait, before they lock anything: both hold what their calls lock, in the order in which they came
  const turn = sql`select pg_advisory_xact_lock(hashtextextended(${`kehu.operation ${unit.tenant.id} ${operation.name}`}::text, 0))`;
  unit.queue.unshift(prepared("turn of calls", statement(turn)));
  const outcomes: Outcome[] = [];
  for (const call of calls) {
    const done = await attempt(unit, () => once(unit, call, () => operate([call])));
    outcomes.push("refusal" in done ? { error: done.refusal } : { value: done.value[0] });
  }
  return outcomes;
}

/** What a call by itself gives, and is kept of it for the next with its key. */
const alone = (value: unknown): readonly [unknown] => [value];

/** How many more transactions of operations whose calls met are not tried side by side, and after how many the last meeting was. */
const met = new WeakMap<AnyOperation, { left: number; readonly after: number }>();
const mostSkipped = 16;
/** Those that met just now probably meet again: a common parent stays one for a while. */
function isSkipped(operation: AnyOperation): boolean {
  const skipping = met.get(operation);
  if (!skipping || skipping.left === 0) return false;
  skipping.left -= 1;
  return true;
}
function note(operation: AnyOperation): void {
  const after = Math.min(2 * (met.get(operation)?.after ?? 1), mostSkipped);
  met.set(operation, { left: after, after });
}
