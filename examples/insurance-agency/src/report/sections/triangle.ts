import { both, type Html, html } from "report-kit";
import { triangleChart } from "../charts/triangle-chart.js";
import type { Findings } from "../gather.js";

/** Persistency by cohort and month. */
export function triangle({ triangle: found }: Findings): Html {
  return html`<section><h2>${both("Persistency by quarter and month", "继续率三角：按生效季度与保单月")}</h2>
    <p class="lead">${both("Of the yearly premium of the policies that began in a quarter, so much was paid again in month 13, 25 and so on, within its grace period; always of the original cohort.", "某季度生效保单的年缴保费中，第13、25等各月于宽限期内续缴的比例；均以原始保单群为分母。")}</p>
    <figure>${triangleChart(found, "triangle-caption")}<figcaption id="triangle-caption">${both("Hatched: the month has not come. * Not final: a month or a grace period of the quarter still runs. –: no premium fell due.", "网格：尚未到该月。* 非最终值：季内尚有月份或宽限期未满。–：无应缴保费。")}</figcaption></figure></section>`;
}
