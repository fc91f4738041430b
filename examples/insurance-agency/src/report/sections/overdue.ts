import { both, type Html, html } from "report-kit";
import type { Findings } from "../gather.js";

const shown = 12;

/** What was promised or is due by law, and has not been done. */
export function overdue({ overdue: rows, stopped, until }: Findings): Html {
  const still = stopped.map(({ label, id, refusal }) => `${label ?? id} (${refusal})`).join(", ");
  const clocks =
    stopped.length === 0
      ? both("No clock stands still because it was refused.", "没有因被拒绝而停止的时钟。")
      : both(
          `${stopped.length} clocks were refused when they were due and wait until their record changes: ${still}.`,
          `有 ${stopped.length} 个时钟到期时被拒绝，待记录变更后重试：${still}。`,
        );
  const heading = html`<h2>${both("Promises and deadlines overdue", "逾期的承诺与期限")}</h2><p>${clocks}</p>`;
  if (rows.length === 0) return html`<section>${heading}<p>${both("Nothing is overdue.", "没有逾期事项。")}</p></section>`;
  return html`<section>${heading}
    <p class="lead">${both(`Promises to customers and statutory deadlines that were not met by ${until}, ${rows.length} in all; the oldest first.`, `截至 ${until}，共有 ${rows.length} 项对客户的承诺或法定期限未完成，最久者在前。`)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Overdue · 逾期"><table><caption>${both(`The first ${Math.min(shown, rows.length)} of ${rows.length}`, `共 ${rows.length} 项，列出前 ${Math.min(shown, rows.length)} 项`)}</caption>
    <thead><tr><th scope="col">${both("Due on", "应办日期")}</th><th scope="col">${both("Customer", "客户")}</th><th scope="col">${both("What", "事项")}</th><th scope="col">${both("About", "关于")}</th></tr></thead>
    <tbody>${rows.slice(0, shown).map((each) => html`<tr><td class="day">${each.dueOn}</td><th scope="row">${each.displayName}</th><td>${each.what}</td><td>${each.about}</td></tr>`)}</tbody></table></div></section>`;
}
