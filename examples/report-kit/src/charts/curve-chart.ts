import type { ProfitCurve } from "@kehu/core/value";
import { percent } from "../page/format.js";
import { type Both, both, type Html, html, inSvg } from "../page/text.js";
import { fill } from "./patterns.js";
import { scale, ticks } from "./scale.js";

const [width, height] = [860, 400];
const plot = { left: 84, right: 834, top: 40, bottom: 340 };
/** More points than these nobody sees. */
const mostPoints = 600;

export interface CurveWords {
  readonly captionId: string;
  /** A value for an axis, such as a short amount. */
  readonly value: (value: number) => Both;
  /** What lies along the axis below. */
  readonly axis: Both;
}

/** What customers bring together, the best first, with the best and the worst fifth filled in. */
export function curveChart(curve: ProfitCurve, { captionId, value, axis }: CurveWords): Html {
  const { cumulativeMinor, peak, totalMinor, bestFifth, worstFifth } = curve;
  const count = cumulativeMinor.length;
  if (count === 0) return html`<p>${both("There are no customers yet.", "还没有客户。")}</p>`;
  const least = cumulativeMinor.reduce((least, each) => Math.min(least, each), 0);
  const marks = ticks(least, Math.max(peak.profitMinor, 0));
  const x = scale([0, count], [plot.left, plot.right]);
  const y = scale([marks[0] ?? 0, marks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const after = (customers: number): number => (customers === 0 ? 0 : (cumulativeMinor[customers - 1] as number));
  const line = (from: number, until: number): string =>
    places(from, until)
      .map((at) => `${x(at)},${y(after(at))}`)
      .join(" ");
  const area = (from: number, until: number): string => `${x(from)},${y(0)} ${line(from, until)} ${x(until)},${y(0)}`;
  const worst = count - worstFifth.customers.length;
  const said = (en: string, zh: string, of: number): Both => both(`${en}: ${value(of).en}`, `${zh}：${value(of).zh}`);
  const fallsAfterPeak = peak.profitMinor > totalMinor;
  const top = value(peak.profitMinor);
  const share = percent(peak.shareOfTotal, 0);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${marks.map((mark) => html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(mark)}" y2="${y(mark)}" class="${mark === 0 ? "axis" : "grid"}"/>${inSvg(value(mark), { x: plot.left - 10, y: y(mark) + 4, anchor: "end", look: "tick" })}`)}
    ${[0, 20, 40, 60, 80, 100].map((part) => html`<text x="${x((part / 100) * count)}" y="${plot.bottom + 22}" text-anchor="middle" class="tick">${part} %</text>`)}
    <polygon points="${area(0, bestFifth.customers.length)}" fill="${fill("slanted")}"/>
    <polygon points="${area(worst, count)}" fill="${fill("dotted")}"/>
    <polyline points="${line(0, count)}" class="curve"/>
    ${
      fallsAfterPeak
        ? html`<line x1="${x(peak.customers)}" x2="${x(peak.customers)}" y1="${y(peak.profitMinor)}" y2="${y(0)}" class="mark"/>
    <circle cx="${x(peak.customers)}" cy="${y(peak.profitMinor)}" r="5" class="dot"/>
    ${inSvg(both(`Peak: ${top.en}, ${share} of the total`, `峰值：${top.zh}，占总额 ${share}`), { x: x(peak.customers), y: y(peak.profitMinor) - 12, anchor: peak.customers > count * 0.75 ? "end" : "middle", look: "label" })}`
        : undefined
    }
    <circle cx="${x(count)}" cy="${y(totalMinor)}" r="5" class="dot"/>
    ${inSvg(said("Total", "总额", totalMinor), { x: x(count) - 10, y: y(totalMinor) + 26, anchor: "end", look: "label" })}
    ${inSvg(said("Best fifth", "最佳五分之一", bestFifth.profitMinor), { x: x(bestFifth.customers.length) + 10, y: y(0) - 12, look: "label" })}
    ${inSvg(said("Worst fifth", "最差五分之一", worstFifth.profitMinor), { x: x(worst) - 10, y: y(0) - 12, anchor: "end", look: "label" })}
    ${inSvg(axis, { x: (plot.left + plot.right) / 2, y: height - 14, anchor: "middle", look: "tick" })}
  </svg>`;
}

/** So many customers after which a point is drawn: all of them, or evenly spread ones with both ends. */
function places(from: number, until: number): readonly number[] {
  const steps = Math.max(1, Math.min(mostPoints, until - from));
  return Array.from({ length: steps + 1 }, (_, step) => Math.round(from + (step / steps) * (until - from)));
}
