import { createHash } from "node:crypto";
import type { Pack } from "@kehu/core";
import { withRequired } from "@kehu/core/engine";
import { createCrm, type DatabaseSource } from "@kehu/crm";
import { pgliteTemplate } from "@kehu/crm/pglite";

type Database = Awaited<ReturnType<DatabaseSource["open"]>>;
/** A database that testing may look into, beside the doors. */
export interface WatchedDatabase {
  readonly source: DatabaseSource;
  /**
   * A digest of every row that a tenant has, whatever table it is in: the same before and after means that nothing was changed.
   */
  digest(tenant: string): Promise<string>;
}

/** In memory, with the packs installed: made once for these definitions, then copied. */
export function templateOf(packs: readonly Pack[]): DatabaseSource {
  const make = async (database: Database): Promise<void> => {
    const crm = await createCrm({ packs, database: { kind: "pglite", open: async () => database } });
    await crm.install();
  };
  return pgliteTemplate(make, hashOf(packs));
}

/** Of all that tables follow from. */
function hashOf(packs: readonly Pack[]): string {
  const declared = withRequired(packs).map(({ name, version, definitions }) => {
    const records = Object.values(definitions).flatMap((definition) => (definition.kind === "record" ? [definition] : []));
    return [
      name,
      version,
      records.map((record) => [record.name, record.info, record.states, record.unique, record.noOverlap, record.indexed]),
    ];
  });
  return createHash("sha256").update(JSON.stringify(declared)).digest("hex");
}

export function watched(source: DatabaseSource): WatchedDatabase {
  let database: Database | undefined;
  let statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[] | undefined;
  return {
    source: {
      kind: source.kind,
      async open() {
        database = await source.open();
        return database;
      },
    },
    async digest(tenant) {
      if (database === undefined) throw new Error("The database is not open yet; create the crm first.");
      statements ??= await digestStatements(database, tenant);
      const results = await database.read(tenant, statements);
      return createHash("sha256")
        .update(JSON.stringify(results.map(({ rows }) => rows)))
        .digest("hex");
    },
  };
}

/** The server writes the names of the tables into the statements, because it knows how they are quoted. */
async function digestStatements(database: Database, tenant: string) {
  const [tables] = await database.read(tenant, [{ sql: tablesQuery, parameters: [] }]);
  return (tables?.rows ?? []).map((row) => ({ sql: String(row["sql"]), parameters: [] }));
}
const tablesQuery = `
  select format('select %L as name, count(*)::int as rows, md5(coalesce(string_agg(t::text, chr(10) order by t::text), '''')) as digest from %I.%I as t', c.relname, n.nspname, c.relname) as sql
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'r' and (n.nspname = 'kehu' or n.nspname like 'kehu\\_%') and has_table_privilege(c.oid, 'select')
  order by n.nspname, c.relname`;
