import { whole } from "report-kit";
import { notesOf } from "./notes.js";
import { money, weeks } from "./page/words.js";
import { type Findings, isKnown } from "./reckon/findings.js";

/** What the terminal says at the end. */
export function summary(found: Findings, out: string): string {
  const { purchases, spending, summary, backTest, terms } = found;
  const total = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);
  const parameters = Object.entries(purchases.parameters).map(([name, value]) => `${name} ${value.toPrecision(6)}`);
  return [
    ...notesOf(found).map(({ text, isWarning }) => `${isWarning ? "Note: " : ""}${text.en}`),
    `${whole(summary.customerIds.length)} customers, ${summary.startsOn} to ${summary.endsOn}; ${purchases.model}: ${parameters.join(", ")}, log-likelihood ${purchases.logLikelihood.toFixed(4)}`,
    isKnown(spending)
      ? `In the next ${weeks(terms.horizonWeeks)} weeks they are expected to be worth ${money(found)(total(spending.lifetimeValue)).en}.`
      : `Without spend: ${spending.sentence.en}${spending.code === null ? "" : ` (${spending.code})`}`,
    backTest
      ? `In the time held back ${whole(Math.round(backTest.expectedTotal))} purchases were expected, and ${whole(backTest.actualTotal)} came.`
      : "Nothing was held back; --calibration-end DAY holds expected against actual.",
    "",
    `value.html, scores.csv, model.json and rejects.csv are in ${out}`,
  ].join("\n");
}
