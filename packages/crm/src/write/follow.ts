import { type AnyTransition, decide, defineRefusal, earliest, engagement, type Instant, isReady, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import { prepared, sql, statement } from "../database/compile.js";
import type { Row } from "../database/database.js";
import { groupBy } from "../group-by.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { carryOut, counts, type Going } from "./carry-out.js";
import { queueTimers, reread } from "./clocks/clock-rows.js";
import { settleOverdue } from "./clocks/overdue.js";
import { type Locked, lock } from "./lock.js";
import { momentsOf } from "./moments.js";
import type { Active } from "./rows/ledger.js";
import { idsAt } from "./rows/rows.js";
import { type Following, noting, send, type Unit } from "./unit/unit.js";
import { runActs } from "./verbs/acts.js";
import { createMany } from "./verbs/create.js";

export const whenLoop = defineRefusal(
  "crm/when-loop",
  "{transition} would happen by itself a second time to the same record in one write; its `when` must become false once it happened.",
);
export const leadsTooFar = defineRefusal(
  "crm/leads-too-far",
  "One thing led to the next more than {limit} times in one write, at last to a change of {record}; look for a ring of acts.",
);
const farthest = 50;

/** What follows from a write, in its transaction: the acts, then what happens by itself to the record, its parents, and the customer's engagement. */
export async function followUp(before: Unit, { entry, changes, active, acts }: Following): Promise<void> {
  const unit = { ...before, begins: undefined, depth: before.depth + 1 };
  if (unit.depth > farthest) throw refused(leadsTooFar({ limit: farthest, record: entry.record.name }));
  await runActs(unit, acts);
  const living = changes.filter((change) => !change.retracted);
  await happen(
    unit,
    entry,
    living.map((change) => change.uuid),
  );
  const parents = groupBy(entry.followers, ({ transition }) => transition.record.name);
  for (const [name, followers] of [...parents].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const paths = [...new Set(followers.map(({ path }) => path))];
    const ids = changes.flatMap(({ before, after }) =>
      paths.flatMap((path) => [...(before ? idsAt(before, path) : []), ...idsAt(after, path)]),
    );
    const uuids = [...new Set(ids)].map((id) => uuidOf(name, id));
    await happen(unit, unit.registry.records.get(name) as RecordEntry, uuids, { settled: false });
  }
  await engage(unit, active);
}

/**
 * Lets happen what happens by itself as soon as it is true: of each record the first transition in order of declaration, until nothing
 * is left.
 *
 * @param options.settled - false where something may be overdue for the records, which comes first
 */
export async function happen(
  unit: Unit,
  entry: RecordEntry,
  uuids: readonly string[],
  options: { readonly settled?: boolean } = {},
): Promise<void> {
  const transitions = entry.transitions.filter((transition) => transition.when);
  if (uuids.length === 0 || transitions.length === 0) return;
  const strength = transitions.some(counts) ? "update" : "no key update";
  const lockThem = () => lock(unit, entry, [...uuids].sort(), { strength });
  const known = options.settled === false || strength === "update" ? undefined : writtenOf(unit, uuids);
  let locked = known ? undefined : await lockThem();
  if (locked && options.settled === false) locked = await settleOverdue(unit, locked, lockThem);
  let records = known ?? (locked as Locked).records;
  const waiting = new Set(records.keys());
  for (const transition of transitions) {
    const candidates = [...waiting].filter((uuid) => transition.from.includes(records.get(uuid)?.state ?? ""));
    const going = await whoGoes(unit, transition, records, candidates);
    if (going.length === 0) continue;
    locked ??= await lockThem();
    await carryOut(unit, transition, locked, going);
    for (const { uuid } of going) waiting.delete(uuid);
    if (waiting.size === 0) return;
    // what happened may have changed the others
    locked = await lockThem();
    records = locked.records;
  }
}

/** Some records as they were written just now, if all of them were: nobody else has them, so that they need not be locked to be looked at. */
function writtenOf(unit: Unit, uuids: readonly string[]): ReadonlyMap<string, AnyStored> | undefined {
  const records = new Map<string, AnyStored>();
  for (const uuid of [...uuids].sort()) {
    const record = unit.written.get(uuid);
    if (!record) return undefined;
    records.set(uuid, record);
  }
  return records;
}

/** To whom it happens, and what. */
async function whoGoes(
  unit: Unit,
  transition: AnyTransition,
  records: ReadonlyMap<string, AnyStored>,
  uuids: readonly string[],
): Promise<readonly Going[]> {
  if (uuids.length === 0) return [];
  const moments = await momentsOf(
    unit,
    transition,
    uuids.map((uuid) => ({ record: records.get(uuid) as AnyStored, now: unit.now })),
  );
  const going = uuids.flatMap((uuid, index) => {
    const used = new Map<string, unknown>();
    const moment = moments[index] as never;
    const decision = noting(unit, used, () => (isReady(transition, moment) ? decide(transition, moment) : undefined));
    return decision?.ok ? [{ uuid, used, decision }] : [];
  });
  for (const { uuid } of going) {
    const mark = `${uuid} ${transition.name}`;
    if (unit.happened.has(mark)) throw refused(whenLoop({ transition: transition.name }));
    unit.happened.add(mark);
  }
  return going;
}

/** Customers who were active have an engagement in that line of business; it is made with the first sign of them. */
async function engage(unit: Unit, active: readonly Active[]): Promise<void> {
  if (active.length === 0) return;
  const entry = unit.registry.records.get("engagement") as RecordEntry;
  const pairs = [...groupBy(active, ({ customerId, line }) => `${customerId} ${line}`).values()].map(
    ([first, ...others]): Active => ({
      ...(first as Active),
      at: earliest((first as Active).at, ...others.map(({ at }) => at)) as Instant,
    }),
  );
  const customers = pairs.map(({ customerId }) => uuidOf("customer", customerId));
  const lines = pairs.map(({ line }) => line);
  const overdue = sql`exists (select 1 from kehu.timer as t where t.tenant = e.tenant and t.record_id = e.id and t.due_at <= ${unit.now} and t.refusal is null)`;
  const asked =
    pairs.length === 1 ? sql`(values (${customers[0]}::uuid, ${lines[0]}::text))` : sql`unnest(${customers}::uuid[], ${lines}::text[])`;
  const [found] = await send(unit, [
    prepared(
      "engagements",
      statement(
        sql`select e.id, e.customer_id, e.line, e.state, e.since, ${overdue} as overdue from kehu.engagement as e join ${asked} as p(customer_id, line) on e.customer_id = p.customer_id and e.line = p.line where e.tenant = ${unit.tenant.id} and e.retracted_at is null`,
      ),
    ),
  ]);
  const rows = found?.rows ?? [];
  const known = new Map(rows.map((row) => [`${row["customer_id"]} ${row["line"]}`, row]));
  const rowOf = (index: number): Row | undefined => known.get(`${customers[index]} ${pairs[index]?.line}`);
  const missing = pairs.filter((_, index) => rowOf(index) === undefined).map(({ customerId, line }) => ({ customerId, line }));
  if (missing.length > 0) await createMany(unit, engagement, missing, { authority: "definition", ifExists: "give" });
  const asleep = rows.filter((row) => row["overdue"]);
  // many clocks that stand apart would be wound one after another: these are left to runDue, which comes to the same
  const left = asleep.length > mostAwoken ? asleep : [];
  queueTimers(
    unit,
    engagement.name,
    left.map((row) => ({ uuid: row["id"] as string, definition: reread, at: unit.now })),
  );
  const earlier = new Set(pairs.flatMap(({ at }, index) => (at < ((rowOf(index)?.["since"] ?? "") as Instant) ? [rowOf(index)] : [])));
  const moves = (row: Row): boolean =>
    row["overdue"] === true || (row["state"] === "active" ? earlier.has(row) : row["state"] !== "wonBack");
  const moving = rows.filter((row) => !left.includes(row) && moves(row));
  await happen(
    unit,
    entry,
    moving.map((row) => row["id"] as string),
    { settled: false },
  );
}
/** So many engagements whose clocks are behind are brought up to date by the write that comes upon them. */
const mostAwoken = 20;
