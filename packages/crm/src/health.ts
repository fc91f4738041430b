import type { Instant } from "@kehu/core";
import { sql, statement } from "./database/compile.js";
import type { Database, DatabaseState } from "./database/database.js";

/** How a process and its database are. */
export interface Health {
  readonly database: DatabaseState;
  /** The packs of the process, each with its version. */
  readonly packs: Readonly<Record<string, string>>;
  /** The number of the tables' format that this code writes. */
  readonly format: number;
}
/** How far a tenant's clocks and feed are behind. */
export interface TenantHealth {
  /** Timers whose time has come; `refusedTimers`: those that a guard or the database refused, which wait for a change of their record. */
  readonly dueTimers: number;
  readonly oldestDueAt?: Instant;
  readonly refusedTimers: number;
  /** Entries of the journal that have no number yet: nobody has read the feed since. */
  readonly unnumberedEntries: number;
  readonly oldestUnnumberedAt?: Instant;
  /** How many entries each consumer of the feed has not confirmed. */
  readonly consumers: Readonly<Record<string, number>>;
}

/** At most so many are counted; more are more than enough to know. */
const most = 100_000;

export async function tenantHealth(database: Database, tenant: string, now: Instant): Promise<TenantHealth> {
  const [timers, journal, consumers] = await database.read(tenant, [
    statement(
      sql`select count(*) filter (where refusal is null) as due, min(due_at) filter (where refusal is null) as oldest, count(*) filter (where refusal is not null) as refused from (select due_at, refusal from kehu.timer where tenant = ${tenant} and due_at <= ${now} limit ${most}) as t`,
    ),
    statement(
      sql`select count(*) as unnumbered, min(recorded_at) as oldest from (select recorded_at from kehu.journal where tenant = ${tenant} and position is null order by ordinal limit ${most}) as j`,
    ),
    statement(
      sql`select c.consumer, f.next - 1 - c.position as behind from kehu.cursor as c join kehu.feed as f on f.tenant = c.tenant where c.tenant = ${tenant} order by c.consumer`,
    ),
  ]);
  const [clock, unread] = [timers?.rows[0] ?? {}, journal?.rows[0] ?? {}];
  const instant = (name: string, value: unknown) => (typeof value === "string" ? { [name]: value } : {});
  return {
    dueTimers: clock["due"] as number,
    ...instant("oldestDueAt", clock["oldest"]),
    refusedTimers: clock["refused"] as number,
    unnumberedEntries: unread["unnumbered"] as number,
    ...instant("oldestUnnumberedAt", unread["oldest"]),
    consumers: Object.fromEntries((consumers?.rows ?? []).map((row) => [row["consumer"] as string, row["behind"] as number])),
  };
}
