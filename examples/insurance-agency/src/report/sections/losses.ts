import { amount, both, type Html, html, percent } from "report-kit";
import { lossChart } from "../charts/loss-chart.js";
import type { Findings } from "../gather.js";

/** What claims took of the premium that was earned, by product. */
export function losses({ lossRatio, lossByProduct: rows, currency, asOf, until }: Findings): Html {
  return html`<section><h2>${both("Loss ratio by product", "分险种赔付率")}</h2>
    <p class="lead">${both(`Incurred losses over premium that was earned by days, after ${asOf} and until ${until}: ${percent(lossRatio?.value)} of all. Unreported losses and the cost of adjusting are not in the files, and not in here.`, `${asOf} 之后至 ${until} 的赔付率：已发生赔款 ÷ 按日计算的已赚保费；全部险种 ${percent(lossRatio?.value)}。文件中没有未报告赔款与理赔费用，此处亦未计入。`)}</p>
    <figure>${lossChart(rows, "loss-caption")}<figcaption id="loss-caption">${both("Per cent of earned premium; dotted where claims took more than all of it.", "占已赚保费的百分比；圆点表示赔款超过全部已赚保费。")}</figcaption></figure>
    <div class="scroll"><table><thead><tr><th scope="col">${both("Product", "险种")}</th><th scope="col" class="number">${both("Incurred", "已发生赔款")}</th><th scope="col" class="number">${both("Earned", "已赚保费")}</th><th scope="col" class="number">${both("Loss ratio", "赔付率")}</th></tr></thead>
    <tbody>${rows.map(({ name, numerator, denominator, value }) => html`<tr><th scope="row">${name}</th><td class="number">${amount(numerator, currency)}</td><td class="number">${amount(denominator, currency)}</td><td class="number">${percent(value)}</td></tr>`)}</tbody></table></div></section>`;
}
