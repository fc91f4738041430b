import { defineRefusal, defineRule, many, oneOrNone, staff } from "@kehu/core";
import { appointment } from "./appointment.js";

export const endsBeforeItStarts = defineRefusal(
  "service/ends-before-it-starts",
  "The appointment starts at {startsAt} and cannot end at {endsAt}; correct one of the times.",
);
export const lastsTooLong = defineRefusal("service/lasts-too-long", "An appointment lasts {hours} hours at most; make several of it.");
export const staffIsTaken = defineRefusal(
  "service/staff-is-taken",
  "Whoever is to come has another appointment from {startsAt} to {endsAt}; choose another time or somebody else.",
);

const longestHours = 24;
const open: readonly string[] = ["initialized", "confirmed"];

/** It ends after it starts, and nobody is in two places at once. */
export const appointmentIsSound = defineRule("service/appointment-is-sound", appointment, {
  needs: {
    others: many(appointment, "staffId", { of: oneOrNone(staff, "staffId"), where: { state: { in: ["initialized", "confirmed"] } } }),
  },
  check: ({ record, before, needs }) => {
    const { id, startsAt, endsAt } = record;
    if (endsAt <= startsAt) return endsBeforeItStarts({ startsAt, endsAt });
    if (Date.parse(endsAt) - Date.parse(startsAt) > longestHours * 3_600_000) return lastsTooLong({ hours: longestHours });
    const isMoved = before?.startsAt !== startsAt || before.endsAt !== endsAt || before.staffId !== record.staffId;
    if (!isMoved || !open.includes(record.state)) return undefined;
    const other = needs.others.find((each) => each.id !== id && each.startsAt < endsAt && startsAt < each.endsAt);
    return other && staffIsTaken({ startsAt: other.startsAt, endsAt: other.endsAt });
  },
});
