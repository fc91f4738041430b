import { userInfo } from "node:os";
import pg from "pg";

const role = "kehu_test";
const candidates = (): readonly string[] => {
  const named = process.env["KEHU_TEST_POSTGRES_URL"];
  if (named) return [named];
  const user = encodeURIComponent(userInfo().username);
  return [
    `postgres://${user}@localhost:5432/postgres`,
    "postgres://postgres@localhost:5432/postgres",
    `postgres://${user}@/postgres?host=/var/run/postgresql`,
  ];
};

/** Runs one piece of work on a connection of its own, as `CREATE DATABASE` and `DROP DATABASE` need. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface FoundPostgres {
  /** For a role that may create databases but is no superuser, because policies do not bind superusers. */
  readonly url: string;
  /** For a superuser, where one was found. */
  readonly superuserUrl?: string;
}
/** Finds the server for tests and benchmarks, or says why there is none. */
export async function findPostgres(): Promise<FoundPostgres | { readonly problem: string }> {
  const problems: string[] = [];
  for (const url of candidates()) {
    try {
      const ordinary = await withClient(url, (client) => ordinaryRole(client, url));
      return ordinary === url ? { url } : { url: ordinary, superuserUrl: url };
    } catch (error) {
      const address = url.replace(/^.*@/, "").replace(/[/?].*/, "") || "the local socket";
      problems.push(`${address}: ${error instanceof AggregateError ? "no answer" : String(error)}`);
    }
  }
  return { problem: problems.join("; ") };
}

async function ordinaryRole(client: pg.Client, url: string): Promise<string> {
  const { rows } = await client.query("select rolsuper, rolcreatedb from pg_roles where rolname = current_user");
  if (!rows[0].rolsuper) {
    if (rows[0].rolcreatedb) return url;
    throw new Error("the role may not create databases; grant it CREATEDB");
  }
  // Two runs may do this at once, so the lock; an existing role is set right.
  await client.query(`begin; select pg_advisory_xact_lock(hashtext('${role}'));
    do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role}; end if; end $$;
    alter role ${role} login createdb nosuperuser nobypassrls password '${role}'; commit`);
  const ordinary = urlOf(url, { role });
  return withClient(ordinary, async () => ordinary);
}

/** The same server, as a role whose password is its name, or another database there. URL cannot write one without a host, so this is text. */
export const urlOf = (url: string, to: { readonly role?: string; readonly database?: string }): string =>
  url
    .replace(/^(postgres(?:ql)?:\/\/)(?:[^@/]*@)?/, to.role === undefined ? "$&" : `$1${to.role}:${to.role}@`)
    .replace(/\/[^/?]*(\?|$)/, to.database === undefined ? "$&" : `/${to.database}$1`);

/** Makes an empty database. It compares text by code point, as Kehu does, and waits for no other user of a template. */
export async function createDatabase(url: string, name: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  await withClient(url, (client) =>
    client.query(`create database ${client.escapeIdentifier(name)} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`),
  );
  return { url: urlOf(url, { database: name }), drop: () => dropDatabases(url, (found) => found === name) };
}

/** Drops every database whose name is chosen, also when somebody is still connected. */
export async function dropDatabases(url: string, choose: (name: string) => boolean): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like '${role}\\_%'`);
    for (const { datname } of rows.filter((row) => choose(row.datname)))
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
  });
}
