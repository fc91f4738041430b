import type { ScoreContribution } from "@kehu/core/value";
import { type Both, both, counted, type Html, html, percent, whole } from "report-kit";
import { type Findings, isKnown } from "../../reckon/findings.js";
import { decimal, money } from "../words.js";

const shown = 10;
const reasons = 2;
/** Below it somebody is more likely gone than not. */
const even = 0.5;

/** Who is worth most and least, and who is about to be lost; with reasons. */
export function lists(found: Findings): Html {
  const { summary, spending, buying, book } = found;
  const rows = Array.from(summary.customerIds.keys());
  const spent = book.hasAmounts ? summary.spendMinor : summary.frequency;
  const worth = isKnown(spending) ? spending.lifetimeValue : isKnown(buying) ? buying.expectedPurchases : spent;
  const by = (column: Float64Array, sign: 1 | -1) => (one: number, other: number) =>
    sign * ((column[one] as number) - (column[other] as number)) || one - other;
  const ranked = rows.toSorted(by(worth, -1));
  const last = ranked.slice(shown).toReversed().slice(0, shown);
  const isLost = (row: number): boolean => isKnown(buying) && (buying.aliveProbability[row] as number) < even;
  const lost = rows.filter(isLost).sort(by(spent, -1));
  return html`<section><h2>${both("The best and the last", "最佳与最末")}</h2>
    <p class="lead">${orderOf(found)}</p>
    ${list(found, ranked.slice(0, shown), isKnown(buying) ? both("Worth most", "价值最高") : both("Brought most", "贡献最多"))}
    ${last.length === 0 ? undefined : list(found, last, isKnown(buying) ? both("Worth least", "价值最低") : both("Brought least", "贡献最少"))}
    ${lost.length === 0 ? undefined : list(found, lost.slice(0, shown), both("Were good, and are more likely gone than not", "曾经优质，如今更可能已流失"))}</section>`;
}

function orderOf({ spending, buying, book }: Findings): Both {
  if (isKnown(spending))
    return both(
      "By what they are expected to spend over the horizon, discounted to the end of the observation. The reasons add up to the difference from the median customer; the two strongest are shown. How long somebody has been silent counts together with how long they had been active.",
      "按预测期内的预期消费（折现至观察期末）排序。各项原因之和等于与中位客户的差额；此处列出最强的两项。沉默时间与此前的活跃时间合并计入。",
    );
  if (isKnown(buying))
    return both(
      "By the purchases that are expected of them over the horizon, because there is no model of what they spend.",
      "由于没有消费额模型，按预测期内的预期购买次数排序。",
    );
  return book.hasAmounts
    ? both(
        "By what they spent in the observation, because there is no model of what they will buy.",
        "由于没有购买模型，按观察期内的消费额排序。",
      )
    : both(
        "By the days on which they bought in the observation, because there is no model of what they will buy.",
        "由于没有购买模型，按观察期内的购买天数排序。",
      );
}

function list(found: Findings, rows: readonly number[], title: Both): Html {
  const columns = columnsOf(found);
  return html`<h3>${title}</h3><div class="scroll" tabindex="0"><table>
    <thead><tr><th scope="col">${both("Customer", "客户")}</th>${columns.map(({ name, isText }) => html`<th scope="col"${isText ? "" : numeric}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr><th scope="row">${shortened(found.summary.customerIds[row] as string)}</th>${columns.map(({ of, isText }) => html`<td${isText ? why : numeric}>${of(row)}</td>`)}</tr>`,
    )}</tbody></table></div>`;
}

const [numeric, why] = [html` class="number"`, html` class="why"`];
const longest = 40;
const shortened = (id: string): string => (id.length > longest ? `${id.slice(0, longest - 1)}…` : id);

interface Column {
  readonly name: Both;
  readonly of: (row: number) => Both | Html | string;
  readonly isText?: true;
}

/** What is known of a customer: the models add theirs. */
function columnsOf(found: Findings): readonly Column[] {
  const { summary, spending, buying, book } = found;
  const amount = money(found);
  const at = (column: Float64Array, row: number): number => column[row] as number;
  return [
    { name: both("Days bought", "购买天数"), of: (row) => whole(at(summary.frequency, row) + 1) },
    { name: both("Weeks silent", "沉默周数"), of: (row) => decimal(at(summary.age, row) - at(summary.recency, row)) },
    ...(book.hasAmounts ? [{ name: both("Spent", "已消费"), of: (row: number) => amount(at(summary.spendMinor, row)) }] : []),
    ...(isKnown(buying)
      ? [
          { name: both("Alive", "活跃概率"), of: (row: number) => percent(at(buying.aliveProbability, row), 0) },
          { name: both("To come", "预期购买"), of: (row: number) => decimal(at(buying.expectedPurchases, row), 2) },
        ]
      : []),
    ...(isKnown(spending)
      ? [
          { name: both("Worth", "价值"), of: (row: number) => amount(at(spending.lifetimeValue, row)) },
          {
            name: both("Against the median customer", "与中位客户相比"),
            of: (row: number) => reasonsOf(spending.why(row), amount),
            isText: true as const,
          },
        ]
      : []),
  ];
}

type Say = (contribution: ScoreContribution, amount: (minor: number) => Both) => Both;
const said: Readonly<Record<string, Say>> = {
  repeatPurchases: ({ value, median }) =>
    both(`${counted(value, "repeat purchase")}, median ${whole(median)}`, `重复购买 ${whole(value)} 次，中位数 ${whole(median)}`),
  silentDays: ({ value, median }) =>
    both(`silent for ${counted(value, "day")}, median ${whole(median)}`, `沉默 ${whole(value)} 天，中位数 ${whole(median)}`),
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
