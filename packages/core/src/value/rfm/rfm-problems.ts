import { defineRefusal } from "../../define/refusal.js";

export const binsUnusable = defineRefusal(
  "core/bins-unusable",
  "Customers cannot be ranked in {bins} groups; give a whole number from 2 to 100.",
);
export const boundsUnusable = defineRefusal(
  "core/bounds-unusable",
  "The bounds of {axis} are unusable; give 1 to 99 finite numbers in ascending order, as many for each axis.",
);
export const transactionUnusable = defineRefusal(
  "core/transaction-unusable",
  "Transaction number {position} is unusable (customer {customer}, day {day}, amount {amount}); give whole numbers, a customer below the count and no day after the end.",
);
export const shareUnusable = defineRefusal(
  "core/share-unusable",
  "A share of {share} of the customers cannot be reckoned with; give a fraction from 0 to 1, such as 0.2 for the best fifth.",
);
export const valueNotFinite = defineRefusal(
  "core/value-not-finite",
  "The value of customer number {position} is {value}; give a finite number.",
);
