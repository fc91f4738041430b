import type { PoolClient } from "pg";
import type { Result, Statement, Transaction } from "./database.js";
import { type Failing, isSessionLost, translateFailure } from "./failures.js";
import { type Answer, sendGroup } from "./statement-group.js";

const commitStatement: Statement = { name: "kehu_commit", sql: "commit", parameters: [] };
const rollbackStatement: Statement = { sql: "rollback", parameters: [] };

/** One transaction on one connection. Its opening statements travel with the first ones of the work. */
export class PoolTransaction implements Transaction {
  readonly #client: PoolClient;
  readonly #place: string;
  /** What still has to be sent before anything else; empty once the transaction is open. */
  #opening: readonly Statement[];
  #state: "open" | "committed" | "ended" = "open";
  #failure: { readonly error: unknown } | undefined;
  /** How many rows were inserted or updated. */
  written = 0;
  /** True where the session may be damaged and the connection must not be used again. */
  sessionLost = false;

  constructor(client: PoolClient, opening: readonly Statement[], place: string) {
    this.#client = client;
    this.#opening = opening;
    this.#place = place;
  }

  async send(statements: readonly Statement[]): Promise<readonly Result[]> {
    this.#demandOpen();
    return statements.length === 0 ? [] : this.#group(statements, "work");
  }

  async commit(statements: readonly Statement[] = []): Promise<readonly Result[]> {
    this.#demandOpen();
    this.#state = "committed";
    // Nothing was sent, so there is nothing to commit.
    if (this.#opening.length > 0 && statements.length === 0) return [];
    const answers = await this.#group([...statements, commitStatement], "commit");
    // PostgreSQL answers a COMMIT of a failed transaction with success and the word ROLLBACK.
    if (answers.at(-1)?.command !== "COMMIT") throw this.#fail(new TypeError("The transaction was rolled back at its commit."), "commit");
    return answers.slice(0, -1);
  }

  /** Commits what is still open. A failure that the work swallowed is thrown here: its transaction cannot be kept. */
  async finish(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (this.#state === "open") await this.commit();
    this.#state = "ended";
  }

  /** Never throws: a connection that cannot roll back is given up, and the server rolls back by itself. */
  async abandon(): Promise<void> {
    const begun = this.#opening.length === 0;
    this.#state = "ended";
    if (!begun || this.sessionLost) return;
    try {
      await sendGroup(this.#client, [rollbackStatement]);
    } catch {
      this.sessionLost = true;
    }
  }

  async #group(statements: readonly Statement[], phase: Failing["phase"]): Promise<readonly Answer[]> {
    const opening = this.#opening;
    this.#opening = [];
    try {
      const answers = await sendGroup(this.#client, [...opening, ...statements]);
      for (const { command, count } of answers) if (command === "INSERT" || command === "UPDATE") this.written += count;
      return answers.slice(opening.length);
    } catch (error) {
      throw this.#fail(error, phase, opening.length);
    }
  }

  /** Keeps the first failure: what comes after it is only "current transaction is aborted". */
  #fail(thrown: unknown, phase: Failing["phase"], opening = 0): unknown {
    this.sessionLost ||= isSessionLost(thrown);
    this.#failure ??= { error: translateFailure(thrown, { place: this.#place, phase, opening }) };
    return this.#failure.error;
  }

  #demandOpen(): void {
    if (this.#failure) throw this.#failure.error;
    if (this.#state !== "open") throw new TypeError("The transaction has ended; nothing can be sent any more.");
  }
}
