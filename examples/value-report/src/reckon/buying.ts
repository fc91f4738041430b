import { backTest, expectedPurchases, fitPurchaseModel, type PurchaseSummary, probabilitiesAlive } from "@kehu/core/value";
import { type Both, both, whole } from "report-kit";
import { type ModelName, models } from "../options.js";
import type { Buying, Missing, Terms } from "./findings.js";
import { refusedModel } from "./refused.js";

interface Asked {
  readonly model: ModelName;
  readonly terms: Terms;
}

/** A file of which no model can be made still tells who brings what. */
export function buyingOf(summary: PurchaseSummary, { model: name, terms }: Asked): Buying | Missing {
  const found = fitted(summary, name);
  if ("sentence" in found) return withAdvice(found, { summary, name });
  return {
    model: found,
    aliveProbability: probabilitiesAlive(found, summary),
    expectedPurchases: expectedPurchases(found, summary, { horizon: terms.horizonWeeks }),
    backTest: summary.holdout && backTest(found, summary),
  };
}

function fitted(summary: PurchaseSummary, model: ModelName): Buying["model"] | Missing {
  try {
    return fitPurchaseModel(summary, { model, unit: "week", asOf: summary.endsOn });
  } catch (error) {
    return refusedModel(error);
  }
}

/** Names the models that these customers do carry. */
function withAdvice(missing: Missing, { summary, name }: { readonly summary: PurchaseSummary; readonly name: ModelName }): Missing {
  if (missing.code !== "core/fit-undetermined" && missing.code !== "core/buying-alike") return missing;
  const others = models.filter((each) => each !== name && "model" in fitted(summary, each));
  const { en, zh } = missing.sentence;
  const [first] = others;
  if (first === undefined)
    return missing.code === "core/buying-alike" ? missing : { ...missing, sentence: noneOf(summary.customerIds.length) };
  const named = others.map((each) => `--model ${each}`);
  return {
    ...missing,
    sentence: both(
      `${en} They do determine ${named.join(" and ")}: run again with ${named.length === 1 ? "it" : "one of them"}.`,
      `${zh}${named.join("、")} 可以拟合，请改用其一重新运行。`,
    ),
  };
}

/** The refusal of a model advises another one, of which there is none here. */
const noneOf = (customers: number): Both =>
  both(
    `These ${whole(customers)} customers determine no model of purchases (${models.join(", ")} were tried): the likelihood of each of them rises without end. Take more customers or a longer observation.`,
    `这 ${whole(customers)} 位客户不足以确定任何购买模型（已尝试 ${models.join("、")}，均无法拟合）：似然函数都没有最大值；请增加客户或延长观察期。`,
  );
