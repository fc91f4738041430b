import { leadingDay } from "../calendar/day-number.js";
import { KehuError } from "../error.js";
import { residentIdCheck } from "./check-digits.js";
import { type DocumentRefusal, refuse } from "./document-result.js";
import { normaliseDocument } from "./normalise-document.js";

/** A citizen's identity number (公民身份号码) and what it says. */
export interface ResidentId {
  readonly ok: true;
  readonly value: string;
  /** GB/T 2260 code of the place of first registration. */
  readonly area: string;
  readonly birthOn: string;
  /** From the sequence number: odd is male. */
  readonly sex: "female" | "male";
}

/** First two digits of GB/T 2260; 81 and 82 Hong Kong and Macao, 71 and 83 Taiwan (residence permits since 2018). */
const provinces = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(" "),
);
const firstBirth = "1900-01-01";

const dashed = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;

/**
 * Checks a resident identity number by GB 11643: form, province, a day of birth that existed, and the check character.
 *
 * Written here because stdnum asks the system clock whether a birth lies ahead and brings 51 kB of other countries, and util-helpers
 * accepts 29 February 2023; the arithmetic is one line.
 *
 * @param options.on - the day on which it is checked, `YYYY-MM-DD`; nobody is born after it
 * @throws KehuError `core/date-invalid` if `on` is not a day
 */
export function checkResidentId(text: string, options: { readonly on: string }): ResidentId | DocumentRefusal {
  if (options.on.length !== 10 || leadingDay(options.on) === undefined) {
    throw new KehuError("core/date-invalid", "checkResidentId: on is not a day that exists. Write it as YYYY-MM-DD.", {
      details: { place: "checkResidentId: on" },
    });
  }
  const value = normaliseDocument(text);
  if (value === "") return refuse("empty", "The resident identity number is empty. Write it, or leave the document out.");
  if (value.length !== 18) {
    return refuse("length", "A resident identity number has 18 characters. Copy it from the card; cards with 15 digits ended with 2012.");
  }
  if (!/^\d{17}[\dX]$/.test(value))
    return refuse("characters", "A resident identity number has 17 digits and then a digit or X. Copy it from the card.");
  const area = value.slice(0, 6);
  if (!provinces.has(area.slice(0, 2)))
    return refuse("area", "The resident identity number begins with no province. Check its first two digits.");
  const birthOn = dashed(value.slice(6, 14));
  if (leadingDay(birthOn) === undefined || birthOn < firstBirth || birthOn > options.on) {
    return refuse("birth-date", "The resident identity number holds no day on which its holder can have been born. Check digits 7 to 14.");
  }
  if (residentIdCheck(value.slice(0, 17)) !== value[17]) {
    return refuse(
      "check-digit",
      "A character of the resident identity number is wrong: its check character does not fit. Compare it with the card.",
    );
  }
  return { ok: true, value, area, birthOn, sex: Number(value[16]) % 2 === 1 ? "male" : "female" };
}

/**
 * Completes an identity number for tests and demonstrations; randomness is the caller's. It may be a living person's.
 *
 * @param parts.area - six digits of GB/T 2260
 * @param parts.birthOn - `YYYY-MM-DD`
 * @param parts.sequence - 0 to 999, odd for men
 * @throws KehuError `core/document-part-invalid`
 */
export function makeResidentId(parts: { readonly area: string; readonly birthOn: string; readonly sequence: number }): string {
  const { area, birthOn, sequence } = parts;
  const isDay = birthOn.length === 10 && leadingDay(birthOn) !== undefined;
  if (!/^\d{6}$/.test(area) || !isDay || !Number.isInteger(sequence) || sequence < 0 || sequence > 999) {
    throw new KehuError(
      "core/document-part-invalid",
      "makeResidentId needs an area of six digits, a real day and a sequence from 0 to 999.",
    );
  }
  const digits = `${area}${birthOn.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  return digits + residentIdCheck(digits);
}
