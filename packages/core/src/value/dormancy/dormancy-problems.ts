import { defineRefusal } from "../../define/refusal.js";

export const dormancyUnusable = defineRefusal(
  "core/dormancy-unusable",
  "Dormancy cannot be told: {problem}; give finite numbers, bounds of at least 0 and probabilities of at most 1, and leave out what is not known.",
);
