import { hash } from "node:crypto";
import { date, defineRefusal, group, type Instant, instant, list, refused, text } from "@kehu/core";
import { prefixOf, uuidOf } from "@kehu/core/engine";
import { canonicalJson } from "../../canonical-json.js";
import { parseInput } from "../../parse.js";
import type { RecordEntry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import type { Unit } from "../unit/unit.js";
import { newRecord } from "./create.js";
import { refuseKept } from "./kept-fields.js";

export const adoptedInFuture = defineRefusal(
  "crm/adopted-in-future",
  "{record} is known as of {asOf}, which is later than now; give a day that is over.",
);
export const historyOutOfOrder = defineRefusal(
  "crm/history-out-of-order",
  "{record}: what is known from before stands in order of time, and the present state comes last; {from} comes too early.",
);
export const historyHasGap = defineRefusal(
  "crm/history-has-gap",
  "{record}: the stay from {from} ends at {until}, but what follows begins at {next}; close the gap, or leave the end out.",
);
export const originDiffers = defineRefusal(
  "crm/origin-differs",
  "{record}: the state before is {origin}, but the last stay in its history is {last}; let both say the same.",
);
export const sinceAfterAsOf = defineRefusal(
  "crm/since-after-as-of",
  "{record} is known as of {asOf}, but its state began later, at {since}; give the day on which it was known.",
);
export const unknownState = defineRefusal("crm/unknown-state", "{record} has no state {state}; its states are {states}.");

export interface AdoptRow {
  readonly input: unknown;
  readonly as: unknown;
}
const stay = group({ state: text(60), from: instant(), until: instant().optional() });
const adoption = {
  state: text(60),
  asOf: date(),
  since: instant().optional(),
  origin: group({ state: text(60), since: instant() }).optional(),
  // staff may be known here by an id of another system
  ownerId: text(128).optional(),
  history: list(stay, 1000).optional(),
  source: text(300),
};
/** How a row enters. */
interface As {
  readonly state: string;
  readonly asOf: string;
  readonly since?: string;
  readonly origin?: { readonly state: string; readonly since: string };
  readonly ownerId?: string;
  readonly history?: readonly { readonly state: string; readonly from: string; readonly until?: string }[];
  readonly source: string;
}
/** A row as the record that it would be. */
export interface Candidate {
  readonly index: number;
  readonly record: AnyStored;
  readonly as: As;
  readonly digest: string;
  /** Its source named a record before that was retracted since. */
  readonly inPlaceOfRetracted?: boolean;
}
/**
 * A row as a record.
 *
 * @throws KehuError what is wrong with the row by itself
 */
export function candidateOf(unit: Unit, entry: RecordEntry, row: AdoptRow, index: number): Candidate {
  const { name, states } = entry.record;
  const as = withoutPresent(parseInput<As>(adoption, row.as, `${name}, adoption,`));
  refuseKept(entry, row.input, { verb: "adopt", what: name });
  const fields = parseInput<Readonly<Record<string, unknown>>>(entry.record.fields, row.input, name);
  const stays = as.history ?? [];
  const stray = [as.state, ...(as.origin ? [as.origin.state] : []), ...stays.map(({ state }) => state)].find(
    (state) => !states.includes(state),
  );
  if (stray !== undefined) throw refused(unknownState({ record: name, state: stray, states: states.join(", ") }));
  const since = sinceOf(unit, name, as);
  const origin = originOf(name, as, since);
  if (as.ownerId !== undefined && prefixOf(as.ownerId) !== undefined) uuidOf("staff", as.ownerId);
  const record = newRecord(unit, entry, fields, { state: as.state, since, origin, ownerId: as.ownerId });
  return { index, record, as, digest: digestOf(fields, as) };
}

/** The present stay may stand at the end of the stays, too: a caller that has them all need not take it off. */
function withoutPresent(as: As): As {
  const last = as.history?.at(-1);
  const isPresent = last?.state === as.state && last.until === undefined && (as.since === undefined || as.since === last.from);
  return isPresent ? { ...as, since: last.from, history: (as.history ?? []).slice(0, -1) } : as;
}

/** Since when the present state holds; what is known from before lies before it, without a gap. */
function sinceOf(unit: Unit, record: string, { asOf, since: given, history = [] }: As): Instant {
  const { calendar } = unit.tenant;
  const since = given ?? calendar.startOf(asOf);
  if (calendar.startOf(asOf) > unit.now || since > unit.now) throw refused(adoptedInFuture({ record, asOf }));
  if (since > calendar.endOf(asOf)) throw refused(sinceAfterAsOf({ record, asOf, since }));
  for (const [at, { from, until }] of history.entries()) {
    const next = history[at + 1]?.from ?? since;
    if (next < from) throw refused(historyOutOfOrder({ record, from: next }));
    if (until !== undefined && until !== next) throw refused(historyHasGap({ record, from, until, next }));
  }
  return since;
}

/** The state before, as it is told or as the last stay. */
function originOf(record: string, { state, origin, history }: As, since: Instant): As["origin"] {
  const last = history?.at(-1);
  if (origin && origin.since > since) throw refused(historyOutOfOrder({ record, from: origin.since }));
  if (origin && last && (origin.state !== last.state || origin.since !== last.from))
    throw refused(originDiffers({ record, origin: `${origin.state} (${origin.since})`, last: `${last.state} (${last.from})` }));
  return origin ?? (last && last.state !== state ? { state: last.state, since: last.from } : undefined);
}

/** What a row says, wherever and on whatever day it was found. */
const digestOf = (fields: object, { state, since, origin, ownerId, history }: As): string =>
  hash("sha256", canonicalJson([fields, { state, since, origin, ownerId, history }]), "hex");
