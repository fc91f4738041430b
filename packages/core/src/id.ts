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
  return idOf(record, uuidV7(Date.parse(source.now), source.random));
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, version, 12 random bits, variant, 62 random bits. Its library takes 16 ms to import. */
function uuidV7(milliseconds: number, random: Uint8Array): string {
  let digits = milliseconds.toString(16).padStart(12, "0");
  for (let index = 6; index < 16; index += 1) {
    const byte = random[index] as number;
    const marked = index === 6 ? (byte & 0x0f) | 0x70 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    digits += marked.toString(16).padStart(2, "0");
  }
  return grouped(digits);
}

/** 32 digits as a UUID is written. */
const grouped = (digits: string): string =>
  `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;

// What is no id at all may be anything, a name or a number of somebody; only an id is repeated in the message.
const idShape = /^[a-z][a-z_]{0,62}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const refuse = (given: string, record: string) =>
  refused(wrongId({ given: idShape.test(given) ? `"${given}"` : "This", record, prefix: idPrefix(record) }));

// Crockford's base 32, as TypeID writes it: 128 bits in 26 letters, two zero bits in front. Pages decode thousands of ids, and the
// TypeID library takes fifteen times as long for one; a test holds this to it.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const hex = "0123456789abcdef";
const values = (digits: string): Uint8Array => {
  const table = new Uint8Array(128);
  for (let index = 0; index < digits.length; index += 1) table[digits.charCodeAt(index)] = index;
  return table;
};
const hexValue = values(hex);
const letterValue = values(alphabet);
const prefixes = new Map<string, string>();

/** The prefix with its underscore; there are as many as record types. */
function prefixFor(record: string): string {
  const known = prefixes.get(record);
  if (known !== undefined) return known;
  const made = `${idPrefix(record)}_`;
  if (prefixes.size < 10_000) prefixes.set(record, made);
  return made;
}

/**
 * The id of a record from its UUID.
 *
 * @throws KehuError `core/wrong-id` for what is no UUID in small letters
 */
export function idOf<Name extends string>(record: Name, uuid: string): Id<Name> {
  if (!uuidShape.test(uuid)) throw refuse(uuid, record);
  let id = prefixFor(record);
  let bits = 0;
  let count = 2;
  for (let index = 0; index < 36; index += 1) {
    const code = uuid.charCodeAt(index);
    if (code === 45) continue;
    bits = ((bits << 4) | (hexValue[code] as number)) & 0xff;
    count += 4;
    if (count < 5) continue;
    count -= 5;
    id += alphabet[(bits >> count) & 31];
  }
  return id;
}

/**
 * The UUID inside an id.
 *
 * @throws KehuError `core/wrong-id` for the id of another record type, or what is no id
 */
export function uuidOf(record: string, id: string): string {
  const prefix = prefixFor(record);
  if (typeof id !== "string" || !id.startsWith(prefix) || id.length !== prefix.length + 26 || !idShape.test(id))
    throw refuse(String(id), record);
  let digits = "";
  let bits = letterValue[id.charCodeAt(prefix.length)] as number;
  let count = 3;
  for (let index = prefix.length + 1; index < id.length; index += 1) {
    bits = ((bits << 5) | (letterValue[id.charCodeAt(index)] as number)) & 0x1ff;
    count += 5;
    while (count >= 4) {
      count -= 4;
      digits += hex[(bits >> count) & 15];
    }
  }
  return grouped(digits);
}

/** The prefix of an id, which tells its record type; undefined for what is no id. */
export const prefixOf = (id: string): string | undefined => (idShape.test(id) ? id.slice(0, id.lastIndexOf("_")) : undefined);
