import type { AnyOperation } from "@kehu/core";
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
  if (!unit.notes.oneAfterAnother) {
    try {
      return (await allOnce(unit, calls, async () => (await operate(calls)).map(alone))).map(([value]) => ({ value }));
    } catch (error) {
      if (isConflict(error) || error instanceof OneAfterAnother) throw error;
      throw new OneAfterAnother("A call was refused", { cause: error });
    }
  }
  const outcomes: Outcome[] = [];
  for (const call of calls) {
    const done = await attempt(unit, () => once(unit, call, () => operate([call])));
    outcomes.push("refusal" in done ? { error: done.refusal } : { value: done.value[0] });
  }
  return outcomes;
}

/** What a call by itself gives, and is kept of it for the next with its key. */
const alone = (value: unknown): readonly [unknown] => [value];
