import { type Both, both, type Html, html, percent, whole } from "report-kit";
import { type Findings, isKnown } from "../../reckon/findings.js";
import { decimal, money, weeks } from "../words.js";

/** The customers at a glance. */
export function facts(found: Findings): Html {
  const { summary, terms, buying, spending, concentration, book } = found;
  const total = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);
  const amount = money(found);
  const makers = concentration.makersOf80;
  const ahead = weeks(terms.horizonWeeks);
  const shown: readonly (readonly [Both, Both | string])[] = [
    [both("Customers", "客户"), whole(summary.customerIds.length)],
    [both("Purchases (days)", "购买（按天计）"), whole(total(summary.frequency) + summary.customerIds.length)],
    [both("Spent, returns taken off", "消费额（已扣退货）"), book.hasAmounts ? amount(total(summary.spendMinor)) : "–"],
    [both("Still alive, expected", "预计仍活跃"), isKnown(buying) ? whole(Math.round(total(buying.aliveProbability))) : "–"],
    [
      both(`Purchases in the next ${ahead} weeks`, `未来 ${ahead} 周的预期购买`),
      isKnown(buying) ? decimal(total(buying.expectedPurchases), 0) : "–",
    ],
    [both(`Worth over these ${ahead} weeks`, `未来 ${ahead} 周的价值`), isKnown(spending) ? amount(total(spending.lifetimeValue)) : "–"],
    [
      both(
        book.hasAmounts ? "Make 80 % of the spending" : "Make 80 % of the purchases",
        book.hasAmounts ? "贡献八成消费额" : "贡献八成购买",
      ),
      makers ? both(`${percent(makers.ofCustomers)} of customers`, `${percent(makers.ofCustomers)} 的客户`) : "–",
    ],
    [both("First purchase of all", "首笔购买"), summary.startsOn],
    [both("End of the observation", "观察期结束"), summary.endsOn],
  ];
  return html`<section class="facts" aria-label="Figures · 数字"><dl style="display:contents">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
