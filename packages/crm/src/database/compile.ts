import { createHash } from "node:crypto";
import {
  type Compilable,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from "kysely";
import type { Statement } from "./database.js";

// biome-ignore lint/suspicious/noExplicitAny: tables are known at run time only, from the packs
type Tables = any;

/** Kysely as a compiler: it never talks to a database, the doors do. */
export const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement from a query or a template; with a name it is prepared once per connection. */
export function statement(query: Compilable | RawBuilder<unknown>, name?: string): Statement {
  const compiled = query.compile(db as never);
  return { sql: compiled.sql, parameters: compiled.parameters, ...(name !== undefined && { name }) };
}

const names = new Map<string, string>();
const named = new Map<string, number>();
/** A connection keeps what it has prepared until it ends, and callers filter in ever new ways. */
export const mostPrepared = 1000;
/**
 * Lets a connection prepare a statement once: the same text has the same name, within the 63 bytes that PostgreSQL looks at. Beyond so
 * many texts of one verb they go without.
 */
export function prepared(verb: string, compiled: Statement): Statement {
  const known = names.get(compiled.sql);
  if (known !== undefined) return { ...compiled, name: known };
  const count = named.get(verb) ?? 0;
  if (count >= mostPrepared) return compiled;
  const name = `${verb} ${createHash("sha256").update(compiled.sql).digest("base64url").slice(0, 22)}`;
  names.set(compiled.sql, name);
  named.set(verb, count + 1);
  return { ...compiled, name };
}
/** What stands in a statement for a value that is known when it is sent. */
class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
export type Values = Readonly<Record<string, unknown>>;
/** Gives holes in the place of values, to whatever puts a statement together. */
export const hole = (name: string): never => new Hole(name) as never;
/** Compiles once what differs in its values only: putting a statement together takes longer than sending it. */
export function fillable(verb: string, query: RawBuilder<unknown>): (values: Values) => Statement {
  const { parameters, ...compiled } = prepared(verb, statement(query));
  return (values) => ({
    ...compiled,
    parameters: parameters.map((value) => (value instanceof Hole ? values[value.name] : value)),
  });
}
/** One of some ids. A single one is compared as such: the server plans that once, and a list anew each time. */
export const idIn = (column: string, uuids: readonly string[]): RawBuilder<unknown> =>
  uuids.length === 1 ? sql`${sql.ref(column)} = ${uuids[0]}::uuid` : sql`${sql.ref(column)} = any(${uuids}::uuid[])`;
export { sql };
