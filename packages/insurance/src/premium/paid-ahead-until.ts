import type { CalendarDate, Circumstances } from "@kehu/core";
import { premiumAheadMonths } from "../parameters.js";

/** The last due date that is paid ahead today; what came in for a later one is held. */
export const paidAheadUntil = ({ calendar, parameter, today }: Pick<Circumstances, "calendar" | "parameter" | "today">): CalendarDate =>
  calendar.dayOf(calendar.after(today, `P${parameter(premiumAheadMonths, today)}M`));
