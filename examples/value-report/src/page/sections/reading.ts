import { both, type Html, html } from "report-kit";
import { notesOf } from "../../notes.js";
import type { Findings } from "../../reckon/findings.js";

/** How the file was read; where something had to be assumed, this stands out. */
export function reading(found: Findings): Html {
  const notes = notesOf(found);
  const look = notes.some(({ isWarning }) => isWarning) ? "notice" : "";
  return html`<section class="${look}"><h2>${both("How the file was read", "文件的读取方式")}</h2><ul class="notes">${notes.map(({ text, isWarning }) => html`<li>${isWarning ? html`<strong>${text}</strong>` : text}</li>`)}</ul></section>`;
}
