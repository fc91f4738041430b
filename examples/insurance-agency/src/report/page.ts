import type { Rejected } from "../run-book.js";
import { patterns } from "./charts/patterns.js";
import { counted } from "./format.js";
import type { Findings } from "./gather.js";
import { toCall } from "./sections/calls.js";
import { claimClocks } from "./sections/claim-clocks.js";
import { commission } from "./sections/commission.js";
import { facts } from "./sections/facts.js";
import { losses } from "./sections/losses.js";
import { overdue } from "./sections/overdue.js";
import { persistency, standing } from "./sections/persistency.js";
import { profit } from "./sections/profit.js";
import { renewals } from "./sections/renewal-desk.js";
import { servicing } from "./sections/servicing.js";
import { story } from "./sections/story.js";
import { triangle } from "./sections/triangle.js";
import { style } from "./style.js";
import { both, Html, html } from "./text.js";

/** Chooses the reader's language once; the switch itself needs no script. */
const script = `const zh=document.getElementById("choose-zh"),en=document.getElementById("choose-en");
if(navigator.language.startsWith("zh"))zh.checked=true;
const tell=()=>{document.documentElement.lang=zh.checked?"zh-CN":"en"};zh.onchange=en.onchange=tell;tell();`;

/** The report as one page that needs nothing else, neither script nor net. */
export function page(found: Findings, rejected: Pick<Rejected, "rowsRefused" | "valuesLeftOut" | "changesNotTaken">): string {
  const { changesNotTaken: changed } = rejected;
  const changesEn =
    changed === 0
      ? ""
      : `; ${changed === 1 ? "1 row was" : `${changed} rows were`} changed after they had been taken in, and the CRM keeps what it has`;
  const changesZh = changed === 0 ? "" : `；${changed} 行导入后又被修改，系统保留原内容`;
  const body = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Insurance agency, ${found.until} · 保险代理</title><style>${new Html(style)}</style></head><body>
<input type="radio" name="language" id="choose-en" class="choice" checked aria-label="English"><input type="radio" name="language" id="choose-zh" class="choice" aria-label="中文">
<header><h1>${both("The agency’s book, a year after the change-over", "切换一年后的代理业务")}</h1>
<p>${both(`State of ${found.until}. The files were taken in as of ${found.asOf}; the year since then was run day by day.`, `截至 ${found.until}。文件以 ${found.asOf} 为切换日导入，此后一年按日运行。`)}</p>
<div class="switch"><label for="choose-en" class="for-en" lang="en">English</label><label for="choose-zh" class="for-zh" lang="zh-CN">中文</label></div></header>
<main>${facts(found)}${profit(found)}${losses(found)}${commission(found)}${toCall(found)}${renewals(found)}${persistency(found)}${triangle(found)}${standing(found)}${servicing(found)}${claimClocks(found)}${overdue(found)}${story(found)}
<footer><p>${both(
    `${rejected.rowsRefused === 1 ? "1 row was" : `${rejected.rowsRefused} rows were`} refused and ${counted(rejected.valuesLeftOut, "value")} left out${changesEn}; rejects.csv says which, why, and what to do. Made by Kehu.`,
    `共拒收 ${rejected.rowsRefused} 行、略去 ${rejected.valuesLeftOut} 个值${changesZh}；rejects.csv 说明位置、原因与处理办法。由 Kehu 生成。`,
  )}</p></footer></main>${patterns}<script>${new Html(script)}</script></body></html>
`;
  return body.markup;
}
