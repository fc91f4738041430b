import { both, fill, type Html, html, inSvg, percent, round } from "report-kit";
import type { QuarterCell, Triangle } from "../gather-triangle.js";

const [width, left, top] = [860, 92, 30];
const [cellHeight, gap] = [26, 4];
/** The room for the number beside the bar. */
const number = 68;

/** Persistency by quarter and month: a bar and a number in each cell; what has not come is hatched. */
export function triangleChart({ rows }: Triangle, captionId: string): Html {
  const months = rows[0]?.cells.map(({ month }) => month) ?? [];
  if (months.length === 0) return html`<p>${both("No policy has begun yet.", "还没有生效的保单。")}</p>`;
  const slot = (width - left) / months.length;
  const height = top + rows.length * cellHeight + 4;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${captionId}" class="chart">
    ${months.map((month, index) => inSvg(both(`month ${month}`, `第 ${month} 个月`), { x: round(left + slot * (index + 0.5)), y: 18, anchor: "middle", look: "tick" }))}
    ${rows.map(({ quarter, cells }, row) => {
      const y = top + row * cellHeight;
      return html`<text x="${left - 10}" y="${y + 17}" text-anchor="end" class="tick dark">${quarter}</text>${cells.map((cell, column) => cellAt(cell, round(left + slot * column), y, round(slot - gap)))}`;
    })}
  </svg>`;
}

function cellAt({ collectedMinor, cohortMinor, standing }: QuarterCell, x: number, y: number, space: number): Html {
  const frame = html`<rect x="${x}" y="${y}" width="${space}" height="${cellHeight - gap}" fill="${standing === "censored" ? fill("crossed") : "#fff"}" class="cell"/>`;
  if (standing === "censored") return frame;
  const share = cohortMinor === 0 ? null : collectedMinor / cohortMinor;
  const bar = round((space - number) * Math.min(1, share ?? 0));
  return html`${frame}<rect x="${x}" y="${y}" width="${bar}" height="${cellHeight - gap}" class="share${standing === "open" ? " open" : ""}"/><text x="${x + space - 8}" y="${y + 16}" text-anchor="end" class="value">${percent(share, 0)}${standing === "open" ? " *" : ""}</text>`;
}
