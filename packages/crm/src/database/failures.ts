import { defineRefusal, KehuError, refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import type { Result } from "./database.js";
import { settingsChangedState } from "./settings-changed.js";
import { StatementFailure } from "./statement-group.js";

export const busy = defineRefusal(
  "crm/busy",
  "The database is busy: another change came in between, or no connection became free in time ({reason}); do the same again a little later.",
);
export const databaseUnavailable = defineRefusal(
  "crm/database-unavailable",
  "The database at {place} cannot be reached ({reason}); check that it runs, and its address, user and password.",
);
export const outcomeUnknown = defineRefusal(
  "crm/outcome-unknown",
  "The connection to the database at {place} broke while a change was being committed ({reason}); look whether it is there, or do it again with the same idempotency key.",
);
export const databaseClosed = defineRefusal("crm/database-closed", "The database was closed; open it again with createCrm.");
export const notInstalled = defineRefusal(
  "crm/not-installed",
  "The database at {place} lacks tables or columns that the packs define; call crm.install() first.",
);
export const databaseError = defineRefusal(
  "crm/database-error",
  "A statement failed with {sqlState} ({reason}); this is a fault of Kehu or of a definition, so report it with its details, which show no data.",
);
export const rightMissing = defineRefusal(
  "crm/right-missing",
  "The database role may not do this ({reason}); as a superuser: GRANT CREATE ON DATABASE … TO the role, which then owns what it installs.",
);
export const nestedCall = defineRefusal(
  "crm/nested-call",
  "This call was made inside of a transaction of the same database and would wait for itself; use what the operation is given (work) in place of the outer crm.",
);
export const roleBypassesSecurity = defineRefusal(
  "crm/role-bypasses-security",
  'The database role "{role}" bypasses row-level security, so tenants would not be kept apart; connect as another one: CREATE ROLE kehu LOGIN PASSWORD \'…\' NOSUPERUSER NOBYPASSRLS; GRANT CREATE ON DATABASE "{database}" TO kehu.',
);
export const tenantMissing = defineRefusal(
  "crm/tenant-missing",
  "A tenant is needed to read or write, and it may not be empty; name one in the actor.",
);

export const settingsChanged = defineRefusal(
  "crm/settings-changed",
  "The settings of the tenant were changed again and again while this went on; do the same again.",
);

/**
 * A broken unique key, exclusion, check or other constraint. The door that knows the constraint says it in the words of the record;
 * it never leaves the runtime, because only the door knows what may be told.
 */
export class DatabaseRefusal extends Error {
  override readonly name = "DatabaseRefusal";
  readonly sqlState: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  /** What the statements before it gave: whoever may not know of the record is told so before. */
  readonly answers: readonly Result[];

  constructor(sqlState: string, constraint: string | undefined, table: string | undefined, answers: readonly Result[] = []) {
    super(`A constraint of the database does not hold (${sqlState}${constraint ? `, ${constraint}` : ""}).`);
    this.sqlState = sqlState;
    this.constraint = constraint;
    this.table = table;
    this.answers = answers;
  }
}

/** Where and when something failed, which decides what it means. */
export interface Failing {
  /** The database in words, without password: "db.example.com:5432/crm". */
  readonly place: string;
  /** "open": nothing was sent yet; "commit": a COMMIT may have arrived. */
  readonly phase: "open" | "work" | "commit";
  /** How many statements of the group were the transaction's own. */
  readonly opening?: number;
}

/**
 * What a failure of the driver means to the caller.
 *
 * PostgreSQL's own error is never passed on, not even as a cause: its detail and often its message quote rows.
 */
export function translateFailure(thrown: unknown, failing: Failing): KehuError | DatabaseRefusal {
  const statement = thrown instanceof StatementFailure ? thrown.statement : undefined;
  const error = driverError(thrown);
  // An address that cannot be read is a TypeError too; at work it is ours.
  if (isOurs(error) && failing.phase !== "open")
    return refused(databaseError({ sqlState: "client", reason: error.message }), { details: statement ? { statement } : {} });
  const { sqlState } = error;
  if (sqlState === undefined || connectionStates.test(sqlState)) return lostConnection(error, failing);
  if (isOutdatedPlan(error) || conflictStates.test(sqlState)) return refused(busy({ reason: sqlState }), { retryable: true });
  if (sqlState === settingsChangedState) return refused(settingsChanged(), { retryable: true });
  if (sqlState.startsWith("23")) {
    const answers = thrown instanceof StatementFailure ? thrown.answers.slice(failing.opening ?? 0) : [];
    return new DatabaseRefusal(sqlState, error.constraint, error.table, answers);
  }
  // a row of another tenant is refused with the same state, and is no matter of grants
  if (sqlState === "42501" && error.message.startsWith("permission denied for"))
    return refused(rightMissing({ reason: error.message }), { details: { sqlState } });
  if (missingStates.test(sqlState)) return refused(notInstalled({ place: failing.place }), { details: statement ? { statement } : {} });
  const reason = quotingStates.test(sqlState) ? phrase("its message may quote data and is withheld") : error.message;
  const known = { schema: error.schema, table: error.table, column: error.column, statement };
  return refused(databaseError({ sqlState, reason }), {
    details: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  });
}

/** Whether the session may be damaged or gone, so that its connection must not be used again. */
export function isSessionLost(thrown: unknown): boolean {
  const error = driverError(thrown);
  if (isOurs(error)) return false;
  return error.sqlState === undefined || connectionStates.test(error.sqlState) || isOutdatedPlan(error);
}

/** No connection came free in time. */
export const noneFree = (waitMilliseconds: number): KehuError => refused(busy({ reason: `${waitMilliseconds} ms` }), { retryable: true });
/** Another change came in between, so that the same may well succeed at once; who waited in vain for a connection has waited enough. */
export const isConflict = (error: unknown): boolean =>
  error instanceof KehuError && error.code === "crm/busy" && !String(error.details["reason"]).endsWith(" ms");

/** The same as the pool says it; the pool says it in words only, which `failures.test.ts` holds on to. */
export const isPoolTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";

const connectionStates = /^(08|28|3D000|53300|57P)/;
/** Serialization failure, deadlock, and a lock that was not to be waited for. */
const conflictStates = /^(40001|40P01|55P03)$/;
/** No such schema, table, column or function. */
const missingStates = /^(3F000|42P01|42703|42883)$/;
/** Data exceptions and what a function raised: their messages repeat values. */
const quotingStates = /^(22|P0)/;

interface DriverError {
  readonly sqlState: string | undefined;
  readonly message: string;
  readonly systemCode: string | undefined;
  readonly name: string;
  readonly constraint: string | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
}

function driverError(thrown: unknown): DriverError {
  const error = (thrown instanceof StatementFailure ? thrown.cause : thrown) as Readonly<Record<string, unknown>> | null | undefined;
  const text = (key: string): string | undefined => (typeof error?.[key] === "string" ? error[key] : undefined);
  const code = text("code");
  // Only the server's errors have a severity; the codes of Node's are words such as ECONNREFUSED.
  const fromServer = text("severity") !== undefined;
  return {
    sqlState: fromServer ? code : undefined,
    systemCode: fromServer ? undefined : code,
    message: text("message") ?? "",
    name: text("name") ?? "",
    constraint: text("constraint"),
    schema: text("schema"),
    table: text("table"),
    column: text("column"),
  };
}

/** Values that cannot travel or be read, and statements that were put together wrongly. */
const isOurs = (error: DriverError): boolean => error.name === "TypeError" || error.name === "RangeError";

/** A named statement whose table was altered: it must be prepared anew, which a new session does. */
const isOutdatedPlan = ({ sqlState, message }: DriverError): boolean => sqlState === "0A000" && message.startsWith("cached plan");

function lostConnection({ sqlState, systemCode, message }: DriverError, { place, phase }: Failing): KehuError {
  const reason = systemCode ?? (sqlState ? `${sqlState}: ${message}` : message);
  if (phase === "commit") return refused(outcomeUnknown({ place, reason }));
  return refused(databaseUnavailable({ place, reason }), { retryable: phase === "open" });
}
