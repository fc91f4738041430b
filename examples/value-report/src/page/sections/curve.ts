import { both, curveChart, type Html, html, percent, whole } from "report-kit";
import type { Findings } from "../../reckon/findings.js";
import { brought } from "../words.js";

/** Who brings the revenue: computed, whatever 80/20 says. */
export function curve(found: Findings): Html {
  const { curve, concentration, book } = found;
  const [of, zhOf] = book.hasAmounts ? ["spending", "消费额"] : ["purchases", "购买"];
  const nothing = curve.totalMinor === 0;
  const makers = concentration.makersOf80;
  const unevenly = concentration.gini === null ? undefined : concentration.gini.toFixed(3);
  return html`<section><h2>${both(`Who brings the ${book.hasAmounts ? "revenue" : "purchases"}`, book.hasAmounts ? "谁带来收入" : "谁在购买")}</h2>
    <p class="lead">${both(
      `${nothing ? "Nothing was spent in the observation." : `The best fifth of the customers brings ${percent(curve.bestFifth.shareOfTotal)} of the ${of}, the worst fifth ${percent(curve.worstFifth.shareOfTotal)}.`} ${makers ? `80 % comes from ${whole(makers.customers)} customers, ${percent(makers.ofCustomers)} of them.` : ""} ${unevenly === undefined ? "" : `Gini coefficient ${unevenly}.`} ${book.hasAmounts ? "Without costs this is revenue, not profit." : "No amounts were named."}`,
      `${nothing ? "观察期内没有任何消费。" : `最佳的五分之一客户带来 ${percent(curve.bestFifth.shareOfTotal)} 的${zhOf}，最差五分之一为 ${percent(curve.worstFifth.shareOfTotal)}。`}${makers ? `八成来自 ${whole(makers.customers)} 位客户（占 ${percent(makers.ofCustomers)}）。` : ""}${unevenly === undefined ? "" : `基尼系数 ${unevenly}。`}${book.hasAmounts ? "未含成本，因此是收入而非利润。" : "未指定金额列。"}`,
    )}</p>
    <figure>${curveChart(curve, { captionId: "curve-caption", value: brought(found), axis: both("Customers, those who bring most first", "客户，按贡献从高到低") })}<figcaption id="curve-caption">${both(`Cumulative ${of} over all customers in the observation; slanted: the best fifth; dotted: the worst fifth.`, `观察期内全部客户的累计${zhOf}；斜线：最佳五分之一；圆点：最差五分之一。`)}</figcaption></figure></section>`;
}
