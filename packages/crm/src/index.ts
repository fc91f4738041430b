export { type Crm, type CrmOptions, createCrm, type RunDueResult } from "./crm.js";
export { type FoundCustomer, lookUpCustomer } from "./customer/look-up-customer.js";
export type { LineValue, OpenRecord, RunningDeadline } from "./customer/open-records.js";
export { type CustomerView, type RelatedCustomer, viewCustomer } from "./customer/view-customer.js";
export type { Database, DatabaseSource, Result, Row, Statement, Transaction } from "./database/database.js";
export type { InstallOptions } from "./schema/install.js";
export { formatPlan, type InstallPlan, type InstallStep } from "./schema/plan.js";
export type { TenantSettings } from "./schema/tenants.js";
export type { Sayable } from "./session/say.js";
