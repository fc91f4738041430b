import { minorDigits } from "./currencies.js";
import type { Money } from "./id.js";

/** True for an amount, as a blank of a sentence may hold it. */
export const isMoney = (value: unknown): value is Money =>
  typeof value === "object" &&
  value !== null &&
  "amountMinor" in value &&
  Number.isSafeInteger(value.amountMinor) &&
  "currency" in value &&
  /^[A-Z]{3}$/.test(String(value.currency));

/** An amount as people write it: with its currency, and with all decimals that this has. */
export function writeMoney({ amountMinor, currency }: Money, locale: string): string {
  const digits = minorDigits(currency);
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals }).format(amountMinor / 10 ** digits);
}
