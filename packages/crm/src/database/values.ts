import { readArray, writeArray } from "./array-literal.js";

/** How a column's text becomes a value, by the number of its type. The same for both databases; a type that is not here stays text. */
export function decoderOf(typeId: number): (text: string) => unknown {
  return decoders.get(typeId) ?? asText;
}

/**
 * How a parameter travels. JSON comes as text from the caller, so an object here is a mistake of ours, not a value.
 *
 * @throws TypeError for an object, and for a text that PostgreSQL cannot keep
 */
export function encodeParameter(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return wellFormed(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return writeArray(value, encodeParameter);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`A parameter of the kind "${typeof value}" cannot be sent; write JSON as text.`);
}

/**
 * The two texts that PostgreSQL cannot keep. Half of a surrogate pair would be replaced silently by one driver,
 * and break the message of the other one, which counts its bytes before it writes them.
 */
function wellFormed(text: string): string {
  if (!(text as string & { isWellFormed(): boolean }).isWellFormed())
    throw new TypeError("A text with half of a surrogate pair cannot be kept.");
  if (text.includes("\0")) throw new TypeError("A text with a NUL character cannot be kept.");
  return text;
}

const asText = (text: string): string => text;
const asNumber = (text: string): number => Number(text);
const asBoolean = (text: string): boolean => text === "t";
const asJson = (text: string): unknown => JSON.parse(text);
const asBytes = (text: string): Buffer => Buffer.from(text.slice(2), "hex");

function asSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("A whole number beyond 2^53 cannot be read exactly.");
  return value;
}

const timestamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/;

/** The session speaks UTC, so nothing is to be converted; what is finer than a millisecond is cut off. */
function asInstant(text: string): string {
  // as nearly all are written; pages read thousands, and slicing takes a third of the time
  if (text.length === 22 && text[4] === "-" && text.endsWith("+00")) return `${text.slice(0, 10)}T${text.slice(11, 19)}.000Z`;
  const [, day, time, fraction = ""] = timestamp.exec(text) ?? [];
  if (day === undefined) throw new RangeError("An instant outside of the years 1 to 9999 cannot be read.");
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
}

const calendarDate = /^\d{4}-\d\d-\d\d$/;

function asDate(text: string): string {
  if (!calendarDate.test(text)) throw new RangeError("A date outside of the years 1 to 9999 cannot be read.");
  return text;
}

/** Type, its number and that of its arrays: fixed in PostgreSQL's catalogue (src/include/catalog/pg_type.dat). */
const types: readonly (readonly [decode: (text: string) => unknown, typeId: number, arrayTypeId: number])[] = [
  [asBoolean, 16, 1000],
  [asBytes, 17, 1001],
  [asText, 19, 1003], // name
  [asSafeInteger, 20, 1016], // int8
  [asNumber, 21, 1005],
  [asNumber, 23, 1007],
  [asText, 25, 1009],
  [asNumber, 26, 1028], // oid
  [asJson, 114, 199],
  [asNumber, 700, 1021],
  [asNumber, 701, 1022],
  [asText, 1042, 1014],
  [asText, 1043, 1015],
  [asDate, 1082, 1182],
  [asInstant, 1184, 1185],
  [asText, 1700, 1231], // numeric
  [asText, 2950, 2951], // uuid
  [asJson, 3802, 3807], // jsonb
];

const decoders = new Map<number, (text: string) => unknown>(
  types.flatMap(([decode, typeId, arrayTypeId]) => [
    [typeId, decode] as const,
    [arrayTypeId, (text: string) => readArray(text, decode)] as const,
  ]),
);
