// The public names: the definitions, which are listed one by one in definitions.ts, and the types beside them.
export type { Appointment } from "./appointment/appointment.js";
export type { ServiceCase } from "./case/service-case.js";
export * from "./definitions.js";
export { service } from "./service.js";
