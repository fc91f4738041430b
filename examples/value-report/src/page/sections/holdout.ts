import { both, type Html, html, percent, whole } from "report-kit";
import { type Findings, isKnown } from "../../reckon/findings.js";
import { groupsChart } from "../charts/groups-chart.js";
import { weeksChart } from "../charts/weeks-chart.js";
import { decimal, reasonOf, weeks } from "../words.js";

/** What was expected of the time that was held back, and what came. */
export function holdout({ buying, summary, book }: Findings): Html {
  const title = html`<h2>${both("Expected and actual", "预期与实际")}</h2>`;
  if (!isKnown(buying))
    return html`<section>${title}<p class="lead">${both("Without a model of purchases nothing is expected.", "没有购买模型，也就没有预期。")}</p><p>${reasonOf(buying)}</p></section>`;
  const { backTest } = buying;
  if (backTest === undefined || summary.holdout === undefined)
    return html`<section>${title}<p class="lead">${both(
      "No purchases were held back, so that there is nothing to hold the model against: all of them were learned from. Run again with --calibration-end and a day before the last purchases, and expected and actual purchases stand here, by week and by frequency.",
      "没有保留任何购买用于检验：全部数据都用于拟合，因此这里没有对照图。请用 --calibration-end 指定早于最后购买的日期重新运行，即可在此看到按周、按频次的预期与实际对比。",
    )}</p></section>`;
  const { expectedTotal, actualTotal, meanAbsoluteError, byWeek, byFrequency } = backTest;
  const off = actualTotal === 0 ? null : expectedTotal / actualTotal - 1;
  const later = book.customers - summary.customerIds.length;
  const signed = off === null ? "–" : `${off > 0 ? "+" : ""}${percent(off)}`;
  return html`<section>${title}
    <p class="lead">${both(
      `Learned from purchases up to ${summary.endsOn}; in the ${weeks(summary.holdout.duration)} weeks after it the same customers were expected to buy ${whole(Math.round(expectedTotal))} times and bought ${whole(actualTotal)} times (${signed}). By customer the two are ${decimal(meanAbsoluteError, 2)} purchases apart on average.${later > 0 ? ` ${whole(later)} customers are not in it: they first bought later, or only brought back.` : ""}`,
      `以 ${summary.endsOn} 之前的购买拟合；其后 ${weeks(summary.holdout.duration)} 周，同一批客户预期购买 ${whole(Math.round(expectedTotal))} 次，实际 ${whole(actualTotal)} 次（${signed}）。每位客户平均相差 ${decimal(meanAbsoluteError, 2)} 次。${later > 0 ? `另有 ${whole(later)} 位客户不在其中：其首次购买在此之后，或只有退货。` : ""}`,
    )}</p>
    <figure>${weeksChart(byWeek, "weeks-caption")}<figcaption id="weeks-caption">${both("Repeat purchases of all customers since the beginning; full line: actual; broken line: expected.", "自开始以来全部客户的累计重复购买；实线：实际；虚线：预期。")}</figcaption></figure>
    <figure>${groupsChart(byFrequency, "groups-caption")}<figcaption id="groups-caption">${both("Purchases of a customer in the time held back, mean of those who bought so often before; full: actual; slanted: expected.", "保留期内每位客户的平均购买次数，按此前购买频次分组；实心：实际；斜线：预期。")}</figcaption></figure></section>`;
}
