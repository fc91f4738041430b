import { counted, whole } from "report-kit";
import { notesOf } from "./notes.js";
import { edgeSentence, money, reasonOf, weeks } from "./page/words.js";
import { type Buying, type Findings, isKnown } from "./reckon/findings.js";

/** What the terminal says at the end. */
export function summary(found: Findings, out: string): string {
  const { buying, summary } = found;
  const customers = `${counted(summary.customerIds.length, "customer")}, ${summary.startsOn} to ${summary.endsOn}`;
  return [
    ...notesOf(found).map(({ text, isWarning }) => `${isWarning ? "Note: " : ""}${text.en}`),
    ...(isKnown(buying)
      ? [`${customers}; ${parametersOf(buying)}`, ...edgeOf(buying), ...expectations(found, buying)]
      : [`${customers}; no model of purchases`]),
    "",
    `value.html, scores.csv, model.json and rejects.csv are in ${out}`,
  ].join("\n");
}

function edgeOf({ model }: Buying): readonly string[] {
  const sentence = edgeSentence(model);
  return sentence ? [sentence.en] : [];
}

function parametersOf({ model }: Buying): string {
  const parameters = Object.entries(model.parameters).map(([name, value]) => `${name} ${value.toPrecision(6)}`);
  return `${model.model}: ${parameters.join(", ")}, log-likelihood ${model.logLikelihood.toFixed(4)}`;
}

function expectations(found: Findings, { backTest }: Buying): readonly string[] {
  const { spending, terms } = found;
  const total = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);
  return [
    isKnown(spending)
      ? `In the next ${weeks(terms.horizonWeeks)} weeks they are expected to be worth ${money(found)(total(spending.lifetimeValue)).en}.`
      : `Without spend: ${reasonOf(spending).en}`,
    backTest
      ? `In the time held back ${whole(Math.round(backTest.expectedTotal))} purchases were expected, and ${whole(backTest.actualTotal)} came.`
      : "Nothing was held back; --calibration-end DAY holds expected against actual.",
  ];
}

/** What went to the error stream: why there is no model, which the exit code says, too. */
export const withoutModel = ({ buying }: Findings): string | undefined =>
  isKnown(buying) ? undefined : `Written without a model of purchases: ${reasonOf(buying).en}`;
