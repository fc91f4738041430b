import { type AnyNeed, defineRefusal, type Needs, refused } from "@kehu/core";
import { prefixOf, uuidOf } from "@kehu/core/engine";
import { prepared, sql, statement } from "../../database/compile.js";
import type { Condition } from "../../read/reach.js";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import type { Locked } from "../lock.js";
import { idsAt } from "../rows/rows.js";
import { notFiring, send, type Unit } from "../unit/unit.js";
import { clockNames, everyClock, rereadLinked, timerOf } from "./clock-rows.js";
import { lookers } from "./reread.js";
import { aroundOf, sightsOn } from "./watchers.js";

export const tooFarBehind = defineRefusal(
  "crm/too-far-behind",
  "More than {limit} things in a row were overdue for one {record}; let runDue catch up, then do the same again.",
);
/** How many times timers may lead to timers within one write. */
const maxRounds = 100;

/** What was overdue for locked rows happens first, in order of time; then they are locked and read again. */
export async function settleOverdue(unit: Unit, locked: Locked, again: () => Promise<Locked>): Promise<Locked> {
  let now = locked;
  for (let round = 0; ; round++) {
    const timers = notFiring(unit, now.overdue.map(timerOf));
    if (timers.length === 0) return now;
    if (round >= maxRounds) throw tooMany(now.entry.record.name);
    await unit.door.fire(unit, timers);
    now = await again();
  }
}

/** A decision or a rule that looks beyond its record. */
export interface Needing {
  readonly needs: Needs;
}
export interface Looking {
  readonly record: AnyStored;
  readonly input?: unknown;
}
interface Settling {
  /** What is overdue of the records themselves counts too: all in one order of time. */
  readonly own?: boolean;
  /** On the way to something overdue: what is settled here does not settle in turn what it looks at. */
  readonly needed?: boolean;
}

/**
 * What was overdue of the records that some decisions look at happens first, one step deep: an expired hold never blocks.
 *
 * @returns whether anything happened; what was read before may have changed then
 */
export async function settleNeeded(
  unit: Unit,
  needs: readonly AnyNeed[],
  looking: readonly Looking[],
  { own = false, needed = false }: Settling = {},
): Promise<boolean> {
  const places = [...new Map(needs.flatMap(chain).map((need) => [placeOf(need), need])).values()].filter((need) => isTimed(unit, need));
  const [first] = looking;
  if (places.length === 0 || !first) return false;
  const rows = places.map((need) => sql`(${lookedAt(unit, need, looking)})`);
  const ids = given(looking.map(({ record }) => record.id));
  const whose = own
    ? sql`record_id in (${sql.join([...rows, sql`(${ids})`], sql` union all `)})`
    : sql`record_id in (${sql.join(rows, sql` union all `)}) and record_id not in (${ids})`;
  return settleThose(unit, "needed", whose, { needed });
}
/** Fires what is overdue of some records until nothing is. */
async function settleThose(unit: Unit, name: string, whose: Condition, how?: { readonly needed: boolean }): Promise<boolean> {
  const theirs = statement(
    sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${unit.tenant.id} and due_at <= ${unit.now} and refusal is null and definition = any(${everyClock(unit.registry)}::text[]) and ${whose} order by due_at, record_id limit 1000`,
  );
  for (let round = 0; ; round++) {
    const [, found] = await send(unit, [planOnce, prepared(name, theirs), planAsUsual]);
    const timers = notFiring(unit, found?.rows.map(timerOf) ?? []);
    if (timers.length === 0) return round > 0;
    if (round >= maxRounds) throw tooMany(timers[0]?.record as string);
    await unit.door.fire(unit, timers, how);
  }
}
// A plan over that many links takes PostgreSQL several times as long to make as to carry out; left to itself it makes one each time.
const planOnce = prepared("plan-once", statement(sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`));
const planAsUsual = prepared("plan-as-usual", statement(sql`select set_config('plan_cache_mode', 'auto', true)`));
const tooMany = (record: string): Error => refused(tooFarBehind({ limit: maxRounds, record }), { retryable: true });
export const needsOf = (definitions: readonly Needing[]): readonly AnyNeed[] => definitions.flatMap(({ needs }) => Object.values(needs));

/** Locks records for a change by hand: what was overdue for them, and for what happens with them, has happened then. */
export async function lockSettled(unit: Unit, entry: RecordEntry, lockThem: () => Promise<Locked>): Promise<Locked> {
  const locked = await lockThem();
  const looking = [...locked.records.values()].map((record) => ({ record }));
  const moved = await settleNeeded(unit, aroundOf(entry), looking, { own: true });
  return settleOverdue(unit, moved ? await lockThem() : locked, lockThem);
}

/**
 * What was overdue for those whose clocks look at some records happens before these change: it happened by what they said then, and
 * they have seen the change before this one. Many may look at one record, so it is bounded; where the clock is far behind, it has to
 * catch up first.
 */
export async function settleLookers(unit: Unit, entry: RecordEntry, uuids: readonly string[]): Promise<void> {
  const sights = sightsOn(unit.registry, entry.record.name);
  if (sights.length === 0) return;
  const whose = sql.join(
    sights.map((sight) => sql`(${lookers(unit, sight, uuids)})`),
    sql` union `,
  );
  await settleThose(unit, "lookers", sql`(record_id in (${whose}) or definition = ${rereadLinked} and record_id = any(${uuids}::uuid[]))`);
}

/** A need and those that it starts from. */
const chain = (need: AnyNeed): readonly AnyNeed[] => (need.of ? [need, ...chain(need.of)] : [need]);
const placeOf = (need: AnyNeed): string => JSON.stringify(chain(need).map(({ kind, record, path }) => [kind, record.name, path]));

function isTimed(unit: Unit, need: AnyNeed): boolean {
  const entry = need.kind === "activity" ? undefined : unit.registry.records.get(need.record.name);
  // what has no clock of its own may have changed under the clocks that look at it
  return entry !== undefined && (clockNames(entry).length > 0 || sightsOn(unit.registry, need.record.name).length > 0);
}

/** The UUIDs of what a need looks at, by the links that lead there. */
function lookedAt(unit: Unit, need: AnyNeed, looking: readonly Looking[]): Condition {
  const links = (column: "record_id" | "target_id", record: string, path: string, end: "record_id" | "target_id", start: Condition) =>
    sql`select l.${sql.id(end)} from kehu.link as l where l.tenant = ${unit.tenant.id} and l.record = ${record} and l.path = ${path} and l.${sql.id(column)} in (${start})`;
  if (need.kind === "many" || need.kind === "totals") {
    const start = need.of ? lookedAt(unit, need.of, looking) : given(looking.map(({ record }) => record.id));
    return links("target_id", need.record.name, need.path, "record_id", start);
  }
  if (need.of) return links("record_id", need.of.record.name, need.path, "target_id", lookedAt(unit, need.of, looking));
  const [root, path] = need.path.startsWith("input.") ? (["input", need.path.slice(6)] as const) : (["record", need.path] as const);
  return given(looking.flatMap((each) => idsAt((each[root] ?? {}) as AnyStored, path)));
}
/** Ids of any record type as UUIDs; what is no id is seen elsewhere. */
const given = (ids: readonly string[]): Condition => sql`select unnest(${ids.flatMap(bare)}::uuid[])`;
const bare = (id: string): readonly string[] => {
  const prefix = prefixOf(id);
  return prefix === undefined ? [] : [uuidOf(prefix, id)];
};
