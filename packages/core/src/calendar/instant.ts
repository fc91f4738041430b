import { Temporal } from "temporal-polyfill";
import { KehuError } from "../error.js";
import { digits, formatDay, leadingDay } from "./day-number.js";

export const dayMilliseconds = 86_400_000;

/** Epoch milliseconds of the canonical form, `2026-01-31T15:59:59.999Z`; undefined for every other writing. */
function canonicalMilliseconds(text: string): number | undefined {
  if (text.length !== 24 || text[10] !== "T" || text[13] !== ":" || text[16] !== ":" || text[19] !== "." || text[23] !== "Z")
    return undefined;
  const day = leadingDay(text);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const milliseconds = digits(text, 20, 3);
  if (day === undefined || !(hour < 24 && minute < 60 && second < 60 && milliseconds >= 0)) return undefined;
  return day * dayMilliseconds + hour * 3_600_000 + minute * 60_000 + second * 1000 + milliseconds;
}

function otherMilliseconds(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/**
 * Epoch milliseconds of an instant in any ISO 8601 writing that names its offset; what is finer than a millisecond is cut off.
 *
 * @throws KehuError `core/instant-invalid`
 */
export function parseInstant(text: string, place: string): number {
  const milliseconds = typeof text === "string" && text.length <= 64 ? (canonicalMilliseconds(text) ?? otherMilliseconds(text)) : undefined;
  if (milliseconds !== undefined) return milliseconds;
  throw new KehuError("core/instant-invalid", `${place} is not an instant. Write it in UTC, such as 2026-01-31T15:59:59.999Z.`, {
    details: { place },
  });
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
const three = (value: number): string => (value < 10 ? `00${value}` : value < 100 ? `0${value}` : String(value));

/** The canonical form of an instant: UTC, to the millisecond. */
export function formatInstant(milliseconds: number): string {
  const day = Math.floor(milliseconds / dayMilliseconds);
  const rest = milliseconds - day * dayMilliseconds;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${formatDay(day)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(rest % 1000)}Z`;
}
