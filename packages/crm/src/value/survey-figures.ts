import { type CalendarDate, count, date, defineQuery, type Query, type Reader, refused, surveyAnswer } from "@kehu/core";
import { customerEffort, customerSatisfaction, netPromoterScore, type SurveyFigure } from "@kehu/core/value";
import * as z from "zod";
import { runtimeQuery } from "../read/ground.js";
import { periodReversed } from "./period.js";

/** The answers to one question on one scale; answers on different scales are never put together. */
export interface SurveyOfPeriod extends SurveyFigure {
  /** Net promoter score in percent, satisfaction in percent of the best two steps (of the best one where there are three or two), mean of effort. */
  readonly question: "recommendation" | "satisfaction" | "effort";
  readonly scaleFrom: number;
  readonly scaleTo: number;
}
interface Asked {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/**
 * What customers said in a period: for each question and scale the figure of the trade with its standard error, the most answers first.
 *
 * @throws KehuError `crm/period-reversed`, `crm/not-granted`
 */
export const surveyFigures: Query<Asked, readonly SurveyOfPeriod[]> = runtimeQuery(
  defineQuery("survey-figures", {
    input: { from: date(), until: date() },
    output: z.custom<readonly SurveyOfPeriod[]>(),
    run: surveysOf,
  }),
);

export async function surveysOf(reader: Reader, { from, until }: Asked): Promise<readonly SurveyOfPeriod[]> {
  if (until < from) throw refused(periodReversed({ from, until }));
  const rows = await reader.aggregate(surveyAnswer, {
    where: { answeredOn: { from, until } },
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
      const [question, scaleFrom, scaleTo] = JSON.parse(key) as [SurveyOfPeriod["question"], number, number];
      return { question, scaleFrom, scaleTo, ...figureOf(question, given, { from: scaleFrom, to: scaleTo }) };
    })
    .sort((one, other) => other.answers - one.answers);
}

function figureOf(question: SurveyOfPeriod["question"], answers: readonly number[], scale: { from: number; to: number }): SurveyFigure {
  if (question === "recommendation") return netPromoterScore(answers, scale);
  return question === "effort"
    ? customerEffort(answers, scale)
    : customerSatisfaction(answers, { scale, best: scale.to - scale.from > 2 ? 2 : 1 });
}
