/** The same in English and in Chinese. */
export interface Both {
  readonly en: string;
  readonly zh: string;
}
export const both = (en: string, zh: string): Both => ({ en, zh });

/** HTML that may be put into a page as it is. Everything else is escaped. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}
type Part = Html | Both | string | number | undefined | readonly Part[];

/** A page is written with this tag: whatever is put in is escaped, words in two languages appear in the one that is chosen. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + (index < parts.length ? markupOf(parts[index]) : "")).join(""));
}

/** Words at a place of a drawing, where a span cannot stand. */
export function inSvg(
  { en, zh }: Both,
  {
    x,
    y,
    anchor = "start",
    look,
  }: { readonly x: number; readonly y: number; readonly anchor?: "start" | "middle" | "end"; readonly look: string },
): Html {
  const text = (language: string, lang: string, words: string): Html =>
    html`<text class="${language} ${look}" lang="${lang}" x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
  return html`${text("en", "en", en)}${text("zh", "zh-CN", zh)}`;
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join("");
  if (typeof part === "object") {
    const { en, zh } = part as Both;
    return en === zh ? escaped(en) : `<span class="en" lang="en">${escaped(en)}</span><span class="zh" lang="zh-CN">${escaped(zh)}</span>`;
  }
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Also takes out what turns the direction of text, because a name must not reorder the line that it stands in. */
const escaped = (text: string): string =>
  text.replace(/[\u202a-\u202e\u2066-\u2069\p{Cc}]/gu, " ").replace(/[&<>"']/g, (sign) => entities[sign] as string);
