import type { CalendarDate, Instant } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import type { Random } from "./random.js";

/** The days of the generators are those of Shanghai, whatever the zone of the process. */
export const calendar = createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" });

const dayMs = 86_400_000;
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => (Date.parse(to) - Date.parse(from)) / dayMs;
export const addDays = (on: CalendarDate, days: number): CalendarDate => new Date(Date.parse(on) + days * dayMs).toISOString().slice(0, 10);
/** Counted from the first day, so that the 31st comes back after a short month. */
export const addMonths = (on: CalendarDate, months: number): CalendarDate => calendar.dayOf(calendar.after(on, `P${months}M`));
export const dayWithin = (random: Random, from: CalendarDate, until: CalendarDate): CalendarDate =>
  addDays(from, random.int(0, Math.max(0, daysBetween(from, until))));
export const earlier = (one: CalendarDate, other: CalendarDate): CalendarDate => (one < other ? one : other);
export const later = (one: CalendarDate, other: CalendarDate): CalendarDate => (one > other ? one : other);

/** A time between nine and half past five on a day; 01:00 to 09:30 in UTC. */
export const officeHour = (random: Random, on: CalendarDate): Instant =>
  new Date(Date.parse(on) + random.int(60, 570) * 60_000 + random.int(0, 59) * 1000).toISOString();
