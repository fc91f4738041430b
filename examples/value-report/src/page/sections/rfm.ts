import { both, type Html, html, whole } from "report-kit";
import type { Findings } from "../../reckon/findings.js";
import { heatMap } from "../charts/heat-map.js";
import { money } from "../words.js";

/** Recency by frequency: how many customers, and what they spent on average. */
export function rfm(found: Findings): Html {
  const { rfm: scores, summary, book } = found;
  const [counts, sums] = [new Float64Array(36), new Float64Array(36)];
  for (let row = 0; row < summary.customerIds.length; row += 1) {
    const at = 6 * (scores.recency[row] as number) + (scores.frequency[row] as number);
    counts[at] = (counts[at] as number) + 1;
    sums[at] = (sums[at] as number) + (summary.spendMinor[row] as number);
  }
  const most = counts.reduce((most, each) => Math.max(most, each), 1);
  const amount = money(found);
  const fifths = ["1", "2", "3", "4", "5"];
  return html`<section><h2>${both("Recency and frequency", "最近购买与购买频次")}</h2>
    <p class="lead">${both(
      "Customers in fifths by rank, 5 is the best: down, how lately they bought; across, on how many days. Those who stand high on the right but low on the left were good and stay away.",
      "按名次将客户五等分，5 为最佳：纵向为最近一次购买的远近，横向为购买天数。频次高而近度低者，是曾经的好客户，如今未再光顾。",
    )}</p>
    <figure>${heatMap({
      captionId: "rfm-caption",
      columns: fifths,
      rows: fifths.toReversed(),
      columnAxis: both("Frequency score", "频次得分"),
      rowAxis: both("Recency score", "近度得分"),
      cell: (row, column) => {
        const at = 6 * (5 - row) + column + 1;
        const customers = counts[at] as number;
        if (customers === 0) return undefined;
        const mean = amount((sums[at] as number) / customers);
        return {
          shade: customers / most,
          value: both(`${whole(customers)}`, `${whole(customers)} 位`),
          ...(book.hasAmounts && { under: both(`ø ${mean.en}`, `均 ${mean.zh}`) }),
        };
      },
    })}<figcaption id="rfm-caption">${both(
      `Number of customers${book.hasAmounts ? ", and below it what they spent on average in the observation" : ""}. Of equal values the earlier id has the lower score.`,
      `客户数${book.hasAmounts ? "，其下为观察期内的平均消费额" : ""}。数值相同时，编号在前者得分较低。`,
    )}</figcaption></figure></section>`;
}
