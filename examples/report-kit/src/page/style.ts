/** The look of a report: on screens and on paper, without anything from elsewhere. */
export const style = `
:root { --ink: #1d2422; --soft: #5a625f; --line: #d9d6cd; --paper: #fff; --ground: #f6f4ee; --deep: #0f5c5a; --warm: #8f3c14; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; font-variant-numeric: tabular-nums; }
.zh { display: none; }
#choose-zh:checked ~ * .zh { display: inline; }
#choose-zh:checked ~ * .en { display: none; }
.choice { position: absolute; opacity: 0; }
.switch { position: absolute; top: 1.4rem; right: max(1.2rem, calc(50vw - 34rem)); display: flex; border: 1px solid #fff8; border-radius: 6px; overflow: hidden; }
.switch label { padding: .35rem .8rem; cursor: pointer; color: #fff; }
#choose-en:checked ~ header .for-en, #choose-zh:checked ~ header .for-zh { background: #fff; color: var(--deep); font-weight: 600; }
.choice:focus-visible ~ header .switch { outline: 3px solid #f2c14e; outline-offset: 2px; }
header { position: relative; background: var(--deep); color: #fff; padding: 2.4rem 0 4.6rem; }
header > *:not(.switch), main { max-width: 68rem; margin-inline: auto; padding-inline: 1.2rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin-block: 0 .3rem; letter-spacing: -.01em; }
header > h1:not(.switch) { padding-right: 11rem; }
header p { margin-block: 0; opacity: .92; }
main { padding-bottom: 3rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1.5rem 1.7rem; margin-top: 1.3rem; }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0; padding: 0; margin-top: -3.1rem; overflow: hidden; position: relative; }
.facts div { padding: 1.05rem 1.2rem; border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); margin: 0 -1px -1px 0; }
.facts dt { color: var(--soft); font-size: .86rem; }
.facts dd { margin: 0; font-size: 1.42rem; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1.28rem; margin: 0 0 .25rem; line-height: 1.3; }
h3 { font-size: 1.02rem; margin: 1.3rem 0 .4rem; }
.lead { color: var(--soft); margin: 0 0 1rem; max-width: 46rem; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .3rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.6rem; }
.pair > * { min-width: 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 3px solid #0f5c5a; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--soft); font-size: .88rem; padding-bottom: .4rem; }
th, td { padding: .42rem .7rem .42rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; color: var(--soft); font-size: .84rem; white-space: nowrap; border-bottom: 2px solid var(--ink); }
tbody th { white-space: normal; min-width: 6.5em; color: var(--ink); border-bottom: 1px solid var(--line); font-size: inherit; }
.number { text-align: right; white-space: nowrap; }
td.number:last-child, th.number:last-child { padding-right: 0; }
.day, .nowrap { white-space: nowrap; }
.loss { color: var(--warm); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 .4rem; font-size: .84rem; white-space: nowrap; }
.badge.no { background: #222; color: #fff; border-color: #222; }
.badge.yes { color: var(--deep); font-weight: 600; }
.chart { display: block; width: 100%; height: auto; font-size: 13px; }
.chart .tick { fill: var(--soft); } .chart .dark { fill: var(--ink); } .chart .strong { font-weight: 700; fill: var(--ink); }
.chart .label, .chart .value { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
.chart .small { font-size: 11px; }
.chart .grid { stroke: var(--line); } .chart .axis { stroke: var(--ink); stroke-width: 1.3; }
.chart .curve { fill: none; stroke: var(--ink); stroke-width: 2.6; stroke-linejoin: round; }
.chart .mark { stroke: var(--ink); stroke-dasharray: 2 4; } .chart .halo { stroke: #fff; stroke-width: 5; opacity: .85; } .chart .mean { stroke: var(--warm); stroke-width: 2; stroke-dasharray: 9 6; }
.chart .dot { fill: #fff; stroke: var(--ink); stroke-width: 2.6; } .chart .bar { stroke: #0f3d3b; stroke-width: 1; }
.chart .cell { stroke: var(--line); } .chart .share { fill: #bfdcd9; stroke: var(--deep); stroke-width: 1; } .chart .share.open { fill: #fff; stroke-dasharray: 4 3; }
.under { color: var(--soft); font-weight: 400; white-space: nowrap; }
.defs { position: absolute; }
footer { color: var(--soft); font-size: .88rem; margin-top: 1.6rem; }
@media (max-width: 46rem) { .pair { grid-template-columns: 1fr; } section { padding: 1.1rem; } header > h1:not(.switch) { padding: 2.4rem 1.2rem 0; } .switch { left: 1.2rem; right: auto; } .facts { grid-template-columns: 1fr 1fr; } }
@media print {
  @page { margin: 14mm; }
  html { font-size: 9pt; } body { background: #fff; font-size: 1rem; } header { background: none; color: #000; padding: 0; border-bottom: 2px solid #000; } h1 { padding: 0; }
  .switch, .choice { display: none; } main { padding: 0; } .facts { margin-top: .8rem; }
  section { border: 0; padding: .6rem 0; } figure, tr, li, .lead { break-inside: avoid; } h2, h3, .lead, caption, thead { break-after: avoid; } .pair { gap: 1.4rem; } footer { margin-top: .4rem; } .facts { border: 1px solid #999; } .scroll { overflow: visible; }
  rect, polygon, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
