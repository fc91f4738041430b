export {
  type BusinessCalendar,
  type CalendarOptions,
  createCalendar,
} from "./calendar.js";
export { type Earlier, earlierOf, type MileageTarget } from "./earlier-of.js";
export { type Certainty, type HolidayYear, type HolidayYears, knownHolidays } from "./holidays.js";
export { dueAfterPauses, elapsed, type PausedClock } from "./pauses.js";
export { standardHours, type WeeklyHours, type WorkingHours, type WorkingInterval } from "./working-hours.js";
