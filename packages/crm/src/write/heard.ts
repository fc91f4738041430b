import { type Actor, fillBlanks, type Grant, KehuError, type Refusal, refused } from "@kehu/core";
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

/** What a definition decided by, and what it had from the actor, who knows that already. */
export interface Grounds {
  readonly seen: readonly Seen[];
  readonly given?: unknown;
}

/**
 * Why not, as the actor may hear it. A guard, a rule or an operation decides by whole records and may name what it saw; what no right of
 * the actor shows of such a record is left out of the sentence. What was made of it (a sum, a part of a text, another spelling) is not
 * known for what it is: definitions name fields as they are, or nothing of them.
 */
export function heard(hearing: Hearing, refusal: Refusal, grounds: Grounds): Refusal {
  const hidden = hiddenValues(hearing, grounds);
  if (hidden.size === 0) return refusal;
  const revealing = Object.entries(refusal.details).filter(([, value]) => partsOf(value).some((part) => hidden.has(part)));
  if (revealing.length === 0) return refusal;
  const details = { ...refusal.details, ...Object.fromEntries(revealing.map(([name]) => [name, concealed])) };
  const sentence = hearing.registry.refusals.get(refusal.code)?.text;
  const parts = revealing.flatMap(([, value]) => partsOf(value).filter((part) => hidden.has(part)));
  const message =
    sentence === undefined
      ? parts.reduce((text, part) => text.replaceAll(part, concealed), refusal.message)
      : fillBlanks(sentence, details);
  return { ...refusal, details, message };
}

/** The same for what a definition throws; what the runtime itself says names no value that somebody may not see. */
export function heardError(hearing: Hearing, error: unknown, grounds: Grounds): unknown {
  if (!(error instanceof KehuError) || String(error.code).startsWith("crm/")) return error;
  const { code, message, details, retryable } = error;
  const told = heard(hearing, { code, message, details }, grounds);
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

const deepest = 8;
/** What a detail tells: an amount, each name of several, what fills the blanks of a phrase, or itself. */
function partsOf(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value), ...String(value).split(", ")];
  if ("amountMinor" in value) return [String(value.amountMinor)];
  return depth < deepest ? Object.values(value).flatMap((part) => partsOf(part, depth + 1)) : [];
}

/** The plain values of the fields that no right shows, as far as the actor has not given them. */
function hiddenValues({ registry, actor }: Hearing, { seen, given }: Grounds): ReadonlySet<string> {
  const values = new Set<string>();
  if (actor.id === "system") return values;
  for (const { entry, record } of seen) {
    const grants = grantsFor(registry, actor, "read", entry.record.name).filter((grant) => mayReach(grant, actor, record));
    if (grants.some(({ hide = [] }) => hide.length === 0)) continue;
    for (const field of fieldsOf(entry).keys())
      if (!toldAnyway.has(field) && grants.every(({ hide = [] }) => hide.includes(field))) collect(record[field], values);
  }
  const known = new Set<string>();
  collect(given, known);
  for (const value of known) values.delete(value);
  return values;
}

/** False where a right surely does not reach a record: what is reached over others, or over fields that were not asked for, is not known here. */
function mayReach({ reach }: Grant, actor: Actor, record: Values): boolean {
  if (!("version" in record)) return true;
  if (reach === "own") return record["ownerId"] === actor.id;
  if (reach === "team") return (actor.teams ?? []).includes(record["teamId"] as string);
  if (typeof reach === "string" || !("self" in reach) || reach.self.includes(".")) return true;
  return record[reach.self] === actor.customerId;
}

/** Not currencies and not yes or no: too common to tell anything. */
function collect(value: unknown, into: Set<string>, depth = 0): void {
  if (typeof value === "object" && value !== null) {
    const parts = "amountMinor" in value ? [value.amountMinor] : Object.values(value);
    if (depth < deepest) for (const part of parts) collect(part, into, depth + 1);
  } else if (value !== undefined && value !== null && typeof value !== "boolean") into.add(String(value));
}
