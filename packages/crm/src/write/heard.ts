import { fillBlanks, KehuError, type Refusal, refused } from "@kehu/core";
import { grantsFor } from "../read/access.js";
import { fieldsOf, toldAnyway } from "../read/fields.js";
import type { RecordEntry } from "../registry.js";
import type { Unit } from "./unit/unit.js";

const concealed = "…";
type Hearing = Pick<Unit, "registry" | "actor">;
type Values = Readonly<Record<string, unknown>>;

/** A record, or some fields of it, that a definition looked at with its own authority. */
export interface Seen {
  readonly entry: RecordEntry;
  readonly record: Values;
}

/**
 * Why not, as the actor may hear it. A guard, a rule or an operation decides by whole records and may name what it saw; what is hidden
 * from the actor in every grant is left out of the sentence.
 *
 * @param seen - the records that it decided by
 */
export function heard(hearing: Hearing, seen: readonly Seen[], refusal: Refusal): Refusal {
  const hidden = hiddenValues(hearing, seen);
  if (hidden.size === 0) return refusal;
  const revealing = Object.entries(refusal.details).filter(([, value]) => partsOf(value).some((part) => hidden.has(part)));
  if (revealing.length === 0) return refusal;
  const details = { ...refusal.details, ...Object.fromEntries(revealing.map(([name]) => [name, concealed])) };
  const sentence = hearing.registry.refusals.get(refusal.code)?.text;
  const message =
    sentence === undefined
      ? revealing.reduce((text, [, value]) => text.replaceAll(String(value), concealed), refusal.message)
      : fillBlanks(sentence, details);
  return { ...refusal, details, message };
}

/** The same for what an operation throws; what the runtime itself says names no value that somebody may not see. */
export function heardError(hearing: Hearing, seen: readonly Seen[], error: unknown): unknown {
  if (!(error instanceof KehuError) || error.code.startsWith("crm/")) return error;
  const { code, message, details, retryable } = error;
  const told = heard(hearing, seen, { code, message, details });
  return told.details === details ? error : refused(told, { retryable });
}

/** The records in what needs or a query gave, known by their ids. */
export function recordsIn(registry: Hearing["registry"], value: unknown): readonly Seen[] {
  if (typeof value !== "object" || value === null) return [];
  const { id } = value as { readonly id?: unknown };
  const entry = typeof id === "string" ? registry.byPrefix.get(id.slice(0, Math.max(0, id.lastIndexOf("_")))) : undefined;
  if (entry) return [{ entry, record: value as Values }];
  return Object.values(value).flatMap((part) => recordsIn(registry, part));
}

/** What a detail tells: an amount, each name of several, or itself. */
function partsOf(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null && "amountMinor" in value) return [String(value.amountMinor)];
  return [String(value), ...String(value).split(", ")];
}

/** The plain values of the fields that no grant shows. */
function hiddenValues({ registry, actor }: Hearing, seen: readonly Seen[]): ReadonlySet<string> {
  const values = new Set<string>();
  if (actor.id === "system") return values;
  for (const { entry, record } of seen) {
    const grants = grantsFor(registry, actor, "read", entry.record.name);
    if (grants.some(({ hide = [] }) => hide.length === 0)) continue;
    for (const field of fieldsOf(entry).keys())
      if (!toldAnyway.has(field) && grants.every(({ hide = [] }) => hide.includes(field))) collect(record[field], values);
  }
  return values;
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) collect(part, into);
  else if (value !== undefined && value !== null) into.add(String(value));
}
