import { createHash } from "node:crypto";
import type { Instant } from "@kehu/core";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { insertRows, type Target } from "./statements.js";
import type { Unit } from "./unit.js";

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
const kept: ReadonlySet<string> = new Set(["id", "version", "state", "since", "origin", "createdAt", "updatedAt"]);

/** The journal rows of some changes: who, when, effective when, by which definition, what changed, and the parameter values that were used. */
export function queueJournal(unit: Unit, changes: readonly Change[]): void {
  const parameters = unit.parameters.size > 0 ? Object.fromEntries(unit.parameters) : undefined;
  unit.parameters.clear();
  const versions = new Map(unit.registry.packs.map((pack) => [pack.name, `${pack.name}@${pack.version}`]));
  const rows = changes.flatMap((change) => {
    const { entry, before, after, definition } = change;
    const row = (state: string | null, effectiveAt: Instant, payload: object) => {
      const text = JSON.stringify(payload);
      const salt = Buffer.from(unit.random());
      const digest = createHash("sha256").update(salt).update(text).digest("hex");
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
        text,
        salt.toString("hex"),
        digest,
      ];
    };
    const entered = change.retracted || before?.state === after.state ? null : after.state;
    const known = (change.history ?? []).map((stay) => row(stay.state, stay.from, {}));
    return [...known, row(entered, change.effectiveAt, payloadOf(change, parameters))];
  });
  unit.queue.push(insertRows(journalTable, rows));
}

function payloadOf({ before, after, input, retracted }: Change, parameters: object | undefined): object {
  const changed: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(before ?? {}), ...Object.keys(after)])) {
    if (kept.has(field) || JSON.stringify(before?.[field]) === JSON.stringify(after[field])) continue;
    changed[field] = after[field] ?? null;
  }
  return { changed, ...(input !== undefined && { input }), ...(parameters && { parameters }), ...(retracted && { retracted: true }) };
}
