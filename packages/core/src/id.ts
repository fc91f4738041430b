import { fromUUIDBytes, parseTypeId, toUUID, fromString } from "typeid-js";
import { v7 } from "uuid";
import type { Id, Instant } from "./define/id.js";
import { defineRefusal } from "./define/refusal.js";
import { refused } from "./error.js";

export const wrongId = defineRefusal("core/wrong-id", "{given} is no id of a {record}; ids of it begin with {prefix}_.");

/** The prefix of a record type's ids: `insurance/premium-receipt` → `insurance_premium_receipt`. */
export const idPrefix = (record: string): string => record.replace(/[/-]/g, "_");

/**
 * A new id: a TypeID with a UUIDv7 inside, so that ids are ordered by time.
 *
 * @param source.random - 16 random bytes; the same bytes and instant give the same id
 */
export function createId<Name extends string>(record: Name, source: { readonly now: Instant; readonly random: Uint8Array }): Id<Name> {
  return fromUUIDBytes(idPrefix(record), v7({ msecs: Date.parse(source.now), random: source.random }, new Uint8Array(16)));
}

/** The id of a record from its UUID. */
export function idOf<Name extends string>(record: Name, uuid: string): Id<Name> {
  return fromUUIDBytes(idPrefix(record), Uint8Array.from(uuid.replaceAll("-", "").match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)));
}

/**
 * The UUID inside an id.
 *
 * @throws KehuError `core/wrong-id` for the id of another record type, or what is no id
 */
export function uuidOf(record: string, id: string): string {
  const prefix = idPrefix(record);
  try {
    return toUUID(fromString(id, prefix));
  } catch (cause) {
    throw refused(wrongId({ given: JSON.stringify(String(id).slice(0, 60)), record, prefix }), { cause });
  }
}

/** The prefix of an id, which tells its record type; undefined for what is no id. */
export function prefixOf(id: string): string | undefined {
  try {
    return parseTypeId(fromString(id)).prefix;
  } catch {
    return undefined;
  }
}
