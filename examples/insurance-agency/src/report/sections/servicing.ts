import { both, type Html, html } from "report-kit";
import type { Findings } from "../gather.js";
import { servicingWords } from "../servicing-words.js";
/** What customers asked of their policies, by type, and how long it waits. */
export function servicing({ servicing: rows, asOf }: Findings): Html {
  const title = html`<h2>${both("Servicing requests by type and age", "保全申请：按类型与时长")}</h2>`;
  if (rows.length === 0) return html`<section>${title}<p>${both("Nothing was asked for.", "没有保全申请。")}</p></section>`;
  const open = rows.reduce((sum, each) => sum + each.open[0] + each.open[1] + each.open[2], 0);
  const cell = (count: number): Html => html`<td class="number">${count === 0 ? "–" : count}</td>`;
  return html`<section>${title}
    <p class="lead">${both(`Requests since ${asOf}, and what lay open then; ${open} are still open.`, `自 ${asOf} 以来的申请，以及当时未办结的申请；其中 ${open} 件尚未办结。`)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Servicing · 保全"><table>
    <thead><tr><th scope="col">${both("Request", "申请")}</th><th scope="col" class="number">${both("Decided", "已办结")}</th><th scope="col" class="number">${both("of them not granted", "其中未准")}</th><th scope="col" class="number">${both("Open ≤ 3 days", "未结 ≤3 天")}</th><th scope="col" class="number">${both("4–10 days", "4–10 天")}</th><th scope="col" class="number">${both("> 10 days", ">10 天")}</th><th scope="col">${both("Oldest", "最早申请")}</th></tr></thead>
    <tbody>${rows.map((each) => html`<tr><th scope="row">${servicingWords[each.type]}</th>${cell(each.decided)}${cell(each.refused)}${each.open.map(cell)}<td class="day">${each.oldestOn ?? "–"}</td></tr>`)}</tbody></table></div></section>`;
}
