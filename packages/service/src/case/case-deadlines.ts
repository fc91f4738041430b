import { type Act, act, customer, defineDeadline, one, task } from "@kehu/core";
import { resolutionDays, responseDays } from "../parameters.js";
import { type ServiceCase, serviceCase } from "./service-case.js";

/** The first answer: consumers are promised it sooner than companies; on working days of the team. What is in the way here is no reason to say nothing. */
export const answerCase = defineDeadline("service/answer-case", serviceCase, {
  runsIn: ["acknowledged", "inProgress", "held"],
  pausesIn: ["pending"],
  needs: { customer: one(customer, "customerId") },
  within: ({ record, needs, parameter, calendar }) => ({
    length: `P${parameter(responseDays, calendar.dayOf(record.createdAt))[needs.customer.kind]}D`,
    working: true,
    ...hoursOf(record),
  }),
  met: ({ record }) => record.respondedAt !== undefined,
  warn: ["PT2H"],
  missed: ({ record, today }) => taskFor(record, today),
});

/** The solution: a complaint may take longer than a question; while the customer or somebody else is waited for the clock stands. */
export const resolveCase = defineDeadline("service/resolve-case", serviceCase, {
  runsIn: ["acknowledged", "inProgress"],
  pausesIn: ["pending", "held"],
  within: ({ record, parameter, calendar }) => ({
    length: `P${parameter(resolutionDays, calendar.dayOf(record.createdAt))[record.kind]}D`,
    working: true,
    ...hoursOf(record),
  }),
  warn: ["P1D"],
  missed: ({ record, today }) => taskFor(record, today),
});

/** By the hours of the team that has it. */
const hoursOf = ({ teamId }: ServiceCase): { readonly hours?: string } => (teamId === undefined ? {} : { hours: teamId });
/** It carries the number and no sentence, for every language; the state of the case says what is to be done. */
const taskFor = (record: ServiceCase, dueOn: string): readonly Act[] => [
  act.create(task, { subject: record.caseNumber, aboutId: record.id, customerId: record.customerId, dueOn }),
];
