import { defineRefusal } from "@kehu/core";

export const periodReversed = defineRefusal(
  "crm/period-reversed",
  "The period from {from} until {until} ends before it begins; give its first day and then its last.",
);
