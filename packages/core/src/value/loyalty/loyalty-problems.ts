import { defineRefusal } from "../../define/refusal.js";

export const loyaltyUnusable = defineRefusal(
  "core/loyalty-unusable",
  "Loyalty cannot be told: {problem}; give figures from 0 to 1, 1 to 4 ascending cuts above 0 for each axis, and an action for each cell or none.",
);
