import { both, fill, type Html, html, inSvg, percent, round, scale } from "report-kit";
import type { Cohorts } from "../gather-cohorts.js";

const [width, height] = [860, 300];
const plot = { left: 52, right: 840, top: 30, bottom: 236 };

/** Persistency by the month in which the policies began; figures that may still rise are drawn lightly. */
export function cohortChart({ months, all }: Cohorts): Html {
  if (months.length === 0) return html`<p>${both("No policy is old enough yet.", "还没有满十三个月的保单。")}</p>`;
  const y = scale([0, 1], [plot.bottom, plot.top]);
  const slot = (plot.right - plot.left) / months.length;
  const bar = Math.min(34, slot * 0.68);
  const middleOf = (index: number): number => round(plot.left + slot * (index + 0.5));
  const overall = all?.value;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="persistency-caption" class="chart">
    ${[0, 0.25, 0.5, 0.75, 1].map((mark) => html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(mark)}" y2="${y(mark)}" class="${mark === 0 ? "axis" : "grid"}"/><text x="${plot.left - 8}" y="${y(mark) + 4}" text-anchor="end" class="tick">${mark * 100} %</text>`)}
    ${months.map(({ value, isFinal }, index) => html`<rect x="${round(middleOf(index) - bar / 2)}" y="${y(value ?? 0)}" width="${round(bar)}" height="${round(plot.bottom - y(value ?? 0))}" fill="${fill(isFinal ? "full" : "light")}" class="bar"/>`)}
    ${overall === null || overall === undefined ? undefined : html`<line x1="${plot.left}" x2="${plot.right}" y1="${y(overall)}" y2="${y(overall)}" class="halo"/><line x1="${plot.left}" x2="${plot.right}" y1="${y(overall)}" y2="${y(overall)}" class="mean"/>`}
    ${months.map(({ cohort, value, isFinal }, index) => {
      const [middle, top] = [middleOf(index), y(value ?? 0)];
      const isJanuary = index === 0 || cohort.endsWith("-01");
      return html`<text x="${middle}" y="${top - 6}" text-anchor="middle" class="${months.length > 18 ? "value small" : "value"}">${value === null ? "–" : Math.round(value * 100)}${isFinal ? "" : "*"}</text>
        <text x="${middle}" y="${plot.bottom + 17}" text-anchor="middle" class="tick">${cohort.slice(5)}</text>${isJanuary ? html`<text x="${middle}" y="${plot.bottom + 34}" text-anchor="middle" class="tick strong">${cohort.slice(0, 4)}</text>` : undefined}`;
    })}
    ${overall === null || overall === undefined ? undefined : inSvg(both(`— — all together ${percent(overall)}`, `— — 合计 ${percent(overall)}`), { x: plot.right, y: height - 8, anchor: "end", look: "label" })}
    ${inSvg(both("* grace still running", "* 宽限期未满"), { x: plot.left, y: height - 8, look: "tick" })}
  </svg>`;
}
