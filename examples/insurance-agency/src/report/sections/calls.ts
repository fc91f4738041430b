import { amount, type Both, both, counted, type Html, html } from "report-kit";
import type { Endangered } from "../../agency/about-to-lapse.js";
import type { Findings } from "../gather.js";
import { mayCall } from "./consent.js";
import { whatToSay } from "./renewal-desk.js";

const shown = 15;

/** Whose cover is about to lapse, in the order in which to call. */
export function toCall(found: Findings): Html {
  const rows = callingOrder(found.aboutToLapse);
  const known = new Map(found.desk.map((each) => [each.policyNumber, each]));
  if (rows.length === 0) return html`<section><h2>${title}</h2><p>${both("No premium is overdue.", "没有逾期保费。")}</p></section>`;
  return html`<section><h2>${title}</h2>
    <p class="lead">${both(`${rows.length === 1 ? "1 policy is" : `${rows.length} policies are`} in grace. First comes whose cover ends first; of one day, who pays the larger premium.`, `${rows.length} 份保单处于宽限期。宽限期先届满者在前；同日届满者，保费高者在前。`)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Whom to call first · 催缴名单"><table><caption>${both(`The first ${Math.min(shown, rows.length)} of ${rows.length}`, `共 ${rows.length} 份，列出前 ${Math.min(shown, rows.length)} 份`)}</caption>
    <thead><tr><th scope="col" class="number">#</th><th scope="col">${both("Customer", "客户")}</th><th scope="col">${both("Consent", "同意")}</th><th scope="col">${both("Unpaid since", "应缴未缴")}</th><th scope="col">${both("Cover ends", "宽限期满")}</th><th scope="col">${both("Policy", "保单")}</th><th scope="col" class="number">${both("Premium", "保费")}</th><th scope="col">${both("What to say", "沟通要点")}</th></tr></thead>
    <tbody>${rows.slice(0, shown).map((each, index) => html`<tr><td class="number">${index + 1}</td><th scope="row">${each.displayName}<br><span class="under">${each.phone ?? both("no telephone", "无电话")}</span></th><td>${mayCall[each.mayBeCalled]}</td><td class="day">${each.dueOn}</td><td class="day">${each.graceEndsOn}<br>${left(each)}</td><td>${each.policyNumber}<br>${each.productName}</td><td class="number">${amount(each.premium.amountMinor, each.premium.currency)}</td><td>${whatToSay(known.get(each.policyNumber) ?? { reasons: ["inGrace"] })}</td></tr>`)}</tbody></table></div></section>`;
}
const title = both("Who is about to lapse, and whom to call first", "谁的保单即将失效，先联系谁");

export const callingOrder = (rows: readonly Endangered[]): readonly Endangered[] =>
  [...rows].sort(
    (a, b) => a.daysLeft - b.daysLeft || b.premium.amountMinor - a.premium.amountMinor || (a.policyNumber < b.policyNumber ? -1 : 1),
  );

const left = ({ daysLeft }: Endangered): Both =>
  daysLeft === 0 ? both("today", "今日") : both(`in ${counted(daysLeft, "day")}`, `还剩 ${daysLeft} 天`);
