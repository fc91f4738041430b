import { type Both, both } from "./text.js";

/** An amount in words of both languages: with its currency, without cents. */
export function amount(amountMinor: number, currency: string): Both {
  const options = { style: "currency", currency, maximumFractionDigits: 0 } as const;
  const value = amountMinor / 100;
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
  return signed(
    new Intl.NumberFormat("en", options).format(amountMinor / 100),
    new Intl.NumberFormat("zh-CN", options).format(amountMinor / 100),
  );
}
/** A hyphen would let the sign stand alone at the end of a line. */
const signed = (en: string, zh: string): Both => both(en.replace("-", "\u2212"), zh.replace("-", "\u2212"));
/** `93.4 %`; a dash where there is nothing to divide by. */
export const percent = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? "–" : `${(value * 100).toFixed(digits).replace("-", "\u2212")} %`;
export const whole = (value: number): string => new Intl.NumberFormat("en").format(value);
