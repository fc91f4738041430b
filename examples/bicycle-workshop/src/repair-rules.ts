import { defineRefusal, defineRule } from "@kehu/core";
import { repair } from "./repair.js";

export const dayIsOver = defineRefusal(
  "bicycle-workshop/day-is-over",
  "Nobody can come on {comesOn} any more; choose today or a later day.",
);

/** What is booked lies ahead. */
export const bookedAhead = defineRule("bicycle-workshop/booked-ahead", repair, {
  check: ({ record, today }) => (record.state === "booked" && record.comesOn < today ? dayIsOver({ comesOn: record.comesOn }) : undefined),
});
