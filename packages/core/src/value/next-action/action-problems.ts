import { defineRefusal } from "../../define/refusal.js";

export const actionRulesUnusable = defineRefusal(
  "core/action-rules-unusable",
  "The rules for the next action are unusable: {problem}; give at most 50 of different names, each with a reason in both languages and 1 to 366 days.",
);
