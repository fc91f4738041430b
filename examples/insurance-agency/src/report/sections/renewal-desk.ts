import type { CallOutcome, RiskReason } from "@kehu/insurance";
import { amount, type Both, both, type Html, html } from "report-kit";
import type { Findings } from "../gather.js";
import type { RenewalRow } from "../gather-desk.js";
import { mayCall } from "./consent.js";

const shown = 15;
const why: Readonly<Record<RiskReason, Both>> = {
  inGrace: both("in grace", "已进入宽限期"),
  firstRenewal: both("first renewal", "首次续期"),
  lateLastTime: both("late last time", "上次迟缴"),
  paymentReversed: both("a payment was reversed", "曾有交费被冲销"),
  noDirectDebit: both("no direct debit", "未签代扣"),
  refuses: both("does not want to go on", "表示不愿续保"),
  unreachable: both("was not reached", "此前未联系上"),
};
/** The first that holds is said. */
const say: readonly (readonly [RiskReason, Both])[] = [
  [
    "refuses",
    both("Ask what has changed; offer a smaller sum or paid-up cover instead of a lapse", "询问原因；建议减额或减额缴清，避免失效"),
  ],
  ["unreachable", both("Check the number; write, and let the agent look in", "核对号码；书面通知，并请代理人上门")],
  ["paymentReversed", both("The last payment came back: agree on another way to pay", "上次交费被退回：商定其他交费方式")],
  ["inGrace", both("Say until when the cover holds, and how to pay today", "说明保障到期日，并告知今日如何交费")],
  ["lateLastTime", both("Remind early this time", "本次提前提醒")],
  ["firstRenewal", both("Say again what the policy is for and whom it protects", "重申保障内容与保障对象")],
  ["noDirectDebit", both("Offer direct debit", "建议签代扣")],
];
const told: Readonly<Partial<Record<CallOutcome, Both>>> = {
  promised: both("Promised to pay: only see whether it came", "已承诺交费：仅核对是否到账"),
  alreadyPaid: both("Says it is paid: look for the payment", "称已交费：查找该笔款项"),
  wantsHelp: both("Wants help: have the service desk call back", "需要协助：请客服回电"),
};

/** Whose premium falls due within sixty days: who, why it may not come, what to say, and whether a call is allowed. */
export function renewals({ desk, until, currency }: Findings): Html {
  const rows = desk.filter(({ dueOn }) => dueOn > until);
  const title = html`<h2>${both("The renewal desk: premiums of the next sixty days", "续期台：未来六十天应缴保费")}</h2>`;
  if (rows.length === 0) return html`<section>${title}<p>${both("No premium falls due.", "没有应缴保费。")}</p></section>`;
  return html`<section>${title}
    <p class="lead">${both(`${rows.length} premiums fall due, the riskiest first. The points add up reasons; nobody has fitted them, so they are an order for work and no forecast.`, `共 ${rows.length} 笔应缴，风险高者在前。分值为各原因之和，未经拟合，仅作工作次序，并非预测。`)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Renewal desk · 续期台"><table><caption>${both(`The first ${Math.min(shown, rows.length)} of ${rows.length}`, `共 ${rows.length} 笔，列出前 ${Math.min(shown, rows.length)} 笔`)}</caption>
    <thead><tr><th scope="col">${both("Customer", "客户")}</th><th scope="col">${both("Consent", "同意")}</th><th scope="col">${both("Due on", "应缴日")}</th><th scope="col" class="number">${both("Premium", "保费")}</th><th scope="col" class="number">${both("Points", "分值")}</th><th scope="col">${both("Why it may not come", "风险原因")}</th><th scope="col">${both("What to say", "沟通要点")}</th></tr></thead>
    <tbody>${rows.slice(0, shown).map((row) => html`<tr><th scope="row">${row.displayName}<br><span class="under">${row.phone ?? both("no telephone", "无电话")}</span></th><td>${mayCall[row.mayBeCalled]}</td><td class="day">${row.dueOn}<br><span class="under">${row.policyNumber}</span></td><td class="number">${amount(row.premiumMinor, currency)}</td><td class="number">${row.points}</td><td>${listed(row)}</td><td>${whatToSay(row)}</td></tr>`)}</tbody></table></div></section>`;
}

const listed = ({ reasons }: RenewalRow): Both => ({
  en: reasons.map((each) => why[each].en).join(", ") || "–",
  zh: reasons.map((each) => why[each].zh).join("、") || "–",
});
export const whatToSay = ({ reasons, lastOutcome }: Pick<RenewalRow, "reasons" | "lastOutcome">): Both =>
  (lastOutcome && told[lastOutcome]) ?? say.find(([reason]) => reasons.includes(reason))?.[1] ?? both("Remind", "提醒交费");
