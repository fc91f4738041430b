import { minorDigits } from "@kehu/core/engine";
import { type Both, both } from "./text.js";

/** How many minor units make one of the currency's own: 100, 1 for yen. */
export const unitMinor = (currency: string): number => 10 ** minorDigits(currency);

/** An amount in words of both languages: with its currency, without cents unless told. `XXX` is a currency that nobody named. */
export function amount(amountMinor: number, currency: string, digits = 0): Both {
  const options = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  const value = amountMinor / unitMinor(currency);
  return signed(
    new Intl.NumberFormat("en", { ...options, currencyDisplay: "narrowSymbol" }).format(value),
    new Intl.NumberFormat("zh-CN", options).format(value),
  );
}
/** A large amount for an axis: ¥1.2M, ¥120万. */
export function shortAmount(amountMinor: number, currency: string): Both {
  const options = {
    style: "currency",
    currency,
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
    currencyDisplay: "narrowSymbol",
  } as const;
  const value = amountMinor / unitMinor(currency);
  // below a unit of its notation a number is whole: ¥908, ¥2907
  const digits = (unit: number) => ({ maximumFractionDigits: Math.abs(value) < unit ? 0 : 1 });
  return signed(
    new Intl.NumberFormat("en", { ...options, ...digits(1_000) }).format(value),
    new Intl.NumberFormat("zh-CN", { ...options, ...digits(10_000) }).format(value),
  );
}
/** `1 row`, `2 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${whole(count)} ${count === 1 ? one : many}`;
/** A hyphen would let the sign stand alone at the end of a line. */
const signed = (en: string, zh: string): Both => both(printed(en), printed(zh));
const printed = (text: string): string => text.replace(/(XXX|¤)\s?/, "").replace("-", "\u2212");
/** `93.4 %`; a dash where there is nothing to divide by. */
export const percent = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? "–" : `${(value * 100).toFixed(digits).replace("-", "\u2212")} %`;
export const whole = (value: number): string => new Intl.NumberFormat("en").format(value);
