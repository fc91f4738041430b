import { defineRefusal } from "../../define/refusal.js";

export const answerUnusable = defineRefusal(
  "core/answer-unusable",
  "Answer number {position} is {answer}; give whole numbers of the scale from {from} to {to}, and leave out who did not answer.",
);
