import type { Refusal } from "./define/refusal.js";

export interface KehuErrorOptions {
  /** What a program needs to react: ids, paths, versions; never personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** True where the same call may succeed if it is made again. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Everything that Kehu throws. The code is stable and documented; the message says what happened, to which thing, and what to do. */
export class KehuError extends Error {
  override readonly name = "KehuError";
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: KehuErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
  }
}

/** The error that throws a refusal: pure functions return refusals, the runtime throws them. */
export function refused(
  refusal: Refusal,
  options: Omit<KehuErrorOptions, "details"> & { readonly details?: Readonly<Record<string, unknown>> } = {},
): KehuError {
  return new KehuError(refusal.code, refusal.message, { ...options, details: { ...refusal.details, ...options.details } });
}
