import {
  type AnyNeed,
  type AnyTransition,
  check,
  type Deadline,
  defineRefusal,
  type Instant,
  type Ledger,
  type LedgerEntry,
  type Needs,
  type Refusal,
  type Rule,
  refused,
} from "@kehu/core";
import { answering } from "@kehu/core/engine";
import type { Row } from "../database/database.js";
import { loadNeeds } from "../read/needs.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { queueClocks } from "./clocks/clocks.js";
import { queueRereads } from "./clocks/reread.js";
import { heard, recordsIn } from "./heard.js";
import type { Locked } from "./lock.js";
import { type Change, queueJournal } from "./rows/journal.js";
import { queueKeys } from "./rows/keys.js";
import { type Active, queueLedger } from "./rows/ledger.js";
import { queueRows } from "./rows/rows.js";
import { circumstancesAt, noting, send, type Unit } from "./unit/unit.js";

export const ledgerKeyTwice = defineRefusal(
  "crm/ledger-key-twice",
  'The ledger of {record} gives two entries with the key "{key}"; each entry of a record needs a key of its own.',
);

type Needing = Rule | Ledger | AnyTransition | Deadline;
export interface Settling {
  readonly openEntries?: readonly Row[];
  readonly standing?: readonly Row[];
  /** For adopted records: before these instants clocks are silent. */
  readonly asOf?: readonly Instant[];
}
/** What a write left behind for what follows. */
export interface Settled {
  readonly active: readonly Active[];
  /** Rules that are broken, by the index of the change; then nothing else was done. */
  readonly broken: ReadonlyMap<number, Refusal>;
}

/** The one place where changes of records are written: rows and links, then rules, ledger, clocks, keys and journal. */
export async function settle(unit: Unit, entry: RecordEntry, changes: readonly Change[], settling: Settling = {}): Promise<Settled> {
  queueRows(unit, entry, changes);
  const used = changes.map((change) => change.used ?? new Map<string, unknown>());
  const needsOf = await needsAfter(
    unit,
    entry,
    changes.map(({ after, retracted }) => (retracted ? undefined : after)),
    definitionsFor,
    { lock: entry.rules.some(({ needs }) => Object.keys(needs).length > 0) },
  );
  const noted = <T>(index: number, work: () => T): T => noting(unit, used[index] as Map<string, unknown>, work);
  const broken = brokenRules(unit, entry, changes, { needsOf, noted });
  if (broken.size > 0) return { active: [], broken };
  const active = [...reconciled(unit, entry, changes, { needsOf, noted, open: settling.openEntries ?? [] }), ...contacts(entry, changes)];
  const clocked = changes.map(({ uuid, before, after, retracted, effectiveAt }, index) => ({
    uuid,
    record: after,
    used: used[index] as Map<string, unknown>,
    isNew: before === undefined,
    ...(before === undefined ? { enteredAt: after.since } : before.state !== after.state && { enteredAt: effectiveAt }),
    ...(retracted && { retracted: true }),
    asOf: settling.asOf?.[index],
  }));
  queueClocks(unit, entry, clocked, { needsOf, standing: settling.standing ?? [] });
  queueRereads(unit, entry, changes);
  queueKeys(unit, entry, changes);
  queueJournal(unit, changes, used);
  for (const { uuid, after } of changes) unit.written.set(uuid, after);
  return { active, broken };
}

/** The same, where a broken rule ends the whole call. */
export async function settleAll(
  unit: Unit,
  entry: RecordEntry,
  changes: readonly Change[],
  settling: Settling = {},
): Promise<readonly Active[]> {
  const { active, broken } = await settle(unit, entry, changes, settling);
  const [first] = broken;
  if (first) {
    const [index, refusal] = first;
    const { row = changes.length > 1 ? index : undefined } = changes[index] as Change;
    throw refused(refusal, row === undefined ? {} : { details: { index: row } });
  }
  return active;
}

/** Plans the clocks of records that did not change themselves, because something that they look at has. */
export async function readClocks(unit: Unit, entry: RecordEntry, locked: Locked, uuids: readonly string[]): Promise<void> {
  const records = uuids.map((uuid) => locked.records.get(uuid) as AnyStored);
  const needsOf = await needsAfter(unit, entry, records, clocksFor);
  const clocked = uuids.map((uuid, index) => ({ uuid, record: records[index] as AnyStored, used: new Map<string, unknown>() }));
  queueClocks(unit, entry, clocked, { needsOf, standing: locked.standing });
}

type NeedsOf = (definition: Needing, index: number) => object;
type Noted = <T>(index: number, work: () => T) => T;

/** The ledger is reconciled with what the records are worth now. */
function reconciled(
  unit: Unit,
  entry: RecordEntry,
  changes: readonly Change[],
  { needsOf, noted, open }: { readonly needsOf: NeedsOf; readonly noted: Noted; readonly open: readonly Row[] },
): readonly Active[] {
  if (entry.ledgers.length === 0) return [];
  const { calendar, parameter } = circumstancesAt(unit, unit.now);
  const wanted = changes.map(({ after, retracted }, index) => {
    if (retracted) return [];
    const entries = entry.ledgers.flatMap((ledger): readonly LedgerEntry[] =>
      noted(index, () =>
        answering(`the ledger of ${entry.record.name}`, () =>
          ledger.entries({ record: after, needs: needsOf(ledger, index), calendar, parameter } as never),
        ),
      ),
    );
    const keys = entries.map(({ key }) => key);
    const twice = keys.find((key, at) => keys.indexOf(key) !== at);
    if (twice !== undefined) throw refused(ledgerKeyTwice({ record: entry.record.name, key: twice }));
    return entries;
  });
  return queueLedger(unit, changes, wanted, open);
}

/** A contact in a line of business is activity, whether it costs anything or not. */
function contacts(entry: RecordEntry, changes: readonly Change[]): readonly Active[] {
  if (entry.record.name !== "interaction") return [];
  return changes.flatMap(({ before, after, retracted }) =>
    before || retracted || after["line"] === undefined || after["direction"] !== "inbound"
      ? []
      : [{ customerId: after["customerId"] as string, line: after["line"] as string, at: after["happenedAt"] as Instant }],
  );
}

/** Loads what the definitions of the new state need, each once, in one batch; what rules read cannot change until the end. */
async function needsAfter(
  unit: Unit,
  entry: RecordEntry,
  records: readonly (AnyStored | undefined)[],
  definitions: (entry: RecordEntry, state: string) => readonly Needing[],
  options: { readonly lock?: boolean } = {},
): Promise<NeedsOf> {
  const none = {};
  // put together once for each state: the records of a batch are mostly in one
  const states = new Set(records.flatMap((record) => record?.state ?? []));
  const needsIn = new Map(
    [...states].map((state) => [
      state,
      Object.fromEntries(definitions(entry, state).flatMap((definition) => prefixed(entry, definition))) as Needs,
    ]),
  );
  if ([...needsIn.values()].every((needs) => Object.keys(needs).length === 0)) return () => none;
  const requests = records.map((record) => ({
    needs: (record && needsIn.get(record.state)) ?? none,
    record: (record ?? none) as AnyStored,
    actor: unit.actor,
  }));
  const loaded = await loadNeeds((statements) => send(unit, statements), unit.registry, unit.tenant, requests, {
    ...options,
    known: unit.notes.activity,
    ...(unit.asOf !== undefined && { asOf: unit.asOf }),
  });
  const namesOf = new Map<Needing, readonly (readonly [name: string, prefixed: string])[]>();
  return (definition, index) => {
    const prefix = prefixOf(entry, definition);
    const names = namesOf.get(definition) ?? Object.keys(definition.needs).map((name) => [name, `${prefix}${name}`] as const);
    namesOf.set(definition, names);
    const needs: Record<string, unknown> = {};
    for (const [name, key] of names) needs[name] = (loaded[index] as Readonly<Record<string, unknown>>)[key];
    return needs;
  };
}

const clocksFor = (entry: RecordEntry, state: string): readonly Needing[] => [
  ...entry.transitions.filter((transition) => transition.due && transition.from.includes(state)),
  ...entry.deadlines.filter((deadline) => deadline.runsIn.includes(state)),
];
const definitionsFor = (entry: RecordEntry, state: string): readonly Needing[] => [
  ...entry.rules,
  ...entry.ledgers,
  ...clocksFor(entry, state),
];

const prefixOf = (entry: RecordEntry, definition: Needing): string =>
  definition.kind === "ledger" ? `ledger ${entry.ledgers.indexOf(definition)} ` : `${definition.name} `;
const prefixed = (entry: RecordEntry, definition: Needing): readonly (readonly [string, AnyNeed])[] =>
  Object.entries(definition.needs).map(([name, need]) => [`${prefixOf(entry, definition)}${name}`, need]);

function brokenRules(
  unit: Unit,
  entry: RecordEntry,
  changes: readonly Change[],
  { needsOf, noted }: { readonly needsOf: NeedsOf; readonly noted: Noted },
): ReadonlyMap<number, Refusal> {
  const broken = new Map<number, Refusal>();
  if (entry.rules.length === 0) return broken;
  const circumstances = circumstancesAt(unit, unit.now);
  for (const [index, { before, after, retracted }] of changes.entries()) {
    if (retracted) continue;
    for (const rule of entry.rules) {
      const moment = { record: after, needs: needsOf(rule, index), ...(before && { before }), ...circumstances };
      const [refusal] = noted(index, () => check([rule], moment as never));
      if (refusal && !broken.has(index))
        broken.set(index, heard(unit, refusal, { seen: recordsIn(unit.registry, [before, before && after, moment.needs]) }));
    }
  }
  return broken;
}
