import { act, defineDeadline, task } from "@kehu/core";
import { appointment } from "./appointment.js";

/** The day after, somebody says how it went. */
export const reportAppointment = defineDeadline("service/report-appointment", appointment, {
  runsIn: ["initialized", "confirmed"],
  within: ({ record, calendar }) => ({ at: calendar.after(record.endsAt, "P1D") }),
  missed: ({ record, today }) => [
    act.create(task, { subject: record.subject, aboutId: record.id, customerId: record.customerId, dueOn: today }),
  ],
});
