import { KehuError } from "@kehu/core";

/** What somebody asked of the runtime. */
export interface Observed {
  /** A verb of a session, or what the runtime does by itself. */
  readonly verb: string;
  /** The record, transition, operation or query. */
  readonly on?: string;
  readonly tenant?: string;
}
/** What it came to. It names definitions and codes only: no values, no sentences and nobody, so that it can be kept anywhere. */
export interface LogEntry extends Observed {
  /** `debug`: done; `info`: refused; `warn`: it can be tried again; `error`: the database or a definition failed. */
  readonly level: "debug" | "info" | "warn" | "error";
  readonly milliseconds: number;
  /** The code with which it ended, of an error that is not Kehu's its kind. */
  readonly code?: string;
}
/** The part of a tracer of `@opentelemetry/api` that is used; `trace.getTracer("kehu")` is one. */
export interface Tracer {
  startActiveSpan<T>(name: string, options: { readonly attributes: Record<string, string> }, work: (span: Span) => T): T;
}
export interface Span {
  setAttribute(name: string, value: string): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}
export interface Observers {
  readonly log?: ((entry: LogEntry) => void) | undefined;
  readonly tracer?: Tracer | undefined;
}
/** Does something and tells the observers. */
export type Observe = <T>(what: Observed, work: () => Promise<T>) => Promise<T>;

/** The failures that nobody who calls can do anything about. */
const failures: ReadonlySet<string> = new Set([
  "crm/database-error",
  "crm/database-unavailable",
  "crm/outcome-unknown",
  "crm/invalid-output",
  "core/function-failed",
]);
/** OpenTelemetry's number for a span that failed. */
const failed = 2;

export function observing({ log, tracer }: Observers): Observe {
  if (!log && !tracer) return (_, work) => work();
  const logged: Observe = async (what, work) => {
    const started = performance.now();
    const tell = (level: LogEntry["level"], code?: string): void => {
      try {
        log?.({ ...what, level, milliseconds: performance.now() - started, ...(code !== undefined && { code }) });
      } catch {
        // whoever watches must not stop what is watched
      }
    };
    try {
      const result = await work();
      tell("debug");
      return result;
    } catch (error) {
      tell(levelOf(error), codeOf(error));
      throw error;
    }
  };
  if (!tracer) return logged;
  return (what, work) =>
    tracer.startActiveSpan(`kehu ${what.verb}`, { attributes: attributesOf(what) }, async (span) => {
      try {
        return await logged(what, work);
      } catch (error) {
        span.setAttribute("kehu.code", codeOf(error));
        if (levelOf(error) === "error") span.setStatus({ code: failed });
        throw error;
      } finally {
        span.end();
      }
    });
}

const attributesOf = ({ verb, on, tenant }: Observed): Record<string, string> => ({
  "kehu.verb": verb,
  ...(on !== undefined && { "kehu.on": on }),
  ...(tenant !== undefined && { "kehu.tenant": tenant }),
});
const codeOf = (error: unknown): string => (error instanceof KehuError ? error.code : error instanceof Error ? error.name : "unknown");
const levelOf = (error: unknown): LogEntry["level"] =>
  !(error instanceof KehuError) || failures.has(error.code) ? "error" : error.retryable ? "warn" : "info";
