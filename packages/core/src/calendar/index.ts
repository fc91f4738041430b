export {
  type Calendar,
  type CalendarDate,
  type CalendarOptions,
  createCalendar,
  type Duration,
  type Instant,
} from "./calendar.js";
export { type Earlier, earlierOf, type MileageTarget } from "./earlier-of.js";
export type { Certainty, HolidayYear, HolidayYears } from "./holidays.js";
export { dueAfterPauses, elapsed, type Pause, type PausedClock } from "./pauses.js";
export { standardHours, type WeeklyHours, type WorkingHours, type WorkingInterval } from "./working-hours.js";
