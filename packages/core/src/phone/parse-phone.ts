import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parseIncompletePhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { isPhoneNumberText, lastGroupAsExtension, type PhoneText, readPhoneText } from "./phone-text.js";
import { chineseServiceNumber } from "./service-number.js";

/** `fixedOrMobile` where a country's numbers do not tell, as in the United States. */
export type PhoneKind = "mobile" | "fixed" | "fixedOrMobile" | "service" | "other";

/** A telephone number as it is kept. It has `e164` or `serviceNumber`. */
export interface Phone {
  /** `+8613800138000`; without the extension. */
  readonly e164?: string;
  /** What is dialled inside the country only: `95588`, `4008123123`, with the area code where it was written, `021962288`. */
  readonly serviceNumber?: string;
  /** To be asked for after the switchboard answers. */
  readonly extension?: string;
  readonly kind: PhoneKind;
  /** ISO 3166 code; absent for numbers of no country, such as +800. */
  readonly country?: string;
  /** Under which look-ups find the number. It leaves the extension out, because a caller's number does not show it. */
  readonly key: string;
}

/** `core/phone-empty`, `core/phone-too-long`, `core/phone-characters`, `core/phone-country` or `core/phone-invalid`. */
export interface PhoneRefusal {
  readonly ok: false;
  readonly code: string;
  /** What is wrong and what to write, without the number. */
  readonly message: string;
}
export type PhoneResult = { readonly ok: true; readonly phone: Phone } | PhoneRefusal;

export interface PhoneOptions {
  /** ISO 3166 code of numbers without a country code; `CN` if absent. */
  readonly defaultCountry?: string;
}

const longest = 80;

/**
 * Reads a telephone number as people write it: full-width digits, brackets and dashes, invisible characters, extensions such as 转8,
 * 分机 8, ext. 12 or x12, and the service numbers of mainland China.
 *
 * Valid means that the country's numbering plan has it, not that anybody answers.
 */
export function parsePhone(text: string, options: PhoneOptions = {}): PhoneResult {
  const defaultCountry = options.defaultCountry ?? "CN";
  if (text.length > longest)
    return refuse("too-long", `The phone number has more than ${longest} characters. Write one number in each field.`);
  if (!isSupportedCountry(defaultCountry)) return refuse("country", "The default country is not known. Use an ISO 3166 code such as CN.");
  const read = readPhoneText(text);
  if (read.number === "") return refuse("empty", "The phone number is empty. Write it, or leave the field out.");
  if (!isPhoneNumberText(read.number)) {
    return refuse(
      "characters",
      "The phone number has characters that are not part of one. Write one number, an extension after 转 or ext.",
    );
  }
  const parted = lastGroupAsExtension(read);
  const phone = phoneOf(read, defaultCountry) ?? (parted && phoneOf(parted, defaultCountry));
  if (phone) return { ok: true, phone };
  return refuse(
    "invalid",
    "No numbering plan has this phone number. Check the digits; write a fixed line with its area code, and a foreign number with + and its country code.",
  );
}

/**
 * The key under which look-ups find a number, however it is written.
 *
 * @returns undefined for what {@link parsePhone} refuses
 */
export function phoneKey(text: string, options: PhoneOptions = {}): string | undefined {
  const result = parsePhone(text, options);
  return result.ok ? result.phone.key : undefined;
}

function phoneOf({ number, extension }: PhoneText, defaultCountry: CountryCode): Phone | undefined {
  const dialled = parseIncompletePhoneNumber(number);
  const extended = extension === undefined ? {} : { extension };
  const serviceNumber = defaultCountry === "CN" || /^(?:\+|00)86/.test(dialled) ? chineseServiceNumber(dialled) : undefined;
  if (serviceNumber !== undefined) return { serviceNumber, kind: "service", country: "CN", key: `CN:${serviceNumber}`, ...extended };
  const found = parsePhoneNumberFromString(dialled, { defaultCountry, extract: false });
  if (!found?.isValid()) return undefined;
  const country = found.country === undefined ? {} : { country: found.country };
  return { e164: found.number, kind: kindOf(found), ...country, key: found.number, ...extended };
}

function kindOf(found: PhoneNumber): PhoneKind {
  switch (found.getType()) {
    case "MOBILE":
      return "mobile";
    case "FIXED_LINE":
      return "fixed";
    case "FIXED_LINE_OR_MOBILE":
      return "fixedOrMobile";
    case "TOLL_FREE":
    case "SHARED_COST":
    case "PREMIUM_RATE":
    case "UAN":
      return "service";
    default:
      return "other";
  }
}

const refuse = (problem: string, message: string): PhoneRefusal => ({ ok: false, code: `core/phone-${problem}`, message });
