import {
  type AnyNeed,
  type AnyTransition,
  check,
  type Deadline,
  type Instant,
  type Ledger,
  type LedgerEntry,
  type Refusal,
  type Rule,
  refused,
} from "@kehu/core";
import type { Row } from "../database/database.js";
import { loadNeeds } from "../read/needs.js";
import type { RecordEntry } from "../registry.js";
import { queueClocks } from "./clocks.js";
import { type Change, queueJournal } from "./journal.js";
import { queueKeys } from "./keys.js";
import { type Active, queueLedger } from "./ledger.js";
import { queueRows } from "./rows.js";
import { circumstancesAt, send, type Unit } from "./unit.js";

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
  const needsOf = await needsAfter(unit, entry, changes);
  const broken = brokenRules(unit, entry, changes, needsOf);
  if (broken.size > 0) return { active: [], broken };
  const wanted = changes.map((change, index) =>
    entry.ledgers.flatMap((ledger): readonly LedgerEntry[] =>
      ledger.entries({ record: change.after, needs: needsOf(ledger, index) } as never),
    ),
  );
  const active = [
    ...(entry.ledgers.length > 0 ? queueLedger(unit, changes, wanted, settling.openEntries ?? []) : []),
    ...contacts(entry, changes),
  ];
  queueClocks(unit, changes, needsOf, settling.standing ?? [], settling.asOf);
  queueKeys(unit, entry, changes);
  queueJournal(unit, changes);
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
  if (first) throw refused(first[1], changes.length > 1 ? { details: { index: first[0] } } : {});
  return active;
}

/** A contact in a line of business is activity, whether it costs anything or not. */
function contacts(entry: RecordEntry, changes: readonly Change[]): readonly Active[] {
  if (entry.record.name !== "interaction") return [];
  return changes.flatMap(({ before, after, retracted }) =>
    before || retracted || after["line"] === undefined || after["direction"] !== "inbound"
      ? []
      : [{ customerId: after["customerId"] as string, line: after["line"] as string }],
  );
}

/** Loads what the definitions of the new state need, each once, in one batch. */
async function needsAfter(
  unit: Unit,
  entry: RecordEntry,
  changes: readonly Change[],
): Promise<(definition: Needing, index: number) => object> {
  const none = {};
  const concerned = changes.map(({ after, retracted }) =>
    retracted ? [] : definitionsFor(entry, after.state).filter((definition) => Object.keys(definition.needs).length > 0),
  );
  if (concerned.every((definitions) => definitions.length === 0)) return () => none;
  const requests = changes.map(({ after }, index) => ({
    needs: Object.assign({}, ...(concerned[index] ?? []).map((definition) => prefixed(entry, definition))) as Readonly<
      Record<string, AnyNeed>
    >,
    record: after,
    actor: unit.actor,
  }));
  const loaded = await loadNeeds((statements) => send(unit, statements), unit.registry, unit.tenant, requests);
  return (definition, index) => {
    const prefix = prefixOf(entry, definition);
    return Object.fromEntries(
      Object.keys(definition.needs).map((name) => [name, (loaded[index] as Readonly<Record<string, unknown>>)[`${prefix}${name}`]]),
    );
  };
}

function definitionsFor(entry: RecordEntry, state: string): readonly Needing[] {
  const timed = entry.transitions.filter((transition) => transition.due && transition.from.includes(state));
  const clocks = entry.deadlines.filter((deadline) => deadline.runsIn.includes(state));
  return [...entry.rules, ...entry.ledgers, ...timed, ...clocks];
}

const prefixOf = (entry: RecordEntry, definition: Needing): string =>
  definition.kind === "ledger" ? `ledger ${entry.ledgers.indexOf(definition)} ` : `${definition.name} `;
const prefixed = (entry: RecordEntry, definition: Needing) =>
  Object.fromEntries(Object.entries(definition.needs).map(([name, need]) => [`${prefixOf(entry, definition)}${name}`, need]));

function brokenRules(
  unit: Unit,
  entry: RecordEntry,
  changes: readonly Change[],
  needsOf: (definition: Needing, index: number) => object,
): ReadonlyMap<number, Refusal> {
  const broken = new Map<number, Refusal>();
  for (const [index, { before, after, retracted }] of changes.entries()) {
    if (retracted) continue;
    for (const rule of entry.rules) {
      const [refusal] = check([rule], {
        ...circumstancesAt(unit, unit.now),
        record: after,
        needs: needsOf(rule, index),
        ...(before && { before }),
      } as never);
      if (refusal && !broken.has(index)) broken.set(index, refusal);
    }
  }
  return broken;
}
