import { KehuError, type Refusal } from "@kehu/core";
import { OneAfterAnother, type Queued, send, type Unit } from "./unit.js";

/** Does a part of a write; if it is refused, nothing of it remains and the others go on. What the database refuses ends the whole. */
export async function attempt<T>(unit: Unit, work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refusal: KehuError }> {
  unit.notes.attempts += 1;
  const name = `attempt_${unit.notes.attempts}`;
  const { failure } = unit.notes;
  const written = [...unit.written];
  const mark: Queued = { sql: `savepoint ${name}`, parameters: [] };
  unit.queue.push(mark);
  try {
    const value = await work();
    if (unit.queue.some(({ check }) => check !== undefined)) await send(unit, []);
    unit.queue.push({ sql: `release ${name}`, parameters: [] });
    return { value };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const unsent = unit.queue.indexOf(mark);
    unit.queue.length = Math.max(unsent, 0);
    if (unsent === -1) await send(unit, [{ sql: `rollback to ${name}`, parameters: [] }]);
    unit.notes.failure = failure;
    unit.notes.activity.clear();
    unit.written.clear();
    for (const [uuid, record] of written) unit.written.set(uuid, record);
    return { refusal: error };
  }
}
/**
 * The same for what is hardly ever refused: no way back is marked, and where something is refused the whole write runs again with such marks.
 * What is locked outside of a mark and deleted inside of it stays in the way of every search until the server cleans up.
 *
 * @throws OneAfterAnother
 */
export async function attemptUnmarked<T>(
  unit: Unit,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly refusal: KehuError }> {
  if (unit.notes.oneAfterAnother) return attempt(unit, work);
  try {
    const value = await work();
    if (unit.queue.some(({ check }) => check !== undefined)) await send(unit, []);
    return { value };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const again = new OneAfterAnother("Something was refused", { cause: error });
    // nothing may be kept, whoever swallows it
    unit.notes.failure = { error: again };
    throw again;
  }
}
const isRefusal = (error: unknown): error is KehuError => error instanceof KehuError && !error.retryable && !isFatal(error);
/** After these the transaction is gone. */
const isFatal = (error: KehuError): boolean => error.code === "crm/database-error" || error.code === "crm/outcome-unknown";

/** The refusal with which something ended, as data. What says that the caller made no sense at all is thrown on. */
export function refusalOr<T>(work: () => T): { readonly value: T } | { readonly refusal: Refusal } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof KehuError) || error.code === "crm/unknown-definition") throw error;
    return { refusal: refusalOf(error) };
  }
}
export const refusalOf = ({ code, message, details }: KehuError): Refusal => ({ code, message, details });
