import type { ClientBase, Connection } from "pg";
import type { Result, Row, Statement } from "./database.js";
import { decoderOf, encodeParameter } from "./values.js";

/** What one statement gave, with PostgreSQL's word for what it did: "COMMIT", "INSERT", … */
export interface Answer extends Result {
  readonly command: string;
}

/** The first failure of a group, the name of the statement that caused it, and what those before it gave. */
export class StatementFailure extends Error {
  readonly statement: string | undefined;
  readonly answers: readonly Answer[];
  override readonly cause: unknown;

  constructor(cause: unknown, statement: string | undefined, answers: readonly Answer[] = []) {
    super("A statement failed.");
    this.cause = cause;
    this.statement = statement;
    this.answers = answers;
  }
}

/**
 * Sends statements as one message group with a single Sync at its end: one round trip, and after the first failure
 * the server skips the rest, a COMMIT at the end included.
 */
export function sendGroup(client: ClientBase, statements: readonly Statement[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    client.query(new StatementGroup(statements, resolve, reject));
  });
}

/** The messages of the extended protocol that a group needs of pg's connection. */
interface Wire {
  readonly stream: { cork?(): void; uncork?(): void };
  /** Statement texts by name: what this session has prepared. The client adds to it when a Parse is confirmed, and another session has another one. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(message: { readonly text: string; readonly name: string }): void;
  bind(message: { readonly statement: string; readonly values: readonly (string | Buffer | null)[] }): void;
  describe(message: { readonly type: "P"; readonly name: string }): void;
  execute(message: object): void;
  sync(): void;
}
interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}
/** How the rows of a statement are read. */
interface Shape {
  readonly names: readonly string[];
  readonly decoders: readonly ((text: string) => unknown)[];
}
const noRows: Shape = { names: [], decoders: [] };
/** What the statements that a session has prepared give, by name: it cannot change, and need not be told again. */
const shapes = new WeakMap<Wire["parsedStatements"], Map<string, Shape>>();
function shapesOf({ parsedStatements }: Wire): Map<string, Shape> {
  const known = shapes.get(parsedStatements) ?? new Map<string, Shape>();
  shapes.set(parsedStatements, known);
  return known;
}
interface Prepared {
  readonly sql: string;
  readonly name: string;
  readonly values: readonly (string | Buffer | null)[];
}

/**
 * A query of pg's own kind (as pg-cursor and pg-query-stream are) that carries several statements.
 * It leans on how pg's client calls a query; `statement-group.test.ts` fails where that changes.
 */
class StatementGroup {
  readonly #statements: readonly Prepared[];
  readonly #resolve: (answers: readonly Answer[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #answers: Answer[] = [];
  #shapes = new Map<string, Shape>();
  #described: Shape | undefined;
  #rows: Row[] = [];
  #unreadable: StatementFailure | undefined;

  constructor(statements: readonly Statement[], resolve: (answers: readonly Answer[]) => void, reject: (error: unknown) => void) {
    // Encoded before anything is sent: a value that cannot travel must not leave half a group behind.
    this.#statements = statements.map(({ sql, parameters, name = "" }) => ({ sql, name, values: parameters.map(encodeParameter) }));
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** The client remembers under these two that the current statement is prepared, when its Parse is confirmed. */
  get name(): string | undefined {
    return this.#current?.name || undefined;
  }
  get text(): string | undefined {
    return this.#current?.sql;
  }
  get #current(): Prepared | undefined {
    return this.#statements[this.#answers.length];
  }

  /** Called by the client when its turn has come; an error that it returns comes back to `handleError`. */
  submit(connection: Connection): Error | null {
    // The declared type of a connection leaves out what its own queries use.
    const wire = connection as unknown as Wire;
    this.#shapes = shapesOf(wire);
    const unprepared = new Map<string, string>();
    for (const { name, sql } of this.#statements) {
      if (name === "") continue;
      const other = wire.parsedStatements[name] ?? unprepared.get(name);
      if (other === undefined) unprepared.set(name, sql);
      else if (other !== sql) return new TypeError(`The statement name "${name}" is used for two different texts.`);
    }
    wire.stream.cork?.();
    try {
      for (const { name, sql, values } of this.#statements) {
        // The unnamed statement is overwritten by each Parse; a named one lives as long as its session.
        if (name === "" || unprepared.delete(name)) wire.parse({ text: sql, name });
        wire.bind({ statement: name, values });
        if (!this.#shapes.has(name)) wire.describe({ type: "P", name: "" });
        wire.execute({});
      }
      wire.sync();
    } finally {
      wire.stream.uncork?.();
    }
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.#described = { names: fields.map(({ name }) => name), decoders: fields.map(({ dataTypeID }) => decoderOf(dataTypeID)) };
  }

  get #shape(): Shape {
    return this.#described ?? this.#shapes.get(this.name ?? "") ?? noRows;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#unreadable) return;
    try {
      const { names, decoders } = this.#shape;
      const row: Record<string, unknown> = {};
      for (let index = 0; index < fields.length; index += 1) {
        const text = fields[index] ?? null;
        row[names[index] as string] = text === null ? null : decoders[index]?.(text);
      }
      this.#rows.push(row);
    } catch (error) {
      this.#unreadable = new StatementFailure(error, this.name);
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    if (this.name !== undefined) this.#shapes.set(this.name, this.#shape);
    this.#described = undefined;
    const words = text.split(" ");
    const count = Number(words.at(-1));
    this.#answers.push({ rows: this.#rows, count: Number.isNaN(count) ? 0 : count, command: words[0] ?? "" });
    this.#rows = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: "" });
  }

  handleError(error: unknown): void {
    this.#reject(new StatementFailure(error, this.name, this.#answers));
  }

  handleReadyForQuery(): void {
    if (this.#unreadable) this.#reject(this.#unreadable);
    else if (this.#answers.length === this.#statements.length) this.#resolve(this.#answers);
    else this.#reject(new Error(`${this.#answers.length} of ${this.#statements.length} statements were answered.`));
  }

  handlePortalSuspended(): void {
    this.handleError(new Error("A portal was suspended, though no limit of rows was sent."));
  }

  /** COPY waits for data that a group does not have, and swallows the Sync: only the end of the connection ends it. */
  handleCopyInResponse(connection: { readonly stream: { destroy(): void } }): void {
    connection.stream.destroy();
  }

  handleCopyData(): void {}
}
