import { setTimeout } from "node:timers/promises";
import { refused } from "@kehu/core";
import pg from "pg";
import type { Database, DatabaseState, Result, Statement, Transaction } from "./database.js";
import { databaseClosed, isPoolTimeout, isSessionLost, noneFree, tenantMissing, translateFailure } from "./failures.js";
import { Nesting } from "./nesting.js";
import { PoolTransaction } from "./pool-transaction.js";
import { sendGroup } from "./statement-group.js";

export interface PoolDatabaseOptions {
  readonly kind: Database["kind"];
  readonly pool: Omit<pg.PoolConfig, "onConnect" | "connectionTimeoutMillis">;
  /** The database in words, without password. */
  readonly place: string;
  /** Called for each new connection: statements that bring its session into the state that Kehu counts on. */
  prepareSession?(): string;
  /** Bound on waiting for a free connection; 10 seconds unless told. */
  readonly waitMilliseconds?: number | undefined;
  /** One statement that brings the planner's statistics up to date. */
  readonly analyse: string;
  /** The same for what has grown since, sent each time as much was written again: nobody else comes by while a book is taken in. */
  readonly analyseGrown: string;
  /** The process that owns the directory of an embedded database. */
  readonly ownerPid?: number | undefined;
  /** What to release after the last connection. */
  closed?(): Promise<void>;
}

const begin: Statement = { name: "kehu_begin", sql: "begin isolation level read committed", parameters: [] };
const beginSnapshot: Statement = { sql: "begin isolation level repeatable read read only", parameters: [] };
const setTenant = (tenant: string): Statement => ({
  name: "kehu_tenant",
  sql: "select set_config('kehu.tenant', $1, true)",
  parameters: [tenant],
});
/** Ends with the implicit transaction of its group, as the tenant does, so that a read cannot write whatever its statements say. */
const setReadingTenant = (tenant: string): Statement => ({
  name: "kehu_reading_tenant",
  sql: "select set_config('kehu.tenant', $1, true), set_config('transaction_read_only', 'on', true)",
  parameters: [tenant],
});
/** How values are written as text, whatever the server's defaults are: `values.ts` counts on it. */
const formats = "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set bytea_output = 'hex'; set extra_float_digits = 1";

/** The one implementation of Database, over a pool of connections; PGlite's pool has a single one. */
export class PoolDatabase implements Database {
  readonly kind: Database["kind"];
  readonly #pool: pg.Pool;
  readonly #options: PoolDatabaseOptions;
  readonly #waitMilliseconds: number;
  readonly #nesting = new Nesting();
  readonly #running = new Set<Promise<unknown>>();
  #connections = 0;
  #closing: Promise<void> | undefined;
  readonly #growth = new Map<string, Growth>();

  constructor(options: PoolDatabaseOptions) {
    const { kind, pool, waitMilliseconds = 10_000 } = options;
    this.kind = kind;
    this.#options = options;
    this.#waitMilliseconds = waitMilliseconds;
    this.#pool = new pg.Pool({
      ...pool,
      connectionTimeoutMillis: waitMilliseconds,
      onConnect: async (client) => {
        // A connection that breaks while it is borrowed must not bring the process down; its statements fail by themselves.
        client.on("error", ignore);
        await client.query(`${options.prepareSession?.() ?? ""}; ${formats}`);
      },
    });
    this.#pool.on("error", ignore);
    this.#pool.on("connect", () => {
      this.#connections += 1;
    });
    this.#pool.on("remove", () => {
      this.#connections -= 1;
    });
  }

  transaction<T>(tenant: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#track(async () => {
      let written = 0;
      const result = await this.#transact([begin, setTenant(demandTenant(tenant))], work, (rows) => {
        written = rows;
      });
      // whoever wrote does not wait for it; closing does
      void this.#hold(this.#analyseGrown(tenant, written));
      return result;
    });
  }

  snapshot<T>(tenant: string, work: (transaction: Pick<Transaction, "send">) => Promise<T>): Promise<T> {
    return this.#track(() => this.#transact([beginSnapshot, setTenant(demandTenant(tenant))], work));
  }

  read(tenant: string, statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#track(() => this.#read([setReadingTenant(demandTenant(tenant)), ...statements]));
  }

  administer<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#track(() => this.#transact([begin], work));
  }

  expectFree(): void {
    if (this.#closing) throw refused(databaseClosed());
    this.#nesting.refuseInside();
  }

  async state(): Promise<DatabaseState> {
    const { kind, place, ownerPid } = this.#options;
    const { totalCount: open, idleCount: idle, waitingCount: waiting, options } = this.#pool;
    const [result] = await this.administer((transaction) => transaction.send([{ sql: "show server_version", parameters: [] }]));
    const version = String(result?.rows[0]?.["server_version"]);
    return { kind, place, version, ...(ownerPid !== undefined && { ownerPid }), connections: { open, idle, waiting, most: options.max } };
  }

  analyse(): Promise<void> {
    return this.#track(() => this.#analyse(this.#options.analyse));
  }

  async close(): Promise<void> {
    this.#nesting.refuseInside();
    this.#closing ??= this.#drain();
    await this.#closing;
  }

  async #drain(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#pool.end();
    // A server that has vanished never says goodbye.
    await Promise.race([this.#lastConnectionGone(), setTimeout(this.#waitMilliseconds, undefined, { ref: false })]);
    await this.#options.closed?.();
  }

  /** The pool has ended when it has told its connections to; they take a moment longer. */
  async #lastConnectionGone(): Promise<void> {
    while (this.#connections > 0) await new Promise<void>((resolve) => this.#pool.once("remove", () => resolve()));
  }

  /** Every call passes here: none begins after closing, none inside of another one, and closing waits for all. */
  async #track<T>(call: () => Promise<T>): Promise<T> {
    this.expectFree();
    return this.#hold(call());
  }

  /** Closing waits for it. */
  #hold<T>(running: Promise<T>): Promise<T> {
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async #transact<T>(
    opening: readonly Statement[],
    work: (transaction: Transaction) => Promise<T>,
    onDone: (rows: number) => void = ignore,
  ): Promise<T> {
    const client = await this.#connect();
    const transaction = new PoolTransaction(client, opening, this.#options.place);
    try {
      const result = await this.#nesting.run(() => work(transaction));
      await transaction.finish();
      return result;
    } catch (error) {
      await transaction.abandon();
      throw error;
    } finally {
      client.release(transaction.sessionLost);
      onDone(transaction.written);
    }
  }

  /** A plan made for an empty table crawls over a full one, and one made for a tenant that had nothing over all that it has now. */
  async #analyseGrown(tenant: string, rows: number): Promise<void> {
    const hasGrown = [tenant, everybody].filter((whose) => this.#grow(whose, rows));
    if (hasGrown.length === 0 || this.#closing) return;
    // What was written is committed and must not be reported as failed; the statistics wait for the next time.
    await this.#analyse(this.#options.analyseGrown).catch(ignore);
  }

  /** True each time as much was written again. */
  #grow(whose: string, rows: number): boolean {
    const { written = 0, analyseAt = 1000 } = this.#growth.get(whose) ?? {};
    const isDue = written + rows >= analyseAt;
    this.#growth.set(whose, { written: written + rows, analyseAt: isDue ? 2 * (written + rows) : analyseAt });
    return isDue;
  }

  async #analyse(sql: string): Promise<void> {
    const client = await this.#connect();
    await this.#single(client, () => sendGroup(client, [{ sql, parameters: [] }]));
  }

  /** `set_config` and the reads under one Sync are one implicit transaction: the tenant ends with it. */
  async #read(statements: readonly Statement[]): Promise<readonly Result[]> {
    const client = await this.#connect();
    const answers = await this.#single(client, () => sendGroup(client, statements));
    return answers.slice(1);
  }

  async #single<T>(client: pg.PoolClient, send: () => Promise<T>): Promise<T> {
    let lost = false;
    try {
      return await send();
    } catch (error) {
      lost = isSessionLost(error);
      throw translateFailure(error, { place: this.#options.place, phase: "work" });
    } finally {
      client.release(lost);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (isPoolTimeout(error)) throw noneFree(this.#waitMilliseconds);
      throw translateFailure(error, { place: this.#options.place, phase: "open" });
    }
  }
}

const ignore = (): void => {};
/** No tenant has this name. */
const everybody = "";
/** How much was written here, and when the planner's statistics are looked at next. */
interface Growth {
  readonly written: number;
  readonly analyseAt: number;
}

function demandTenant(tenant: string): string {
  if (tenant === "") throw refused(tenantMissing());
  return tenant;
}
