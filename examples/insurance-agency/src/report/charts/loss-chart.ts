import { both, fill, type Html, html, inSvg, percent, scale } from "report-kit";

export interface LossBar {
  readonly name: string;
  readonly value: number | null;
}
const [width, left, right] = [860, 250, 790];
const [step, thickness] = [34, 20];

/** Loss ratios as lying bars; where all premium is eaten up there is a line. */
export function lossChart(bars: readonly LossBar[], captionId: string): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const x = scale([0, most], [left, right - 50]);
  const height = bars.length * step + 34;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${bars.map(({ name, value }, index) => {
      const y = index * step + 8;
      const end = x(Math.max(0, value ?? 0));
      return html`<text x="${left - 10}" y="${y + 15}" text-anchor="end" class="tick dark">${name}</text><rect x="${left}" y="${y}" width="${end - left}" height="${thickness}" fill="${fill((value ?? 0) > 1 ? "dotted" : "slanted")}" class="bar"/><text x="${end + 8}" y="${y + 15}" class="value">${percent(value)}</text>`;
    })}
    <line x1="${left}" x2="${left}" y1="2" y2="${height - 28}" class="axis"/>
    <line x1="${x(1)}" x2="${x(1)}" y1="2" y2="${height - 24}" class="mean"/>
    ${inSvg(both("100 % of earned premium", "已赚保费的 100%"), { x: x(1), y: height - 8, anchor: most > 1.5 ? "middle" : "end", look: "tick" })}
  </svg>`;
}
