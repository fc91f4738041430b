/** A number as it was typed, taken apart: what is dialled, and what is asked for then. */
export interface PhoneText {
  readonly number: string;
  readonly extension?: string;
}

// In three steps from the end, because one expression for all of it takes far longer than its text is long.
const lastDigits = /(?<!\d)\d{1,7}$/;
const extensionMark = / ?(?:; ?ext ?=|转接? ?分机|轉接? ?分機|转接?|轉接?|分机号?|分機號?|内线|內線|extension|extn|ext|x|#) ?[.:]? ?$/i;

/** Full-width forms become plain ones, invisible and direction characters go. */
export const plainText = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/[\p{Zs}\s]+/gu, " ")
    .trim();

/** Splits an extension off, because libphonenumber gives up on 转8 and takes a bare `x` or `-8` for a part of the number. */
export function readPhoneText(text: string): PhoneText {
  const plain = plainText(text).replace(/^tel:\s*/i, "");
  const [extension] = lastDigits.exec(plain) ?? [];
  const before = extension === undefined ? "" : plain.slice(0, -extension.length);
  const number = before.replace(extensionMark, "");
  return extension !== undefined && number !== before && /\d\)?$/.test(number) ? { number, extension } : { number: plain };
}

/** The reading of `010-88886666-8` in which the last group is an extension; undefined where there is no such group. */
export function lastGroupAsExtension({ number, extension }: PhoneText): PhoneText | undefined {
  const found = extension === undefined ? /^(.*\d)\s?\p{Pd}\s?(\d{1,6})$/u.exec(number) : null;
  return found?.[1] && found[2] ? { number: found[1], extension: found[2] } : undefined;
}

/** Whether there is nothing but digits and what people write between them; a plus stands only in front. */
export const isPhoneNumberText = (number: string): boolean => /^\(?\+?[\p{Nd}\p{Pd}\s().·•~/]+$/u.test(number) && /\p{Nd}/u.test(number);
