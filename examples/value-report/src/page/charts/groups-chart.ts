import type { FrequencyGroup } from "@kehu/core/value";
import { both, fill, type Html, html, inSvg, round, scale, ticks, whole } from "report-kit";
import { decimal } from "../words.js";

const [width, height] = [860, 360];
const plot = { left: 60, right: 846, top: 44, bottom: 282 };

/** Purchases in the holdout, a mean for each group: what came beside what was expected. */
export function groupsChart(groups: readonly FrequencyGroup[], captionId: string): Html {
  const marks = ticks(0, Math.max(0.1, ...groups.flatMap(({ expected, actual }) => [expected, actual])));
  const y = scale([0, marks.at(-1) ?? 1], [plot.bottom, plot.top]);
  const slot = (plot.right - plot.left) / groups.length;
  const thick = Math.min(36, slot * 0.34);
  const bar = (value: number, at: number, filling: "full" | "light"): Html =>
    html`<rect x="${round(at)}" y="${y(value)}" width="${round(thick)}" height="${round(plot.bottom - y(value))}" fill="${fill(filling)}" class="bar"/><text x="${round(at + thick / 2)}" y="${y(value) - 6}" text-anchor="middle" class="value small">${decimal(value, 2)}</text>`;
  const isLast = (index: number): boolean => index === groups.length - 1 && index > 0;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${marks.map((mark) => html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(mark)}" y2="${y(mark)}" class="${mark === 0 ? "axis" : "grid"}"/><text x="${plot.left - 8}" y="${y(mark) + 4}" text-anchor="end" class="tick">${Number(mark.toPrecision(6))}</text>`)}
    ${groups.map(({ frequency, customers, expected, actual }, index) => {
      const middle = plot.left + slot * (index + 0.5);
      const name = `${frequency}${isLast(index) ? "+" : ""}`;
      return html`${bar(actual, middle - thick - 1, "full")}${bar(expected, middle + 1, "light")}
        <text x="${round(middle)}" y="${plot.bottom + 18}" text-anchor="middle" class="tick strong">${name}</text>${inSvg(both(`n = ${whole(customers)}`, `${whole(customers)} 位`), { x: round(middle), y: plot.bottom + 35, anchor: "middle", look: "tick small" })}`;
    })}
    <rect x="${plot.left}" y="8" width="14" height="14" fill="${fill("full")}" class="bar"/>${inSvg(both("actual", "实际"), { x: plot.left + 20, y: 20, look: "tick dark" })}
    <rect x="${plot.left + 90}" y="8" width="14" height="14" fill="${fill("light")}" class="bar"/>${inSvg(both("expected", "预期"), { x: plot.left + 110, y: 20, look: "tick dark" })}
    ${inSvg(both("Repeat purchases in the observation", "观察期内的重复购买次数"), { x: (plot.left + plot.right) / 2, y: height - 12, anchor: "middle", look: "tick" })}
  </svg>`;
}
