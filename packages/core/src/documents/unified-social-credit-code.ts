import { KehuError } from "../error.js";
import { creditCodeAlphabet, creditCodeCheck } from "./check-digits.js";
import { type DocumentRefusal, refuse } from "./document-result.js";
import { normaliseDocument } from "./normalise-document.js";

/** A unified social credit code (统一社会信用代码) and its parts. */
export interface UnifiedSocialCreditCode {
  readonly ok: true;
  readonly value: string;
  /** Who registered it: 9 market regulation, 5 civil affairs, 1 staffing of public bodies … */
  readonly authority: string;
  /** What it is, by the authority: 91 enterprise, 92 sole trader, 93 farmers' cooperative. */
  readonly category: string;
  /** GB/T 2260 code of the authority's place; 100000 is national. */
  readonly area: string;
  /** The organisation's own number, nine characters. */
  readonly organisation: string;
}

const form = new RegExp(`^[${creditCodeAlphabet}]{2}\\d{6}[${creditCodeAlphabet}]{10}$`);

/**
 * Checks a unified social credit code by GB 32100-2015: form, alphabet and check character.
 *
 * Written here because stdnum refuses the codes that end in 0 and those with a letter in front, and util-helpers brings a package of
 * helpers for the same line of arithmetic. Which authorities and categories exist is amended from time to time and not checked.
 */
export function checkUnifiedSocialCreditCode(text: string): UnifiedSocialCreditCode | DocumentRefusal {
  const value = normaliseDocument(text);
  if (value === "") return refuse("empty", "The unified social credit code is empty. Write it, or leave the document out.");
  if (value.length !== 18) return refuse("length", "A unified social credit code has 18 characters. Copy it from the licence.");
  if (!form.test(value)) {
    return refuse(
      "characters",
      "A unified social credit code has digits and capitals without I, O, S, V and Z, and digits from 3 to 8. Copy it from the licence.",
    );
  }
  const area = value.slice(2, 8);
  if (area === "000000") return refuse("area", "The unified social credit code names no area. Check its characters 3 to 8.");
  if (creditCodeCheck(value.slice(0, 17)) !== value[17]) {
    return refuse(
      "check-digit",
      "A character of the unified social credit code is wrong: its check character does not fit. Compare it with the licence.",
    );
  }
  return { ok: true, value, authority: value.slice(0, 1), category: value.slice(1, 2), area, organisation: value.slice(8, 17) };
}

/**
 * Completes a unified social credit code for tests and demonstrations; randomness is the caller's. It may be a real organisation's.
 *
 * @param parts.authority - one character, `9` if absent
 * @param parts.category - one character, `1` if absent
 * @param parts.area - six digits
 * @param parts.organisation - nine characters of the alphabet
 * @throws KehuError `core/document-part-invalid`
 */
export function makeUnifiedSocialCreditCode(parts: {
  readonly authority?: string;
  readonly category?: string;
  readonly area: string;
  readonly organisation: string;
}): string {
  const code = `${parts.authority ?? "9"}${parts.category ?? "1"}${parts.area}${parts.organisation}`;
  const fits = parts.area.length === 6 && parts.organisation.length === 9 && form.test(`${code}0`);
  if (fits) return code + creditCodeCheck(code);
  throw new KehuError(
    "core/document-part-invalid",
    "makeUnifiedSocialCreditCode needs an area of six digits and nine characters without I, O, S, V and Z.",
  );
}
