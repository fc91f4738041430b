import { type DocumentRefusal, refuse } from "./document-result.js";
import { normaliseDocument } from "./normalise-document.js";
import { checkResidentId } from "./resident-id.js";
import { checkUnifiedSocialCreditCode } from "./unified-social-credit-code.js";

/** The documents that Kehu tells apart. Only the first two can be proved; a passport has 5 to 20 letters and digits, another one 1 to 64 characters. */
export type DocumentKind = "residentId" | "unifiedSocialCreditCode" | "passport" | "other";

export type DocumentResult = { readonly ok: true; readonly value: string } | DocumentRefusal;

/**
 * The number of a document as it is kept, or why it cannot be one.
 *
 * @param options.on - the day on which it is checked, `YYYY-MM-DD`
 * @throws KehuError `core/date-invalid` if a resident identity number is checked and `on` is not a day
 */
export function checkDocument(kind: DocumentKind, text: string, options: { readonly on: string }): DocumentResult {
  if (text.length > 128) return refuse("length", "The document's number has more than 128 characters. Write one number in each field.");
  const result = resultOf(kind, text, options);
  return result.ok ? { ok: true, value: result.value } : result;
}

function resultOf(kind: DocumentKind, text: string, options: { readonly on: string }): DocumentResult {
  switch (kind) {
    case "residentId":
      return checkResidentId(text, options);
    case "unifiedSocialCreditCode":
      return checkUnifiedSocialCreditCode(text);
    case "passport":
      return checkLoose(text, /^[A-Z\d]{5,20}$/, "A passport number has 5 to 20 letters and digits. Copy it from the passport.");
    case "other":
      return checkLoose(
        text,
        /^[\p{L}\p{N}\p{P}\p{S}]{1,64}$/u,
        "A document's number has 1 to 64 letters, digits and signs. Copy it from the document.",
      );
  }
}

function checkLoose(text: string, form: RegExp, message: string): DocumentResult {
  const value = normaliseDocument(text);
  if (value === "") return refuse("empty", "The document's number is empty. Write it, or leave the document out.");
  return form.test(value) ? { ok: true, value } : refuse("characters", message);
}
