import { type CalendarDate, count, date, defineQuery, group, list, type Reader, refused, surveyAnswer } from "@kehu/core";
import { customerEffort, customerSatisfaction, netPromoterScore, type SurveyFigure } from "@kehu/core/value";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { periodReversed } from "./period.js";

const { question, scaleFrom, scaleTo } = surveyAnswer.fields;
const ofPeriod = group({
  /** Net promoter score in percent, satisfaction in percent of the best two steps (of the best one where there are three or two), mean of effort. */
  question,
  scaleFrom,
  scaleTo,
  value: z.number().nullable(),
  standardError: z.number().nullable(),
  answers: z.int(),
  warnings: list(z.enum(["scaleNotConformant", "fewAnswers"]), 2),
});
/** Each question on each scale by itself: as many as a house can ask in a period. */
export const surveysOfPeriod = list(ofPeriod, 10_000);
/** The answers to one question on one scale; answers on different scales are never put together. */
export interface SurveyOfPeriod extends z.output<typeof ofPeriod> {}
interface Asked {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/**
 * What customers said in a period: for each question and scale the figure of the trade with its standard error, the most answers first.
 *
 * @throws KehuError `crm/period-reversed`, `crm/not-granted`
 */
export const surveyFigures = runtimeQuery(
  defineQuery("survey-figures", {
    input: { from: date(), until: date() },
    output: surveysOfPeriod,
    run: surveysOf,
  }),
);

export async function surveysOf(reader: Reader, period: Asked): Promise<SurveyOfPeriod[]> {
  const { from: first, until } = period;
  if (until < first) throw refused(periodReversed({ from: first, until }));
  const rows = await reader.aggregate(surveyAnswer, {
    where: { answeredOn: { from: first, until } },
    by: ["question", "scaleFrom", "scaleTo", "answer"],
    measures: { count: count() },
  });
  const answers = new Map<string, number[]>();
  for (const { question, scaleFrom, scaleTo, answer, count: times } of rows) {
    const key = JSON.stringify([question, scaleFrom, scaleTo]);
    const known = answers.get(key) ?? [];
    for (let time = 0; time < times; time += 1) known.push(answer as number);
    answers.set(key, known);
  }
  return [...answers]
    .map(([key, given]) => {
      const [asked, from, to] = JSON.parse(key) as [SurveyOfPeriod["question"], number, number];
      const { warnings, ...figure } = figureOf(asked, given, { from, to });
      return { question: asked, scaleFrom: from, scaleTo: to, ...figure, warnings: [...warnings] };
    })
    .sort((one, other) => other.answers - one.answers);
}

function figureOf(asked: SurveyOfPeriod["question"], answers: readonly number[], scale: { from: number; to: number }): SurveyFigure {
  if (asked === "recommendation") return netPromoterScore(answers, scale);
  return asked === "effort"
    ? customerEffort(answers, scale)
    : customerSatisfaction(answers, { scale, best: scale.to - scale.from > 2 ? 2 : 1 });
}
