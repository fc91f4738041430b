import type { ScoreContribution } from "@kehu/core/value";
import { type Both, both, type Html, html, percent, whole } from "report-kit";
import { type Findings, isKnown } from "../../reckon/findings.js";
import { decimal, money } from "../words.js";

const shown = 10;
const reasons = 2;
/** Below it somebody is more likely gone than not. */
const even = 0.5;

/** Who is worth most and least, and who is about to be lost; with reasons. */
export function lists(found: Findings): Html {
  const { summary, spending, expectedPurchases, aliveProbability, book } = found;
  const worth = isKnown(spending) ? spending.lifetimeValue : expectedPurchases;
  const spent = book.hasAmounts ? summary.spendMinor : summary.frequency;
  const rows = Array.from(summary.customerIds.keys());
  const by = (column: Float64Array, sign: 1 | -1) => (one: number, other: number) =>
    sign * ((column[one] as number) - (column[other] as number)) || one - other;
  const ranked = rows.toSorted(by(worth, -1));
  const last = ranked.slice(shown).toReversed().slice(0, shown);
  const lost = rows.filter((row) => (aliveProbability[row] as number) < even).sort(by(spent, -1));
  return html`<section><h2>${both("The best and the last", "最佳与最末")}</h2>
    <p class="lead">${both(
      isKnown(spending)
        ? "By what they are expected to spend over the horizon, discounted to the end of the observation. The reasons add up to the difference from the median customer; the two strongest are shown."
        : "By the purchases that are expected of them over the horizon, because there is no model of what they spend.",
      isKnown(spending)
        ? "按预测期内的预期消费（折现至观察期末）排序。各项原因之和等于与中位客户的差额；此处列出最强的两项。"
        : "由于没有消费额模型，按预测期内的预期购买次数排序。",
    )}</p>
    ${list(found, ranked.slice(0, shown), both("Worth most", "价值最高"))}
    ${last.length === 0 ? undefined : list(found, last, both("Worth least", "价值最低"))}
    ${lost.length === 0 ? undefined : list(found, lost.slice(0, shown), both("Were good, and are more likely gone than not", "曾经优质，如今更可能已流失"))}</section>`;
}

function list(found: Findings, rows: readonly number[], title: Both): Html {
  const { summary, spending, aliveProbability, expectedPurchases, book } = found;
  const amount = money(found);
  const head = (name: Both): Html => html`<th scope="col" class="number">${name}</th>`;
  const value = (row: number): Both | string => (isKnown(spending) ? amount(spending.lifetimeValue[row] as number) : "–");
  return html`<h3>${title}</h3><div class="scroll" tabindex="0"><table>
    <thead><tr><th scope="col">${both("Customer", "客户")}</th>${head(both("Days bought", "购买天数"))}${head(both("Weeks silent", "沉默周数"))}${book.hasAmounts ? head(both("Spent", "已消费")) : undefined}${head(both("Alive", "活跃概率"))}${head(both("To come", "预期购买"))}${isKnown(spending) ? html`${head(both("Worth", "价值"))}<th scope="col">${both("Against the median customer", "与中位客户相比")}</th>` : undefined}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr><th scope="row">${(summary.customerIds[row] as string).slice(0, 40)}</th><td class="number">${whole((summary.frequency[row] as number) + 1)}</td><td class="number">${decimal((summary.age[row] as number) - (summary.recency[row] as number))}</td>${book.hasAmounts ? html`<td class="number">${amount(summary.spendMinor[row] as number)}</td>` : undefined}<td class="number">${percent(aliveProbability[row], 0)}</td><td class="number">${decimal(expectedPurchases[row] as number, 2)}</td>${isKnown(spending) ? html`<td class="number">${value(row)}</td><td class="why">${reasonsOf(spending.why(row), amount)}</td>` : undefined}</tr>`,
    )}</tbody></table></div>`;
}

type Say = (contribution: ScoreContribution, amount: (minor: number) => Both) => Both;
const said: Readonly<Record<string, Say>> = {
  repeatPurchases: ({ value, median }) =>
    both(`${whole(value)} repeat purchases, median ${whole(median)}`, `重复购买 ${whole(value)} 次，中位数 ${whole(median)}`),
  activeDays: ({ value, median }) =>
    both(`${whole(value)} days from first to last, median ${whole(median)}`, `首末购买相隔 ${whole(value)} 天，中位数 ${whole(median)}`),
  silentDays: ({ value, median }) =>
    both(`silent for ${whole(value)} days, median ${whole(median)}`, `沉默 ${whole(value)} 天，中位数 ${whole(median)}`),
  meanSpend: ({ value, median }, amount) =>
    both(`${amount(value).en} a purchase, median ${amount(median).en}`, `每次消费 ${amount(value).zh}，中位数 ${amount(median).zh}`),
};

function reasonsOf(contributions: readonly ScoreContribution[], amount: (minor: number) => Both): Html {
  return html`${contributions.slice(0, reasons).map((each, index) => {
    const { en, zh } = said[each.input]?.(each, amount) ?? both(each.input, each.input);
    const plus = each.contribution > 0 ? "+" : "";
    const by = amount(each.contribution);
    return html`${index === 0 ? "" : html`<br>`}${both(`${en}: `, `${zh}：`)}<span class="nowrap">${both(`${plus}${by.en}`, `${plus}${by.zh}`)}</span>`;
  })}`;
}
