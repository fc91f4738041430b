import type { Week } from "@kehu/core/value";
import { both, type Html, html, inSvg, scale, ticks, whole } from "report-kit";

const [width, height] = [860, 360];
const plot = { left: 74, right: 680, top: 34, bottom: 296 };

/** Repeat purchases since the beginning: what came as a full line, what was expected as a broken one. */
export function weeksChart(weeks: readonly Week[], captionId: string): Html {
  const last = weeks.at(-1);
  if (last === undefined) return html`<p>${both("There is no whole week to show.", "没有完整的一周可供展示。")}</p>`;
  const marks = ticks(0, Math.max(1, last.expectedCumulative, last.actualCumulative));
  const x = scale([0, last.week], [plot.left, plot.right]);
  const y = scale([0, marks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const line = (of: (week: Week) => number): string =>
    [`${x(0)},${y(0)}`, ...weeks.map((week) => `${x(week.week)},${y(of(week))}`)].join(" ");
  const border = weeks.findLast(({ isHoldout }) => !isHoldout)?.week ?? 0;
  const [actual, expected] = [y(last.actualCumulative), y(last.expectedCumulative)];
  const apart = Math.max(0, 16 - Math.abs(actual - expected)) / 2;
  const sign = actual < expected ? -1 : 1;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${marks.map((mark) => html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(mark)}" y2="${y(mark)}" class="${mark === 0 ? "axis" : "grid"}"/><text x="${plot.left - 10}" y="${y(mark) + 4}" text-anchor="end" class="tick">${whole(mark)}</text>`)}
    ${ticks(0, last.week)
      .filter((week) => week <= last.week && Number.isInteger(week))
      .map((week) => html`<text x="${x(week)}" y="${plot.bottom + 20}" text-anchor="middle" class="tick">${week}</text>`)}
    <line x1="${x(border)}" x2="${x(border)}" y1="${plot.top - 8}" y2="${plot.bottom}" class="mark"/>
    ${inSvg(both("observed", "观察期"), { x: x(border) - 8, y: plot.top - 12, anchor: "end", look: "tick" })}
    ${inSvg(both("held back", "保留期"), { x: x(border) + 8, y: plot.top - 12, look: "tick" })}
    <polyline points="${line((week) => week.actualCumulative)}" class="curve"/>
    <polyline points="${line((week) => week.expectedCumulative)}" class="expected"/>
    ${inSvg(both(`actual: ${whole(last.actualCumulative)}`, `实际：${whole(last.actualCumulative)}`), { x: plot.right + 8, y: actual + 4 + sign * apart, look: "label" })}
    ${inSvg(both(`expected: ${whole(Math.round(last.expectedCumulative))}`, `预期：${whole(Math.round(last.expectedCumulative))}`), { x: plot.right + 8, y: expected + 4 - sign * apart, look: "label warm" })}
    ${inSvg(both("Weeks since the first purchase of all", "自首笔购买起的周数"), { x: (plot.left + plot.right) / 2, y: height - 14, anchor: "middle", look: "tick" })}
  </svg>`;
}
