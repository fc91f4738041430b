import { hash } from "node:crypto";
import type { Instant } from "@kehu/core";
import { canonicalJson } from "../../canonical-json.js";
import type { RecordEntry, Registry } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { insertRows, type Target } from "../unit/statements.js";
import type { Unit } from "../unit/unit.js";

/** What became of one record in one step. */
export interface Change {
  readonly entry: RecordEntry;
  readonly uuid: string;
  readonly before?: AnyStored;
  readonly after: AnyStored;
  readonly effectiveAt: Instant;
  /** The verb, the transition or the deadline. */
  readonly definition: string;
  readonly input?: unknown;
  readonly retracted?: boolean;
  /** Which row of a call of several it is; its place among the changes unless told. */
  readonly row?: number;
  /** The parameter values that the decision used; what rules, ledgers and clocks use is added. */
  readonly used?: Map<string, unknown>;
  /** Stays that are known from before, oldest first. */
  readonly history?: readonly { readonly state: string; readonly from: Instant }[];
}

const journalTable: Target = {
  schema: "kehu",
  name: "journal",
  columns: [
    { name: "tenant", type: "text" },
    { name: "record", type: "text" },
    { name: "record_id", type: "uuid" },
    { name: "version", type: "integer" },
    { name: "recorded_at", type: "timestamptz" },
    { name: "effective_at", type: "timestamptz" },
    { name: "actor", type: "text" },
    { name: "definition", type: "text" },
    { name: "call", type: "text" },
    { name: "from_state", type: "text" },
    { name: "state", type: "text" },
    { name: "pack_version", type: "text" },
    { name: "payload", type: "jsonb" },
    { name: "salt", type: "bytea" },
    { name: "digest", type: "bytea" },
  ],
};

const versionsOf = new WeakMap<Registry, ReadonlyMap<string, string>>();
function versionsIn(registry: Registry): ReadonlyMap<string, string> {
  const known = versionsOf.get(registry);
  if (known) return known;
  const versions = new Map(registry.packs.map((pack) => [pack.name, `${pack.name}@${pack.version}`]));
  versionsOf.set(registry, versions);
  return versions;
}

/**
 * The journal rows of some changes: who, when, effective when, by which definition, what changed, and the parameter values that were
 * used: those of each change, and those that an operation asked for on the way to them.
 */
export function queueJournal(unit: Unit, changes: readonly Change[], used: readonly ReadonlyMap<string, unknown>[] = []): void {
  const asked = [...unit.notes.parameters];
  unit.notes.parameters.clear();
  const versions = versionsIn(unit.registry);
  const rows = changes.flatMap((change, index) => {
    const parameters = [...asked, ...(used[index] ?? [])];
    const { entry, before, after, definition } = change;
    const row = (state: string | null, effectiveAt: Instant, payload: string) => {
      const salt = unit.random();
      const salted = Buffer.allocUnsafe(salt.length + Buffer.byteLength(payload));
      salted.set(salt);
      salted.write(payload, salt.length);
      const digest = hash("sha256", salted, "hex");
      return [
        unit.tenant.id,
        entry.record.name,
        change.uuid,
        after.version,
        unit.recordedAt,
        effectiveAt,
        unit.actor.id,
        definition,
        unit.call ?? null,
        before?.state ?? null,
        state,
        versions.get(entry.pack),
        payload,
        salted.toString("hex", 0, salt.length),
        digest,
      ];
    };
    const entered = change.retracted || (before?.state === after.state && before.since === after.since) ? null : after.state;
    const known = (change.history ?? []).map((stay) => row(stay.state, stay.from, "{}"));
    return [
      ...known,
      row(entered, change.effectiveAt, payloadOf(change, parameters.length > 0 ? Object.fromEntries(parameters) : undefined)),
    ];
  });
  unit.queue.push(insertRows(journalTable, rows));
}

/** In one order of keys: PostgreSQL keeps the payload in an order of its own, and the digest must be found again. */
const payloadOf = ({ entry, before, after, input, retracted }: Change, parameters: object | undefined): string =>
  canonicalJson({ changed: changedIn(entry, before, after), input, parameters, retracted: retracted || undefined });

/** What the record says now of the fields that are new or another; what it says no more is null. */
function changedIn(entry: RecordEntry, before: AnyStored | undefined, after: AnyStored): Readonly<Record<string, unknown>> {
  const changed: Record<string, unknown> = {};
  for (const field of fieldsOf(entry)) {
    const [one, other] = [before?.[field], after[field]];
    if (one === other || (before && JSON.stringify(one) === JSON.stringify(other))) continue;
    changed[field] = other ?? null;
  }
  return changed;
}

const fields = new WeakMap<RecordEntry, readonly string[]>();
/** What of a record a payload may tell, in its order. */
function fieldsOf(entry: RecordEntry): readonly string[] {
  const known = fields.get(entry) ?? [...Object.keys(entry.record.info), "ownerId", "teamId"].sort();
  fields.set(entry, known);
  return known;
}
