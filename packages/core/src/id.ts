import type { Id, Instant } from "./define/id.js";
import { defineRefusal, type Phrase, phrase } from "./define/refusal.js";
import { refused } from "./error.js";

export const wrongId = defineRefusal("core/wrong-id", "{given} is no id of {record}; an id of it is {prefix}_ and 26 letters and digits.");

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
  const time = milliseconds.toString(16).padStart(12, "0");
  for (let index = 0; index < 12; index += 1) uuidCodes[digitPlaces[index] as number] = time.charCodeAt(index);
  for (let index = 12; index < 32; index += 1) {
    const byte = random[index >> 1] as number;
    const digit = index % 2 === 0 ? byte >> 4 : byte & 15;
    uuidCodes[digitPlaces[index] as number] = hexCode[index === 12 ? 7 : index === 16 ? (digit & 3) | 8 : digit] as number;
  }
  return textOf(uuidCodes);
}

const dash = 45;
// Filled anew for each id. A text that grows letter by letter is kept as a chain of its letters, ten times its size: it is made at once.
const uuidCodes = new Array<number>(36).fill(dash);
const idCodes = new Array<number>(26).fill(dash);
/** Where the 32 digits of a UUID stand. */
const digitPlaces = Uint8Array.from(uuidCodes.keys()).filter((at) => at !== 8 && at !== 13 && at !== 18 && at !== 23);
const textOf = (codes: number[]): string => String.fromCharCode.apply(undefined, codes);

// What is no id at all may be anything, a name or a number of somebody; only an id is repeated in the message.
const idShape = /^[a-z][a-z_]{0,62}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const refuse = (given: unknown, record: string) => refused(wrongId({ given: kindOf(given), record, prefix: idPrefix(record) }));
function kindOf(given: unknown): string | Phrase {
  if (typeof given !== "string") return phrase("A value of the type {type}", { type: given === null ? "null" : typeof given });
  if (idShape.test(given)) return `"${given}"`;
  if (given === "") return phrase("An empty text");
  return uuidShape.test(given) ? phrase("A UUID by itself") : phrase("A text of {length} characters", { length: given.length });
}

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
const codesOf = (digits: string): Uint8Array => Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const hexCode = codesOf(hex);
const letterCode = codesOf(alphabet);
/** The prefix of a record type with its underscore, and the id that was asked for last: many rows of one write point at the same record. */
interface IdsOf {
  readonly prefix: string;
  last: string;
  lastUuid: string;
}
const idsByRecord = new Map<string, IdsOf>();

/** There are as many as record types. */
function idsOf(record: string): IdsOf {
  const known = idsByRecord.get(record);
  if (known !== undefined) return known;
  const made = { prefix: `${idPrefix(record)}_`, last: "", lastUuid: "" };
  if (idsByRecord.size < 10_000) idsByRecord.set(record, made);
  return made;
}

/**
 * The id of a record from its UUID.
 *
 * @throws KehuError `core/wrong-id` for what is no UUID in small letters
 */
export function idOf<Name extends string>(record: Name, uuid: string): Id<Name> {
  if (!uuidShape.test(uuid)) throw refuse(uuid, record);
  let at = 0;
  let bits = 0;
  let count = 2;
  for (let index = 0; index < 36; index += 1) {
    const code = uuid.charCodeAt(index);
    if (code === dash) continue;
    bits = ((bits << 4) | (hexValue[code] as number)) & 0xff;
    count += 4;
    if (count < 5) continue;
    count -= 5;
    idCodes[at++] = letterCode[(bits >> count) & 31] as number;
  }
  return idsOf(record).prefix + textOf(idCodes);
}

/**
 * The UUID inside an id.
 *
 * @throws KehuError `core/wrong-id` for the id of another record type, or what is no id
 */
export function uuidOf(record: string, id: string): string {
  const ids = idsOf(record);
  const { prefix } = ids;
  if (id === ids.last && id !== "") return ids.lastUuid;
  if (typeof id !== "string" || !id.startsWith(prefix) || id.length !== prefix.length + 26 || !idShape.test(id)) throw refuse(id, record);
  let at = prefix.length;
  let bits = letterValue[id.charCodeAt(at)] as number;
  let count = 3;
  for (let digit = 0; digit < 32; digit += 1) {
    if (count < 4) {
      at += 1;
      bits = ((bits << 5) | (letterValue[id.charCodeAt(at)] as number)) & 0x1ff;
      count += 5;
    }
    count -= 4;
    uuidCodes[digitPlaces[digit] as number] = hexCode[(bits >> count) & 15] as number;
  }
  ids.lastUuid = textOf(uuidCodes);
  ids.last = id;
  return ids.lastUuid;
}

/** The prefix of an id, which tells its record type; undefined for what is no id. */
export const prefixOf = (id: string): string | undefined => (idShape.test(id) ? id.slice(0, id.lastIndexOf("_")) : undefined);
