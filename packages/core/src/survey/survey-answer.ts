import * as z from "zod";
import { anyRef, date, party, personal, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { channels } from "../interaction/channels.js";

const step = z.int().min(-100).max(1000);

/** One answer of a customer to one question, on the scale that was shown; it is never changed, and retracted where it was entered wrongly. */
export const surveyAnswer = defineRecord("survey-answer", {
  fields: {
    customerId: party("customer"),
    /** Would recommend us; is satisfied; agrees that it was easy. */
    question: z.enum(["recommendation", "satisfaction", "effort"]),
    answer: step,
    /** The scale's worst step and its best. */
    scaleFrom: step,
    scaleTo: step,
    answeredOn: date(),
    channel: z.enum(channels).optional(),
    /** What it was asked about: a case, a delivery, a claim. */
    aboutId: anyRef().optional(),
    comment: personal("content", text(2000)).optional(),
  },
  appendOnly: true,
  indexed: [{ by: ["answeredOn"] }],
});
export interface SurveyAnswer extends Stored<typeof surveyAnswer> {}

export const answerOffScale = defineRefusal(
  "kehu/answer-off-scale",
  "The answer {answer} is not on a scale from {from} to {to}; give the step that was chosen, and the worst and the best step of the scale.",
);
export const answeredInFuture = defineRefusal(
  "kehu/answered-in-future",
  "Nobody can have answered on {answeredOn}, which is still to come; correct the day.",
);

export const surveyAnswerIsSound = defineRule("survey-answer-is-sound", surveyAnswer, {
  check({ record: { answer, scaleFrom, scaleTo, answeredOn }, today }) {
    if (answeredOn > today) return answeredInFuture({ answeredOn });
    const isOnScale = scaleFrom < scaleTo && answer >= scaleFrom && answer <= scaleTo;
    return isOnScale ? undefined : answerOffScale({ answer, from: scaleFrom, to: scaleTo });
  },
});
