import { fillBlanks, type Refusal } from "@kehu/core";
import { grantsFor } from "../read/access.js";
import { fieldsOf, toldAnyway } from "../read/fields.js";
import type { RecordEntry } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import type { Unit } from "./unit/unit.js";

const concealed = "…";

/**
 * Why not, as the actor may hear it. A guard decides by the whole record and may name what it saw; what is hidden from the actor in
 * every grant is left out of the sentence.
 */
export function heard(unit: Pick<Unit, "registry" | "actor">, entry: RecordEntry, record: AnyStored, refusal: Refusal): Refusal {
  const hidden = hiddenValues(unit, entry, record);
  if (hidden.size === 0) return refusal;
  const revealing = Object.entries(refusal.details).filter(([, value]) => hidden.has(String(value)));
  if (revealing.length === 0) return refusal;
  const details = { ...refusal.details, ...Object.fromEntries(revealing.map(([name]) => [name, concealed])) };
  const sentence = unit.registry.refusals.get(refusal.code)?.text;
  const message =
    sentence === undefined
      ? revealing.reduce((text, [, value]) => text.replaceAll(String(value), concealed), refusal.message)
      : fillBlanks(sentence, details);
  return { ...refusal, details, message };
}

/** The plain values of the fields that no grant shows. */
function hiddenValues({ registry, actor }: Pick<Unit, "registry" | "actor">, entry: RecordEntry, record: AnyStored): ReadonlySet<string> {
  if (actor.id === "system") return new Set();
  const grants = grantsFor(registry, actor, "read", entry.record.name);
  if (grants.some(({ hide = [] }) => hide.length === 0)) return new Set();
  const values = new Set<string>();
  for (const field of fieldsOf(entry).keys())
    if (!toldAnyway.has(field) && grants.every(({ hide = [] }) => hide.includes(field))) collect(record[field], values);
  return values;
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) collect(part, into);
  else if (value !== undefined && value !== null) into.add(String(value));
}
