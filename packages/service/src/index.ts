// The public names: the definitions, which are listed one by one in definitions.ts, and the types beside them.
export { keepContact } from "./access/keep-contact.js";
export { type AccessTable, accessTable, served, whyNotServed } from "./access/why-not-served.js";
export type { Appointment } from "./appointment/appointment.js";
export type { ServiceCase } from "./case/service-case.js";
export * from "./definitions.js";
export { service } from "./service.js";
