import { amount, type Both, both, type Html, html, percent, whole } from "report-kit";
import type { Findings } from "../gather.js";

/** The book at a glance. */
export function facts(found: Findings): Html {
  const money = (minor: number): Both => amount(minor, found.currency);
  const of = (category: string): number => found.values.reduce((sum, { byCategory }) => sum + (byCategory[category] ?? 0), 0);
  const policies = Object.values(found.policiesByState).reduce((sum, each) => sum + each, 0);
  const shown: readonly (readonly [Both, Both | string])[] = [
    [both("Customers", "客户"), whole(found.customers)],
    [both("Policies", "保单"), whole(policies)],
    [both("Premium received", "已收保费"), money(found.premiumMinor)],
    [both("Claims paid", "已付理赔"), money(0 - of("payout"))],
    [both("Paid back: surrenders, free looks", "退还：退保金、犹豫期保费"), money(0 - of("cash-value") - of("premium-refund"))],
    [both("Commission", "佣金"), money(0 - of("commission"))],
    [both("Cost of contacts", "联络成本"), money(0 - of("contact"))],
    [both("Profit", "利润"), money(found.curve.totalMinor)],
    [both("Persistency, month 13", "13个月继续率"), percent(found.cohorts.all?.value)],
  ];
  return html`<section class="facts" aria-label="Figures · 数字"><dl style="display:contents">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
