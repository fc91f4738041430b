import { type CalendarDate, defineRefusal, type Refusal } from "@kehu/core";

export const dateInFuture = defineRefusal("insurance/date-in-future", "{field} on {on} lies in the future; enter it when it has happened.");

/** Refuses what is said to have happened on a day that has not come yet. */
export const notInFuture = (field: string, on: CalendarDate, today: CalendarDate): Refusal | undefined =>
  on > today ? dateInFuture({ field, on }) : undefined;
