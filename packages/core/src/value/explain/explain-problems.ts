import { defineRefusal } from "../../define/refusal.js";

export const inputsUnusable = defineRefusal(
  "core/inputs-unusable",
  "The inputs cannot explain a score: {problem}; give 1 to 10 finite numbers, the same for the customer and the medians of a cohort.",
);
