import { defineRefusal } from "../define/refusal.js";
import { KehuError, refused } from "../error.js";

export const functionFailed = defineRefusal(
  "core/function-failed",
  "A function of {name} throws {problem}; let it answer or refuse for every record.",
);

/** What a function of a definition answers. What it throws without a code is told under the definition's name. */
export function answering<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw failedIn(name, cause);
  }
}

/** What was thrown inside of a definition; it keeps its code where it has one. What the rest says may quote data, and is the cause alone. */
export const failedIn = (name: string, cause: unknown): KehuError =>
  cause instanceof KehuError
    ? cause
    : refused(functionFailed({ name, problem: cause instanceof Error ? cause.name : typeof cause }), { cause });
