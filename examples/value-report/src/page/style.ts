/** What this page has beyond the common style. */
export const style = `
.chart .heat { fill: #0f5c5a; stroke: #9fb5b2; stroke-width: 1; }
.chart .on-light, .chart .on-dark { font-weight: 650; fill: var(--ink); } .chart .on-dark { fill: #fff; } .chart .on-light.small, .chart .on-dark.small { font-weight: 400; }
.chart .expected { fill: none; stroke: var(--warm); stroke-width: 2.4; stroke-dasharray: 8 5; } .chart .warm { fill: var(--warm); }
figure + figure { margin-top: 1.8rem; }
.notice { border-left: 6px solid var(--warm); }
.notes { margin: .5rem 0 0; padding-left: 1.2rem; }
td.why { font-size: .84rem; color: var(--soft); line-height: 1.4; min-width: 19rem; }
th.number { white-space: normal; }
@media print { .chart .heat { print-color-adjust: exact; -webkit-print-color-adjust: exact; } td.why { min-width: 0; } .whole { break-inside: avoid; } }
`;
