import { defineRefusal, refused } from "@kehu/core";
import { explained } from "../rows/constraints.js";
import type { Unit } from "./unit.js";

export const notAwaited = defineRefusal(
  "crm/not-awaited",
  "{operation} ended while something that it began was still running; await every call of work.",
);

/** Says that the operation has ended. @throws KehuError `crm/not-awaited` where something still runs */
export type Ended = () => void;
export type Verb = (unit: Unit, ...rest: never[]) => Promise<unknown>;

/**
 * Verbs in one transaction: one after another, even if they are called at once, so that ids are the same when the operation runs
 * again; and each whole or not at all, even if the operation swallows a refusal.
 */
export function oneByOne(
  unit: Unit,
  verbs: Readonly<Record<string, Verb>>,
  operation: string,
): { readonly session: Readonly<Record<string, (...rest: never[]) => Promise<unknown>>>; readonly end: Ended } {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  let ended = false;
  const call = (verb: Verb, rest: never[]): Promise<unknown> => {
    if (ended) return Promise.reject(refused(notAwaited({ operation })));
    open += 1;
    const run = last
      .then(() => whole(unit, verb, rest))
      .finally(() => {
        open -= 1;
      });
    last = run.catch(() => undefined);
    return run;
  };
  const session = Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, (...rest: never[]) => call(verb, rest)]));
  const end = (): void => {
    ended = true;
    if (open > 0) throw refused(notAwaited({ operation }));
  };
  return { session, end };
}

/** What is refused leaves nothing in the queue; if part of it was sent already, the whole transaction cannot be kept. */
async function whole(unit: Unit, verb: Verb, rest: never[]): Promise<unknown> {
  const { notes, queue } = unit;
  if (notes.failure) throw notes.failure.error;
  const count = (): number => notes.sent + queue.length;
  let before = count();
  // what was overdue stays, whatever becomes of the rest
  const begins = (): void => {
    before = count();
  };
  try {
    return await verb({ ...unit, begins, happened: new Set(unit.happened), written: new Map() }, ...rest);
  } catch (thrown) {
    const error = explained(unit.registry, thrown);
    if (notes.sent > before) notes.failure = { error };
    else queue.length = before - notes.sent;
    throw error;
  }
}
