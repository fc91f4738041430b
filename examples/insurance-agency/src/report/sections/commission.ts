import { amount, both, type Html, html, percent } from "report-kit";
import type { Findings } from "../gather.js";

/** What the agents earned on the premiums of the year. */
export function commission({ commission: rows, currency, asOf, until }: Findings): Html {
  const title = html`<h2>${both("Commission", "佣金")}</h2>`;
  if (rows.length === 0) return html`<section>${title}<p>${both("No commission was earned.", "没有佣金。")}</p></section>`;
  const total = (of: "premiumMinor" | "firstYearMinor" | "renewalMinor"): number => rows.reduce((sum, each) => sum + each[of], 0);
  const all = {
    displayName: both("All", "合计"),
    premiumMinor: total("premiumMinor"),
    firstYearMinor: total("firstYearMinor"),
    renewalMinor: total("renewalMinor"),
  };
  return html`<section>${title}
    <p class="lead">${both(`On premiums that were paid after ${asOf} and until ${until}, as the products say: of the first policy year, and of the later ones.`, `${asOf} 之后至 ${until} 实收保费的佣金，按险种费率；分首年与续期。`)}</p>
    <div class="scroll"><table><thead><tr><th scope="col">${both("Agent", "代理人")}</th><th scope="col" class="number">${both("Premium", "保费")}</th><th scope="col" class="number">${both("First year", "首年佣金")}</th><th scope="col" class="number">${both("Renewal", "续期佣金")}</th><th scope="col" class="number">${both("Commission", "佣金合计")}</th><th scope="col" class="number">${both("of premium", "占保费")}</th></tr></thead>
    <tbody>${[...rows, all].map(({ displayName, premiumMinor, firstYearMinor, renewalMinor }) => html`<tr><th scope="row">${displayName}</th><td class="number">${amount(premiumMinor, currency)}</td><td class="number">${amount(firstYearMinor, currency)}</td><td class="number">${amount(renewalMinor, currency)}</td><td class="number">${amount(firstYearMinor + renewalMinor, currency)}</td><td class="number">${percent(premiumMinor === 0 ? null : (firstYearMinor + renewalMinor) / premiumMinor)}</td></tr>`)}</tbody></table></div></section>`;
}
