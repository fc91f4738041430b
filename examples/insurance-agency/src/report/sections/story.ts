import { amount, type Both, both, type Html, html } from "report-kit";
import { dayOf } from "../../agency/open-agency.js";
import type { Findings } from "../gather.js";
import type { Event, Story } from "../gather-story.js";
import { stateIn } from "../state-words.js";
import { promisedWhat } from "../to-do.js";

const kinds: Readonly<Record<Event["kind"], Both>> = {
  contact: both("Contact", "联络"),
  promise: both("Promise", "承诺"),
  premium: both("Premium", "保费"),
  claim: both("Claim reported", "报案"),
  payout: both("Claim paid", "赔付"),
  policy: both("Policy begins", "保单生效"),
  end: both("Policy", "保单"),
  refund: both("Paid back", "退还"),
  reversal: both("Receipt reversed", "收据冲销"),
};
const categories: Readonly<Record<string, Both>> = {
  premium: both("premium", "保费"),
  payout: both("claims paid", "赔款"),
  commission: both("commission", "佣金"),
  contact: both("contacts", "联络"),
  "cash-value": both("cash value", "现金价值"),
  "premium-refund": both("premium paid back", "退还保费"),
};

/** One customer, whole. */
export function story({ story: told, currency, words }: Findings): Html | undefined {
  if (told === undefined) return undefined;
  const { view, value, events } = told;
  const { customer } = view;
  const phone = customer.contactPoints?.find(({ kind }) => kind === "phone")?.value;
  return html`<section><h2>${both("One customer, whole: ", "一位客户的全貌：")}${customer.displayName}</h2>
    <p class="lead">${value.customerNumber}${phone === undefined ? undefined : html` · ${phone}`} · ${both("profit ", "累计利润 ")}${amount(value.profitMinor, currency)} (${worth(told, currency)})</p>
    <div class="pair"><div><h3>${both("What happened, the latest first", "发生了什么（最近在前）")}</h3><ol class="story">${events.map((event) => html`<li class="${event.kind}"><time datetime="${event.on}">${event.on}</time><strong>${kinds[event.kind]}</strong> ${event.what}${event.amount && html` <span class="nowrap">${amount(event.amount.amountMinor, event.amount.currency)}</span>`}</li>`)}</ol></div>
    <div><h3>${both("Where things stand", "目前状况")}</h3><table><caption>${both("Records that this customer has a part in", "该客户参与的记录")}</caption><thead><tr><th scope="col">${both("Record", "记录")}</th><th scope="col">${both("State", "状态")}</th><th scope="col">${both("Since", "自")}</th></tr></thead>
      <tbody>${view.records.map((each) => html`<tr><th scope="row">${each.label ?? words[each.record]?.label ?? each.record}</th><td>${stateIn(words, each.record, each.state)}</td><td class="day">${dayOf(each.since)}</td></tr>`)}</tbody></table>
      ${view.engagements.map((each) => html`<p>${both("Engagement: ", "活跃度：")}<strong>${stateIn(words, "engagement", each.state ?? "")}</strong></p>`)}
      ${view.promises.length === 0 ? undefined : html`<h3>${both("Promises not yet kept", "尚未兑现的承诺")}</h3><ul>${view.promises.map((each) => html`<li>${promisedWhat({ topic: "", ...each })} (${each.promisedUntil === undefined ? "" : dayOf(each.promisedUntil)})</li>`)}</ul>`}
      ${view.relationships.length === 0 ? undefined : html`<h3>${both("Related", "关系")}</h3><ul>${view.relationships.map((each) => html`<li>${each.displayName ?? each.customerId}</li>`)}</ul>`}</div></div></section>`;
}

const worth = ({ value }: Story, currency: string): readonly Html[] =>
  Object.entries(value.byCategory).map(
    ([category, minor], index) =>
      html`${index > 0 ? ", " : ""}<span class="nowrap">${categories[category] ?? category} ${amount(minor, currency)}</span>`,
  );
