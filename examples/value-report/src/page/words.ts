import { amount, type Both, both, shortAmount, whole } from "report-kit";
import type { Findings, Missing } from "../reckon/findings.js";

/** Amounts of this report: with cents where they are small in a file of small amounts. */
export function money({ currency, unitMinor, curve, summary }: Findings): (minor: number) => Both {
  const purchases = summary.frequency.reduce((sum, repeats) => sum + repeats + 1, 0);
  const isSmall = unitMinor > 1 && curve.totalMinor / purchases < 50 * unitMinor;
  return (minor) => amount(minor, currency, isSmall && Math.abs(minor) < 1000 * unitMinor ? 2 : 0);
}
/** What the curve and the ranking are made of: amounts, or days of purchase. */
export const brought = ({ book, currency }: Findings): ((value: number) => Both) =>
  book.hasAmounts ? (value) => shortAmount(value, currency) : (value) => both(whole(value), whole(value));

/** Why there is no model, with the code. */
export const reasonOf = ({ sentence, code }: Missing): Both =>
  code === null ? sentence : both(`${sentence.en} (${code})`, `${sentence.zh}（${code}）`);

/** Of a model whose likelihood rises until nobody leaves. */
export const stayingSentence = both(
  "Nobody is seen to leave: everybody counts as alive, and silence only tells how seldom somebody buys.",
  "未见客户流失：所有客户均视为活跃，沉默仅说明其购买稀疏。",
);

export const decimal = (value: number, digits = 1): string =>
  new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "\u2212");
/** `38.9 weeks`, `39 weeks`. */
export const weeks = (value: number): string => (Number.isInteger(value) ? whole(value) : decimal(value));
