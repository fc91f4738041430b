import { refused } from "../../error.js";
import { answerUnusable, scaleUnusable } from "./survey-problems.js";

/** The scale that was shown to those who answered. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}
export interface SurveyFigure {
  /** In percent, or a mean for effort; null without an answer. */
  readonly value: number | null;
  readonly standardError: number | null;
  readonly answers: number;
  /** Why the figure must not be set beside others of its name. */
  readonly warnings: readonly ("scaleNotConformant" | "fewAnswers")[];
}

/** Fewer say so little that the figure should not be shown without them. */
const few = 30;

/**
 * Net promoter score: percent of 9 and 10 less percent of 0 to 6. On another scale the two best and the six worst of ten steps are taken,
 * in proportion, with a warning.
 *
 * @throws KehuError `core/answer-unusable`, `core/scale-unusable`
 * @see Reichheld (2003), The One Number You Need to Grow, Harvard Business Review 81(12), 46–54
 */
export function netPromoterScore(answers: readonly number[], scale: Scale = { from: 0, to: 10 }): SurveyFigure {
  checkAnswers(answers, scale);
  const isConformant = scale.from === 0 && scale.to === 10;
  // on 1 to 10 the promoters are 9 and 10 and the detractors 1 to 6, as on the scale from 0
  const onTen = (answer: number): number => (scale.to === 10 ? answer : ((answer - scale.from) / (scale.to - scale.from)) * 10);
  const promoters = answers.filter((answer) => onTen(answer) >= 9).length;
  const detractors = answers.filter((answer) => onTen(answer) <= 6).length;
  const net = (promoters - detractors) / answers.length;
  const spread = (promoters + detractors) / answers.length - net ** 2;
  return figure(answers, { value: (100 * (promoters - detractors)) / answers.length, variance: 10_000 * spread, isConformant });
}

/**
 * Customer satisfaction: percent of the best answers, the upper two unless told.
 *
 * @param options.best - how many answers at the upper end of the scale, fewer than it has
 * @throws KehuError `core/answer-unusable`, `core/scale-unusable`
 */
export function customerSatisfaction(answers: readonly number[], options: { readonly scale: Scale; readonly best?: number }): SurveyFigure {
  const { scale, best = 2 } = options;
  checkAnswers(answers, scale, best);
  const share = answers.filter((answer) => answer > scale.to - best).length / answers.length;
  return figure(answers, { value: 100 * share, variance: 10_000 * share * (1 - share), isConformant: scale.from === 1 && scale.to === 5 });
}

/**
 * Customer effort: the mean answer, on a scale from 1 to 7 where 7 agrees that it was easy.
 *
 * @throws KehuError `core/answer-unusable`, `core/scale-unusable`
 * @see Dixon, Freeman & Toman (2010), Stop Trying to Delight Your Customers, Harvard Business Review 88(7/8)
 */
export function customerEffort(answers: readonly number[], scale: Scale = { from: 1, to: 7 }): SurveyFigure {
  checkAnswers(answers, scale);
  const mean = answers.reduce((sum, answer) => sum + answer, 0) / answers.length;
  const variance = answers.reduce((sum, answer) => sum + (answer - mean) ** 2, 0) / (answers.length - 1);
  return figure(answers, { value: mean, variance, isConformant: scale.from === 1 && scale.to === 7 });
}

function figure(
  answers: readonly number[],
  { value, variance, isConformant }: { readonly value: number; readonly variance: number; readonly isConformant: boolean },
): SurveyFigure {
  const known = (each: number): number | null => (Number.isFinite(each) ? each : null);
  return {
    value: known(value),
    standardError: known(Math.sqrt(variance / answers.length)),
    answers: answers.length,
    warnings: [...(isConformant ? [] : (["scaleNotConformant"] as const)), ...(answers.length < few ? (["fewAnswers"] as const) : [])],
  };
}

function checkAnswers(answers: readonly number[], { from, to }: Scale, best = 1): void {
  if (![from, to, best].every(Number.isInteger) || best < 1 || best > to - from) throw refused(scaleUnusable({ from, to, best }));
  const odd = answers.findIndex((answer) => !(Number.isInteger(answer) && answer >= from && answer <= to));
  if (odd >= 0) throw refused(answerUnusable({ position: odd + 1, answer: String(answers[odd]), from, to }));
}
