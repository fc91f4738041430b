import { type Both, both, type Html, html } from "report-kit";
import type { Findings } from "../gather.js";
import type { ClaimClock } from "../gather-claim-clocks.js";
import { stateIn } from "../state-words.js";

const shown = 15;
const clocks: Readonly<Record<string, Both>> = {
  "insurance/decide-claim": both("decide, 30 days from the report", "核定：自报案起 30 日"),
  "insurance/decide-compulsory": both("decide, 5 days from the documents", "核定：自资料齐全起 5 日"),
  "insurance/tell-documents": both("say which documents are needed, 1 day", "告知所需资料：1 日"),
  "insurance/pay-certain-part": both("pay what is certain, 60 days", "先予支付确定部分：60 日"),
  "insurance/pay-claim": both("pay, 10 days from the agreement", "赔付：自达成协议起 10 日"),
  "insurance/send-denial": both("send the notice of denial, 3 days", "发出拒赔通知：3 日"),
};
const reasons: Readonly<Partial<Record<ClaimClock["state"], Both>>> = {
  reported: both("nobody has taken it up", "尚未立案"),
  registered: both("nobody has decided", "尚未核定"),
  investigating: both("still being investigated", "调查中"),
  assessed: both("assessed, not decided", "已定损，尚未核赔"),
  waitingForDocuments: both("waits for the customer; the clock stands", "待客户补充资料，时限暂停"),
  reopened: both("taken up again, not decided", "已重新受理，尚未核定"),
  approved: both("approved, not paid", "已核赔，尚未支付"),
  partiallyApproved: both("approved in part, not paid, or the rest not said", "已部分核赔，尚未支付或未通知"),
  denied: both("denied, the notice not sent", "已拒赔，通知未发"),
};

/** The legal clocks of open claims: what is late, and why. */
export function claimClocks({ claimClocks: rows, until, words }: Findings): Html {
  const title = html`<h2>${both("Claim clocks: what is late, and why", "理赔时限：哪些逾期，为何逾期")}</h2>`;
  if (rows.length === 0) return html`<section>${title}<p>${both("No claim is open.", "没有未结理赔。")}</p></section>`;
  const late = rows.filter((each) => isLate(each, until)).length;
  return html`<section>${title}
    <p class="lead">${both(`Late on ${until}: ${late} of the ${rows.length} clocks of open claims; the longest first. Terms are those of the Insurance Law, arts. 21 to 26.`, `截至 ${until}，未结理赔的 ${rows.length} 个时限中有 ${late} 个逾期，最久者在前。时限依据《保险法》第二十一条至第二十六条。`)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Claim clocks · 理赔时限"><table><caption>${both(`The first ${Math.min(shown, rows.length)} of ${rows.length}`, `共 ${rows.length} 个，列出前 ${Math.min(shown, rows.length)} 个`)}</caption>
    <thead><tr><th scope="col">${both("Due on", "应办日期")}</th><th scope="col">${both("Clock", "时限")}</th><th scope="col">${both("Claim", "赔案")}</th><th scope="col">${both("Policyholder", "投保人")}</th><th scope="col">${both("State, since", "状态，自")}</th><th scope="col">${both("Why", "原因")}</th></tr></thead>
    <tbody>${rows.slice(0, shown).map((each) => html`<tr><td class="day">${each.dueOn ?? "–"}<br>${badge(each, until)}</td><td>${clocks[each.deadline] ?? each.deadline}</td><td>${each.claimNumber}</td><th scope="row">${each.displayName}</th><td>${stateIn(words, "insurance/claim", each.state)}<br><span class="under">${each.since}</span></td><td>${reasons[each.state]}</td></tr>`)}</tbody></table></div></section>`;
}

const isLate = ({ status, dueOn }: ClaimClock, until: string): boolean => status === "missed" || (dueOn !== undefined && dueOn < until);
function badge(each: ClaimClock, until: string): Html {
  if (isLate(each, until)) return html`<span class="badge no">${both("late", "逾期")}</span>`;
  return each.status === "paused"
    ? html`<span class="badge">${both("stands", "暂停")}</span>`
    : html`<span class="badge yes">${both("runs", "进行中")}</span>`;
}
