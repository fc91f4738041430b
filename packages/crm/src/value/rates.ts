import { defineRefusal, refused } from "@kehu/core";
import { currencies, minorDigits } from "@kehu/core/engine";
import type { LedgerTerms } from "./ledger-pages.js";

export const rateUnusable = defineRefusal(
  "crm/rate-unusable",
  "The rate of {currency} is unusable; give what one of it is worth as a decimal above 0, such as 7.1234, and none or 1 for the currency that is asked for.",
);

/**
 * What a minor unit of each currency is worth in minor units of the one that is asked for.
 *
 * @throws KehuError `crm/rate-unusable`
 */
export function ratesInto({ currency, rates }: Pick<LedgerTerms, "currency" | "rates">): ReadonlyMap<string, string> {
  return new Map([
    [currency, "1"],
    ...rates.map(({ currency: from, rate }): [string, string] => {
      if (!/^\d{1,12}(\.\d{1,12})?$/.test(rate) || Number(rate) === 0) throw refused(rateUnusable({ currency: from }));
      // it would multiply everything
      if (from === currency && Number(rate) !== 1) throw refused(rateUnusable({ currency }));
      return [from, scaled(rate, decimalsOf(currency) - decimalsOf(from))];
    }),
  ]);
}
/** A decimal times a power of ten, exactly. */
const scaled = (rate: string, power: number): string => (power === 0 ? rate : `${rate}e${power}`);
/** 2 for CNY, 0 for JPY. */
function decimalsOf(currency: string): number {
  if (!currencies.has(currency)) throw refused(rateUnusable({ currency }));
  return minorDigits(currency);
}
