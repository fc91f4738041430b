import { act, defineDeadline, task } from "@kehu/core";
import { repair } from "./repair.js";

/** Three working days on the stand; the clock stands while parts are on their way. */
export const readyInTime = defineDeadline("bicycle-workshop/ready-in-time", repair, {
  runsIn: ["working"],
  pausesIn: ["waitingForParts"],
  within: () => ({ length: "P3D", working: true }),
  warn: ["P1D"],
  missed: ({ record, today, calendar }) => [
    act.create(task, {
      subject: `Call about repair ${record.repairNumber}: it takes longer`,
      aboutId: record.id,
      customerId: record.customerId,
      dueOn: calendar.addWorkdays(today, 1),
    }),
  ],
});
