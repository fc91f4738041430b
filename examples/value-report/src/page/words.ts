import { amount, type Both, both, percent, shortAmount, whole } from "report-kit";
import type { Buying, Findings, Missing } from "../reckon/findings.js";

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

/** Of a model whose likelihood rises until nobody leaves, or until some leave at their first chance and the others never. */
export function edgeSentence({ model, parameters, atEdge }: Buying["model"]): Both | undefined {
  if (atEdge === undefined) return undefined;
  const { leaveAtOnce } = parameters;
  if (leaveAtOnce === undefined) return stayingSentence;
  const [share, isLater] = [percent(leaveAtOnce, 0), model === "bg-nbd"];
  return both(
    `As far as can be seen, ${share} of the customers leave right after their first ${isLater ? "repeat purchase" : "purchase"} and the others never: who bought ${isLater ? "only once, or more often than twice," : "again"} counts as alive.`,
    `就所见而言，${share} 的客户在首次${isLater ? "重复购买" : "购买"}后随即流失，其余客户从不流失：${isLater ? "只买过一次或买过两次以上" : "再次购买"}者均视为活跃。`,
  );
}
const stayingSentence = both(
  "Nobody is seen to leave: everybody counts as alive, and silence only tells how seldom somebody buys.",
  "未见客户流失：所有客户均视为活跃，沉默仅说明其购买稀疏。",
);

export const decimal = (value: number, digits = 1): string =>
  new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "\u2212");
/** `38.9 weeks`, `39 weeks`. */
export const weeks = (value: number): string => (Number.isInteger(value) ? whole(value) : decimal(value));
