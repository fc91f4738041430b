import type { Tail } from "@kehu/core/value";
import { amount, type Both, both, curveChart, type Html, html, percent, shortAmount } from "report-kit";
import type { CustomerValue } from "../../agency/book-value.js";
import type { Findings } from "../gather.js";

const shown = 8;

/** Who makes the profit, and who eats it. */
export function profit(found: Findings): Html {
  const { curve } = found;
  return html`<section><h2>${both("Who makes the profit, and who eats it", "谁创造利润，谁消耗利润")}</h2>
    <p class="lead">${both(
      `The best fifth of the customers brings ${percent(curve.bestFifth.shareOfTotal, 0)} of the profit; the worst fifth accounts for ${percent(curve.worstFifth.shareOfTotal, 0)}. Premiums, less payouts, commission, money paid back and the cost of every contact.`,
      `最佳的五分之一客户带来 ${percent(curve.bestFifth.shareOfTotal, 0)} 的利润，最差的五分之一占 ${percent(curve.worstFifth.shareOfTotal, 0)}。利润 = 保费 − 赔款 − 佣金 − 退还款 − 每次联络的成本。`,
    )}</p>
    <figure>${curveChart(curve, { captionId: "profit-caption", value: (minor) => shortAmount(minor, found.currency), axis: both("Customers, the most profitable first", "客户，按利润从高到低") })}<figcaption id="profit-caption">${both("Cumulative profit over all customers; slanted: the best fifth; dotted: the worst fifth.", "全部客户的累计利润；斜线：最佳五分之一；圆点：最差五分之一。")}</figcaption></figure>
    <div class="pair">${list(found, curve.bestFifth, both("The best", "最佳客户"))}${list(found, curve.worstFifth, both("The worst", "最差客户"))}</div></section>`;
}

/** Claims, cash values and premiums that went back to a customer. */
const paidOut = (value: CustomerValue | undefined): number =>
  ["payout", "cash-value", "premium-refund"].reduce((sum, category) => sum - (value?.byCategory[category] ?? 0), 0);

function list({ values, currency }: Findings, tail: Tail, title: Both): Html {
  const byNumber = new Map(values.map((each) => [each.customerNumber ?? each.customerId, each]));
  return html`<div class="scroll"><h3>${title}</h3><table><caption>${both(`The first ${Math.min(shown, tail.customers.length)} of ${tail.customers.length}; paid out: claims, surrenders, free looks`, `${tail.customers.length} 位中的前 ${Math.min(shown, tail.customers.length)} 位；支出含理赔、退保金与犹豫期退费`)}</caption>
    <thead><tr><th scope="col">${both("No.", "编号")}</th><th scope="col">${both("Customer", "客户")}</th><th scope="col" class="number">${both("Premium", "保费")}</th><th scope="col" class="number">${both("Paid out", "支出")}</th><th scope="col" class="number">${both("Profit", "利润")}</th></tr></thead>
    <tbody>${tail.customers.slice(0, shown).map(({ customerId, profitMinor }) => html`<tr><td class="nowrap">${customerId}</td><th scope="row">${byNumber.get(customerId)?.displayName}</th><td class="number">${amount(byNumber.get(customerId)?.byCategory["premium"] ?? 0, currency)}</td><td class="number">${amount(paidOut(byNumber.get(customerId)), currency)}</td><td class="number ${profitMinor < 0 ? "loss" : ""}">${amount(profitMinor, currency)}</td></tr>`)}</tbody></table></div>`;
}
