import type { Database, DatabaseSource, Statement, Transaction } from "../database/database.js";

/** Told before a connection is taken, and before each group of statements goes to the database. */
type Told = (what: "administer" | "transaction" | "send" | "commit", statements: readonly Statement[]) => unknown;

/** A database that says what it is about to do, and waits for whoever listens. */
export const tellingSource = (source: DatabaseSource, told: Told): DatabaseSource => ({
  kind: source.kind,
  open: async () => tellingDatabase(await source.open(), told),
});

/** The same of one that is open. */
export function tellingDatabase(database: Database, told: Told): Database {
  const telling = (transaction: Transaction): Transaction => ({
    async send(statements) {
      if (statements.length > 0) await told("send", statements);
      return transaction.send(statements);
    },
    async commit(statements: readonly Statement[] = []) {
      await told("commit", statements);
      return transaction.commit(statements);
    },
  });
  return {
    kind: database.kind,
    async administer(work) {
      await told("administer", []);
      return database.administer((transaction) => work(telling(transaction)));
    },
    async transaction(tenant, work) {
      await told("transaction", []);
      return database.transaction(tenant, (transaction) => work(telling(transaction)));
    },
    snapshot: (tenant, work) => database.snapshot(tenant, work),
    read: (tenant, statements) => database.read(tenant, statements),
    expectFree: () => database.expectFree(),
    state: () => database.state(),
    analyse: () => database.analyse(),
    close: () => database.close(),
  };
}

/** A promise that is kept when somebody says so. */
export function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
