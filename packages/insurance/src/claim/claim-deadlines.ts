import { type Act, act, defineDeadline, one, task } from "@kehu/core";
import { claimDecisionDays, claimPaymentDays, denialNoticeDays } from "../parameters.js";
import { policy } from "../policy/policy.js";
import { type Claim, claim } from "./claim.js";

const itsPolicy = { policy: one(policy, "policyId") };

/** Stands still while the claimant looks for documents. @see Insurance Law of the PRC, art. 23 */
export const decideClaim = defineDeadline("insurance/decide-claim", claim, {
  runsIn: ["reported", "registered"],
  pausesIn: ["waitingForDocuments"],
  needs: itsPolicy,
  within: ({ record, parameter }) => ({ length: `P${parameter(claimDecisionDays, record.reportedOn)}D`, from: record.reportedOn }),
  warn: ["P7D", "P2D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** @see Insurance Law of the PRC, art. 23 */
export const payClaim = defineDeadline("insurance/pay-claim", claim, {
  runsIn: ["approved"],
  needs: itsPolicy,
  within: ({ record, calendar, parameter }) => {
    const approvedOn = record.approvedOn ?? calendar.dayOf(record.since);
    return { length: `P${parameter(claimPaymentDays, approvedOn)}D`, from: approvedOn };
  },
  warn: ["P2D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** @see Insurance Law of the PRC, art. 24 */
export const sendDenial = defineDeadline("insurance/send-denial", claim, {
  runsIn: ["denied"],
  needs: itsPolicy,
  within: ({ record, calendar, parameter }) => {
    const deniedOn = record.deniedOn ?? calendar.dayOf(record.since);
    return { length: `P${parameter(denialNoticeDays, deniedOn)}D`, from: deniedOn };
  },
  warn: ["P1D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** It carries the claim's number and no sentence, for every language; the state of the claim says what is to be done. */
const taskFor = (record: Claim, customerId: string, dueOn: string): readonly Act[] => [
  act.create(task, { subject: record.claimNumber, aboutId: record.id, customerId, dueOn }),
];
