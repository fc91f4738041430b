import { expectedSpend, fitSpendModel, lifetimeValues, type PurchaseSummary, whyLifetimeValue } from "@kehu/core/value";
import { both, unitMinor, whole } from "report-kit";
import { type Buying, isKnown, type Missing, type Spending, type Terms } from "./findings.js";
import { refusedModel } from "./refused.js";

interface Known {
  readonly buying: Buying | Missing;
  readonly terms: Terms;
  readonly hasAmounts: boolean;
}

/** A file whose spend cannot be modelled still tells who will buy. */
export function spendingOf(summary: PurchaseSummary, { buying, terms, hasAmounts }: Known): Spending | Missing {
  if (!hasAmounts) return noAmounts;
  const few = fewSpenders(summary);
  if (few !== undefined) return few;
  if (!isKnown(buying)) return { code: buying.code, sentence: withoutPurchases };
  try {
    return spendingBy(buying.model, { summary, terms });
  } catch (error) {
    return refusedModel(error);
  }
}

const noAmounts: Missing = {
  code: null,
  sentence: both("No column of amounts was named; name one with --amount.", "未指定金额列；请用 --amount 指定。"),
};
const withoutPurchases = both(
  "What customers are worth rests on how often they will buy, of which there is no model.",
  "客户价值取决于其购买频次，而购买频次没有模型。",
);
const fewest = 10;

/** The model learns from repeat purchases that were paid for, which its own refusal cannot count as people do. */
function fewSpenders({ spendMinor, monetaryValue }: PurchaseSummary): Missing | undefined {
  const code = "core/too-few-customers";
  if (spendMinor.every((spent) => spent === 0))
    return {
      code,
      sentence: both(
        "All amounts up to the end of the observation are 0, once returns are taken off, so that there is nothing to learn of spend; look whether --amount names the right column.",
        "观察期内的金额（扣除退货后）全部为 0，无从了解消费额；请检查 --amount 是否指定了正确的列。",
      ),
    };
  const spenders = monetaryValue.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  if (spenders >= fewest) return undefined;
  return {
    code,
    sentence: both(
      `A model of spend learns from customers who bought again and paid for it: at least ${fewest} are needed, and of ${whole(spendMinor.length)} customers ${whole(spenders)} did; take a longer observation or more customers.`,
      `消费额模型须从再次购买且金额大于 0 的客户中学习：至少需要 ${fewest} 位，而 ${whole(spendMinor.length)} 位客户中只有 ${whole(spenders)} 位；请延长观察期或增加客户。`,
    ),
  };
}

function spendingBy(
  purchases: Buying["model"],
  { summary, terms }: { readonly summary: PurchaseSummary; readonly terms: Terms },
): Spending {
  const { months, discountRatePerMonth, weeksPerMonth: unitsPerMonth } = terms;
  const spend = fitSpendModel(summary, { asOf: summary.endsOn, unitMinor: unitMinor(summary.currency) });
  const lifetime = { purchases, spend, months, discountRatePerMonth, unitsPerMonth };
  const why = whyLifetimeValue(summary, { purchases, spend }, { horizonMonths: months, discountRatePerMonth, unitsPerMonth });
  return {
    model: spend,
    expectedSpend: expectedSpend(spend, summary),
    lifetimeValue: lifetimeValues(summary, lifetime),
    why: why ?? (() => []),
  };
}
