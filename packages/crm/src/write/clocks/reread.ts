import { earliest } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { prepared, sql, statement } from "../../database/compile.js";
import { anyOf, type Condition } from "../../read/reach.js";
import type { RecordEntry } from "../../registry.js";
import type { Change } from "../rows/journal.js";
import { idsAt } from "../rows/rows.js";
import { send, type Timer, type Unit } from "../unit/unit.js";
import { queueTimers, reread, rereadLinked } from "./clock-rows.js";
import { type Sight, sightsOn } from "./watchers.js";

/**
 * Queues that the clocks that look at what has changed are read again, by the clock: one timer of what has changed, which is spread
 * over those who look at it when it is handled, since they may be many.
 */
export function queueRereads(unit: Unit, entry: RecordEntry, changes: readonly Change[]): void {
  const sights = sightsOn(unit.registry, entry.record.name);
  if (sights.length === 0) return;
  const back = sights.filter(({ steps }) => steps[0]?.to === "targets");
  const looked = changes.filter(({ before }) => before !== undefined || back.length > 0);
  queueLinked(unit, entry, sights, looked);
  // Who was pointed at before is no longer found over the links.
  for (const { looker, steps } of back.filter((sight) => sight.steps.length === 1)) {
    const path = steps[0]?.path as string;
    const left = changes.flatMap(({ before, after }) =>
      before ? idsAt(before, path).filter((id) => !idsAt(after, path).includes(id)) : [],
    );
    queueTimers(
      unit,
      looker,
      [...new Set(left)].map((id) => ({ uuid: uuidOf(looker, id), definition: reread, at: unit.now })),
    );
  }
}

/** A timer for each of those at which somebody looks; most records have nobody. */
function queueLinked(unit: Unit, entry: RecordEntry, sights: readonly Sight[], looked: readonly Change[]): void {
  if (looked.length === 0) return;
  const somebody = anyOf(sights.map((sight) => sql`exists (${lookersFrom(unit, sight, sql`select c.id`)})`));
  const uuids = looked.map(({ uuid }) => uuid);
  const query = sql`insert into kehu.timer (tenant, record, record_id, definition, due_at) select ${unit.tenant.id}, ${entry.record.name}, c.id, ${rereadLinked}, ${unit.now}::timestamptz from unnest(${uuids}::uuid[]) as c(id) where ${somebody} on conflict do nothing`;
  unit.queue.push(prepared("look", statement(query)));
  unit.notes.planned = earliest(unit.notes.planned, unit.now);
}

/** Queues what {@link queueRereads} left to the clock: a timer for each record that looks at what has changed. */
export function queueSpread(unit: Unit, entry: RecordEntry, timers: readonly Timer[]): void {
  const changed = timers.map(({ uuid }) => uuid);
  for (const sight of sightsOn(unit.registry, entry.record.name)) {
    const looker = unit.registry.records.get(sight.looker) as RecordEntry;
    unit.queue.push(
      statement(
        sql`insert into kehu.timer (tenant, record, record_id, definition, due_at) select tenant, ${sight.looker}, id, ${reread}, ${unit.now}::timestamptz from ${sql.id(looker.table.schema, looker.table.name)} where tenant = ${unit.tenant.id} and retracted_at is null and id in (${lookers(unit, sight, changed)}) on conflict do nothing`,
      ),
    );
    unit.notes.planned = unit.now;
  }
}

/** Those whose clocks look at what changes, over the links that lead to them. */
export const lookers = (unit: Pick<Unit, "tenant">, sight: Sight, changed: readonly string[]): Condition =>
  lookersFrom(unit, sight, sql`select unnest(${changed}::uuid[])`);

const lookersFrom = (unit: Pick<Unit, "tenant">, { steps }: Sight, changed: Condition): Condition =>
  steps.reduce<Condition>((from, { to, record, path }) => {
    const [end, start] = to === "holders" ? ["record_id", "target_id"] : ["target_id", "record_id"];
    return sql`select l.${sql.id(end as string)} from kehu.link as l where l.tenant = ${unit.tenant.id} and l.record = ${record} and l.path = ${path} and l.${sql.id(start as string)} in (${from})`;
  }, changed);

/**
 * Queues that all clocks of the tenant are read again, where something has changed that all of them may depend on: a parameter, the
 * calendar, a pack.
 */
export async function rereadIfChanged(unit: Unit): Promise<void> {
  const { id, clockwork } = unit.tenant;
  const [result] = await send(unit, [statement(sql`select clockwork from kehu.tenant where id = ${id}`, "clockwork")]);
  if (result?.rows[0]?.["clockwork"] === clockwork) return;
  for (const entry of unit.registry.records.values()) queueRereadOf(unit, entry);
  unit.queue.push(statement(sql`update kehu.tenant set clockwork = ${clockwork} where id = ${id}`));
}

function queueRereadOf(unit: Unit, entry: RecordEntry): void {
  const moving = entry.transitions.filter(({ due, when }) => due || when);
  if (entry.deadlines.length === 0 && moving.length === 0) return;
  const states = [...new Set([...entry.deadlines.flatMap(({ runsIn }) => runsIn), ...moving.flatMap(({ from }) => from)])];
  unit.queue.push(
    statement(
      sql`insert into kehu.timer (tenant, record, record_id, definition, due_at) select tenant, ${entry.record.name}, id, ${reread}, ${unit.now}::timestamptz from ${sql.id(entry.table.schema, entry.table.name)} where tenant = ${unit.tenant.id} and retracted_at is null and state = any(${states}::text[]) on conflict do nothing`,
    ),
  );
}
