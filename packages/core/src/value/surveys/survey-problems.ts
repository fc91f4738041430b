import { defineRefusal } from "../../define/refusal.js";

export const answerUnusable = defineRefusal(
  "core/answer-unusable",
  "Answer number {position} is {answer}; give whole numbers of the scale from {from} to {to}, and leave out who did not answer.",
);
export const scaleUnusable = defineRefusal(
  "core/scale-unusable",
  "A scale from {from} to {to} with {best} best answers cannot be reckoned with; give whole numbers, the lower first, and fewer best answers than there are.",
);
