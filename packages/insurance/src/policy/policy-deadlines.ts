import { act, defineDeadline, task } from "@kehu/core";
import { surrenderPaymentDays } from "../parameters.js";
import { policy } from "./policy.js";

/** @see Insurance Law of the PRC, art. 47: within thirty days of the notice */
export const paySurrender = defineDeadline("insurance/pay-surrender", policy, {
  runsIn: ["surrendered"],
  within: ({ record, calendar, parameter }) => {
    const noticeOn = record.endedOn ?? calendar.dayOf(record.since);
    return { length: `P${parameter(surrenderPaymentDays, noticeOn)}D`, from: noticeOn };
  },
  warn: ["P5D"],
  missed: ({ record, today }) => [
    act.create(task, {
      subject: `Pay the cash value of policy ${record.policyNumber}`,
      aboutId: record.id,
      customerId: record.holderId,
      dueOn: today,
    }),
  ],
});
