import { fromString, fromUUIDBytes, toUUID } from "typeid-js";
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

// What is no id at all may be anything, a name or a number of somebody; only an id is repeated in the message.
const idShape = /^[a-z][a-z_]{0,62}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const refuse = (given: string, record: string, cause?: unknown) =>
  refused(wrongId({ given: idShape.test(given) ? `"${given}"` : "This", record, prefix: idPrefix(record) }), cause === undefined ? {} : { cause });

/**
 * The id of a record from its UUID.
 *
 * @throws KehuError `core/wrong-id` for what is no UUID in small letters
 */
export function idOf<Name extends string>(record: Name, uuid: string): Id<Name> {
  if (!uuidShape.test(uuid)) throw refuse(uuid, record);
  return fromUUIDBytes(idPrefix(record), Uint8Array.from(uuid.replaceAll("-", "").match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)));
}

/**
 * The UUID inside an id.
 *
 * @throws KehuError `core/wrong-id` for the id of another record type, or what is no id
 */
export function uuidOf(record: string, id: string): string {
  if (!idShape.test(id)) throw refuse(String(id), record);
  try {
    return toUUID(fromString(id, idPrefix(record)));
  } catch (cause) {
    throw refuse(id, record, cause);
  }
}

/** The prefix of an id, which tells its record type; undefined for what is no id. */
export const prefixOf = (id: string): string | undefined => (idShape.test(id) ? id.slice(0, id.lastIndexOf("_")) : undefined);
