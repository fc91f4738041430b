import { html } from "../page/text.js";

/** Fillings that differ without colour: full, slanted, dotted, crossed, empty. They stand once in the page. */
export const patterns = html`<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
  <pattern id="slanted" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#dcecea"/><line x1="0" y1="0" x2="0" y2="7" stroke="#0f5c5a" stroke-width="3"/></pattern>
  <pattern id="dotted" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#fbeee2"/><circle cx="3.5" cy="3.5" r="1.7" fill="#a4471a"/></pattern>
  <pattern id="crossed" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#f4f1ea"/><path d="M0 0L8 8M8 0L0 8" stroke="#5b5548" stroke-width="1"/></pattern>
  <pattern id="light" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#fff"/><line x1="0" y1="0" x2="0" y2="8" stroke="#0f5c5a" stroke-width="1.4"/></pattern>
</defs></svg>`;
export type Filling = "full" | "slanted" | "dotted" | "crossed" | "light";
export const fill = (filling: Filling): string => (filling === "full" ? "#0f5c5a" : `url(#${filling})`);
