import { createHash } from "node:crypto";
import { sql, statement } from "../database/compile.js";
import type { Statement } from "../database/database.js";
import { settingsChangedState } from "../database/settings-changed.js";
import type { Tenant } from "../tenant.js";

// The lock is shared among those who write and held alone by whoever changes the settings, so that each write is wholly before a
// change or wholly after it; the version is read in a later statement, which sees what was committed while the lock was waited for.
const body = `declare current bigint;
begin
  if writing then perform pg_advisory_xact_lock_shared(hashtextextended('kehu.tenant ' || expected_tenant, 0)); end if;
  select settings_version into current from kehu.tenant where id = expected_tenant;
  if current is distinct from expected then
    raise exception 'The settings of the tenant have changed.' using errcode = '${settingsChangedState}';
  end if;
end`;
/** Carries a digest of what it does, so that code of two versions can work side by side. */
export const settingsGuard = `expect_settings_${createHash("sha256").update(body).digest("hex").slice(0, 8)}`;

export const guardSettings = (): readonly Statement[] => [
  statement(
    sql`create or replace function ${sql.id("kehu", settingsGuard)}(expected_tenant text, expected bigint, writing boolean) returns void language plpgsql as ${sql.lit(body)}`,
  ),
];

const call = statement(sql`select ${sql.id("kehu", settingsGuard)}(${""}::text, ${0}::bigint, ${true}::boolean)`).sql;
/**
 * Fails where the settings of a tenant are not those that this process knows, so that nothing is decided by what another process has
 * changed. It travels with the first statements of a call.
 */
export const expectSettings = ({ id, settingsVersion }: Tenant, purpose: "read" | "write"): Statement => ({
  name: "kehu_expect_settings",
  sql: call,
  parameters: [id, settingsVersion, purpose === "write"],
});

/** Waits for the writes of a tenant that are under way, and lets the next ones wait. */
export const holdSettings = (tenant: string): Statement =>
  statement(sql`select pg_advisory_xact_lock(hashtextextended('kehu.tenant ' || ${tenant}::text, 0))`);
