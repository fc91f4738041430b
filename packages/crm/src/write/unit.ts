import {
  type Act,
  type Actor,
  type AnyParameter,
  type Circumstances,
  circumstances,
  defineRefusal,
  type Instant,
  refused,
} from "@kehu/core";
import type { Result, Statement, Transaction } from "../database/database.js";
import type { RecordEntry, Registry } from "../registry.js";
import type { Tenant } from "../tenant.js";
import type { Change } from "./journal.js";
import type { Active } from "./ledger.js";

export const packOff = defineRefusal(
  "crm/pack-off",
  "{name} belongs to the pack {pack}, which is switched off for this tenant; switch it on with openTenant.",
);
export const unknownDefinition = defineRefusal(
  "crm/unknown-definition",
  "{name} is not among the definitions of this crm; pass its pack to createCrm.",
);

/**
 * One transaction of the write door. Writes are queued and travel with the next statements that read, or with the commit:
 * few round trips decide the speed of the door.
 */
export interface Unit {
  readonly registry: Registry;
  readonly tenant: Tenant;
  readonly actor: Actor;
  /** The instant at which this happens: for what happens by itself, when it was due. */
  readonly now: Instant;
  /** The instant at which it is written down. */
  readonly recordedAt: Instant;
  /** 16 random bytes; the same ones if the unit runs again after a conflict. */
  readonly random: () => Uint8Array;
  readonly transaction: Transaction;
  readonly queue: Queued[];
  /** The operation that is running, for the journal. */
  readonly call: string | undefined;
  /** What happened by itself in this write, so that nothing runs in a ring. */
  readonly happened: Set<string>;
  /** Parameter values used since the last journal entry. */
  readonly parameters: Map<string, unknown>;
  /** The ways back into the door for what a write leads to; here, so that the parts of the door need not import each other in a ring. */
  readonly door: Door;
  /** Circumstances by their instant. */
  readonly moments: Map<Instant, Circumstances>;
}

/** A statement that waits for the next round trip; `check` looks at its result there and throws if it will not do. */
export interface Queued extends Statement {
  readonly check?: (result: Result) => void;
}
/** What follows from some changes of one record type. */
export interface Following {
  readonly entry: RecordEntry;
  readonly changes: readonly Change[];
  readonly active: readonly Active[];
  readonly acts: readonly { readonly act: Act; readonly now: Instant }[];
}
/** A timer that is overdue: of a `due` transition or of a deadline. */
export interface Timer {
  readonly record: string;
  readonly uuid: string;
  readonly definition: string;
  readonly dueAt: Instant;
}
/** Where a write leads: to what follows from it, and to what was overdue before it. */
export interface Door {
  readonly follow: (unit: Unit, following: Following) => Promise<void>;
  readonly fire: (unit: Unit, timers: readonly Timer[]) => Promise<unknown>;
}

/** Sends what is queued and these statements in one round trip; gives the results of these. */
export async function send(unit: Unit, statements: readonly Statement[]): Promise<readonly Result[]> {
  if (statements.length === 0 && unit.queue.length === 0) return [];
  const queued = unit.queue.splice(0);
  const results = await unit.transaction.send([...queued, ...statements]);
  for (const [index, { check }] of queued.entries()) check?.(results[index] as Result);
  return results.slice(queued.length);
}

/** Commits, with what is queued; what has to be checked is sent before, for a commit cannot be taken back. */
export async function commit(unit: Unit): Promise<void> {
  if (unit.queue.some(({ check }) => check !== undefined)) await send(unit, []);
  await unit.transaction.commit(unit.queue.splice(0));
}

/** Now, today, the calendar, the actor and the parameters, as they are at an instant of this write. */
export function circumstancesAt(unit: Unit, now: Instant): Circumstances {
  const known = unit.moments.get(now);
  if (known) return known;
  const { tenant, actor } = unit;
  const onParameter = (parameter: AnyParameter, value: unknown): void => void unit.parameters.set(parameter.name, value);
  const made = circumstances({
    now,
    actor,
    calendar: tenant.calendar,
    jurisdiction: tenant.jurisdiction,
    overrides: tenant.overrides,
    onParameter,
  });
  unit.moments.set(now, made);
  return made;
}

/**
 * What the packs say of a record type.
 *
 * @throws KehuError `crm/unknown-definition`, `crm/pack-off`
 */
export function entryOf(unit: Pick<Unit, "registry" | "tenant">, record: { readonly name: string }): RecordEntry {
  const entry = unit.registry.records.get(record.name);
  if (!entry) throw refused(unknownDefinition({ name: record.name }));
  assertPackOn(unit, record.name, entry.pack);
  return entry;
}

/** Built-in definitions are always on. */
export function assertPackOn(unit: Pick<Unit, "tenant">, name: string, pack: string): void {
  if (pack !== "kehu" && !unit.tenant.packs.has(pack)) throw refused(packOff({ name, pack }));
}

/** The items by a key, in order of first appearance. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
