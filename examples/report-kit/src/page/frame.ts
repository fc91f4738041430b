import { patterns } from "../charts/patterns.js";
import { style } from "./style.js";
import { type Both, Html, html } from "./text.js";

export interface Frame {
  /** Of the window, in both languages at once. */
  readonly title: string;
  readonly heading: Both;
  readonly lead: Both;
  readonly sections: readonly (Html | undefined)[];
  readonly footer: Both;
  /** What this page looks like beyond the common style. */
  readonly style?: string;
}

/** Chooses the reader's language once; the switch itself needs no script. */
const script = `const zh=document.getElementById("choose-zh"),en=document.getElementById("choose-en");
if(navigator.language.startsWith("zh"))zh.checked=true;
const tell=()=>{document.documentElement.lang=zh.checked?"zh-CN":"en"};zh.onchange=en.onchange=tell;tell();`;

/** A page in two languages that needs nothing else, neither script nor net. */
export function frame({ title, heading, lead, sections, footer, style: own = "" }: Frame): string {
  const body = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title}</title><style>${new Html(style + own)}</style></head><body>
<input type="radio" name="language" id="choose-en" class="choice" checked aria-label="English"><input type="radio" name="language" id="choose-zh" class="choice" aria-label="中文">
<header><h1>${heading}</h1>
<p>${lead}</p>
<div class="switch"><label for="choose-en" class="for-en" lang="en">English</label><label for="choose-zh" class="for-zh" lang="zh-CN">中文</label></div></header>
<main>${sections}
<footer><p>${footer}</p></footer></main>${patterns}<script>${new Html(script)}</script></body></html>
`;
  return body.markup;
}
