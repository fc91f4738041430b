import { type Both, type Filling, fill, type Html, html, inSvg, scale, whole } from "report-kit";

export interface Bar {
  readonly label: Both;
  readonly value: number;
  readonly filling: Filling;
}
const width = 480;
const [step, thickness, left] = [34, 20, 236];

/** Counts as lying bars, each with its label and its number. */
export function barChart(bars: readonly Bar[], captionId: string): Html {
  const x = scale([0, Math.max(1, ...bars.map(({ value }) => value))], [left, width - 52]);
  const height = bars.length * step + 6;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${bars.map(({ label, value, filling }, index) => {
      const top = index * step + 8;
      return html`${inSvg(label, { x: left - 10, y: top + 15, anchor: "end", look: "tick dark" })}
        <rect x="${left}" y="${top}" width="${Math.max(value > 0 ? 2 : 0, x(value) - left)}" height="${thickness}" fill="${fill(filling)}" class="bar"/>
        <text x="${Math.max(left, x(value)) + 8}" y="${top + 15}" class="value">${whole(value)}</text>`;
    })}
    <line x1="${left}" x2="${left}" y1="2" y2="${height - 2}" class="axis"/>
  </svg>`;
}
