/** A compiled statement. With a name it is prepared once per connection. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly name?: string;
}
export type Row = Readonly<Record<string, unknown>>;
export interface Result {
  readonly rows: readonly Row[];
  /** How many rows the statement touched. */
  readonly count: number;
}
/** A connection inside a transaction. */
export interface Transaction {
  /** Sends statements in one round trip and gives their results in order; after the first that fails none has any effect. */
  send(statements: readonly Statement[]): Promise<readonly Result[]>;
  /** The last statements and the commit, in one round trip. Nothing can be sent afterwards. */
  commit(statements?: readonly Statement[]): Promise<readonly Result[]>;
}
/** How a database is reached, at this moment. */
export interface DatabaseState {
  readonly kind: "pglite" | "postgres";
  /** Host and database, the directory, or `memory`; never a user or a password. */
  readonly place: string;
  /** PostgreSQL's version. */
  readonly version: string;
  /** Of an embedded directory: the process that owns it. */
  readonly ownerPid?: number;
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number; readonly most: number };
}
/** What the two doors need of a database; one implementation serves PGlite and PostgreSQL. */
export interface Database {
  readonly kind: "pglite" | "postgres";
  /**
   * Runs `work` in a read-committed transaction that sees only the rows of one tenant.
   * Begin and the tenant travel with the first statements. What is left open at the end is committed; what throws is rolled back.
   *
   * @throws KehuError `crm/busy` (retryable) where no connection is free in time, and for a serialization failure or a deadlock
   */
  transaction<T>(tenant: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Reads of one tenant that all see the database as it was when the first of them began, whatever is written meanwhile. An embedded
   * database has one connection: the others wait.
   */
  snapshot<T>(tenant: string, work: (transaction: Pick<Transaction, "send">) => Promise<T>): Promise<T>;
  /** Statements that only read, for one tenant, in one round trip; nothing stays behind on the connection. */
  read(tenant: string, statements: readonly Statement[]): Promise<readonly Result[]>;
  /** Statements outside of any tenant, in one transaction: installing and upgrading. */
  administer<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** For calls that wait before they begin. @throws KehuError `crm/nested-call` inside of a transaction of this database, `crm/database-closed` */
  expectFree(): void;
  state(): Promise<DatabaseState>;
  /** After bulk work, where no autovacuum runs. */
  analyse(): Promise<void>;
  /** Waits for what is running, then closes. */
  close(): Promise<void>;
}
/** What `pglite(…)` and `postgres(…)` give to createCrm: how to open the database. */
export interface DatabaseSource {
  readonly kind: "pglite" | "postgres";
  open(): Promise<Database>;
}
