import { both, type Html, html, percent, whole } from "report-kit";
import { type Buying, type Findings, isKnown } from "../../reckon/findings.js";
import { heatMap } from "../charts/heat-map.js";
import { edgeSentence, reasonOf } from "../words.js";

const starts = [0, 1, 2, 3, 4, 6, 8, 12, 20];
const steps = 8;

/** How likely customers are to be alive, by how often they bought and how long ago. */
export function alive({ summary, buying }: Findings): Html {
  const title = html`<h2>${both("Who is still alive", "谁仍然活跃")}</h2>`;
  return isKnown(buying)
    ? html`<section>${title}${aliveMap(summary, buying)}</section>`
    : html`<section>${title}<p class="lead">${both("Without a model of purchases nobody can tell silence from leaving.", "没有购买模型，无法区分沉默与流失。")}</p><p>${reasonOf(buying)}</p></section>`;
}

function aliveMap(summary: Findings["summary"], { model, aliveProbability }: Buying): Html {
  const silence = summary.age.map((age, row) => age - (summary.recency[row] as number));
  const longest = silence.reduce((most, each) => Math.max(most, each), 0);
  const wide = Math.max(1, Math.ceil((Math.floor(longest) + 1) / steps));
  const rows = Math.floor(longest / wide) + 1;
  const most = summary.frequency.reduce((most, each) => Math.max(most, each), 0);
  const from = starts.filter((start) => start <= most);
  const columnOf = (frequency: number): number => from.findLastIndex((start) => start <= frequency);
  const [counts, sums] = [new Float64Array(rows * from.length), new Float64Array(rows * from.length)];
  for (let row = 0; row < silence.length; row += 1) {
    const at = Math.floor((silence[row] as number) / wide) * from.length + columnOf(summary.frequency[row] as number);
    counts[at] = (counts[at] as number) + 1;
    sums[at] = (sums[at] as number) + (aliveProbability[row] as number);
  }
  const upTo = (start: number, index: number): string => {
    const next = from[index + 1];
    return next === undefined ? `${start}${start === most ? "" : "+"}` : next === start + 1 ? `${start}` : `${start}–${next - 1}`;
  };
  const edge = edgeSentence(model);
  const surely = edge === undefined && model.model === "bg-nbd";
  return html`<p class="lead">${both(
    `The probability that a customer will buy again some time, mean of the customers in the cell. Silence says more of somebody who used to buy often.${surely ? " In a BG/NBD model nobody leaves before the first repeat purchase: who bought once counts as alive." : ""}`,
    `客户日后还会再次购买的概率，为格内客户的平均值。对常客而言，沉默更能说明问题。${surely ? "在 BG/NBD 模型中，客户在首次重复购买之前不会流失：只买过一次者视为活跃。" : ""}`,
  )}</p>
    ${edge ? html`<p>${edge}</p>` : undefined}
    <figure>${heatMap({
      captionId: "alive-caption",
      columns: from.map(upTo),
      rows: Array.from({ length: rows }, (_, row) => (wide === 1 ? `${row}` : `${row * wide}–${(row + 1) * wide - 1}`)),
      columnAxis: both("Repeat purchases", "重复购买次数"),
      rowAxis: both("Whole weeks since the last purchase", "距最近一次购买的整周数"),
      cell: (row, column) => {
        const customers = counts[row * from.length + column] as number;
        if (customers === 0) return undefined;
        const mean = (sums[row * from.length + column] as number) / customers;
        return { shade: mean, value: percent(mean, 0), under: both(`n = ${whole(customers)}`, `${whole(customers)} 位`) };
      },
    })}<figcaption id="alive-caption">${both("Mean probability to be alive at the end of the observation, and how many customers it is the mean of.", "观察期结束时的平均活跃概率，及所含客户数。")}</figcaption></figure>`;
}
