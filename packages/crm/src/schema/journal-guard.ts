import { createHash } from "node:crypto";
import type { RawBuilder } from "kysely";
import { sql, statement } from "../database/compile.js";
import type { Statement } from "../database/database.js";
import { technicalTables } from "./technical-tables.js";

const guard = sql.id("kehu", "guard_journal");
const journal = technicalTables.find((table) => table.name === "journal");
const fixed = Object.keys(journal?.columns ?? {}).filter((column) => !["position", "hash", "payload", "salt"].includes(column));
const row = (version: "old" | "new", columns: readonly string[]): RawBuilder<unknown> =>
  sql`(${sql.join(columns.map((column) => sql.ref(`${version}.${column}`)))})`;
const changes = (...columns: readonly string[]): RawBuilder<unknown> => sql`${row("new", columns)} is distinct from ${row("old", columns)}`;

/** Whatever is not numbering, once, or erasing. A condition of the trigger, because calling a function for each row would slow numbering. */
const forbidden = sql`${changes(...fixed)}
  or ((old.position is not null or old.hash is not null) and ${changes("position", "hash")})
  or ((new.payload is not null or new.salt is not null) and ${changes("payload", "salt")})`;

const body = "begin raise exception 'A row of the journal cannot be changed or deleted.' using errcode = 'insufficient_privilege'; end";
const digest = createHash("sha256").update(statement(forbidden).sql).update(body).digest("hex").slice(0, 8);
const triggers: Readonly<Record<string, RawBuilder<unknown>>> = {
  [`refuse_update_${digest}`]: sql`before update on kehu.journal for each row when (${forbidden})`,
  [`refuse_delete_${digest}`]: sql`before delete on kehu.journal for each row`,
  [`refuse_truncate_${digest}`]: sql`before truncate on kehu.journal for each statement`,
};

/** The triggers that keep a row of the journal as it was written, by a name that carries a digest of what they do. */
export const journalTriggers: readonly string[] = Object.keys(triggers).sort();

/** Puts the guard in place of what guarded the journal before. */
export const guardJournal = (): readonly Statement[] => [
  statement(sql`drop function if exists ${guard}() cascade`),
  statement(sql`create function ${guard}() returns trigger language plpgsql as ${sql.lit(body)}`),
  ...Object.entries(triggers).map(([name, when]) => statement(sql`create trigger ${sql.id(name)} ${when} execute function ${guard}()`)),
];
