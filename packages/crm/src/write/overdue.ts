import { type AnyNeed, defineRefusal, type Needs, prefixOf, refused, uuidOf } from "@kehu/core";
import { prepared, sql, statement } from "../database/compile.js";
import type { Condition } from "../read/reach.js";
import type { AnyStored } from "../schema/row.js";
import { clockNames, everyClock, timerOf } from "./clock-rows.js";
import type { Locked } from "./lock.js";
import { idsAt } from "./rows.js";
import { send, type Unit } from "./unit.js";

export const tooFarBehind = defineRefusal(
  "crm/too-far-behind",
  "More than {limit} things in a row were overdue for one {record}; let runDue catch up, then do the same again.",
);
/** How many times timers may lead to timers within one write. */
const maxRounds = 100;

/** What was overdue for locked rows happens first, in order of time; then they are locked and read again. */
export async function settleOverdue(unit: Unit, locked: Locked, again: () => Promise<Locked>): Promise<Locked> {
  let now = locked;
  for (let round = 0; now.overdue.length > 0; round++) {
    if (round >= maxRounds) throw refused(tooFarBehind({ limit: maxRounds, record: now.entry.record.name }), { retryable: true });
    await unit.door.fire(unit, now.overdue.map(timerOf));
    now = await again();
  }
  return now;
}

/** A decision or a rule that looks beyond its record. */
export interface Needing {
  readonly needs: Needs;
}
export interface Looking {
  readonly record: AnyStored;
  readonly input?: unknown;
}

/**
 * What was overdue of the records that some decisions look at happens first, one step deep: an expired hold never blocks.
 *
 * @returns whether anything happened; what was read before may have changed then
 */
export async function settleNeeded(unit: Unit, definitions: readonly Needing[], looking: readonly Looking[]): Promise<boolean> {
  const needs = definitions.flatMap((definition) => Object.values(definition.needs));
  const places = [...new Map(needs.flatMap(chain).map((need) => [placeOf(need), need])).values()].filter((need) => isTimed(unit, need));
  const [first] = looking;
  if (places.length === 0 || !first) return false;
  const rows = places.map((need) => sql`(${needed(unit, need, looking)})`);
  const own = looking.flatMap(({ record }) => bare(record.id));
  const query = statement(
    sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${unit.tenant.id} and due_at <= ${unit.now} and refusal is null and record_id <> all(${own}::uuid[]) and definition = any(${everyClock(unit.registry)}::text[]) and record_id in (${sql.join(rows, sql` union all `)}) order by due_at, record_id limit 1000`,
  );
  for (let round = 0; ; round++) {
    const [found] = await send(unit, [prepared("needed", query)]);
    if (!found || found.rows.length === 0) return round > 0;
    if (round >= maxRounds) throw refused(tooFarBehind({ limit: maxRounds, record: "record" }), { retryable: true });
    await unit.door.fire(unit, found.rows.map(timerOf), { needed: true });
  }
}

/** A need and those that it starts from. */
const chain = (need: AnyNeed): readonly AnyNeed[] => (need.of ? [need, ...chain(need.of)] : [need]);
const placeOf = (need: AnyNeed): string => JSON.stringify(chain(need).map(({ kind, record, path }) => [kind, record.name, path]));

function isTimed(unit: Unit, need: AnyNeed): boolean {
  const entry = need.kind === "activity" ? undefined : unit.registry.records.get(need.record.name);
  return entry !== undefined && clockNames(entry).length > 0;
}

/** The UUIDs of what a need looks at, by the links that lead there. */
function needed(unit: Unit, need: AnyNeed, looking: readonly Looking[]): Condition {
  const links = (column: "record_id" | "target_id", record: string, path: string, end: "record_id" | "target_id", start: Condition) =>
    sql`select l.${sql.id(end)} from kehu.link as l where l.tenant = ${unit.tenant.id} and l.record = ${record} and l.path = ${path} and l.${sql.id(column)} in (${start})`;
  if (need.kind === "many" || need.kind === "totals") {
    const start = need.of ? needed(unit, need.of, looking) : given(looking.map(({ record }) => record.id));
    return links("target_id", need.record.name, need.path, "record_id", start);
  }
  if (need.of) return links("record_id", need.of.record.name, need.path, "target_id", needed(unit, need.of, looking));
  const [root, path] = need.path.startsWith("input.") ? (["input", need.path.slice(6)] as const) : (["record", need.path] as const);
  return given(looking.flatMap((each) => idsAt((each[root] ?? {}) as AnyStored, path)));
}
/** Ids of any record type as UUIDs; what is no id is seen elsewhere. */
const given = (ids: readonly string[]): Condition => sql`select unnest(${ids.flatMap(bare)}::uuid[])`;
const bare = (id: string): readonly string[] => {
  const prefix = prefixOf(id);
  return prefix === undefined ? [] : [uuidOf(prefix, id)];
};
