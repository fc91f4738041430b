import type { PurchaseModelName } from "@kehu/core/value";
import { type Both, both, type Html, html, percent, whole } from "report-kit";
import { type Findings, isKnown } from "../../reckon/findings.js";
import { decimal, edgeSentence, reasonOf, weeks } from "../words.js";

const names: Readonly<Record<PurchaseModelName, string>> = {
  "bg-nbd": "BG/NBD",
  "mbg-nbd": "MBG/NBD",
  "pareto-nbd": "Pareto/NBD",
  "bg-bb": "BG/BB",
};

/** What was fitted, with how sure it is; or why nothing was. */
export function models(findings: Findings): Html {
  const { buying, spending, terms } = findings;
  const title = html`<h2>${both("The models", "模型")}</h2>`;
  if (!isKnown(buying))
    return html`<section>${title}<p>${both("There is no model of purchases: ", "没有购买模型：")}${reasonOf(buying)}</p></section>`;
  const purchases = buying.model;
  return html`<section class="whole">${title}
    <p class="lead">${both(
      `Purchases by ${names[purchases.model]}, times in weeks${isKnown(spending) ? "; spend by Gamma-Gamma" : ""}. The lifetime value looks ${weeks(terms.horizonWeeks)} weeks ahead, in ${terms.months} equal parts, each discounted by ${percent(terms.discountRatePerMonth, 0)} more; costs are not taken off.`,
      `购买采用 ${names[purchases.model]} 模型，时间以周计${isKnown(spending) ? "；消费额采用 Gamma-Gamma 模型" : ""}。生命周期价值覆盖未来 ${weeks(terms.horizonWeeks)} 周，等分为 ${terms.months} 段，每段折现 ${percent(terms.discountRatePerMonth, 0)}；未扣除成本。`,
    )}</p>
    ${isKnown(spending) ? undefined : html`<p>${both("There is no model of spend: ", "没有消费额模型：")}${reasonOf(spending)}</p>`}
    ${edges(findings).map((sentence) => html`<p>${sentence}</p>`)}
    <div class="pair">${table(purchases, both(names[purchases.model], names[purchases.model]))}${isKnown(spending) ? table(spending.model, both("Gamma-Gamma", "Gamma-Gamma")) : undefined}</div></section>`;
}

/** What a model says where the likelihood rises to the edge of its parameters. */
function edges({ buying, spending }: Findings): readonly Both[] {
  const names = (of: readonly string[]): readonly [en: string, zh: string] => [of.join(" and "), of.join("、")];
  const purchases = isKnown(buying) ? edgeSentence(buying.model) : undefined;
  const spend = isKnown(spending) ? (spending.model.atEdge ?? []) : [];
  return [
    ...(purchases && isKnown(buying) ? [purchases, undetermined(names(buying.model.atEdge ?? []))] : []),
    ...(spend.length > 0
      ? [
          both(
            "No customer is seen to spend more at a purchase than the others: the common mean is expected of everybody.",
            "未见客户之间的单次消费额有差异：对每位客户都按共同的平均值预期。",
          ),
          undetermined(names(spend)),
        ]
      : []),
  ];
}
const undetermined = ([en, zh]: readonly [en: string, zh: string]): Both =>
  both(
    `The customers do not determine ${en}, which lie at the edge of what they can be and have no standard error.`,
    `客户数据无法确定 ${zh}：其值位于取值边界，没有标准误。`,
  );

interface Fitted {
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number | undefined>>;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly fingerprint: string;
}

function table({ parameters, standardErrors, logLikelihood, customers, fingerprint }: Fitted, title: Both): Html {
  return html`<div class="scroll"><h3>${title}</h3><table><caption>${both(`Log-likelihood ${decimal(logLikelihood, 2)}, ${whole(customers)} customers, fingerprint ${fingerprint}`, `对数似然 ${decimal(logLikelihood, 2)}，${whole(customers)} 位客户，指纹 ${fingerprint}`)}</caption>
    <thead><tr><th scope="col">${both("Parameter", "参数")}</th><th scope="col" class="number">${both("Value", "值")}</th><th scope="col" class="number">${both("Standard error", "标准误")}</th></tr></thead>
    <tbody>${Object.entries(parameters).map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="number">${value.toPrecision(6)}</td><td class="number">${standardErrors[name]?.toPrecision(3) ?? "–"}</td></tr>`)}</tbody></table></div>`;
}
