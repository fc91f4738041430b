import { customer, defineRole, type Grant, interaction, interactionLifecycle, may, staff, task, taskLifecycle } from "@kehu/core";
import { appointment } from "./appointment/appointment.js";
import { appointmentLifecycle } from "./appointment/appointment-lifecycle.js";
import { bookAppointment } from "./appointment/book-appointment.js";
import { answer } from "./case/answer.js";
import { caseFigures } from "./case/case-figures.js";
import { caseLifecycle } from "./case/case-lifecycle.js";
import { openCase } from "./case/open-case.js";
import { serviceCase } from "./case/service-case.js";

type Reach = "own" | "team" | "all";
const customers: readonly Grant[] = [may.read(customer, "all"), may.create(customer), may.update(customer, "all")];
const contacts: readonly Grant[] = [
  may.read(interaction, "all"),
  may.create(interaction),
  may.apply(interactionLifecycle.answer, "all"),
  may.apply(interactionLifecycle.promise, "all"),
  may.apply(interactionLifecycle.keepPromise, "all"),
];
const tasks = (reach: Reach): readonly Grant[] => [may.read(task, reach), may.create(task), may.apply(taskLifecycle.finish, reach)];
const work = (reach: Reach): readonly Grant[] => [
  may.update(serviceCase, reach),
  may.apply(caseLifecycle.start, "all"),
  may.apply(caseLifecycle.respond, reach),
  may.apply(caseLifecycle.waitForCustomer, reach),
  may.apply(caseLifecycle.goOn, reach),
  may.apply(caseLifecycle.hold, reach),
  may.apply(caseLifecycle.release, reach),
  may.apply(caseLifecycle.resolve, reach),
  may.apply(caseLifecycle.close, "all"),
  may.apply(caseLifecycle.reopen, "all"),
  may.apply(caseLifecycle.cancel, reach),
];
const meetings = (reach: Reach): readonly Grant[] => [
  may.read(staff, "all"),
  may.read(appointment, "all"),
  may.create(appointment),
  may.apply(appointmentLifecycle.confirm, reach),
  may.apply(appointmentLifecycle.reschedule, reach),
  may.apply(appointmentLifecycle.complete, reach),
  may.apply(appointmentLifecycle.fail, reach),
  may.apply(appointmentLifecycle.cancel, reach),
  may.call(bookAppointment),
];

/** Answers customers: takes up cases, sees the own ones through, agrees on appointments. */
export const agent = defineRole("service/agent", [
  ...customers,
  ...contacts,
  ...tasks("own"),
  ...work("own"),
  ...meetings("own"),
  may.read(serviceCase, "all"),
  may.call(openCase),
  may.call(answer),
]);
/** Sees to it that nothing is left lying: assigns, refuses, corrects, measures. */
export const supervisor = defineRole("service/supervisor", [
  ...customers,
  ...contacts,
  ...tasks("all"),
  ...work("all"),
  ...meetings("all"),
  may.read(serviceCase, "all"),
  may.create(serviceCase),
  may.adopt(serviceCase),
  may.assign(serviceCase, "all"),
  may.retract(serviceCase, "all"),
  may.apply(caseLifecycle.reject, "all"),
  may.adopt(appointment),
  may.assign(appointment, "all"),
  may.call(openCase),
  may.call(answer),
  may.call(caseFigures),
]);
/** A customer in the portal: the own cases and appointments, and new ones. */
export const selfService = defineRole("service/self-service", [
  may.read(customer, { self: "id" }),
  may.read(serviceCase, { self: "customerId" }),
  may.apply(caseLifecycle.close, { self: "customerId" }),
  may.apply(caseLifecycle.reopen, { self: "customerId" }),
  may.read(appointment, { self: "customerId" }),
  may.apply(appointmentLifecycle.cancel, { self: "customerId" }),
  may.call(openCase),
  may.call(bookAppointment),
]);
