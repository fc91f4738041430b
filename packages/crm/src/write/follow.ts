import {
  type AnyOperation,
  type AnyRecord,
  type AnyTransition,
  decide,
  defineRefusal,
  engagement,
  isReady,
  refused,
  uuidOf,
} from "@kehu/core";

import { sql, statement } from "../database/compile.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { applyMany, carryOut } from "./apply.js";
import { createMany } from "./create.js";
import type { Active } from "./ledger.js";
import { type Locked, lock } from "./lock.js";
import { momentsOf } from "./moments.js";
import { idsAt } from "./rows.js";
import { type Following, groupBy, send, type Unit } from "./unit.js";
import { runOperation } from "./work.js";

export const whenLoop = defineRefusal(
  "crm/when-loop",
  "{transition} would happen by itself a second time to the same record in one write; its `when` must become false once it happened.",
);

/** What follows from a write, in its transaction: the acts, then what happens by itself to the record, its parents, and the customer's engagement. */
export async function followUp(unit: Unit, { entry, changes, active, acts }: Following): Promise<void> {
  await runActs(unit, acts);
  const living = changes.filter((change) => !change.retracted);
  const own = living.filter(({ after }) =>
    entry.transitions.some((transition) => transition.when && transition.from.includes(after.state)),
  );
  await happen(
    unit,
    entry,
    own.map((change) => change.uuid),
  );
  for (const follower of entry.followers) {
    const parent = unit.registry.records.get(follower.transition.record.name);
    const ids = new Set(
      changes.flatMap(({ before, after }) => [...(before ? idsAt(before, follower.path) : []), ...idsAt(after, follower.path)]),
    );
    if (parent)
      await happen(
        unit,
        parent,
        [...ids].map((id) => uuidOf(parent.record.name, id)),
      );
  }
  await engage(unit, active);
}

/** Carries out acts under the authority of the definition that asked for them; acts of the same kind and time go together. */
export async function runActs(unit: Unit, acts: Following["acts"]): Promise<void> {
  for (const group of groupBy(acts, ({ act, now }) => `${act.verb} ${act.on.name} ${now}`).values()) {
    const { act, now } = group[0] as Following["acts"][number];
    const then = now === unit.now ? unit : { ...unit, now };
    const inputs = group.map((each) => each.act.input);
    if (act.verb === "create") await createMany(then, act.on as AnyRecord, inputs, { authority: "definition" });
    else if (act.verb === "apply")
      await applyMany(
        then,
        act.on as unknown as AnyTransition,
        group.map((each) => ({ id: each.act.id as string, input: each.act.input })),
        "definition",
      );
    else for (const input of inputs) await runOperation(then, act.on as unknown as AnyOperation, input);
  }
}

/** Lets happen what happens by itself as soon as it is true: of each record the first transition in order of declaration, until nothing is left. */
async function happen(unit: Unit, entry: RecordEntry, uuids: readonly string[]): Promise<void> {
  const transitions = entry.transitions.filter((transition) => transition.when);
  if (uuids.length === 0 || transitions.length === 0) return;
  const counts = transitions.some((transition) =>
    Object.values(transition.needs).some((need) => need.kind === "many" || need.kind === "totals"),
  );
  const locked = await lock(unit, entry, uuids, { strength: counts ? "update" : "no key update" });
  const waiting = new Set(locked.records.keys());
  for (const transition of transitions) {
    const candidates = [...waiting].filter((uuid) => transition.from.includes(locked.records.get(uuid)?.state ?? ""));
    const gone = await happenOne(unit, transition, locked, candidates);
    for (const uuid of gone) waiting.delete(uuid);
  }
}

async function happenOne(unit: Unit, transition: AnyTransition, locked: Locked, uuids: readonly string[]): Promise<readonly string[]> {
  if (uuids.length === 0) return [];
  const moments = await momentsOf(
    unit,
    transition,
    uuids.map((uuid) => ({ record: locked.records.get(uuid) as AnyStored, now: unit.now })),
  );
  const ready = uuids
    .map((uuid, index) => ({ uuid, moment: moments[index] }))
    .filter(({ moment }) => moment !== undefined && isReady(transition, moment as never));
  const decided = ready
    .map(({ uuid, moment }) => ({ uuid, decision: decide(transition, moment as never) }))
    .filter(({ decision }) => decision.ok);
  for (const { uuid } of decided) {
    const mark = `${uuid} ${transition.name}`;
    if (unit.happened.has(mark)) throw refused(whenLoop({ transition: transition.name }));
    unit.happened.add(mark);
  }
  if (decided.length > 0)
    await carryOut(
      unit,
      transition,
      locked,
      decided.map(({ uuid }) => uuid),
      decided.map(({ decision }) => decision),
      { caller: false },
    );
  return decided.map(({ uuid }) => uuid);
}

/** Customers who were active have an engagement in that line of business; it is made with the first sign of them. */
async function engage(unit: Unit, active: readonly Active[]): Promise<void> {
  if (active.length === 0) return;
  const entry = unit.registry.records.get("engagement") as RecordEntry;
  const pairs = [...groupBy(active, ({ customerId, line }) => `${customerId} ${line}`).values()].map((group) => group[0] as Active);
  const customers = pairs.map(({ customerId }) => uuidOf("customer", customerId));
  const [found] = await send(unit, [
    statement(
      sql`select e.id, e.customer_id, e.line, e.state from kehu.engagement as e join unnest(${customers}::uuid[], ${pairs.map(({ line }) => line)}::text[]) as p(customer_id, line) on e.customer_id = p.customer_id and e.line = p.line where e.tenant = ${unit.tenant.id} and e.retracted_at is null`,
      "engagements",
    ),
  ]);
  const rows = found?.rows ?? [];
  const missing = pairs.filter(({ line }, index) => !rows.some((row) => row["customer_id"] === customers[index] && row["line"] === line));
  if (missing.length > 0) await createMany(unit, engagement, missing, { authority: "definition", ifExists: "give" });
  await happen(
    unit,
    entry,
    rows.filter((row) => row["state"] !== "active" && row["state"] !== "wonBack").map((row) => row["id"] as string),
  );
}
