export { type Crm, type CrmOptions, createCrm, type RunDueResult } from "./crm.js";
export {
  type CustomerExport,
  type ExportedField,
  type ExportedRecord,
  type ExportedStep,
  exportCustomer,
} from "./customer/export-customer.js";
export { type FoundCustomer, lookUpCustomer } from "./customer/look-up-customer.js";
export type { LineValue, OpenRecord, RunningDeadline } from "./customer/open-records.js";
export { type StoppedClock, stoppedClocks } from "./customer/stopped-clocks.js";
export { type CustomerView, type RelatedCustomer, type ViewPart, viewCustomer } from "./customer/view-customer.js";
export type { Database, DatabaseSource, DatabaseState, Result, Row, Statement, Transaction } from "./database/database.js";
export type { Feed, FeedEvent, FeedPage } from "./feed/feed.js";
export type { JournalCheck, JournalProblem } from "./feed/verify-journal.js";
export type { Health, TenantHealth } from "./health.js";
export type { LogEntry, Observed, Span, Tracer } from "./observe.js";
export type { InstallOptions, UpgradeProgress } from "./schema/install.js";
export { formatPlan, type InstallPlan, type InstallStep } from "./schema/plan.js";
export type { TenantSettings } from "./schema/tenants.js";
export type { Sayable } from "./session/say.js";
export type { BackupOptions } from "./transfer/backup.js";
export { type MoveDatabaseOptions, type MovedTenant, moveDatabase, type TransferProgress } from "./transfer/move-database.js";
export { costToServe } from "./value/cost-to-serve.js";
export { loyaltyCells } from "./value/loyalty-cells.js";
export { measureGoals, type UnmeasuredGoal } from "./value/measure-goals.js";
export { type NextBestActions, type NextBestActionsOptions, nextBestActions } from "./value/next-best-actions.js";
export { profitConcentration } from "./value/profit-concentration.js";
export { profitCurve } from "./value/profit-curve.js";
export { type ScoreCustomersOptions, scoreCustomers } from "./value/score-customers.js";
export { type Scorecards, scorecards } from "./value/scorecards.js";
export { bestHidden, dormantCustomers, type ScoredCustomers } from "./value/scored-customers.js";
export { type SurveyOfPeriod, surveyFigures } from "./value/survey-figures.js";
export type { AskedTerms } from "./value/terms-of-scoring.js";
export { tierMovements } from "./value/tier-movements.js";
export { whyUnfitted } from "./value/why-unfitted.js";
