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
export { sql };
