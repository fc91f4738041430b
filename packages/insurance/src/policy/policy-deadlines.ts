import { act, defineDeadline, task } from "@kehu/core";
import { surrenderPaymentDays } from "../parameters.js";
import { policy } from "./policy.js";

/**
 * Missed, it leaves a task that carries the policy's number and no sentence, for every language; the state says that the cash value is owed.
 *
 * @see Insurance Law of the PRC, art. 47: within thirty days of the notice
 */
export const paySurrender = defineDeadline("insurance/pay-surrender", policy, {
  runsIn: ["surrendered"],
  within: ({ record, calendar, parameter }) => {
    const noticeOn = record.endedOn ?? calendar.dayOf(record.since);
    return { length: `P${parameter(surrenderPaymentDays, noticeOn)}D`, from: noticeOn };
  },
  warn: ["P5D"],
  missed: ({ record, today }) => [
    act.create(task, {
      subject: record.policyNumber,
      aboutId: record.id,
      customerId: record.holderId,
      dueOn: today,
    }),
  ],
});
