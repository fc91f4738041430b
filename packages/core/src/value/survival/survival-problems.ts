import { defineRefusal } from "../../define/refusal.js";

export const durationUnusable = defineRefusal(
  "core/duration-unusable",
  "The duration of contract number {position} is {duration}; give a finite number of at least 0.",
);
export const periodUnusable = defineRefusal(
  "core/period-unusable",
  "A period of {months} months cannot be counted in; give 1, 3, 6 or 12.",
);
