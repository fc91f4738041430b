import { type Both, type Html, html, inSvg, round } from "report-kit";

export interface HeatCell {
  /** From 0, the lightest, to 1. */
  readonly shade: number;
  readonly value: Both | string;
  readonly under?: Both | string;
}
export interface HeatMap {
  readonly captionId: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly columnAxis: Both;
  readonly rowAxis: Both;
  /** Undefined where there is nothing. */
  readonly cell: (row: number, column: number) => HeatCell | undefined;
}
const [left, top, right] = [84, 34, 852];

/** A table as a drawing: the number in each cell says it, the shade only helps. */
export function heatMap({ captionId, columns, rows, columnAxis, rowAxis, cell }: HeatMap): Html {
  const wide = (right - left) / columns.length;
  const high = 50;
  const bottom = top + rows.length * high;
  return html`<svg viewBox="0 0 860 ${bottom + 50}" role="img" aria-labelledby="${captionId}" class="chart">
    ${inSvg(rowAxis, { x: left - 76, y: top - 14, look: "tick" })}
    ${rows.map((name, row) => html`<text x="${left - 12}" y="${top + row * high + high / 2 + 5}" text-anchor="end" class="tick dark">${name}</text>`)}
    ${rows.map((_, row) => columns.map((_, column) => drawn(cell(row, column), { x: round(left + column * wide), y: top + row * high, wide, high })))}
    ${columns.map((name, column) => html`<text x="${round(left + (column + 0.5) * wide)}" y="${bottom + 18}" text-anchor="middle" class="tick dark">${name}</text>`)}
    ${inSvg(columnAxis, { x: (left + right) / 2, y: bottom + 40, anchor: "middle", look: "tick" })}
  </svg>`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly high: number;
}

function drawn(cell: HeatCell | undefined, { x, y, wide, high }: Place): Html {
  const box = (opacity: number): Html =>
    html`<rect x="${x}" y="${y}" width="${round(wide - 3)}" height="${high - 3}" class="heat" fill-opacity="${opacity}"/>`;
  const middle = round(x + wide / 2 - 1.5);
  if (cell === undefined) return html`${box(0)}<text x="${middle}" y="${y + high / 2 + 3}" text-anchor="middle" class="tick">–</text>`;
  const look = cell.shade > 0.55 ? "on-dark" : "on-light";
  return html`${box(round(100 * (0.05 + 0.9 * cell.shade)) / 100)}${words(cell.value, { x: middle, y: y + (cell.under === undefined ? 29 : 21), look })}${cell.under === undefined ? undefined : words(cell.under, { x: middle, y: y + 38, look: `${look} small` })}`;
}

function words(text: Both | string, { x, y, look }: { readonly x: number; readonly y: number; readonly look: string }): Html {
  if (typeof text !== "string") return inSvg(text, { x, y, anchor: "middle", look });
  return html`<text x="${x}" y="${y}" text-anchor="middle" class="${look}">${text}</text>`;
}
