import { type Act, type Actor, type AnyParameter, type Circumstances, circumstances, type Instant } from "@kehu/core";
import type { Result, Statement, Transaction } from "../../database/database.js";
import { DatabaseRefusal } from "../../database/failures.js";
import type { KnownActivity } from "../../read/needs.js";
import type { RecordEntry, Registry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import type { Tenant } from "../../tenant.js";
import type { Change } from "../rows/journal.js";
import type { Active } from "../rows/ledger.js";

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
  /** For what happens by itself: what came later is not looked at, so that asking late gives the same answer. */
  readonly asOf?: Instant;
  /** The operation that is running, for the journal. */
  readonly call: string | undefined;
  /** Called when all that was overdue has happened, and the write itself begins. */
  readonly begins?: (() => void) | undefined;
  /** How many times one thing led to the next on the way here. */
  readonly depth: number;
  /** What happened by itself in this write, so that nothing runs in a ring. */
  readonly happened: Set<string>;
  /** Timers that are firing on the way here: what they lead to may look at their records, and does not fire them again. */
  readonly firing: ReadonlySet<string>;
  /** What was written, by UUID, as it stands: what follows from a write may change the record again. */
  readonly written: Map<string, AnyStored>;
  /** Notes that the parts of one transaction share. */
  readonly notes: Notes;
  /** The ways back into the door for what a write leads to; here, so that the parts of the door need not import each other in a ring. */
  readonly door: Door;
  /** Circumstances by their instant. */
  readonly moments: Map<Instant, Circumstances>;
}

/** Says that calls cannot run side by side after all: the write runs again, one call after another. */
export class OneAfterAnother extends Error {}

interface Notes {
  /** Parameter values that were used, for the journal; each decision has its own. */
  parameters: Map<string, unknown>;
  /** How many queued statements were sent. */
  sent: number;
  /** How many parts of the write were tried by themselves. */
  attempts: number;
  /** How many records were made, and where the sequence of their ids began. */
  made: number;
  firstId: number | undefined;
  /** The earliest timer that was planned since the clock last looked. */
  planned: Instant | undefined;
  /** A refusal that came when part of a write was sent already: nothing can be kept then, whoever swallows it. */
  failure: { readonly error: unknown } | undefined;
  /** Calls do not run side by side: it was tried. */
  oneAfterAnother: boolean;
  /** What was locked, by record type: if the write has to run again, it begins with these, in one order. */
  readonly locks: Map<RecordEntry, Set<string>>;
  /** What was found of the activity of customers; forgotten with each entry and contact that is written. */
  readonly activity: KnownActivity;
  /** Tables in which an existing record may be given: another one may make it meanwhile. */
  readonly giving: Set<string>;
}
export const newNotes = (): Notes => ({
  parameters: new Map(),
  sent: 0,
  attempts: 0,
  made: 0,
  firstId: undefined,
  planned: undefined,
  failure: undefined,
  oneAfterAnother: false,
  locks: new Map(),
  activity: new Map(),
  giving: new Set(),
});

/** A statement that waits for the next round trip; `check` looks at its result there and throws if it will not do. */
export interface Queued extends Statement {
  readonly check?: (result: Result) => void;
}
/** What follows from some changes of one record type. */
export interface Following {
  readonly entry: RecordEntry;
  readonly changes: readonly Change[];
  readonly active: readonly Active[];
  readonly acts: readonly Acting[];
}
/** An act, and which one it is among those of its decision. */
export interface Acting {
  readonly act: Act;
  readonly step: number;
  /** The transition or the deadline that decided on it. */
  readonly by: string;
  /** What it decided about. */
  readonly of: AnyStored;
}
/** A timer that is overdue: of a `due` transition or of a deadline. */
export interface Timer {
  readonly record: string;
  readonly uuid: string;
  readonly definition: string;
  readonly dueAt: Instant;
}
/** A timer among those of a unit. */
export const markOf = ({ uuid, definition }: Timer): string => `${uuid} ${definition}`;
/** Those of some timers that are not firing already. */
export const notFiring = ({ firing }: Pick<Unit, "firing">, timers: readonly Timer[]): readonly Timer[] =>
  firing.size === 0 ? timers : timers.filter((timer) => !firing.has(markOf(timer)));
/** Where a write leads: to what follows from it, and to what was overdue before it. */
export interface Door {
  readonly follow: (unit: Unit, following: Following) => Promise<void>;
  /** Of these timers those of the earliest instant; `needed`: on the way to a decision that looks at their records. */
  readonly fire: (unit: Unit, timers: readonly Timer[], options?: { readonly needed?: boolean }) => Promise<unknown>;
}

/** Sends what is queued and these statements in one round trip; gives the results of these. */
export async function send(unit: Unit, statements: readonly Statement[]): Promise<readonly Result[]> {
  if (statements.length === 0 && unit.queue.length === 0) return [];
  const queued = unit.queue.splice(0);
  unit.notes.sent += queued.length;
  const check = (results: readonly Result[]): void => {
    for (const [index, each] of queued.slice(0, results.length).entries()) each.check?.(results[index] as Result);
  };
  try {
    const results = await unit.transaction.send([...queued, ...statements]);
    check(results);
    return results.slice(queued.length);
  } catch (error) {
    // a broken key says nothing to those who may not see what they point at
    if (error instanceof DatabaseRefusal) check(error.answers);
    throw error;
  }
}

/** Commits, with what is queued; what has to be checked is sent before, for a commit cannot be taken back. */
export async function commit(unit: Unit): Promise<void> {
  if (unit.queue.some(({ check }) => check !== undefined)) await send(unit, []);
  if (unit.notes.failure) throw unit.notes.failure.error;
  await unit.transaction.commit(unit.queue.splice(0));
}

/** Now, today, the calendar, the actor and the parameters, as they are at an instant of this write. */
export function circumstancesAt(unit: Unit, now: Instant): Circumstances {
  const known = unit.moments.get(now);
  if (known) return known;
  const { tenant, actor } = unit;
  const onParameter = (parameter: AnyParameter, value: unknown): void => void unit.notes.parameters.set(parameter.name, value);
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

/** Decides something and notes which parameter values it used. */
export function noting<T>(unit: Unit, used: Map<string, unknown>, work: () => T): T {
  const outer = unit.notes.parameters;
  unit.notes.parameters = used;
  try {
    return work();
  } finally {
    unit.notes.parameters = outer;
  }
}

/** The same write at another instant, by the runtime itself: for what happens by itself. */
export const byItself = (unit: Unit, now: Instant): Unit => ({
  ...unit,
  actor: systemActor(unit.tenant.id),
  now,
  asOf: now,
  begins: undefined,
  call: undefined,
  happened: new Set(),
  moments: new Map(),
});
/** Timers and what they lead to act under this name; it has no roles, because definitions have their own authority. */
export const systemActor = (tenant: string): Actor => ({ id: "system", tenant, roles: [] });
