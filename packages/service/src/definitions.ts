// What the pack is made of. The pack is put together in service.ts; the words of the locales are checked against this list.

export { serviceAccess, serviceIsAllowed } from "./access/service-access.js";
export { identifyFirst, notIdentifiedSo, notOnThisChannel } from "./access/why-not-served.js";
export { appointment } from "./appointment/appointment.js";
export { reportAppointment } from "./appointment/appointment-deadline.js";
export { alreadyBegun, appointmentLifecycle, notYetOver } from "./appointment/appointment-lifecycle.js";
export { appointmentIsSound, endsBeforeItStarts, lastsTooLong, staffIsTaken } from "./appointment/appointment-rules.js";
export { bookAppointment } from "./appointment/book-appointment.js";
export { answer } from "./case/answer.js";
export { answerCase, resolveCase } from "./case/case-deadlines.js";
export { caseFigures } from "./case/case-figures.js";
export { answeredAlready, caseLifecycle, reopenTooLate } from "./case/case-lifecycle.js";
export { caseHasOwner, ownerMissing } from "./case/case-rules.js";
export { openCase } from "./case/open-case.js";
export { serviceCase } from "./case/service-case.js";
export { closingDays, reopeningDays, resolutionDays, responseDays } from "./parameters.js";
export { agent, selfService, supervisor } from "./roles.js";
