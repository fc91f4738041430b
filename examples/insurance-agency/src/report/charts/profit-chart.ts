import type { ProfitCurve } from "@kehu/core/value";
import { percent, shortAmount } from "../format.js";
import { both, type Html, html, inSvg } from "../text.js";
import { fill } from "./patterns.js";
import { scale, ticks } from "./scale.js";

const [width, height] = [860, 400];
const plot = { left: 84, right: 834, top: 40, bottom: 340 };

/** The cumulative profit over the customers, the best first, with the best and the worst fifth filled in. */
export function profitChart({ cumulativeMinor, currency, peak, totalMinor, bestFifth, worstFifth }: ProfitCurve): Html {
  const count = cumulativeMinor.length;
  if (count === 0) return html`<p>${both("There are no customers yet.", "还没有客户。")}</p>`;
  const marks = ticks(Math.min(0, ...cumulativeMinor), Math.max(0, ...cumulativeMinor));
  const x = scale([0, count], [plot.left, plot.right]);
  const y = scale([marks[0] ?? 0, marks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const points = [0, ...cumulativeMinor];
  const line = (from: number, until: number): string =>
    points
      .slice(from, until + 1)
      .map((value, index) => `${x(from + index)},${y(value)}`)
      .join(" ");
  const area = (from: number, until: number): string => `${x(from)},${y(0)} ${line(from, until)} ${x(until)},${y(0)}`;
  const worst = count - worstFifth.customers.length;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="profit-caption" class="chart">
    ${marks.map((mark) => html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(mark)}" y2="${y(mark)}" class="${mark === 0 ? "axis" : "grid"}"/>${inSvg(shortAmount(mark, currency), { x: plot.left - 10, y: y(mark) + 4, anchor: "end", look: "tick" })}`)}
    ${[0, 20, 40, 60, 80, 100].map((share) => html`<text x="${x((share / 100) * count)}" y="${plot.bottom + 22}" text-anchor="middle" class="tick">${share} %</text>`)}
    <polygon points="${area(0, bestFifth.customers.length)}" fill="${fill("slanted")}"/>
    <polygon points="${area(worst, count)}" fill="${fill("dotted")}"/>
    <polyline points="${line(0, count)}" class="curve"/>
    <line x1="${x(peak.customers)}" x2="${x(peak.customers)}" y1="${y(peak.profitMinor)}" y2="${y(0)}" class="mark"/>
    <circle cx="${x(peak.customers)}" cy="${y(peak.profitMinor)}" r="5" class="dot"/>
    ${inSvg(both(`Peak: ${shortAmount(peak.profitMinor, currency).en}, ${percent(peak.shareOfTotal, 0)} of the total`, `峰值：${shortAmount(peak.profitMinor, currency).zh}，占总额 ${percent(peak.shareOfTotal, 0)}`), { x: x(peak.customers), y: y(peak.profitMinor) - 12, anchor: peak.customers > count * 0.75 ? "end" : "middle", look: "label" })}
    <circle cx="${x(count)}" cy="${y(totalMinor)}" r="5" class="dot"/>
    ${inSvg(both(`Total: ${shortAmount(totalMinor, currency).en}`, `总额：${shortAmount(totalMinor, currency).zh}`), { x: x(count) - 10, y: y(totalMinor) + 26, anchor: "end", look: "label" })}
    ${inSvg(both(`Best fifth: ${shortAmount(bestFifth.profitMinor, currency).en}`, `最佳五分之一：${shortAmount(bestFifth.profitMinor, currency).zh}`), { x: x(bestFifth.customers.length) + 10, y: y(0) - 12, look: "label" })}
    ${inSvg(both(`Worst fifth: ${shortAmount(worstFifth.profitMinor, currency).en}`, `最差五分之一：${shortAmount(worstFifth.profitMinor, currency).zh}`), { x: x(worst) - 10, y: y(0) - 12, anchor: "end", look: "label" })}
    ${inSvg(both("Customers, the most profitable first", "客户，按利润从高到低"), { x: (plot.left + plot.right) / 2, y: height - 14, anchor: "middle", look: "tick" })}
  </svg>`;
}
